"""Every panel, drawn without a browser, and what it must not say."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped
from explorer.model.training import train_from_scratch, trained_loss
from explorer.views import state
from explorer.views.panels import code, tables, train_here

# The panel of another surface is drawn by test_compare.
PANELS = (*state.PANELS, *(name for name in state.EXTRAS if name != "other_surface"))
PLACES = ((0.0, 0.05), (0.2, 0.5), (0.6, 5.0))


def script(panel, strength, temperature, anchor, name):
    from importlib import import_module

    from explorer.model.surface_file import load_shipped

    surface = load_shipped(name)
    point = surface.nearest(strength, temperature)
    render = import_module(f"explorer.views.panels.{panel}").render
    render(surface, point, seed_index=0, anchor=anchor)


def draw(panel, strength=0.2, temperature=0.5, anchor=None, name="communities"):
    app = AppTest.from_function(script, args=(panel, strength, temperature, anchor, name), default_timeout=60)
    app.run()
    assert not app.exception
    return app


def words(app):
    return " ".join(element.value for kind in ("markdown", "caption") for element in app.get(kind))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("panel", PANELS)
def test_every_panel_draws_everywhere(panel, place):
    draw(panel, *place, 3)


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("panel", PANELS)
def test_every_panel_draws_on_the_other_surfaces(panel, name):
    draw(panel, anchor=33, name=name)


def test_a_local_minimum_is_called_one():
    app = draw("train_here", 0.0, 3.0, name="karate")
    app.button(key="train:go").click().run()
    assert "It did not escape" in words(app)
    assert "a local minimum" in words(app)
    app.toggle(key="data:train_here").set_value(True).run()
    assert len(app.dataframe) == 1


def test_the_data_is_one_click_away():
    for panel in ("slices", "graph_views", "hard_negatives"):
        app = draw(panel)
        assert len(app.dataframe) == 0
        app.toggle(key=f"data:{panel}").set_value(True).run()
        assert len(app.dataframe) > 0


def test_another_anchor_can_be_chosen():
    app = draw("hard_negatives", anchor=3)
    assert app.selectbox(key="panel:anchor").value == 3
    before = words(app)
    app.selectbox(key="panel:anchor").set_value(20).run()
    assert app.selectbox(key="panel:anchor").value == 20
    assert words(app) != before


def test_training_says_what_became_of_it():
    app = draw("train_here", 0.2, 0.5)
    app.button(key="train:go").click().run()
    assert not app.exception
    assert "It escaped from collapse" in words(app)
    assert "the same minimum" in words(app)


@pytest.mark.parametrize("name", [name for name, entry in SHIPPED.items() if entry.encoder == "gcn"])
def test_a_gcn_s_first_start_is_the_run_of_the_cell(name, monkeypatch):
    monkeypatch.setattr(train_here, "BUDGET", float("inf"))  # on a busy machine it would stop before the end
    surface, point = load_shipped(name), load_shipped(name).nearest(0.3, 0.5)
    app = draw("train_here", 0.3, 0.5, name=name)
    app.button(key="train:go").click().run()
    assert not app.exception
    assert "This is the run that made the cell" in words(app)
    assert "τ\\*" not in words(app)
    run = list(train_from_scratch(surface.scenario, point, int(surface.seeds[0])))[-1]
    loss = trained_loss(surface.scenario, point, int(surface.seeds[0]), run.weights)
    assert loss == pytest.approx(surface.by_seed["loss"][0][point.cell], abs=1e-3)


def test_training_on_the_sphere_says_what_became_of_it():
    app = draw("train_here", 0.3, 0.5, name="communities-sphere")
    app.button(key="train:go").click().run()
    assert not app.exception
    assert "It escaped from collapse" in words(app)
    assert "the sphere shows" in words(app)


def test_training_in_collapse_does_not_escape():
    app = draw("train_here", 0.0, 5.0)
    app.button(key="train:go").click().run()
    assert "It did not escape" in words(app)


def test_a_run_at_another_place_is_not_shown_here():
    app = draw("train_here", 0.0, 5.0)
    app.button(key="train:go").click().run()
    app.segmented_control(key="train:start").set_value(2).run()
    assert "The last run was" in words(app)


def test_the_bound_is_the_chance_level_minus_the_loss(surface):
    bound = surface.chance_level - surface.loss[surface.cell(surface.nearest(0.2, 0.5))]
    assert f"**{bound:.2f} nats**" in words(draw("why"))


def test_the_code_shown_is_the_code_that_runs():
    for functions in code.SECTIONS.values():
        for function, formula in functions:
            shown = code.body(function)
            assert shown.startswith("def ")
            assert '"""' not in shown
            compile(shown, "shown", "exec")
            assert formula.count("{") == formula.count("}")
            assert formula.count(r"\begin{") == formula.count(r"\end{")


def test_the_notebook_cell_runs(surface):
    names: dict[str, Any] = {}
    exec(code.NOTEBOOK, names)
    assert names["nt_xent"](names["z1"], names["z2"], 0.5) == pytest.approx(
        sum(names["split"](names["z1"], names["z2"], 0.5))
    )


def test_every_source_of_the_tables_can_be_opened():
    app = draw("tables")
    for source in tables.SOURCES:
        app.segmented_control(key="panel:tables").set_value(source).run()
        assert not app.exception
        assert len(app.dataframe) > 0
