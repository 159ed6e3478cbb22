"""The instructor's page: what is asked, who lost a code, and mistakes that can be told apart."""

import ast
import re
from pathlib import Path

import pytest

from explorer.charts.texts import typeset
from quizzes.attempt import judge
from quizzes.escaping import plain_markdown
from quizzes.posed import pose
from quizzes.store import connection
from quizzes.store.answers import record_answer
from quizzes.store.members import rejoin
from quizzes.views.classroom import session
from tests.views.classroom.conftest import said, sign_in


@pytest.fixture
def view(open_page, room):
    """Return a function that opens a view of the instructor's page."""
    return lambda name: sign_in(open_page("instructor", state={"classroom:view": name}, room=room.id))


def test_the_choices_are_there_before_anybody_has_answered(view, put):
    item = put("which_term_moves", opened=False)
    assert all(typeset(option) in said(view("Run")) for option in pose(item).steps[0].question.options)


def test_a_student_who_lost_the_code_gets_another_and_keeps_the_answers(view, enter):
    member, _ = enter("Ada")
    page = view("Class")
    page.button(key=f"classroom:code:{member.id}").click().run()
    code = page.code[-1].value
    assert rejoin(connection.engine(), code, client="a", guard=connection.code_guard()) == member


def test_two_mistakes_at_questions_of_one_kind_can_be_told_apart(view, engine, enter, put):
    texts = []
    for name, seed in (("Ada", 1), ("Bo", 2)):
        item = put("which_term_moves", seed=seed)
        step = pose(item).steps[0]
        wrong, named = step.question.samples(step.surface).wrong[0], step.question.identifier
        record_answer(engine, enter(name)[0], item.id, 1, judge(step.question, wrong, step.surface, named, 1.0))
        texts.append(step.wording)
    assert texts[0] != texts[1]
    shown = [text for text in (one.value for one in view("Dashboard").markdown) if "They read" in text]
    assert {text.split("\n")[0] for text in shown} == {f"**{plain_markdown(' '.join(one.split()))}**" for one in texts}
    for text in shown:
        assert re.search(r"\*\*1 student\*\*, for example \S.*\n  They read: \S", text)


def test_a_quiz_for_the_class_is_about_the_graph_chosen_or_says_that_it_is_not(view):
    page = view("Run")
    page.get("button_group")[-1].set_value("Quiz").run()
    page.selectbox(key="classroom:graph").set_value("karate").run()
    assert "not about the graph chosen" not in said(page)
    page.button(key="classroom:put").click().run()
    steps = pose(connection.watch().item(page.query_params["room"])).steps
    assert {step.surface.scenario.name for step in steps} == {"karate"}


@pytest.mark.parametrize("path", sorted(Path(session.__file__).parent.glob("*.py")), ids=lambda path: path.stem)
def test_what_is_chosen_from_the_start_stays_chosen_when_it_is_pressed_again(path):
    calls = [one for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.Call)]
    groups = [one for one in calls if ast.unparse(one.func) == "st.segmented_control"]
    for keywords in ({word.arg: ast.unparse(word.value) for word in one.keywords} for one in groups):
        assert keywords.get("required") == "True" or "default" not in keywords
