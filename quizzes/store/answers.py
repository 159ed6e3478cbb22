"""Record a member's answers and read them back."""

import time

import sqlalchemy as sa

from quizzes.store.attempt import Attempt, Saved
from quizzes.store.classes import changed
from quizzes.store.database import reading, writing
from quizzes.store.errors import ItemClosed, MemberGone, NoAttemptsLeft, OtherStep
from quizzes.store.members import Member
from quizzes.store.schema import answers, items, members, windows

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
    step: int = 0,
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
    step : int
        The step of the item that the question is. A class that is paced together is on one step at a time.
    limit : int
        Attempts that the question allows in a round.
    now : float, optional
        Seconds since 1970.

    Raises
    ------
    StoreAway
        The answer may or may not be kept: try again with the same attempt.
    ItemClosed, OtherStep, NoAttemptsLeft, MemberGone, ClassGone
        The answer is not kept.
    """
    now = time.time() if now is None else now
    limit = min(limit, MOST_ATTEMPTS)
    place = {"member_id": member.id, "item_id": item_id, "round": round_}
    asked = place | {"class_id": member.class_id, "step": step, "question": attempt.question, "id": attempt.id,
                     "made_at": attempt.made_at}  # fmt: skip
    with writing(engine) as connection:
        changed(connection, member.class_id, now)
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
        connection.execute(answers.insert(), attempt.columns() | place | {"number": number})
    return Saved(number, again=False)


def own_rounds(engine: sa.Engine, member: Member, item_id: str) -> list[tuple[int, Attempt]]:
    """What this member answered to an item, each with its round, in the order of the rounds and attempts."""
    with reading(engine) as connection:
        rows = connection.execute(_OWN, {"member_id": member.id, "item_id": item_id})
        return [(row.round, Attempt.from_row(row)) for row in rows]


def own_answers(engine: sa.Engine, member: Member, item_id: str, round_: int | None = None) -> list[Attempt]:
    """What this member answered to an item, in the order of the rounds and attempts."""
    return [attempt for number, attempt in own_rounds(engine, member, item_id) if round_ in (None, number)]


# Put together once, since that takes longer than to run them.
_VALUE = sa.bindparam
_OWN = (
    sa.select(answers)
    .where(answers.c.member_id == _VALUE("member_id"), answers.c.item_id == _VALUE("item_id"))
    .order_by(answers.c.round, answers.c.made_at, answers.c.question, answers.c.number)
)
_OPEN = (
    sa.select(sa.func.count())
    .select_from(windows.join(items, items.c.id == windows.c.item_id))
    .where(
        windows.c.item_id == _VALUE("item_id"),
        items.c.class_id == _VALUE("class_id"),
        windows.c.round == _VALUE("round"),
        windows.c.opened_at <= _VALUE("made_at", type_=sa.Double) + CLOCK_SKEW,
        sa.or_(windows.c.closed_at.is_(None), windows.c.closed_at > _VALUE("made_at", type_=sa.Double) - CLOCK_SKEW),
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
)
"""What has to be known before an answer is kept, in one question."""
