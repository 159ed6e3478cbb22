"""Record a member's answers and read them back."""

import time

import sqlalchemy as sa

from quizzes.attempt import Attempt, Saved
from quizzes.store.classes import changed
from quizzes.store.clock import time_on
from quizzes.store.database import reading, writing
from quizzes.store.errors import ItemClosed, MemberGone, NoAttemptsLeft, OtherStep
from quizzes.store.members import Member
from quizzes.store.schema import answers, attempt_columns, attempt_in, items, members, reveals, windows

MOST_ATTEMPTS = 100
"""Attempts at one question in one round, whatever its own limit."""
GRACE = 1.0
"""Seconds around a window in which an answer still counts: asking the database for the time takes time."""


def record_answer(
    engine: sa.Engine,
    member: Member,
    item_id: str,
    round_: int,
    attempt: Attempt,
    *,
    step: int = 0,
    limit: int = MOST_ATTEMPTS,
    given_at: float | None = None,
    now: float | None = None,
) -> Saved:
    """Keep an answer; when this returns, it is in the database, once.

    It counts if its round is open now, or was when the answer was given, by the database's own clock: the servers'
    clocks may differ. The time kept with it is the database's, too. Given after the class saw the truth, it is kept
    and does not score.

    Parameters
    ----------
    engine : Engine
    member : Member
    item_id, round_ : str, int
        The item and round that the member was looking at.
    attempt : Attempt
        What was answered.
    step : int
        The step of the item that the question is. A class that is paced together is on one step at a time.
    limit : int
        Attempts that the question allows in a round.
    given_at : float, optional
        When the answer was given, on this process's ``time.monotonic``. Without it ``attempt.made_at`` tells, on a
        clock that may have been set since.
    now : float, optional
        Seconds since 1970, instead of every clock.

    Raises
    ------
    StoreAway
        The answer may or may not be kept: try again with the same attempt.
    ItemClosed, OtherStep, NoAttemptsLeft, MemberGone, ClassGone
        The answer is not kept.
    """
    limit = min(limit, MOST_ATTEMPTS)
    place = {"member_id": member.id, "item_id": item_id, "round": round_}
    asked = place | {"class_id": member.class_id, "step": step, "question": attempt.question, "id": attempt.id}
    with writing(engine) as connection:
        changed(connection, member.class_id, time.time() if now is None else now)
        at = time_on(connection, now)
        # How old the answer is, is asked last: the lines above may have waited for others.
        if given_at is None:
            age = (time.time() if now is None else now) - attempt.made_at
        else:
            age = time.monotonic() - given_at
        asked["given_at"] = at - max(0.0, age)
        found = connection.execute(_BEFORE, asked).one()
        if found.member is None:
            raise MemberGone
        if found.known is not None:
            return Saved(found.known, again=True)
        if not found.on_step:
            raise OtherStep if found.open else ItemClosed
        number = 1 + (found.last or 0)
        if number > limit:
            raise NoAttemptsLeft(limit)
        seen = found.revealed_at is not None and asked["given_at"] >= found.revealed_at + GRACE
        kept = attempt_columns(attempt) | place | {"number": number, "made_at": asked["given_at"], "counts": not seen}
        connection.execute(answers.insert(), kept)
    return Saved(number, again=False)


def own_rounds(engine: sa.Engine, member: Member, item_id: str) -> list[tuple[int, Attempt]]:
    """What this member answered to an item, each with its round, in the order of the rounds and attempts."""
    with reading(engine) as connection:
        rows = connection.execute(_OWN, {"member_id": member.id, "item_id": item_id})
        return [(row.round, attempt_in(row)) for row in rows]


# Put together once, since that takes longer than to run them.
_VALUE = sa.bindparam
_OWN = (
    sa.select(answers)
    .where(answers.c.member_id == _VALUE("member_id"), answers.c.item_id == _VALUE("item_id"))
    .order_by(answers.c.round, answers.c.question, answers.c.number)
)
_OPEN = (
    sa.select(sa.func.count())
    .select_from(windows.join(items, items.c.id == windows.c.item_id))
    .where(
        windows.c.item_id == _VALUE("item_id"),
        items.c.class_id == _VALUE("class_id"),
        windows.c.round == _VALUE("round"),
        sa.or_(
            windows.c.closed_at.is_(None),
            sa.and_(
                windows.c.opened_at <= _VALUE("given_at", type_=sa.Double) + GRACE,
                windows.c.closed_at > _VALUE("given_at", type_=sa.Double) - GRACE,
            ),
        ),
    )
)
_SERIES = (
    answers.c.member_id == _VALUE("member_id"),
    answers.c.item_id == _VALUE("item_id"),
    answers.c.question == _VALUE("question"),
    answers.c.round == _VALUE("round"),
)
_OF_STEP = sa.or_(windows.c.step.is_(None), windows.c.step == _VALUE("step"))
_BEFORE = sa.select(
    sa.select(members.c.id).where(members.c.id == _VALUE("member_id")).scalar_subquery().label("member"),
    sa.select(answers.c.number)
    .where(answers.c.member_id == _VALUE("member_id"), answers.c.id == _VALUE("id"))
    .scalar_subquery()
    .label("known"),
    _OPEN.scalar_subquery().label("open"),
    _OPEN.where(_OF_STEP).scalar_subquery().label("on_step"),
    sa.select(sa.func.max(answers.c.number)).where(*_SERIES).scalar_subquery().label("last"),
    sa.select(reveals.c.revealed_at)
    .select_from(reveals.join(items, (items.c.class_id == reveals.c.class_id) & (items.c.graph == reveals.c.graph)))
    .where(items.c.id == _VALUE("item_id"), reveals.c.question == _VALUE("question"))
    .scalar_subquery()
    .label("revealed_at"),
)
"""What has to be known before an answer is kept, in one question."""
