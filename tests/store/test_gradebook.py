import pytest

from quizzes.attempt import Attempt
from quizzes.store.answers import record_answer
from quizzes.store.classes import create_class
from quizzes.store.gradebook import gradebook
from quizzes.store.items import open_second_round
from quizzes.store.mistakes import unjudged, usual_mistakes
from tests.store.conftest import NOW


@pytest.fixture
def give(engine, item):
    def record(member, question, at=NOW, round_=1, **rest):
        attempt = Attempt(question, rest.pop("answer", 1), made_at=at, **rest)
        return record_answer(engine, member, item.id, round_, attempt, now=at)

    return record


def test_the_gradebook(engine, instructor, classroom, item, enter, give):
    bob, ada = enter("bob"), enter("Ada")
    give(ada, "second", at=NOW + 1, score=0.25, correct=False, seconds=10)
    give(ada, "first", at=NOW, score=1, correct=True, seconds=5)
    give(ada, "second", at=NOW + 2, score=0.75, correct=False, seconds=30)
    open_second_round(engine, instructor, item, now=NOW + 3)
    give(ada, "second", at=NOW + 9, round_=2, score=0.5, correct=True, seconds=4)
    give(bob, "essay", at=NOW + 9, round_=2)
    book = gradebook(engine, instructor, classroom.id)
    assert book.members == (ada, bob)
    assert book.questions == ("first", "second", "essay")
    cell = book.cells[ada.id, "second"]
    assert (cell.score, cell.correct, cell.attempts, cell.seconds, cell.last_at) == (0.75, True, 3, 34, NOW + 9)
    essay = book.cells[bob.id, "essay"]
    assert (essay.score, essay.correct, essay.attempts, essay.seconds) == (None, None, 1, None)
    assert (book.total(ada), book.total(bob)) == (1.75, 0)
    summary = book.summary("second")
    assert (summary.answered, summary.right, summary.judged, summary.mean_score) == (1, 1, 1, 0.75)
    assert (summary.mean_attempts, summary.median_seconds) == (3, 34)
    assert book.summary("unknown").mean_score is None


def test_classes_are_kept_apart(engine, instructor, classroom, item, enter, give):
    give(enter("Ada"), "q", score=1, correct=False, feedback="f", kind="explanation")
    other = create_class(engine, instructor, "Other", now=NOW)
    book = gradebook(engine, instructor, other.id)
    assert (book.members, book.questions, book.cells) == ((), (), {})
    assert usual_mistakes(engine, instructor, other.id) == unjudged(engine, instructor, other.id) == []


def test_the_usual_mistakes_by_feedback(engine, instructor, classroom, enter, give):
    ada, bob = enter("Ada"), enter("Bob")
    for member, feedback, correct in [
        (ada, "k ≠ i is missing", False),
        (ada, "k ≠ i is missing", False),
        (ada, "minus", False),
        (bob, "k ≠ i is missing", False),
        (bob, "right", True),
        (bob, "not judged", None),
    ]:
        give(member, "formula", feedback=feedback, correct=correct)
    found = usual_mistakes(engine, instructor, classroom.id)
    assert [(one.feedback, one.members, one.times) for one in found] == [("k ≠ i is missing", 2, 3), ("minus", 1, 1)]
    assert [one.examples for one in found] == [(1,), (1,)]


def test_the_explanations_to_read(engine, instructor, classroom, enter, give):
    ada, bob = enter("Ada"), enter("Bob")
    give(ada, "why", at=NOW, kind="explanation", answer="draft")
    give(ada, "why", at=NOW + 1, kind="explanation", answer="<b>because</b>")
    give(bob, "why", at=NOW + 2, kind="explanation", answer="x" * 10**5)
    give(bob, "number", correct=False)
    read = unjudged(engine, instructor, classroom.id)
    assert [(one.nickname, one.attempt.answer) for one in read] == [("Ada", "<b>because</b>"), ("Bob", "x" * 10**5)]
