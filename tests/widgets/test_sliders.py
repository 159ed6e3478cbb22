"""Two sets of sliders and the stage have one state."""

import pytest
from streamlit.testing.v1 import AppTest

from explorer.widgets.sliders import temperature_text


def two_sets():
    import streamlit as st

    from explorer.charts.stage import Scene
    from explorer.model.surface_file import load_shipped
    from explorer.widgets.sliders import sliders
    from explorer.widgets.stage import stage

    @st.cache_resource
    def load():
        return load_shipped("communities")

    def move(point):
        st.session_state.point = point

    surface = load()
    st.session_state.setdefault("point", surface.nearest(0.3, 0.5))
    sliders(surface, st.session_state.point, key="first", on_change=move)
    stage(Scene(surface, st.session_state.point), key="stage")
    found = sliders(surface, st.session_state.point, key="second", on_change=move)
    st.text(f"{found.strength:.2f} {found.temperature:.3f}")


@pytest.fixture
def app():
    return AppTest.from_function(two_sets, default_timeout=30).run()


def test_sliders_stand_at_the_point(app):
    assert not app.exception
    assert [s.value for s in app.select_slider] == pytest.approx([0.3, 0.5, 0.3, 0.5], abs=0.01)


@pytest.mark.parametrize("key", ["first:strength", "second:strength"])
def test_each_set_moves_the_other(app, key):
    steps = app.select_slider(key=key)
    app.select_slider(key=key).set_value(steps.options[20] if isinstance(steps.value, str) else 0.4).run()
    assert not app.exception
    assert app.select_slider(key="first:strength").value == pytest.approx(0.4)
    assert app.select_slider(key="second:strength").value == pytest.approx(0.4)
    assert app.text[0].value.startswith("0.40")


def test_a_point_from_elsewhere_moves_both(app, surface):
    app.session_state.point = surface.nearest(0.1, 2.0)
    app.run()
    assert app.select_slider(key="first:strength").value == pytest.approx(0.1)
    assert app.select_slider(key="second:temperature").value == pytest.approx(surface.nearest(0.1, 2.0).temperature)


def test_a_browser_that_was_here_before_the_server_was_restarted_keeps_its_point(app):
    app.select_slider(key="second:strength").set_value(0.4).run()
    again = AppTest.from_function(two_sets, default_timeout=30)
    again._run(app._tree.get_widget_states())
    assert not again.exception
    assert again.select_slider(key="first:strength").value == pytest.approx(0.4)
    assert again.text[0].value.startswith("0.40")


@pytest.mark.parametrize(
    ("value", "text"), [(0.05, "0.05"), (0.0583, "0.058"), (0.5, "0.5"), (1.58, "1.58"), (5.0, "5")]
)
def test_temperatures_are_written_like_the_axis(value, text):
    assert temperature_text(value) == text


def broken_off():
    import streamlit as st

    from explorer.model.surface_file import load_shipped
    from explorer.widgets.sliders import sliders

    drawn = st.select_slider

    def breaking(*arguments, **options):
        value = drawn(*arguments, **options)
        if st.session_state.pop("break_off", False):
            st.rerun()
        return value

    surface = load_shipped("communities")
    st.session_state.setdefault("point", surface.nearest(0.3, 0.5))
    if not st.session_state.get("away"):
        st.select_slider = breaking
        try:
            sliders(surface, st.session_state.point, key="only", on_change=lambda point: None)
        finally:
            st.select_slider = drawn


@pytest.mark.parametrize("way", ["at first", "after another page", "at a move"])
def test_a_run_that_was_broken_off_leaves_no_slider_behind(way, surface):
    """What the browser shows is what the last whole run told it: its first step, or the one that it stood at."""
    app = AppTest.from_function(broken_off, default_timeout=30)
    if way != "at first":
        app.run()
    if way == "after another page":
        app.session_state["away"] = True
        app.run()
        app.session_state["away"] = False
    if way == "at a move":
        app.session_state["point"] = surface.nearest(0.1, 2.0)
    app.session_state["break_off"] = True
    for _ in range(2):  # a run that follows at once may be the first that the browser draws
        app.run()
        for slider, index in zip(app.select_slider, app.session_state["point"].cell[::-1], strict=True):
            drawn, texts = slider.proto, list(slider.proto.options)
            shown = drawn.raw_value if drawn.set_value else [texts[int(step)] for step in drawn.default]
            assert list(shown) == [texts[index]]
