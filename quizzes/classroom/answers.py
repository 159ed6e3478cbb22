"""Record a member's answers and read them back."""

import time

import sqlalchemy as sa

from quizzes.classroom.attempt import Attempt, Saved
from quizzes.classroom.classes import changed
from quizzes.classroom.database import reading, writing
from quizzes.classroom.errors import ItemClosed, MemberGone, NoAttemptsLeft
from quizzes.classroom.members import Member
from quizzes.classroom.schema import answers, items, members, windows

MOST_ATTEMPTS = 100
"""Attempts at one question in one round, whatever its own limit."""
CLOCK_SKEW = 1.0
"""Seconds by which the clocks of two app servers may differ."""


def record_answer(
    engine: sa.Engine,
    member: Member,
    item_id: str,
    round_: int,
    attempt: Attempt,
    *,
    limit: int = MOST_ATTEMPTS,
    now: float | None = None,
) -> Saved:
    """Keep an answer; when this returns, it is in the database, once.

    Parameters
    ----------
    engine : Engine
    member : Member
    item_id, round_ : str, int
        The item and round that the member was looking at.
    attempt : Attempt
        It counts if the round was open at ``attempt.made_at``, even if it arrives later.
    limit : int
        Attempts that the question allows in a round.
    now : float, optional
        Seconds since 1970.

    Raises
    ------
    StoreAway
        The answer may or may not be kept: try again with the same attempt.
    ItemClosed, NoAttemptsLeft, MemberGone, ClassGone
        The answer is not kept.
    """
    now = time.time() if now is None else now
    limit = min(limit, MOST_ATTEMPTS)
    of_member = answers.c.member_id == member.id
    series = (
        of_member,
        answers.c.item_id == item_id,
        answers.c.question == attempt.question,
        answers.c.round == round_,
    )
    with writing(engine) as connection:
        changed(connection, member.class_id, now)
        if connection.scalar(sa.select(members.c.id).where(members.c.id == member.id)) is None:
            raise MemberGone
        known = connection.scalar(sa.select(answers.c.number).where(of_member, answers.c.id == attempt.id))
        if known is not None:
            return Saved(known, again=True)
        if not _was_open(connection, member.class_id, item_id, round_, attempt.made_at):
            raise ItemClosed
        number = 1 + (connection.scalar(sa.select(sa.func.max(answers.c.number)).where(*series)) or 0)
        if number > limit:
            raise NoAttemptsLeft(limit)
        columns = attempt.columns() | {"number": number}
        connection.execute(answers.insert().values(member_id=member.id, item_id=item_id, round=round_, **columns))
    return Saved(number, again=False)


def own_answers(engine: sa.Engine, member: Member, item_id: str, round_: int | None = None) -> list[Attempt]:
    """What this member answered to an item, in the order of the rounds and attempts."""
    query = sa.select(answers).where(answers.c.member_id == member.id, answers.c.item_id == item_id)
    if round_ is not None:
        query = query.where(answers.c.round == round_)
    query = query.order_by(answers.c.round, answers.c.made_at, answers.c.question, answers.c.number)
    with reading(engine) as connection:
        return [Attempt.from_row(row) for row in connection.execute(query)]


def _was_open(connection: sa.Connection, class_id: str, item_id: str, round_: int, at: float) -> bool:
    query = (
        sa.select(windows.c.item_id)
        .join(items, items.c.id == windows.c.item_id)
        .where(
            windows.c.item_id == item_id,
            items.c.class_id == class_id,
            windows.c.round == round_,
            windows.c.opened_at - CLOCK_SKEW <= at,
            sa.or_(windows.c.closed_at.is_(None), at < windows.c.closed_at + CLOCK_SKEW),
        )
    )
    return connection.execute(query).first() is not None
