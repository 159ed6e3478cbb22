import pytest
import sqlalchemy as sa

from quizzes.attempt import Attempt
from quizzes.store.answers import record_answer
from quizzes.store.changes import Pulse, Watch
from quizzes.store.classes import delete_class
from quizzes.store.errors import ClassGone, MemberGone
from quizzes.store.items import close_item
from quizzes.store.members import remove_member
from tests.store.conftest import NOW


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("time.time", lambda: NOW)


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def watch(engine, clock):
    return Watch(engine, fresh_for=0.5, clock=lambda: clock[0])


@pytest.fixture
def asked(engine):
    """The statements that reach the database."""
    seen = []
    listener = lambda conn, cursor, statement, *rest: seen.append(statement)  # noqa: E731
    sa.event.listen(engine, "before_cursor_execute", listener)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", listener)


def reads(asked):
    return [statement for statement in asked if statement.startswith("SELECT")]


def test_three_hundred_browsers_cost_one_read(watch, classroom, item, asked, clock):
    for _ in range(300):
        watch.pulse(classroom.id)
    assert len(reads(asked)) == 1
    clock[0] += 0.5
    watch.pulse(classroom.id)
    assert len(reads(asked)) == 2


def test_the_item_is_read_after_the_instructor_changed_something(
    engine, instructor, watch, classroom, item, enter, asked, clock
):
    assert watch.item(classroom.id) == item
    asked.clear()
    record_answer(engine, enter("Ada"), item.id, 1, Attempt("q", 1, made_at=NOW), now=NOW)
    asked.clear()
    clock[0] += 1
    assert watch.item(classroom.id) == item
    assert len(reads(asked)) == 1
    closed = close_item(engine, instructor, item, now=NOW)
    assert watch.item(classroom.id) == item
    watch.stale(classroom.id)
    assert watch.item(classroom.id) == closed


def test_derived_values_are_computed_once_a_change(engine, watch, classroom, item, enter, clock):
    ada, made = enter("Ada"), []

    def make():
        made.append(1)
        return len(made)

    assert [watch.derived(classroom.id, "tally", make) for _ in range(3)] == [1, 1, 1]
    assert watch.derived(classroom.id, "other", make) == 2
    record_answer(engine, ada, item.id, 1, Attempt("q", 1, made_at=NOW), now=NOW)
    clock[0] += 1
    assert watch.derived(classroom.id, "tally", make) == 3


def test_a_deleted_class_is_gone_for_everyone(engine, instructor, watch, classroom, clock):
    watch.pulse(classroom.id)
    delete_class(engine, instructor, classroom.id)
    clock[0] += 1
    for _ in range(2):
        with pytest.raises(ClassGone):
            watch.pulse(classroom.id)
    with pytest.raises(ClassGone):
        watch.item("unknown")


def test_presence_is_noted_now_and_then(engine, instructor, watch, enter, asked, clock):
    ada = enter("Ada")
    asked.clear()
    for _ in range(10):
        clock[0] += 2
        watch.here(ada)
    assert len([statement for statement in asked if statement.startswith("UPDATE")]) == 1
    clock[0] += 30
    remove_member(engine, instructor, ada, now=NOW)
    for _ in range(2):
        with pytest.raises(MemberGone):
            watch.here(ada)


def test_a_member_s_answers_are_counted_for_the_other_tabs(watch, enter):
    ada, emmy = enter("Ada"), enter("Emmy")
    assert [watch.wrote(ada), watch.wrote(ada), watch.wrote(emmy)] == [1, 2, 1]
    assert (watch.written(ada), watch.written(emmy)) == (2, 1)


def test_memory_is_bounded(engine, clock, monkeypatch):
    read = []

    def reads(engine, class_id):
        read.append(class_id)
        return Pulse(0, 0)

    monkeypatch.setattr("quizzes.store.changes.read_pulse", reads)
    watch = Watch(engine, most_classes=3, most_derived=2, clock=lambda: clock[0])
    for class_id in "abcd" + "dcba":
        watch.pulse(class_id)
    assert read == [*"abcd", "a"]
