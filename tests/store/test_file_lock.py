"""Another program holds the SQLite file: nobody waits long, nobody waits twice, and nothing is lost."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from quizzes.attempt import Attempt
from quizzes.store import database, file_lock
from quizzes.store.answers import record_answer
from quizzes.store.errors import StoreAway
from quizzes.store.file_lock import FileLock
from quizzes.store.outbox import Outbox
from quizzes.store.progress import begin
from tests.store.conftest import NOW, own_answers

STUDENTS = 6


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/classroom.sqlite"


@pytest.fixture(params=["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def held(request, tmp_path, classroom):
    """A function that makes another program hold the file; what it returns makes it let go."""

    def hold():
        other = sqlite3.connect(tmp_path / "classroom.sqlite", isolation_level=None, check_same_thread=False)
        other.execute(request.param)
        return other.close

    return hold


def test_all_go_into_the_outbox_together_and_nothing_is_lost(engine, item, enter, held, monkeypatch):
    students = [enter(f"S{number}") for number in range(STUDENTS)]
    waited = []
    until_free = database.until_free

    def counted(connection, statement, patience, pause):
        if patience:
            waited.append(threading.current_thread())
        until_free(connection, statement, patience, pause)

    monkeypatch.setattr(database, "until_free", counted)
    monkeypatch.setattr(file_lock, "IMPATIENT", 3600.0)
    outboxes = [Outbox(partial(record_answer, engine, who, item.id, 1, now=NOW)) for who in students]
    let_go = held()
    barrier = threading.Barrier(STUDENTS)

    def submit(outbox):
        barrier.wait()
        for answer in ("first", "second"):
            assert outbox.submit(Attempt("q", answer, made_at=NOW)).sent == []

    with ThreadPoolExecutor(STUDENTS) as pool:
        list(pool.map(submit, outboxes))
    assert len(waited) == 1
    assert [len(outbox.pending) for outbox in outboxes] == [2] * STUDENTS
    let_go()
    for outbox, who in zip(outboxes, students, strict=True):
        assert len(outbox.flush(now=True).sent) == 2
        assert [one.answer for one in own_answers(engine, who, item.id)] == ["first", "second"]


def test_a_server_that_starts_while_nobody_else_may_even_read(connect, url, tmp_path):
    earlier, late = connect(url), connect(url)
    begin(earlier)
    earlier.dispose()
    other = sqlite3.connect(tmp_path / "classroom.sqlite", isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreAway):
        begin(late)
    other.close()
    begin(late)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def busy():
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


def test_after_waiting_in_vain_nobody_waits_for_a_while():
    clock = Clock()
    lock = FileLock(clock)
    assert lock.patience == file_lock.PATIENCE
    lock.waited_in_vain(sqlite3.IntegrityError("another matter"))
    assert lock.patience == file_lock.PATIENCE
    lock.waited_in_vain(busy())
    assert lock.patience == 0
    clock.now += file_lock.IMPATIENT
    assert lock.patience == file_lock.PATIENCE


def test_who_queued_behind_one_that_waited_in_vain_gives_up():
    clock = Clock()
    lock, queued = FileLock(clock), threading.Event()

    def write():
        queued.set()
        with lock.turn():
            return True

    with ThreadPoolExecutor(1) as pool:
        with lock.turn():
            later = pool.submit(write)
            queued.wait()
            while not lock.queued:
                pass
            clock.now += 1
            lock.waited_in_vain(busy())
        with pytest.raises(StoreAway):
            later.result()
    clock.now += 1
    with lock.turn():
        pass


def test_the_queue_has_an_end(monkeypatch):
    monkeypatch.setattr(file_lock, "LONGEST_QUEUE", 2)
    lock = FileLock()

    def write():
        with lock.turn():
            return True

    with ThreadPoolExecutor(2) as pool:
        with lock.turn():
            queued = [pool.submit(write) for _ in range(2)]
            while lock.queued < 2:
                pass
            with pytest.raises(StoreAway), lock.turn():
                raise AssertionError("it was let in")
        assert [one.result() for one in queued] == [True, True]
