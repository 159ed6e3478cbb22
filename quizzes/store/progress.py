"""A student's own answers and attempts, kept under a resume code: no account, no personal data.

Attempts are only ever added, so two tabs of one student cannot overwrite each other; what a page shows is derived
from them. Whatever else has to survive a reload (a drawn quiz, a ticked step) is recorded as an attempt as well.
"""

import contextlib
import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from quizzes.attempt import Attempt, Saved
from quizzes.store.backoff import Backoff
from quizzes.store.codes import RESUME_LENGTH, fault_of, fingerprint, resume_code
from quizzes.store.database import reading, writing
from quizzes.store.errors import NoAttemptsLeft, Refused, StoreAway, UnknownCode
from quizzes.store.schema import attempt_columns, attempt_in, attempts, learners

MOST_ATTEMPTS = 1_000
"""Attempts at one question in one run, whatever its own limit."""


class WorkGone(Refused):
    """The answers were deleted, or started over, in another tab."""

    MESSAGE = "This work was started over or deleted in another tab."


@dataclass(frozen=True)
class Learner:
    """Whose work it is, and which run of it: *start over* begins a new run."""

    id: str
    run: int = 1


def begin(engine: sa.Engine, *, now: float | None = None) -> tuple[Learner, str]:
    """Open a new, empty record; call it with the first answer, not with the first visit.

    Returns
    -------
    learner : Learner
    code : str
        The resume code. It is not stored; the student keeps it.
    """
    now = time.time() if now is None else now
    while True:
        code = resume_code()
        try:
            with writing(engine) as connection:
                connection.execute(learners.insert().values(id=fingerprint(code), run=1, created_at=now, seen_at=now))
        except IntegrityError:
            continue
        return Learner(fingerprint(code)), code


def resume(engine: sa.Engine, code: str, *, client: str, guard: Backoff, now: float | None = None) -> Learner:
    """The learner of a resume code, as typed.

    Raises
    ------
    TooSoon, UnknownCode
    """
    owner = fingerprint(code)
    with guard.guess(client, "work"):
        with reading(engine) as connection:
            run = connection.scalar(sa.select(learners.c.run).where(learners.c.id == owner))
        if run is None:
            raise UnknownCode(fault_of(code, RESUME_LENGTH))
    # What it is written for, deleting unused work after a year, need not keep anybody from reading.
    with contextlib.suppress(StoreAway), writing(engine) as connection:
        seen = time.time() if now is None else now
        connection.execute(learners.update().where(learners.c.id == owner).values(seen_at=seen))
    return Learner(owner, run)


def record(engine: sa.Engine, learner: Learner, attempt: Attempt, *, limit: int = MOST_ATTEMPTS) -> Saved:
    """Keep an attempt; when this returns, it is in the database, once.

    Parameters
    ----------
    engine : Engine
    learner : Learner
    attempt : Attempt
    limit : int
        Attempts that the question allows.

    Raises
    ------
    StoreAway
        The attempt may or may not be kept: try again with the same one.
    NoAttemptsLeft
        Counted over all tabs.
    WorkGone
        If the work was deleted or started over since ``learner`` was read.
    """
    limit = min(limit, MOST_ATTEMPTS)
    own = attempts.c.learner_id == learner.id
    series = (own, attempts.c.run == learner.run, attempts.c.question == attempt.question)
    with writing(engine) as connection:
        _locked(connection, learner)
        known = connection.scalar(sa.select(attempts.c.number).where(own, attempts.c.id == attempt.id))
        if known is not None:
            return Saved(known, again=True)
        number = 1 + (connection.scalar(sa.select(sa.func.max(attempts.c.number)).where(*series)) or 0)
        if number > limit:
            raise NoAttemptsLeft(limit)
        columns = attempt_columns(attempt) | {"number": number}
        connection.execute(attempts.insert().values(learner_id=learner.id, run=learner.run, **columns))
    return Saved(number, again=False)


def history(engine: sa.Engine, learner: Learner) -> list[Attempt]:
    """The attempts of this run: by question, in the order in which they were made.

    By their numbers, not by ``made_at``: they may come from several servers, whose clocks differ.
    """
    query = (
        sa.select(attempts)
        .where(attempts.c.learner_id == learner.id, attempts.c.run == learner.run)
        .order_by(attempts.c.question, attempts.c.number)
    )
    with reading(engine) as connection:
        return [attempt_in(row) for row in connection.execute(query)]


def start_over(engine: sa.Engine, learner: Learner) -> Learner:
    """Begin a new run; the attempts so far no longer count."""
    with writing(engine) as connection:
        _locked(connection, learner)
        connection.execute(learners.update().where(learners.c.id == learner.id).values(run=learner.run + 1))
    return Learner(learner.id, learner.run + 1)


def delete(engine: sa.Engine, learner: Learner) -> None:
    """Delete all attempts of all runs; the resume code is worthless from now on."""
    with writing(engine) as connection:
        connection.execute(learners.delete().where(learners.c.id == learner.id))


def delete_unused(engine: sa.Engine, *, before: float) -> int:
    """Delete the work that nobody has resumed or added to since ``before``; returns how many learners it was."""
    with writing(engine) as connection:
        used = sa.select(attempts.c.learner_id).where(attempts.c.made_at >= before)
        unused = (learners.c.seen_at < before) & learners.c.id.not_in(used)
        return connection.execute(learners.delete().where(unused)).rowcount


def _locked(connection: sa.Connection, learner: Learner) -> None:
    """Hold the learner's row until the transaction ends, so that attempts are numbered one after the other."""
    run = connection.scalar(sa.select(learners.c.run).where(learners.c.id == learner.id).with_for_update())
    if run != learner.run:
        raise WorkGone
