"""What to read after the class: the usual mistakes, and the answers that nobody could judge."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from quizzes.attempt import Attempt
from quizzes.store.access import Instructor
from quizzes.store.classes import reading_class
from quizzes.store.schema import answers, attempt_in, items, members


@dataclass(frozen=True)
class Mistake:
    """Wrong answers that earned the same feedback.

    Parameters
    ----------
    question : str
    feedback : str
        The feedback's short name, by which they are counted.
    members, times : int
        How many members made it, and how often it was made.
    item_id : str
        An item in which it was made.
    examples : tuple
        One of the answers, or two that differ.
    """

    question: str
    feedback: str
    members: int
    times: int
    item_id: str
    examples: tuple[Any, ...]


@dataclass(frozen=True)
class Unjudged:
    """A member's latest answer to a question that has no right or wrong."""

    nickname: str
    item_id: str
    round: int
    attempt: Attempt


def usual_mistakes(engine: sa.Engine, instructor: Instructor, class_id: str) -> list[Mistake]:
    """Wrong answers by the feedback given, those of the most members first."""
    people, times = sa.func.count(answers.c.member_id.distinct()), sa.func.count()
    query = (
        sa.select(
            answers.c.question,
            answers.c.feedback,
            people.label("members"),
            times.label("times"),
            sa.func.min(answers.c.item_id).label("item_id"),
            sa.func.min(answers.c.answer).label("one"),
            sa.func.max(answers.c.answer).label("other"),
        )
        .join(items, items.c.id == answers.c.item_id)
        .where(items.c.class_id == class_id, answers.c.correct.is_(False))
        .group_by(answers.c.question, answers.c.feedback)
        .order_by(people.desc(), times.desc(), answers.c.question, answers.c.feedback)
    )
    with reading_class(engine, instructor, class_id) as connection:
        found = connection.execute(query).all()
    return [
        Mistake(row.question, row.feedback, row.members, row.times, row.item_id, _distinct(row.one, row.other))
        for row in found
    ]


def _distinct(one: Any, other: Any) -> tuple[Any, ...]:
    return (one,) if one == other else (one, other)


def unjudged(engine: sa.Engine, instructor: Instructor, class_id: str) -> list[Unjudged]:
    """The latest such answer of each member to each question and round, by question and time."""
    query = (
        sa.select(answers, members.c.nickname)
        .join(items, items.c.id == answers.c.item_id)
        .join(members, members.c.id == answers.c.member_id)
        .where(items.c.class_id == class_id, answers.c.correct.is_(None))
        .order_by(answers.c.question, answers.c.made_at, answers.c.number)
    )
    with reading_class(engine, instructor, class_id) as connection:
        latest = {(row.question, row.member_id, row.item_id, row.round): row for row in connection.execute(query)}
    return [Unjudged(row.nickname, row.item_id, row.round, attempt_in(row)) for row in latest.values()]
