"""The page of challenges: a verdict for the point, a best that lasts, and a way that must not be left."""

from explorer.charts.texts import typeset
from quizzes.challenges import CHALLENGES
from quizzes.views import state
from tests.views.pages import opened

PAGE = "quizzes.views.challenges"


def put(app, name, cell, surface):
    app.session_state[f"challenge:{name}:{surface.scenario.name}:point"] = surface.point(*cell)
    app.run()
    assert not app.exception


def words(app):
    return " ".join(one.value for one in [*app.markdown, *app.success, *app.info, *app.warning])


def test_meeting_a_target_is_said_and_kept_under_the_resume_code(surface):
    frugal = next(one for one in CHALLENGES if one.name == "frugal")
    app = opened(PAGE)
    assert "Not yet" in words(app)
    assert state.PARAMETER not in app.query_params
    best = frugal.best_cell(surface, frugal.reachable(surface))
    put(app, "frugal", best, surface)
    assert "A new best" in words(app)
    assert "Nothing on this map is better" in words(app)
    code = app.query_params[state.PARAMETER]
    later = opened(PAGE, **{state.PARAMETER: code})
    assert frugal.said(surface, best) in words(later)
    assert "Not yet" in words(later)


def test_who_touches_the_temperature_goes_back_to_the_start(surface):
    escape = next(one for one in CHALLENGES if one.name == "escape")
    app = opened(PAGE)
    app.session_state[state.CHALLENGE] = "escape"
    t, p = escape.start(surface)
    best = escape.best_cell(surface, escape.reachable(surface))
    put(app, "escape", (t - 1, p), surface)
    put(app, "escape", best, surface)
    assert escape.lost in words(app)
    assert "Met" not in words(app)
    app.button(key="to-start").click().run()
    put(app, "escape", best, surface)
    assert "Met" in words(app)


def test_every_challenge_is_drawn_on_the_maps_that_have_it(surface):
    app = opened(PAGE)
    for challenge in CHALLENGES:
        app.session_state[state.CHALLENGE] = challenge.name
        app.run()
        assert not app.exception
        assert (typeset(challenge.text(surface)) in words(app)) == challenge.applies(surface)
