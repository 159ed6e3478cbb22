"""The page of challenges: a verdict for the point, a best that lasts, and a way that must not be left."""

import pytest
from streamlit.testing.v1 import AppTest

from explorer.charts.texts import typeset
from explorer.model.surface_file import load_shipped
from quizzes.challenges import CHALLENGES
from quizzes.views import state


@pytest.fixture
def shipped():
    return load_shipped("communities")


def page():
    from quizzes.views.challenges import page

    page()


def opened(**query):
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params.update(query)
    app.run()
    assert not app.exception
    return app


def put(app, name, cell, surface):
    app.session_state[f"challenge:{name}:{surface.scenario.name}:point"] = surface.point(*cell)
    app.run()
    assert not app.exception


def words(app):
    return " ".join(one.value for one in [*app.markdown, *app.success, *app.info, *app.warning])


def test_meeting_a_target_is_said_and_kept_under_the_resume_code(shipped):
    frugal = next(one for one in CHALLENGES if one.name == "frugal")
    app = opened()
    assert "Not yet" in words(app)
    assert state.PARAMETER not in app.query_params
    best = frugal.best_cell(shipped, frugal.reachable(shipped))
    put(app, "frugal", best, shipped)
    assert "A new best" in words(app)
    assert "Nothing on this map is better" in words(app)
    code = app.query_params[state.PARAMETER]
    later = opened(**{state.PARAMETER: code})
    assert frugal.said(shipped, best) in words(later)
    assert "Not yet" in words(later)


def test_who_touches_the_temperature_goes_back_to_the_start(shipped):
    escape = next(one for one in CHALLENGES if one.name == "escape")
    app = opened()
    app.session_state[state.CHALLENGE] = "escape"
    t, p = escape.start(shipped)
    best = escape.best_cell(shipped, escape.reachable(shipped))
    put(app, "escape", (t - 1, p), shipped)
    put(app, "escape", best, shipped)
    assert escape.lost in words(app)
    assert "Met" not in words(app)
    app.button(key="to-start").click().run()
    put(app, "escape", best, shipped)
    assert "Met" in words(app)


def test_every_challenge_is_drawn_on_the_maps_that_have_it(shipped):
    app = opened()
    for challenge in CHALLENGES:
        app.session_state[state.CHALLENGE] = challenge.name
        app.run()
        assert not app.exception
        assert (typeset(challenge.text(shipped)) in words(app)) == challenge.applies(shipped)
