import time
from functools import partial

import pytest

from quizzes.store.changes import read_pulse
from quizzes.store.classes import create_class
from quizzes.store.errors import ClassGone
from quizzes.store.items import (
    Pacing,
    Phase,
    adjust,
    choose,
    close_item,
    current,
    list_items,
    open_item,
    open_second_round,
    reveal,
    set_timer,
    timing,
)
from tests.store.conftest import NOW


def test_a_class_begins_without_an_item(engine, classroom):
    assert current(engine, classroom.id, now=NOW) is None


def test_an_item_is_kept_as_it_was_chosen(engine, instructor, classroom):
    chosen = choose(
        engine,
        instructor,
        classroom.id,
        "collapse",
        {"seed": 7, "steps": ["a", "b"]},
        graph="karate",
        pacing=Pacing.FREE,
        show_distribution=True,
        hidden={"optimum", "accuracy"},
        now=NOW,
    )
    assert current(engine, classroom.id, now=NOW) == chosen
    assert chosen.phase is Phase.CLOSED
    assert chosen.hidden == {"optimum", "accuracy"}


def test_the_phases(engine, instructor, classroom, item):
    assert (item.phase, item.round) == (Phase.OPEN, 1)
    closed = close_item(engine, instructor, item, now=NOW)
    assert (closed.phase, closed.round) == (Phase.CLOSED, 1)
    second = open_second_round(engine, instructor, item, now=NOW + 1)
    assert (second.phase, second.round) == (Phase.OPEN, 2)
    assert close_item(engine, instructor, item, now=NOW + 2).round == 2
    assert open_item(engine, instructor, item, now=NOW + 3).round == 2
    assert reveal(engine, instructor, item, (), now=NOW + 4).phase is Phase.REVEALED
    assert current(engine, classroom.id, now=NOW).phase is Phase.REVEALED


def test_adjusting_changes_only_what_is_given(engine, instructor, classroom, item):
    changed = adjust(engine, instructor, item, step=3, hide=["theory", "map"], now=NOW)
    assert (changed.step, changed.hidden, changed.pacing) == (3, {"theory", "map"}, Pacing.TOGETHER)
    others = {"graph": "karate", "pacing": "free", "show_distribution": True}
    changed = adjust(engine, instructor, item, hide=["map"], show=["theory", "circle"], **others, now=NOW)
    assert (changed.step, changed.hidden, changed.pacing) == (3, {"map"}, Pacing.FREE)
    assert (changed.graph, changed.show_distribution) == ("karate", True)
    assert adjust(engine, instructor, item, now=NOW) == changed


def test_choosing_another_item_closes_the_one_before(engine, instructor, classroom, item):
    other = choose(engine, instructor, classroom.id, "other", now=NOW)
    assert current(engine, classroom.id, now=NOW) == other
    assert [(one.activity, one.phase) for one in list_items(engine, instructor, classroom.id)] == [
        ("optimum", Phase.CLOSED),
        ("other", Phase.CLOSED),
    ]


def test_every_change_is_counted(engine, instructor, classroom, item, enter):
    def pulse():
        return read_pulse(engine, classroom.id, now=NOW)

    before = pulse()
    for change in (open_item, close_item, open_second_round, partial(reveal, questions=["optimum/1"]), adjust):
        change(engine, instructor, item, now=NOW)
        after = pulse()
        assert (after.version, after.led) == (before.version + 1, before.led + 1)
        before = after
    enter("Ada")
    assert (pulse().version, pulse().led) == (before.version + 1, before.led)


def test_an_item_of_a_deleted_class(engine, instructor, classroom, item):
    with pytest.raises(ClassGone):
        current(engine, "unknown", now=NOW)
    with pytest.raises(ClassGone):
        close_item(engine, instructor, item, now=classroom.expires_at)


def test_items_belong_to_their_class(engine, instructor, classroom, item):
    other = create_class(engine, instructor, "Other", now=NOW)
    assert list_items(engine, instructor, other.id) == []
    assert current(engine, other.id, now=NOW) is None


def test_a_round_has_been_open_for_a_while_and_may_have_an_end(engine, instructor, item):
    def told(now):
        when, here = timing(engine, current(engine, item.class_id, now=now), now=now), time.monotonic()
        return [None if at is None else round(at - here, 1) for at in (when.since, when.until)]

    assert told(NOW) == [-10, None]
    set_timer(engine, instructor, item, 60, now=NOW)
    assert told(NOW + 20) == [-30, 40]
    set_timer(engine, instructor, item, None, now=NOW + 20)
    assert told(NOW + 20) == [-30, None]
    set_timer(engine, instructor, item, 60, now=NOW + 20)
    open_second_round(engine, instructor, item, now=NOW + 30)
    assert told(NOW + 31) == [-1, None]
    close_item(engine, instructor, item, now=NOW + 40)
    assert told(NOW + 41) == [None, None]
