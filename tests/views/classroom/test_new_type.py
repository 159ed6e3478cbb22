"""A new question type needs its own file alone: everything else asks, keeps, says and shows its answers."""

import time

import pytest
from streamlit.testing.v1 import AppTest

from quizzes.attempt import Attempt, Log, judge
from quizzes.bank import DrawnQuestion, Place
from quizzes.posed import Posed, PosedQuestion
from quizzes.quiz import Quiz, as_csv, as_json
from quizzes.store import items
from quizzes.store.answers import own_rounds
from tests.quizzes.yes_or_no import QUESTION
from tests.views.classroom.conftest import everything, sign_in
from tests.views.classroom.conftest import said as words

ALONE = """
from explorer.model.surface_file import load_shipped
from quizzes.views.asking import draw_question
from quizzes.views.work import arrive
from tests.quizzes.yes_or_no import QUESTION
draw_question(QUESTION, load_shipped("communities"), arrive(), "q")
"""


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception[0].message
    return page


def test_a_student_alone(engine):
    page = press(AppTest.from_string(ALONE, default_timeout=30).run(), "No, it is not")
    assert "Think again" in words(page)
    assert "The truth: an emphatic yes" in words(page)
    assert "Because." in words(page)


@pytest.fixture
def posed(monkeypatch):
    """Every item poses this question."""

    def pose(_item):
        return Posed("New", (PosedQuestion(QUESTION, "communities", about_map=False),))

    monkeypatch.setattr("quizzes.posed.pose", pose)
    for module in ("student", "running", "projector"):
        monkeypatch.setattr(f"quizzes.views.classroom.{module}.pose", pose)


def test_a_class(posed, open_page, engine, instructor, room, enter, put):
    item = put("pair_distance")
    member, code = enter("Ada")
    page = press(open_page("student", me=code), "No, it is not")
    assert "Your answer is kept: a timid no" in words(page)
    ((_, attempt),) = own_rounds(engine, member, item.id)
    assert (attempt.answer, attempt.kind, attempt.correct, attempt.score) == (False, "yes or no", False, 0.0)
    for name in ("projector", "instructor"):
        assert QUESTION.prompt in words(sign_in(open_page(name, room=room.id)))
    dashboard = sign_in(open_page("instructor", state={"classroom:view": "Dashboard"}, room=room.id))
    assert "They read: Think again" in words(dashboard)
    items.reveal(engine, instructor, item, ())
    shown = everything(open_page("student", me=code))
    assert "The truth: an emphatic yes" in shown[0]
    assert "Think again." in shown[1]


def test_the_result_of_a_quiz(surface):
    drawn = DrawnQuestion("new", "new", "loss", 1, "communities", 1, QUESTION, Place("communities", 0.1, 0.5))
    quiz, log = Quiz("quiz/1", (drawn,), time.time()), Log()
    assert "no answer" in as_csv(quiz, log, lambda name: surface).decode()
    log.add(judge(QUESTION, False, surface, quiz.address(drawn)))
    for make in (as_csv, as_json):
        text = make(quiz, log, lambda name: surface).decode()
        assert "a timid no" in text
        assert "an emphatic yes" in text
    assert Log([Attempt("q", "nonsense")]).at("q").score == 0
