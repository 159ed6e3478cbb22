"""The database away and back, on a PostgreSQL of this file's own that is stopped and started."""

import pytest

from quizzes.attempt import Attempt
from quizzes.store.answers import record_answer
from quizzes.store.changes import Watch
from quizzes.store.database import prepare
from quizzes.store.errors import StoreAway
from quizzes.store.outbox import Outbox
from quizzes.store.progress import begin, history, record
from tests.store.conftest import NOW, own_answers


@pytest.fixture
def url(cluster):
    return cluster.new_database()


@pytest.fixture
def away(cluster):
    """Stops the server; it is started again after the test at the latest."""
    stopped = []

    def stop():
        cluster.stop()
        stopped.append(True)

    def start():
        cluster.start()
        stopped.clear()

    yield stop, start
    if stopped:
        cluster.start()


def test_answers_are_kept_and_sent_when_the_database_is_back(engine, classroom, item, enter, away):
    stop, start = away
    ada, clock = enter("Ada"), [0.0]
    outbox: Outbox = Outbox(
        lambda attempt: record_answer(engine, ada, item.id, 1, attempt, now=NOW), clock=lambda: clock[0], first_wait=1
    )
    first = Attempt("q", 1, made_at=NOW)
    assert outbox.submit(first).sent
    stop()
    waiting = [Attempt("q", value, made_at=NOW) for value in (2, 3)]
    for attempt in waiting:
        assert outbox.submit(attempt).sent == []
    assert outbox.pending == tuple(waiting)
    clock[0] += 10
    assert outbox.flush().sent == []
    start()
    clock[0] += 10
    assert [saved.number for _, saved in outbox.flush().sent] == [2, 3]
    assert [attempt.answer for attempt in own_answers(engine, ada, item.id)] == [1, 2, 3]


def test_everyone_is_told_that_it_is_away_and_it_is_asked_once(engine, classroom, item, away, monkeypatch):
    stop, start = away
    clock = [0.0]
    watch = Watch(engine, clock=lambda: clock[0])
    monkeypatch.setattr("time.time", lambda: NOW)
    assert watch.item(classroom.id) == item
    stop()
    clock[0] += 1
    for ask in (watch.pulse, watch.item, watch.pulse):
        with pytest.raises(StoreAway, match="cannot be reached"):
            ask(classroom.id)
    start()
    with pytest.raises(StoreAway):
        watch.pulse(classroom.id)  # not asked again yet
    clock[0] += 1
    assert watch.item(classroom.id) == item


def test_a_server_that_starts_without_its_database_recovers(engine, connect, url, away):
    stop, start = away
    prepare(engine)
    stop()
    with pytest.raises(StoreAway):
        prepare(connect(url))
    late = connect(url)
    with pytest.raises(StoreAway):
        begin(late)
    start()
    learner, _ = begin(late)
    record(late, learner, Attempt("q", 1))
    assert len(history(engine, learner)) == 1
