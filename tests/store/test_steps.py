"""An activity has several steps: what a step starts with, and which step takes an answer."""

from functools import partial

import pytest

from quizzes.attempt import Attempt
from quizzes.store.answers import own_rounds, record_answer
from quizzes.store.errors import ItemClosed, OtherStep
from quizzes.store.items import Pacing, Phase, adjust, close_item, current, open_item, open_second_round, reveal
from tests.store.conftest import NOW


@pytest.fixture
def answer(engine, item, enter):
    ada = enter("Ada")

    def give(step, at, round_=1):
        attempt = Attempt(f"step {step}", 1, made_at=at)
        return record_answer(engine, ada, item.id, round_, attempt, step=step, now=at)

    return give


@pytest.mark.parametrize("before", [open_item, close_item, open_second_round, partial(reveal, questions=["optimum/1"])])
def test_a_new_step_starts_closed_and_in_round_one(engine, instructor, classroom, item, before):
    before(engine, instructor, item, now=NOW)
    moved = adjust(engine, instructor, item, step=1, now=NOW + 1)
    assert (moved.step, moved.phase, moved.round) == (1, Phase.CLOSED, 1)
    assert current(engine, classroom.id, now=NOW + 1) == moved


def test_the_step_that_it_is_on_already_changes_nothing(engine, instructor, item):
    second = open_second_round(engine, instructor, item, now=NOW)
    assert adjust(engine, instructor, item, step=0, now=NOW + 1) == second


def test_a_class_that_goes_freely_keeps_its_phase(engine, instructor, item):
    adjust(engine, instructor, item, pacing=Pacing.FREE, now=NOW)
    moved = adjust(engine, instructor, item, step=2, now=NOW + 1)
    assert (moved.step, moved.phase) == (2, Phase.OPEN)


def test_an_answer_to_a_step_that_the_class_is_not_on_is_refused(engine, instructor, item, answer):
    with pytest.raises(OtherStep, match="on another question"):
        answer(1, NOW)
    assert answer(0, NOW).number == 1
    adjust(engine, instructor, item, step=1, now=NOW + 10)
    with pytest.raises(ItemClosed):
        answer(1, NOW + 15)
    open_item(engine, instructor, item, now=NOW + 20)
    assert answer(1, NOW + 25).number == 1
    with pytest.raises(OtherStep):
        answer(0, NOW + 25)


def test_an_answer_that_arrives_after_the_class_has_moved_on_counts(engine, instructor, item, enter):
    ada, given = enter("Ada"), Attempt("step 0", 1, made_at=NOW)
    adjust(engine, instructor, item, step=1, now=NOW + 10)
    open_item(engine, instructor, item, now=NOW + 20)
    record_answer(engine, ada, item.id, 1, given, step=0, now=NOW + 30)
    assert [(number, one.id) for number, one in own_rounds(engine, ada, item.id)] == [(1, given.id)]


def test_where_each_goes_alone_every_step_takes_answers(engine, instructor, item, answer):
    adjust(engine, instructor, item, pacing=Pacing.FREE, now=NOW)
    assert answer(3, NOW + 10).number == 1
    together = adjust(engine, instructor, item, pacing=Pacing.TOGETHER, now=NOW + 20)
    assert together.phase is Phase.OPEN
    with pytest.raises(OtherStep):
        answer(4, NOW + 30)
    assert answer(0, NOW + 30).number == 1


def test_a_closed_item_stays_closed_when_the_pacing_changes(engine, instructor, item, answer):
    close_item(engine, instructor, item, now=NOW)
    adjust(engine, instructor, item, pacing=Pacing.FREE, now=NOW + 10)
    with pytest.raises(ItemClosed):
        answer(0, NOW + 20)
