"""The tour on the Explore page: who is shown it, what it covers, and where it leads."""

from types import SimpleNamespace

import pytest
import streamlit as st

from explorer.views import loaders, state, tour, window
from quizzes.tour import STOPS, stops


def seen(app):
    return app.session_state[state.VIEW]


@pytest.fixture
def browser(monkeypatch):
    """A browser that has never been here; a test may change what it tells."""
    theme = SimpleNamespace(type="light")
    told = SimpleNamespace(
        headers={"User-Agent": "Mozilla/5.0"}, cookies={}, is_embedded=False, url="http://example.org/", theme=theme
    )
    monkeypatch.setattr(st, "context", told)
    return told


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception


def test_a_stranger_is_guided_and_the_browser_remembers(browser, open_app):
    app = open_app()
    assert seen(app).stop == STOPS[0]
    press(app, "tour-skip")
    assert seen(app).stop is None
    assert "*More*" in app.info[0].value
    assert app.run().session_state[state.VIEW].stop is None
    browser.cookies = {window.TOURED: "seen"}
    assert seen(open_app()).stop is None


@pytest.mark.parametrize("query", [{"p": "0.4"}, {"layer": "accuracy"}, {"resume": "AAAA-BBBB-CCCC"}])
def test_a_link_shows_what_it_names_and_nothing_else(browser, open_app, query):
    assert seen(open_app(**query)).stop is None


def test_a_frame_and_a_program_are_not_guided(browser, open_app):
    browser.is_embedded = True
    assert seen(open_app()).stop is None
    browser.is_embedded, browser.headers = False, {}
    assert seen(open_app()).stop is None


@pytest.mark.parametrize("name", ["communities", "karate-gcn"])
def test_from_the_menu_to_the_last_stop(open_app, name):
    app = open_app(graph=name.partition("-")[0], encoder="gcn" if name.endswith("gcn") else "linear")
    app.session_state[state.MENU] = True
    app.run()
    press(app, "tour-begin")
    every = stops(loaders.surface(name))
    for number, stop in enumerate(every):
        view = seen(app)
        assert (view.stop, view.point, view.layer) == (stop.name, stop.start, "loss")
        press(app, f"tour:{stop.name}:{(stop.right + number) % len(stop.options)}")
        assert (seen(app).point, seen(app).layer) == (stop.goal, stop.layer)
        said = " ".join(element.value for element in app.markdown)
        assert (tour.RIGHT in said) != (tour.WRONG in said)
        assert (tour.RIGHT in said) == (number % len(stop.options) == 0)
        if number + 1 < len(every):
            press(app, "tour-next")
    press(app, "tour-stay")
    assert seen(app).stop is None


def test_collapse_is_covered_until_it_is_found(open_app):
    app = open_app(tour="corner")
    surface, corner = seen(app).surface, stops(seen(app).surface)[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "session_state", app.session_state)
        assert tour.laid(seen(app), corner)["hidden"] == {"collapse", "theory"}
    app.select_slider(key="side:temperature").set_value(float(surface.temperatures[-1])).run()
    assert surface.collapse_region()[seen(app).point.cell]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "session_state", app.session_state)
        laid = tour.laid(seen(app), corner)
    assert not laid["hidden"]
    assert laid["overlays"] >= {"collapse", "theory"}
    press(app, "tour:corner:0")
    press(app, "tour-next")
    assert tour.FOUND in " ".join(element.value for element in app.markdown)


def test_a_stop_that_does_not_hold_gives_way_to_the_next(open_app):
    app = open_app(graph="karate", encoder="gcn", tour="collapse")
    assert "Best accuracy" in " ".join(element.value for element in app.markdown)
    app = open_app(graph="karate", encoder="gcn", tour="trade-off")
    assert seen(app).stop is None


def test_a_frame_is_made_without_the_tour(open_app):
    from explorer.views.share import frame_code

    assert "tour=" not in frame_code(seen(open_app(tour="corner")), "http://example.org")
