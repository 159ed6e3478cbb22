"""Many at once: every acknowledged answer is there, once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from quizzes.attempt import Attempt
from quizzes.store import file_lock
from quizzes.store.answers import record_answer
from quizzes.store.changes import read_pulse
from quizzes.store.errors import NicknameTaken, NoAttemptsLeft
from quizzes.store.members import join
from quizzes.store.progress import begin, history, record
from quizzes.store.tally import tally
from tests.store.conftest import NOW, own_answers

MEMBERS = 100


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Nobody gives up for an outbox to try again: what is tested is that none is lost or doubled, on any machine."""
    monkeypatch.setattr(file_lock, "PATIENCE", 60.0)
    monkeypatch.setattr(file_lock, "LONGEST_WAIT", 60.0)


def at_once(jobs):
    barrier = threading.Barrier(len(jobs))

    def run(job):
        barrier.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result() for future in [pool.submit(run, job) for job in jobs]]


def test_a_hundred_members_join_and_answer_at_once(engine, url, connect, instructor, classroom, item, guard):
    # Two engines: one class, two servers.
    engines = [engine, connect(url)]

    def student(number):
        mine = engines[number % 2]
        member, _ = join(mine, classroom.code, f"student {number}", client="a", guard=guard, now=NOW)
        attempt = Attempt("q", number, made_at=NOW)
        first = record_answer(mine, member, item.id, 1, attempt, now=NOW)
        again = record_answer(engines[(number + 1) % 2], member, item.id, 1, attempt, now=NOW)
        assert (first.number, first.again, again.number, again.again) == (1, False, 1, True)
        return member

    before = read_pulse(engine, classroom.id, now=NOW).version
    members = at_once([lambda number=number: student(number) for number in range(MEMBERS)])
    result = tally(engine, instructor, item, "q", 1, now=NOW)
    assert sorted(result.answers) == list(range(MEMBERS))
    assert (result.members, result.working) == (MEMBERS, 0)
    assert [own_answers(engine, member, item.id)[0].answer for member in members] == list(range(MEMBERS))
    assert read_pulse(engine, classroom.id, now=NOW).version == before + 3 * MEMBERS


def test_one_nickname_at_once(engine, classroom, guard):
    def enter():
        try:
            return join(engine, classroom.code, "Ada", client="a", guard=guard, now=NOW)
        except NicknameTaken:
            return None

    assert sum(made is not None for made in at_once([enter] * 10)) == 1


def test_two_tabs_of_one_student(engine, url, connect):
    learner, _ = begin(engine)
    tabs = [engine, connect(url)]
    at_once([lambda n=n: record(tabs[n % 2], learner, Attempt("q", n)) for n in range(20)])
    kept = history(engine, learner)
    assert sorted(attempt.answer for attempt in kept) == list(range(20))
    assert sorted(attempt.number for attempt in kept) == list(range(1, 21))


def test_tabs_share_the_limit_of_attempts(engine):
    learner, _ = begin(engine)

    def guess():
        try:
            return record(engine, learner, Attempt("q", 1), limit=3)
        except NoAttemptsLeft:
            return None

    assert sum(saved is not None for saved in at_once([guess] * 10)) == 3


def test_one_attempt_sent_many_times_at_once(engine):
    learner, _ = begin(engine)
    attempt = Attempt("q", 1)
    saved = at_once([lambda: record(engine, learner, attempt)] * 10)
    assert sorted(one.again for one in saved) == [False] + [True] * 9
    assert len(history(engine, learner)) == 1
