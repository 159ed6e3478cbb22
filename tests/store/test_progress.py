import pytest
import sqlalchemy as sa

from quizzes.attempt import Attempt
from quizzes.store.backoff import Backoff
from quizzes.store.errors import NoAttemptsLeft, TooSoon, UnknownCode
from quizzes.store.progress import (
    WorkGone,
    begin,
    delete,
    delete_unused,
    history,
    record,
    resume,
    start_over,
)
from quizzes.store.schema import learners
from tests.store.conftest import NOW


@pytest.fixture
def begun(engine):
    return begin(engine, now=NOW)


@pytest.fixture
def learner(begun):
    return begun[0]


def test_answers_survive_a_restart_under_the_resume_code(engine, url, connect, begun, guard):
    learner, code = begun
    record(engine, learner, Attempt("q", [0.5, "<b>"], correct=True, score=1.0, made_at=NOW))
    engine.dispose()
    later = connect(url)
    assert resume(later, f" {code.lower()} ", client="a", guard=guard) == learner
    (kept,) = history(later, learner)
    assert (kept.answer, kept.correct, kept.number) == ([0.5, "<b>"], True, 1)


def test_the_code_is_not_in_the_database(engine, begun):
    with engine.connect() as connection:
        assert begun[1].replace("-", "") not in str(connection.execute(sa.select(learners)).all())


def test_guesses_of_resume_codes_are_slowed_down_and_keep_nobody_out(engine, begun):
    slept: list[float] = []
    guard = Backoff(free=1, base=60, longest=60, forgive=60, pause=1, sleep=slept.append)
    for error in (UnknownCode, UnknownCode, TooSoon):
        with pytest.raises(error):
            resume(engine, "BBBB-BBBB-BBBB", client="a", guard=guard)
    assert resume(engine, begun[1], client="a", guard=guard) == begun[0]
    assert slept == [1, 1]


def test_a_retry_duplicates_nothing(engine, learner):
    attempt = Attempt("q", 1)
    assert [record(engine, learner, attempt).again for _ in range(3)] == [False, True, True]
    assert len(history(engine, learner)) == 1


def test_the_limit_of_attempts(engine, learner):
    record(engine, learner, Attempt("q", 1), limit=1)
    with pytest.raises(NoAttemptsLeft):
        record(engine, learner, Attempt("q", 2), limit=1)
    record(engine, learner, Attempt("other", 2), limit=1)


def test_starting_over_begins_anew_and_the_other_tab_is_told(engine, begun, guard):
    learner, code = begun
    record(engine, learner, Attempt("q", 1), limit=1)
    again = start_over(engine, learner)
    assert history(engine, again) == []
    assert record(engine, again, Attempt("q", 2), limit=1).number == 1
    assert resume(engine, code, client="a", guard=guard) == again
    with pytest.raises(WorkGone):
        record(engine, learner, Attempt("q", 3))
    with pytest.raises(WorkGone):
        start_over(engine, learner)


def test_deleting_leaves_nothing_and_nothing_comes_back(engine, begun, guard):
    learner, code = begun
    kept = Attempt("q", 1)
    record(engine, learner, kept)
    start_over(engine, learner)
    delete(engine, learner)
    with pytest.raises(WorkGone):
        record(engine, learner, kept)
    with pytest.raises(UnknownCode):
        resume(engine, code, client="a", guard=guard)
    with engine.connect() as connection:
        for table in ("learners", "attempts"):
            assert connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) == 0


def test_unused_work_is_deleted_and_used_work_is_not(engine, guard):
    _idle, idle_code = begin(engine, now=NOW)
    busy, busy_code = begin(engine, now=NOW)
    record(engine, busy, Attempt("q", 1, made_at=NOW + 100))
    resumed, resumed_code = begin(engine, now=NOW)
    resume(engine, resumed_code, client="a", guard=guard, now=NOW + 100)
    assert delete_unused(engine, before=NOW + 50) == 1
    with pytest.raises(UnknownCode):
        resume(engine, idle_code, client="a", guard=guard)
    assert resume(engine, busy_code, client="a", guard=guard) == busy
    assert resume(engine, resumed_code, client="a", guard=guard) == resumed
