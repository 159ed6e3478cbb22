"""App servers whose clocks differ: the database's own clock decides, and nothing is lost."""

import time

import pytest

from quizzes.attempt import Attempt
from quizzes.store.answers import record_answer
from quizzes.store.classes import create_class
from quizzes.store.errors import ItemClosed
from quizzes.store.items import choose, close_item, open_item, open_second_round
from quizzes.store.members import here, join
from quizzes.store.progress import begin, history, record
from quizzes.store.tally import PRESENT, tally
from tests.store.conftest import own_answers

CLOCK = time.time


def attempt(answer):
    """An answer given now, as this server's clock shows it."""
    return Attempt("q", answer, made_at=time.time())


@pytest.fixture
def behind(monkeypatch):
    """A function that lets this process show a time that is so many seconds off."""
    return lambda seconds: monkeypatch.setattr(time, "time", lambda: CLOCK() + seconds)


@pytest.fixture
def classroom(engine, instructor):
    return create_class(engine, instructor, "Graphs")


@pytest.fixture
def ada(engine, classroom, guard):
    return join(engine, classroom.code, "Ada", client="test", guard=guard)[0]


@pytest.fixture
def item(engine, instructor, classroom):
    return choose(engine, instructor, classroom.id, "optimum")


@pytest.mark.parametrize("skew", [-60, -5, 0, 5, 60])
@pytest.mark.parametrize("opener", [-60, 0, 60])
def test_an_answer_to_an_open_question_is_kept_whatever_the_servers_clocks_show(
    engine, instructor, item, ada, behind, skew, opener
):
    behind(opener)
    opened = open_item(engine, instructor, item)
    behind(skew)
    record_answer(engine, ada, item.id, 1, attempt(1))
    behind(opener)
    open_second_round(engine, instructor, close_item(engine, instructor, opened))
    behind(skew)
    record_answer(engine, ada, item.id, 2, attempt(2))
    assert [one.answer for one in own_answers(engine, ada, item.id)] == [1, 2]


@pytest.mark.parametrize("skew", [-60, 60])
def test_an_answer_given_in_time_counts_when_it_arrives_late(engine, instructor, item, ada, behind, skew):
    """The database was away: the answer waited, and the question has been closed since."""
    opened = open_item(engine, instructor, item)
    behind(skew)
    waited, by_monotonic = attempt(1), attempt(2)
    given_at = time.monotonic()
    behind(0)
    close_item(engine, instructor, opened)
    behind(skew)
    record_answer(engine, ada, item.id, 1, waited)
    behind(-skew)  # the server's clock was set meanwhile
    record_answer(engine, ada, item.id, 1, by_monotonic, given_at=given_at)


@pytest.mark.parametrize("skew", [-60, 0, 60])
def test_an_answer_given_too_late_is_refused_whatever_the_clock_shows(engine, instructor, item, ada, behind, skew):
    behind(skew)
    closed = close_item(engine, instructor, open_item(engine, instructor, item))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE windows SET opened_at = opened_at - 100, closed_at = closed_at - 100")
    with pytest.raises(ItemClosed):
        record_answer(engine, ada, closed.id, 1, attempt(1))
    with pytest.raises(ItemClosed):
        record_answer(engine, ada, closed.id, 1, attempt(1), given_at=time.monotonic())


def test_the_last_attempt_is_the_last_wherever_it_was_made(engine, instructor, item, ada, behind):
    open_item(engine, instructor, item)
    learner, _ = begin(engine)
    for number, skew in enumerate((60, 0, -60)):
        behind(skew)
        record_answer(engine, ada, item.id, 1, attempt(number))
        record(engine, learner, attempt(number))
    assert [one.answer for one in own_answers(engine, ada, item.id)] == [0, 1, 2]
    assert [one.answer for one in history(engine, learner)] == [0, 1, 2]
    kept = [one.made_at for one in own_answers(engine, ada, item.id)]
    assert kept == sorted(kept)


@pytest.mark.parametrize("skew", [-2 * PRESENT, 2 * PRESENT])
def test_who_is_present_is_counted_by_the_databases_clock(engine, instructor, item, ada, behind, skew):
    open_item(engine, instructor, item)
    behind(skew)
    here(engine, ada)
    behind(0)
    assert tally(engine, instructor, item, "q", 1).working == 1
    behind(skew)
    assert tally(engine, instructor, item, "q", 1).working == 1
