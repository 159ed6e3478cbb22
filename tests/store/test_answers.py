import dataclasses
import math

import numpy as np
import pytest

from quizzes.attempt import Attempt, Saved, TooLarge
from quizzes.store.answers import MOST_ATTEMPTS, record_answer
from quizzes.store.classes import create_class
from quizzes.store.errors import ItemClosed, NoAttemptsLeft
from quizzes.store.items import choose, close_item, open_item, open_second_round, reveal
from quizzes.store.members import join
from tests.store.conftest import NOW, own_answers


@pytest.fixture
def ada(enter):
    return enter("Ada")


@pytest.fixture
def answer(engine, item, ada):
    def give(value, question="q", at=NOW, round_=1, **rest):
        return record_answer(engine, ada, item.id, round_, Attempt(question, value, made_at=at, **rest), now=at)

    return give


def test_attempts_are_added_and_numbered(engine, item, ada, answer):
    assert [answer(value, at=NOW + value) for value in range(3)] == [Saved(1, False), Saved(2, False), Saved(3, False)]
    assert answer("x", question="other") == Saved(1, False)
    own = own_answers(engine, ada, item.id, 1)
    assert sorted((one.question, one.number, one.answer) for one in own) == [
        ("other", 1, "x"),
        ("q", 1, 0),
        ("q", 2, 1),
        ("q", 3, 2),
    ]


def test_an_attempt_comes_back_as_it_was(engine, item, ada):
    given = Attempt(
        "q", {"strength": 0.25, "temperature": 0.5}, "point", False, 0.75, "lower τ", seconds=12.5, made_at=NOW
    )
    record_answer(engine, ada, item.id, 1, given, now=NOW)
    assert own_answers(engine, ada, item.id) == [dataclasses.replace(given, number=1)]


def test_a_retry_is_stored_once(engine, item, ada):
    attempt = Attempt("q", 1, made_at=NOW)
    assert record_answer(engine, ada, item.id, 1, attempt, now=NOW) == Saved(1, again=False)
    assert record_answer(engine, ada, item.id, 1, attempt, now=NOW) == Saved(1, again=True)
    assert len(own_answers(engine, ada, item.id)) == 1


def test_a_retry_is_acknowledged_even_after_the_end_and_the_last_attempt(engine, instructor, item, ada):
    attempt = Attempt("q", 1, made_at=NOW)
    record_answer(engine, ada, item.id, 1, attempt, limit=1, now=NOW)
    reveal(engine, instructor, item, (), now=NOW + 1)
    assert record_answer(engine, ada, item.id, 1, attempt, limit=1, now=NOW + 9).again


def test_two_members_may_use_the_same_id(engine, item, enter):
    for name in ("Ada", "Bob"):
        member = enter(name)
        record_answer(engine, member, item.id, 1, Attempt("q", name, id="same", made_at=NOW), now=NOW)
        assert [one.answer for one in own_answers(engine, member, item.id)] == [name]


def test_the_limit_of_attempts(answer, engine, item, ada):
    attempts = [Attempt("q", value, made_at=NOW) for value in range(3)]
    for attempt in attempts[:2]:
        record_answer(engine, ada, item.id, 1, attempt, limit=2, now=NOW)
    with pytest.raises(NoAttemptsLeft, match="All 2"):
        record_answer(engine, ada, item.id, 1, attempts[2], limit=2, now=NOW)


def test_there_is_always_a_limit(answer, monkeypatch):
    assert MOST_ATTEMPTS < 1000
    monkeypatch.setattr("quizzes.store.answers.MOST_ATTEMPTS", 2)
    answer(1)
    answer(2)
    with pytest.raises(NoAttemptsLeft):
        answer(3)


def test_answers_count_only_while_their_round_is_open(engine, instructor, item, answer):
    answer(1, at=NOW)
    close_item(engine, instructor, item, now=NOW + 10)
    with pytest.raises(ItemClosed):
        answer(2, at=NOW + 15)
    open_second_round(engine, instructor, item, now=NOW + 20)
    with pytest.raises(ItemClosed):
        answer(2, at=NOW + 25, round_=1)
    assert answer(2, at=NOW + 25, round_=2) == Saved(1, False)
    reveal(engine, instructor, item, (), now=NOW + 30)
    with pytest.raises(ItemClosed):
        answer(3, at=NOW + 35, round_=2)


def test_an_answer_given_in_time_counts_when_it_arrives_late(engine, instructor, item, ada):
    given = Attempt("q", 1, made_at=NOW)
    reveal(engine, instructor, item, (), now=NOW + 10)
    assert record_answer(engine, ada, item.id, 1, given, now=NOW + 30) == Saved(1, False)


def test_an_item_that_was_never_opened_or_is_of_another_class(engine, instructor, classroom, item, ada, guard):
    unopened = choose(engine, instructor, classroom.id, "other", now=NOW)
    with pytest.raises(ItemClosed):
        record_answer(engine, ada, unopened.id, 1, Attempt("q", 1, made_at=NOW), now=NOW)
    other = create_class(engine, instructor, "Other", now=NOW)
    eve, _ = join(engine, other.code, "Eve", client="a", guard=guard, now=NOW)
    open_item(engine, instructor, item, now=NOW)
    with pytest.raises(ItemClosed):
        record_answer(engine, eve, item.id, 1, Attempt("q", 1, made_at=NOW), now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10**5,
        "🦊" * 10**5,
        "\x00\x1f\u202e\ud800",
        "<img src=x onerror=alert(1)>",
        "=1+1",
        "'; DROP TABLE answers; --",
        "**md** $\\LaTeX$ [x](javascript:alert(1))",
    ],
    ids=lambda text: text[:8].encode("unicode_escape").decode(),
)
def test_any_text_comes_back_unchanged(engine, item, ada, answer, text):
    answer(text, kind="explanation")
    assert own_answers(engine, ada, item.id)[0].answer == text


def test_feedback_may_quote_what_was_typed(engine, item, ada, answer):
    answer(1, feedback="unexpected “\x00\ud800” in:\n" + "x" * 10**5)
    kept = own_answers(engine, ada, item.id)[0].feedback
    assert kept.startswith("unexpected “” in:\nxxx")
    assert len(kept) < 5000


def test_numpy_values_are_kept_as_numbers():
    given = Attempt("q", {"a": np.float32(0.5), "b": np.arange(2)}, correct=np.True_, score=np.float64(1))
    assert (given.correct, given.score) == (True, 1.0)


@pytest.mark.parametrize("wrong", [{"answer": math.nan}, {"answer": [math.inf]}, {"answer": 1, "score": math.nan}])
def test_numbers_are_finite(wrong):
    with pytest.raises(ValueError, match=r"nan|Out of range"):
        Attempt("q", **wrong)


def test_an_answer_has_a_largest_size():
    with pytest.raises(TooLarge):
        Attempt("q", "x" * 2_000_001)
