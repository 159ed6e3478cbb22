"""The lesson and the instructor's sheet, drawn by the app."""

import pytest

from explorer.model.scenario import SHIPPED
from explorer.views import loaders, state
from quizzes.activities import ACTIVITIES
from quizzes.activities.course import PLANS, minutes
from quizzes.views.instructor_sheet import activity_minutes
from tests.views.pages import opened


def words(app):
    return " ".join(element.value for element in [*app.markdown, *app.caption])


@pytest.mark.parametrize("name", ["communities", "karate-gcn"])
def test_the_lesson_reads_the_readers_point(name):
    view = state.View(loaders.surface(name).nearest(0.4, 0.2), name)
    app = opened("explorer.views.lesson", session={state.VIEW: view})
    surface, cell = view.surface, view.point.cell
    assert f"accuracy **{surface.accuracy[cell]:.3f}**" in words(app)
    assert f"**{surface.effective_directions[cell]:.2f}**" in words(app)
    app.select_slider(key="lesson:temperature").set_value(float(surface.temperatures[-1])).run()
    assert app.session_state[state.VIEW].point == surface.nearest(0.4, 99)
    assert f"accuracy **{surface.accuracy[-1, cell[1]]:.3f}**" in words(app)


def test_the_lesson_opens_every_shipped_surface():
    for name in SHIPPED:
        view = state.View(loaders.surface(name).nearest(0.2, 0.5), name)
        opened("explorer.views.lesson", session={state.VIEW: view})


def test_the_minutes_of_the_sheet_are_those_of_the_activities():
    for activity in ACTIVITIES:
        assert f"{activity.title} | {activity.aim} | {activity.minutes}\u00a0min" in activity_minutes()
    for title, names in PLANS.items():
        assert f"**{title}**, {sum(one.minutes for one in ACTIVITIES if one.name in names)} min" in activity_minutes()
        assert minutes(names) > 0


def test_the_key_is_drawn_when_it_is_opened_and_holds_every_truth():
    app = opened("quizzes.views.instructor_sheet")
    assert "→" not in words(app)
    for activity in ACTIVITIES:
        app.session_state[f"sheet:{activity.name}"] = True
    app.run()
    assert not app.exception
    assert words(app).count("→") == sum(
        step.question is not None for one in ACTIVITIES for step in one.steps_on(loaders.surface("communities"))
    )
