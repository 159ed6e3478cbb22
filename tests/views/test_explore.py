"""The Explore page in every state that a link can name."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.charts.stage import LAYERS, OVERLAYS
from explorer.model.scenario import SHIPPED
from explorer.model.surface_difference import incomparable
from explorer.model.surface_file import openable
from explorer.views import loaders, state, url
from explorer.views.selection import SurfaceChoice, in_words, label, options
from explorer.views.sidebar import PRESETS, presets

SCRIPT = Path(__file__).parents[2] / "streamlit_app.py"


def seen(app):
    """Return the view of the app's session."""
    return app.session_state[state.VIEW]


def texts(app):
    return " ".join(element.value for element in [*app.markdown, *app.info])


def test_the_first_visit_shows_the_first_view_and_nothing_to_read_but_one_line(open_app):
    app = open_app()
    assert seen(app) == state.first_view()
    assert not app.info
    assert not app.markdown
    assert [slider.label for slider in app.sidebar.select_slider] == ["Augmentation strength p", "Temperature τ"]


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer(open_app, layer):
    app = open_app(layer=layer)
    assert seen(app).layer == layer
    assert app.selectbox(key=state.WIDGETS["layer"]).value == layer


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_overlay(open_app, overlay):
    assert seen(open_app(show=overlay)).overlays == {overlay}


def test_overlays_and_seeds_stand_under_more(open_app):
    app = open_app(show=["collapse", "loss_optimum"], seed="2")
    app.session_state[state.MORE] = True
    app.run()
    assert app.pills(key=state.WIDGETS["overlays"]).value == ["collapse", "loss_optimum"]
    app.pills(key=state.WIDGETS["overlays"]).set_value(["theory"]).run()
    assert seen(app).overlays == {"theory"}
    app.segmented_control(key=state.WIDGETS["seed_index"]).set_value(0).run()
    assert seen(app).seed_index == 0


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_surface_with_every_panel(open_app, name):
    for panel in (*state.PANELS, *state.EXTRAS):
        link = dict(url.encode(state.View(loaders.surface(name).nearest(0.4, 1.08), name, panel=panel)))
        app = open_app(**link)
        assert seen(app).surface.scenario.name == name
        beside = loaders.surface(next(one for one in openable() if one != name)) if panel == "other_surface" else None
        why = beside and incomparable(loaders.surface(name), beside, "loss")
        said = [f"No map of this difference. {why} Choose another layer above."] if why else []
        assert [one.value for one in app.info] == said


def test_another_graph_keeps_the_point_and_forgets_the_node(open_app):
    app = open_app(graph="communities", p="0.4", node="40", pin_p="0.1", pin_tau="0.05")
    app.selectbox(key=state.WIDGETS["graph"]).select("karate").run()
    assert not app.exception
    view = seen(app)
    assert (view.name, view.anchor, view.point.strength, view.pinned.strength) == ("karate", None, 0.4, 0.1)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_choice_opens_a_surface_that_has_it_and_says_what_else_changed(open_app, name):
    for field in SurfaceChoice._fields:
        for value in options(field, name):
            app = open_app(**dict(url.encode(state.View(loaders.surface(name).nearest(0.4, 1.08), name))))
            before = seen(app)
            if value == getattr(before.choice, field):
                continue
            find = app.segmented_control if field == "batch" else app.selectbox
            find(key=state.WIDGETS[field]).set_value(value).run()
            assert not app.exception
            after = seen(app)
            assert getattr(after.choice, field) == value
            assert after.point == after.surface.nearest(before.point.strength, before.point.temperature)
            lost = [
                f for f in SurfaceChoice._fields if f != field and getattr(after.choice, f) != getattr(before.choice, f)
            ]
            assert len(app.info) == bool(lost)
            for other in lost:
                assert in_words(other, getattr(after.choice, other)) in app.info[0].value


@pytest.mark.parametrize("name", SHIPPED)
def test_the_theory_is_offered_where_it_applies(open_app, name):
    surface = loaders.surface(name)
    app = open_app(**dict(url.encode(state.View(surface.nearest(0.2, 0.5), name))))
    app.session_state[state.MORE] = True
    app.run()
    pills = app.pills(key=state.WIDGETS["overlays"])
    assert any("τ*" in option for option in pills.options) == surface.scenario.theory_applies
    assert ("theory" in pills.value) == surface.scenario.theory_applies


@pytest.mark.parametrize("name", SHIPPED)
def test_a_preset_is_offered_where_its_name_is_true(name):
    surface = loaders.surface(name)
    offered = presets(state.View(surface.nearest(0.2, 0.5), name))
    hot, strong = surface.nearest(0, 5).cell, surface.nearest(0.6, 0.05).cell
    assert ("Collapse" in offered) == (surface.effective_directions[hot] < 1.02)
    best = surface.accuracy_optimum()
    apart = surface.difference("accuracy", best, strong)
    assert ("Over-augmented" in offered) == (apart.mean > 2 * apart.error)
    assert all(one in openable() for one, _ in offered.values())


def test_every_run_sets_the_selectors_again_since_the_browser_may_have_missed_one(open_app):
    app = open_app(graph="karate", encoder="gcn", p="0.2", tau="0.58")
    for _ in range(2):
        assert all(app.selectbox(key=state.WIDGETS[field]).proto.set_value for field in ("graph", "encoder", "decay"))
        app.run()
    assert seen(app).name == "karate-gcn"


def test_a_weight_decay_says_whether_anything_collapses():
    assert "with collapse" in label("decay", 0.3, "communities")
    assert "no collapse" in label("decay", 0.01, "communities")


@pytest.mark.parametrize("panel", [*state.PANELS, *state.EXTRAS])
def test_every_panel(open_app, panel):
    assert seen(open_app(open=panel)).panel == panel


def test_a_panel_is_opened_and_closed(open_app):
    app = open_app()
    chooser = app.segmented_control(key=state.WIDGETS["panel"])
    chooser.set_value("slices").run()
    assert seen(app).panel == "slices"
    app.segmented_control(key=state.WIDGETS["panel"]).set_value(None).run()
    assert seen(app).panel is None


@pytest.mark.parametrize("set_name", [state.SIDE_SLIDERS, state.UNDER_SLIDERS])
def test_both_sets_of_sliders_have_one_state(open_app, set_name):
    app = open_app()
    surface = loaders.surface("communities")
    app.select_slider(key=f"{set_name}:strength").set_value(float(surface.strengths[5])).run()
    app.select_slider(key=f"{set_name}:temperature").set_value(float(surface.temperatures[3])).run()
    assert seen(app).point == surface.point(3, 5)
    for name in (state.SIDE_SLIDERS, state.UNDER_SLIDERS):
        assert app.select_slider(key=f"{name}:strength").value == surface.strengths[5]
        assert app.select_slider(key=f"{name}:temperature").value == surface.temperatures[3]


@pytest.mark.parametrize("preset", presets(state.first_view()))
def test_every_preset(open_app, preset):
    app = open_app(p="0.5", tau="1.08")
    app.button(key=f"preset:{preset}").click().run()
    view, place = seen(app), PRESETS[preset]
    assert view.point == view.surface.nearest(place.strength, place.temperature)
    assert view.choice.encoder == (place.encoder or "linear")
    assert any(place.about in one.value for one in app.caption)


def test_the_recipe_of_a_gcn_is_marked_where_there_is_one():
    recipe = "GRACE on Cora, τ = 0.4"
    view = state.first_view()
    assert recipe not in presets(view)
    name, point = presets(replace(view, name="communities-gcn"))[recipe]
    assert (name, point) == ("communities-gcn", loaders.surface(name).nearest(0.32, 0.4))


def test_a_repaired_link_says_so_until_something_changes(open_app):
    app = open_app(p="7", graph="nowhere")
    assert "p=“7”" in app.info[0].value
    assert "nowhere" in app.info[0].value
    app.select_slider(key="side:strength").set_value(0.02).run()
    assert not app.info


def test_pinning_compares(open_app):
    app = open_app(pin_p="0.02", pin_tau="3.15")
    assert "| A − B |" in texts(app)
    app.button(key="unpin").click().run()
    assert seen(app).pinned is None
    assert "| A − B |" not in texts(app)
    app.session_state[state.MENU] = True
    app.run()
    app.button(key="pin").click().run()
    assert seen(app).pinned == seen(app).point


def test_sharing_offers_link_code_and_files(open_app):
    app = open_app(p="0.4", tau="1.08", layer="accuracy")
    app.button(key="share").click().run()
    assert not app.exception
    link, frame = (code.value for code in app.code)
    assert link == "http://example.org/?p=0.40&tau=1.08&layer=accuracy"
    assert frame.startswith('<iframe src="http://example.org/?p=0.40&amp;tau=1.08&amp;layer=accuracy&amp;embed=true"')
    assert any("allow-same-origin" in caption.value for caption in app.caption)
    assert [button.label for button in app.get("download_button")] == [
        "Page without a server (.zip)",
        "Surface (CSV)",
        "This point (CSV)",
        "Map (SVG)",
        "Map (PNG)",
    ]


def test_in_a_frame_there_is_the_stage_its_sliders_and_the_way_out(open_app):
    app = open_app(embedded=True, p="0.4", tau="1.08")
    assert len(app.select_slider) == 2
    assert not app.sidebar.select_slider
    assert "[Open full screen](http://example.org/?p=0.40&tau=1.08)" in texts(app)


def test_the_way_to_the_first_screen_imports_no_tables_charts_or_sign_in():
    code = f"""
import sys
from streamlit.testing.v1 import AppTest
assert not AppTest.from_file({str(SCRIPT)!r}, default_timeout=60).run().exception
print(sorted({{"pandas", "altair", "pyarrow", "authlib", "httpx"}} & sys.modules.keys()))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SCRIPT.parent)
    assert result.stdout.strip() == "[]"


def test_stored_answers_can_be_deleted_from_here(open_app):
    from quizzes.attempt import Attempt
    from quizzes.store import connection, progress

    learner, code = progress.begin(connection.engine())
    progress.record(connection.engine(), learner, Attempt("activity/x", 1))
    assert progress.history(connection.engine(), learner)
    assert "Yes, delete them" not in [one.label for one in open_app().button]
    app = open_app(resume=code)
    next(one for one in app.button if one.label == "Yes, delete them").click().run()
    assert not app.exception
    assert "resume" not in app.query_params
    assert "Yes, delete them" not in [one.label for one in app.button]
    assert any("are deleted" in one.value for one in app.sidebar.caption)
    assert not progress.history(connection.engine(), learner)
