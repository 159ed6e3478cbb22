"""The activities and the quiz without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from explorer.model.surface_file import load_shipped
from quizzes import quiz
from quizzes.activities import ACTIVITIES, course
from quizzes.attempt import Log
from quizzes.store import connection
from quizzes.views import state


@pytest.fixture
def open_page(tmp_path, monkeypatch):
    """Return a function that opens a page in a new session; all sessions share one database."""
    monkeypatch.setenv("CLASSROOM_DATA", str(tmp_path))

    def opened(name, **query):
        app = AppTest.from_string(f"from quizzes.views.{name} import page\npage()", default_timeout=60)
        app.query_params.update(query)
        return checked(app.run())

    yield opened
    connection.close()


def checked(app):
    assert not app.exception
    return app


def button(app, label):
    return next(one for one in app.button if one.label == label)


def code_of(app):
    """The resume code in the address."""
    given = app.query_params["resume"]
    return given if isinstance(given, str) else given[0]


def log(app) -> Log:
    return app.session_state[state.WORK].log


def test_overview_lists_the_six(open_page):
    app = open_page("activities")
    text = " ".join(one.value for one in app.markdown)
    assert all(activity.title in text for activity in ACTIVITIES)
    assert log(app).empty()


@pytest.mark.parametrize("graph", ["communities", "karate"])
@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.name)
def test_each_activity_opens_at_each_of_its_steps(open_page, activity, graph):
    app = open_page("activities", activity=activity.name)
    app.session_state[state.GRAPH] = graph
    position = state.in_activity(activity.name, graph, "position")
    for number, task in enumerate(course.tasks(activity.name, load_shipped(graph))):
        app.session_state[position] = number
        checked(app.run())
        assert any(task.step.title in one.value for one in app.subheader)


def test_an_unknown_activity_shows_the_overview(open_page):
    assert any("Guided activities" in one.value for one in open_page("activities", activity="<b>").title)


def test_the_first_answer_begins_a_record_and_not_before(open_page):
    app = open_page("activities", activity="sharp-or-soft")
    assert "resume" not in app.query_params
    app.radio[0].set_value("falls")
    checked(button(app, "Submit").click().run())
    assert app.query_params["resume"]
    assert any("Not as predicted" in one.value for one in app.info)
    assert app.session_state[state.WORK].pending == 0

    again = open_page("activities", activity="sharp-or-soft", resume=code_of(app))
    assert again.session_state[state.WORK].code == app.session_state[state.WORK].code
    assert again.session_state[state.in_activity("sharp-or-soft", "communities", "position")] == 1


def test_a_quiz_is_drawn_from_its_number(open_page):
    app = open_page("quiz")
    app.number_input(key=state.SEED).set_value(3)
    checked(button(app, "Start the quiz").click().run())
    (kept,) = log(app).of_kind(quiz.KIND)
    assert kept.answer == quiz.begin(5, 3, load_shipped).answer
    assert "resume" not in app.query_params
    for _ in range(4):
        checked(button(app, "Next question").click().run())
    checked(button(app, "Finish and review").click().run())
    assert any("Result: 0 of 5" in one.value for one in app.title)
    checked(button(app, "Page to print").click().run())
    assert sum("no answer" in one.value for one in app.markdown) == 5
    checked(button(app, "Retry the 5 missed").click().run())
    assert len(log(app).of_kind(quiz.KIND)) == 2


@pytest.mark.parametrize("length", [10, 20])
def test_every_question_of_a_long_quiz_can_be_drawn(open_page, length):
    app = open_page("quiz")
    app.number_input(key=state.SEED).set_value(length)
    app.session_state[state.LENGTH] = length
    checked(button(app, "Start the quiz").click().run())
    for _ in range(length - 1):
        checked(button(app, "Next question").click().run())


def test_an_attempt_used_up_in_another_tab_is_not_made_again(open_page):
    first = open_page("activities", activity="sharp-or-soft")
    first.radio[0].set_value("falls")
    checked(button(first, "Submit").click().run())
    code = code_of(first)

    ours, theirs = (open_page("activities", activity="sharp-or-soft", resume=code) for _ in range(2))
    for app, choice in ((theirs, "more"), (ours, "less")):
        app.radio[0].set_value(choice)
        checked(button(app, "Submit").click().run())
    address = "activity/sharp-or-soft/communities/predict-landscape"
    assert [attempt.answer for attempt in log(ours).at(address).attempts] == ["more"]
    assert any("Another tab" in one.value for one in ours.info)


def test_work_deleted_in_another_tab_is_gone_here(open_page):
    ours = open_page("activities", activity="sharp-or-soft")
    ours.radio[0].set_value("falls")
    checked(button(ours, "Submit").click().run())
    theirs = open_page("activities", activity="sharp-or-soft", resume=code_of(ours))
    checked(button(theirs, "Yes, delete them").click().run())
    assert "resume" not in theirs.query_params
    assert log(theirs).empty()
    checked(button(ours, "Next step").click().run())
    ours.radio[0].set_value("more")
    checked(button(ours, "Submit").click().run())
    assert any("started over or deleted" in one.value for one in ours.info)
    assert log(ours).empty()
