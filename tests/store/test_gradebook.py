import pytest

from quizzes.attempt import Attempt
from quizzes.store.answers import record_answer
from quizzes.store.classes import create_class
from quizzes.store.errors import NotSignedIn
from quizzes.store.gradebook import gradebook
from quizzes.store.grading import Grading, set_grading
from quizzes.store.items import choose, open_item, open_second_round, reveal
from quizzes.store.mistakes import unjudged, usual_mistakes
from quizzes.store.tally import tally
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
    assert (cell.score, cell.correct, cell.attempts, cell.seconds, cell.last_at) == (0.5, True, 3, 34, NOW + 9)
    essay = book.cells[bob.id, "essay"]
    assert (essay.score, essay.correct, essay.attempts, essay.seconds) == (1.0, None, 1, None)  # taking part
    assert (book.total(ada), book.total(bob)) == (1.5, 1.0)
    summary = book.summary("second")
    assert (summary.answered, summary.right, summary.judged, summary.mean_score) == (1, 1, 1, 0.5)
    assert (summary.mean_attempts, summary.median_seconds) == (3, 34)
    assert book.summary("unknown").mean_score is None


RULES = {
    Grading.FIRST: (0.25, 1.0, 0.0),
    Grading.LAST: (0.75, 0.5, 0.5),
    Grading.BEST: (1.0, 1.0, 0.5),
    Grading.ROUND_1: (0.75, 0.5, None),
    Grading.ROUND_2: (None, 0.5, 0.5),
    Grading.PARTICIPATION: (1.0, 1.0, 1.0),
}
"""What three students score by each rule, worked out by hand from the answers below."""


@pytest.mark.parametrize("rule", Grading)
def test_the_gradebook_scores_what_the_instructor_chose(engine, instructor, classroom, item, enter, give, rule):
    ada, bob, cy = enter("Ada"), enter("Bob"), enter("Cy")
    for at, score in enumerate((0.25, 1.0, 0.75)):
        give(ada, "q", at=NOW + at, score=score)
    give(bob, "q", score=1.0)
    give(bob, "q", at=NOW + 1, score=0.5)
    open_second_round(engine, instructor, item, now=NOW + 3)
    for at, score in enumerate((0.0, 0.5)):
        give(cy, "q", at=NOW + 4 + at, score=score, round_=2)
    give(bob, "q", at=NOW + 5, score=0.5, round_=2)
    set_grading(engine, instructor, classroom.id, rule, now=NOW)
    book = gradebook(engine, instructor, classroom.id)
    assert book.rule is rule
    assert tuple(book.cells[member.id, "q"].score for member in (ada, bob, cy)) == RULES[rule]


@pytest.mark.parametrize(("rule", "right"), [(Grading.FIRST, 0), (Grading.BEST, 1), (Grading.LAST, 0)])
def test_the_tally_counts_the_answer_that_the_gradebook_does(
    engine, instructor, classroom, item, enter, give, rule, right
):
    ada = enter("Ada")
    for at, score in enumerate((0.25, 1.0, 0.75)):
        give(ada, "q", at=NOW + at, answer=score, score=score, correct=score == 1.0)
    set_grading(engine, instructor, classroom.id, rule, now=NOW)
    cell = gradebook(engine, instructor, classroom.id).cells[ada.id, "q"]
    counted = tally(engine, instructor, item, "q", 1, now=NOW)
    assert (counted.rule, counted.answers, counted.right) == (rule, (cell.score,), right)


def test_nothing_scores_once_the_truth_was_shown(engine, instructor, classroom, item, enter, give):
    ada, bob = enter("Ada"), enter("Bob")
    give(ada, "q", score=0.5, correct=False)
    shown = reveal(engine, instructor, item, ["q"], now=NOW + 2)
    open_item(engine, instructor, shown, now=NOW + 3)
    for member in (ada, bob):
        give(member, "q", at=NOW + 10, score=1.0, correct=True)
    # Nor where the same question is put before the class once more.
    again = open_item(engine, instructor, choose(engine, instructor, classroom.id, "more", now=NOW + 20), now=NOW + 20)
    record_answer(engine, bob, again.id, 1, Attempt("q", 1, score=1.0, made_at=NOW + 25), now=NOW + 25)
    for rule in (Grading.LAST, Grading.BEST, Grading.PARTICIPATION):
        set_grading(engine, instructor, classroom.id, rule, now=NOW)
        book = gradebook(engine, instructor, classroom.id)
        assert book.cells[bob.id, "q"].score is None
        assert book.total(ada) == (1.0 if rule is Grading.PARTICIPATION else 0.5)
    counted = tally(engine, instructor, again, "q", 1, now=NOW + 30)
    assert (counted.answered, counted.late) == (1, 1)


def test_only_an_instructor_chooses_what_counts(engine, classroom):
    with pytest.raises(NotSignedIn):
        set_grading(engine, None, classroom.id, Grading.BEST)


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
