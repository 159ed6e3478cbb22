"""The activities and the quiz without a browser."""

import re

import pytest

from explorer.model import library
from explorer.model.surface_file import load_shipped
from quizzes import quiz
from quizzes.activities import ACTIVITIES, course
from quizzes.activities.outcome import outcomes, points
from quizzes.attempt import Log, judge
from quizzes.bank import TOPICS
from quizzes.escaping import plain_markdown
from quizzes.types import SingleChoice
from quizzes.views import state
from tests.quizzes.student import do, do_all
from tests.views.pages import checked, opened


def open_page(name, **query):
    """Open a page in a new session; all sessions of a test share one database."""
    return opened(f"quizzes.views.{name}", **query)


def button(app, label):
    return next(one for one in app.button if one.label == label)


def code_of(app):
    """The resume code in the address."""
    given = app.query_params["resume"]
    return given if isinstance(given, str) else given[0]


def log(app) -> Log:
    return app.session_state[state.WORK].log


def test_overview_lists_every_activity():
    app = open_page("activities")
    text = " ".join(one.value for one in app.markdown)
    assert all(activity.title in text for activity in ACTIVITIES)
    assert log(app).empty()


@pytest.mark.parametrize("graph", ["communities", "karate"])
@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.name)
def test_each_activity_opens_at_each_of_its_steps(activity, graph):
    app = open_page("activities", activity=activity.name)
    app.session_state[state.GRAPH] = graph
    position = state.in_activity(activity.name, graph, "position")
    for number, task in enumerate(course.tasks(activity.name, load_shipped(graph))):
        app.session_state[position] = number
        checked(app.run())
        assert any(task.step.title in one.value for one in app.header)


def test_an_activity_that_a_surface_has_nothing_of_says_so_and_breaks_no_overview(tmp_path, monkeypatch):
    monkeypatch.setenv("SURFACES_DATA", str(tmp_path))
    library.restart()
    surface = load_shipped("communities-gcn")
    name = library.keep(surface).scenario.name
    assert not course.tasks("find-collapse", library.open_surface(name))
    app = open_page("activities")
    for chosen in ("", "find-collapse"):
        app.session_state["explorer:own-surfaces"] = {name: library.open_surface(name)}
        app.query_params["activity"] = chosen
        app.session_state[state.GRAPH] = name
        checked(app.run())
    assert any("Nothing collapses on this map" in one.value for one in app.info)


def test_an_unknown_activity_shows_the_overview():
    assert any("Guided activities" in one.value for one in open_page("activities", activity="<b>").title)


def test_the_first_answer_begins_a_record_and_not_before():
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


def test_a_quiz_is_drawn_from_its_number():
    app = open_page("quiz")
    app.number_input(key=state.SEED).set_value(3)
    checked(button(app, "Start the quiz").click().run())
    (kept,) = log(app).of_kind(quiz.KIND)
    assert kept.answer == quiz.begin(5, 3, load_shipped).answer
    again = open_page("quiz", resume=code_of(app))
    assert [one.value for one in again.title] == ["Quiz"]
    assert log(again).of_kind(quiz.KIND)[0].id == kept.id
    for _ in range(4):
        checked(button(app, "Next question").click().run())
    checked(button(app, "Finish and review").click().run())
    assert any("Result: 0 of 5 points" in one.value for one in app.title)
    assert any("5 not answered" in one.value for one in app.markdown)
    assert "Look again" in [one.value for one in app.header]
    for topic in {drawn.topic for drawn in quiz.restore(kept, load_shipped).questions}:
        assert any(TOPICS[topic] in one.value and "./lesson#" in one.value for one in app.markdown)
    checked(button(app, "Page to print").click().run())
    assert sum("no answer" in one.value for one in app.markdown) == 5
    checked(button(app, "Retry the 5 missed").click().run())
    assert len(log(app).of_kind(quiz.KIND)) == 2


def test_a_quiz_says_what_it_does_not_keep_of_the_choice(take_kinds):
    take_kinds("surface", 3)
    app = open_page("quiz")
    app.session_state[state.TOPICS], app.session_state[state.DIFFICULTIES] = ["surface"], [3]
    checked(button(app, "Start the quiz").click().run())
    assert any("5 medium ones stand in" in one.value for one in app.caption)


@pytest.mark.parametrize("length", [10, 20])
def test_every_question_of_a_long_quiz_can_be_drawn(length):
    app = open_page("quiz")
    app.number_input(key=state.SEED).set_value(length)
    app.session_state[state.LENGTH] = length
    checked(button(app, "Start the quiz").click().run())
    for _ in range(length - 1):
        checked(button(app, "Next question").click().run())


def test_a_wrong_choice_says_where_to_look_and_after_a_second_one_why_the_right_one_is_right():
    app = open_page("activities", activity="how-strong")
    surface = load_shipped("communities")
    tasks = course.tasks("how-strong", surface)
    number, question = next((n, task.question) for n, task in enumerate(tasks) if task.step.title == "And from there?")
    assert isinstance(question, SingleChoice)
    (right,) = question.right_keys(surface)
    reason = next(choice.when_right for choice in question.choices if choice.key == right)
    app.session_state[state.in_activity("how-strong", "communities", "position")] = number
    checked(app.run())
    for key in [choice.key for choice in question.choices if choice.key != right][:2]:
        app.radio[0].set_value(key)
        checked(button(app, "Submit").click().run())
        closed = any(plain_markdown(reason) in one.value for one in app.markdown)
        assert closed != any("without points" in one.value for one in app.caption)
    assert closed


def test_an_attempt_used_up_in_another_tab_is_not_made_again():
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


def test_work_deleted_in_another_tab_is_gone_here():
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


def at_the_end(app, name, graph="communities"):
    """Turn to the end of an activity that has been done right."""
    surface = load_shipped(graph)
    do_all(name, surface, log(app))
    app.session_state[state.in_activity(name, graph, "position")] = len(course.tasks(name, surface))
    return checked(app.run())


def words(app):
    return " ".join(one.value for one in app.markdown)


def test_symbols_have_their_subscripts_in_texts_and_in_choices():
    app = open_page("activities", activity="how-strong")
    assert "what does $\\ell_\\text{align}$ do" in words(app)
    app.radio[0].set_value("falls")
    checked(button(app, "Submit").click().run())
    assert "$\\ell_\\text{align}$ is measured on views" in words(app) + " ".join(one.value for one in app.info)
    app = open_page("challenges")
    for page in (app, open_page("activities", activity="trade-off"), open_page("instructor_sheet")):
        assert not re.search(r"[ℓAU]\\?_(align|uniform|τ)", words(page))


def test_an_activity_ends_with_what_was_predicted_and_a_way_on():
    app = open_page("activities", activity="sharp-or-soft")
    app.radio[0].set_value("falls")
    checked(button(app, "Submit").click().run())
    at_the_end(app, "sharp-or-soft")
    assert "*You:* It falls. *It is:* It rises" in words(app)
    assert "Predictions that came true: **1 of 2**" in words(app)
    assert "open=hard_negatives" in words(app)
    checked(button(app, "Next: How strong is too strong?").click().run())
    assert any("Two views drift apart?" in one.value for one in app.header)


def test_what_was_missed_can_be_looked_at_again():
    app = open_page("activities", activity="sharp-or-soft")
    app.radio[0].set_value("falls")
    checked(button(app, "Submit").click().run())
    at_the_end(app, "sharp-or-soft")
    checked(button(app, "Who does the pushing?").click().run())
    assert any("Who does the pushing?" in one.value for one in app.header)


def test_all_done_make_one_summary_under_the_resume_code():
    app = open_page("activities", activity="sharp-or-soft")
    app.radio[0].set_value("rises")
    checked(button(app, "Submit").click().run())
    for activity in ACTIVITIES:
        do_all(activity.name, load_shipped("communities"), log(app))
    app.query_params.pop("activity")
    checked(app.run())
    assert any("All activities are done" in one.value for one in app.success)
    checked(button(app, "Summary to keep").click().run())
    assert all(any(activity.title in one.value for one in app.header) for activity in ACTIVITIES)
    assert f"activity=summary&resume={code_of(app)}" in app.code[0].value
    assert "6 of 6 done" in words(app)
    true = sum(
        points(outcomes(activity.name, load_shipped("communities"), log(app)), "predictions")[1]
        for activity in ACTIVITIES
    )
    assert f"came true: **{true} of {true}**" in words(app)
    again = open_page("activities", activity="summary", resume=code_of(app))
    assert any("Your activities" in one.value for one in again.title)


def test_what_a_student_typed_is_text_in_the_summary():
    app = open_page("activities", activity="assessment")
    surface = load_shipped("communities")
    tasks = {task.step.name: task for task in course.tasks("assessment", surface)}
    for task in tasks.values():
        do(task, surface, log(app))
    typed = {"text": "<b>bold</b> [link](http://example.org) $x$ and enough more to be long", "ticked": [0]}
    log(app).add(judge(tasks["trade-off"].question, typed, surface, tasks["trade-off"].address))
    app.query_params["activity"] = "summary"
    checked(app.run())
    assert "\\<b\\>bold" in words(app)
    assert "[link](" not in words(app)


def test_a_point_of_the_map_is_added_to_what_was_written():
    app = open_page("activities", activity="assessment")
    surface = load_shipped("communities")
    tasks = course.tasks("assessment", surface)
    position = next(n for n, task in enumerate(tasks) if task.step.name == "trade-off")
    for task in tasks[:position]:
        do(task, surface, log(app))
    app.session_state[state.in_activity("assessment", "communities", "position")] = position
    checked(app.run())
    app.text_area[0].set_value("The views agree better at weak strength")
    checked(next(one for one in app.button if one.label.startswith("Add strength 0.30")).click().run())
    written = app.text_area[0].value
    assert written.startswith("The views agree better at weak strength. At strength 0.30, τ = 0.5: ℓ_align 0.")
    checked(button(app, "Submit").click().run())
    assert any("Name one more" in one.value for one in app.markdown)


def test_a_hint_asked_before_any_answer_outlasts_a_reload():
    app = open_page("activities", activity="assessment")
    checked(button(app, "Hint 1 of 2").click().run())
    again = open_page("activities", activity="assessment", resume=code_of(app))
    assert any("All similarities are 1" in one.value for one in again.markdown)


def test_answers_of_an_earlier_run_can_be_deleted():
    app = open_page("activities", activity="sharp-or-soft")
    app.radio[0].set_value("falls")
    checked(button(app, "Submit").click().run())
    checked(button(app, "Yes, start over").click().run())
    assert log(app).empty()
    checked(button(app, "Yes, delete them").click().run())
    assert "resume" not in app.query_params


@pytest.mark.parametrize("told", ["XXXX-XXXX-XXXX", "<b>", None, 7])
def test_what_a_browser_remembers_is_offered_and_not_forced(told):
    app = open_page("activities")
    app.session_state["work:browser"] = {"found": told}
    checked(app.run())
    offers = [one for one in app.button if one.label.startswith("Continue as")]
    assert bool(offers) == isinstance(told, str)
    assert log(app).empty()
    if offers:
        checked(button(app, "Not me").click().run())
        assert not any(one.label.startswith("Continue as") for one in app.button)
