"""What to read after the class: the usual mistakes and the explanations."""

from dataclasses import dataclass

import sqlalchemy as sa

from quizzes.store.access import Instructor, require
from quizzes.store.attempt import Attempt
from quizzes.store.database import reading
from quizzes.store.schema import answers, items, members


@dataclass(frozen=True)
class Mistake:
    """A feedback that was given to wrong answers, and how often."""

    question: str
    feedback: str
    members: int
    times: int


@dataclass(frozen=True)
class Explanation:
    """A member's latest answer of one kind to one question."""

    nickname: str
    round: int
    attempt: Attempt


def usual_mistakes(
    engine: sa.Engine, instructor: Instructor, class_id: str, question: str | None = None
) -> list[Mistake]:
    """Wrong answers by the feedback given, those of the most members first."""
    require(instructor)
    people = sa.func.count(answers.c.member_id.distinct()).label("members")
    query = (
        sa.select(answers.c.question, answers.c.feedback, people, sa.func.count().label("times"))
        .join(items, items.c.id == answers.c.item_id)
        .where(items.c.class_id == class_id, answers.c.correct.is_(False))
        .group_by(answers.c.question, answers.c.feedback)
        .order_by(people.desc(), sa.func.count().desc(), answers.c.question, answers.c.feedback)
    )
    if question is not None:
        query = query.where(answers.c.question == question)
    with reading(engine) as connection:
        return [Mistake(**row) for row in connection.execute(query).mappings()]


def explanations(
    engine: sa.Engine,
    instructor: Instructor,
    class_id: str,
    *,
    kind: str = "explanation",
    question: str | None = None,
) -> list[Explanation]:
    """The latest answer of this kind of each member to each question and round, by question and time."""
    require(instructor)
    query = (
        sa.select(answers, members.c.nickname)
        .join(items, items.c.id == answers.c.item_id)
        .join(members, members.c.id == answers.c.member_id)
        .where(items.c.class_id == class_id, answers.c.kind == kind)
        .order_by(answers.c.question, answers.c.made_at, answers.c.number)
    )
    if question is not None:
        query = query.where(answers.c.question == question)
    with reading(engine) as connection:
        latest = {(row.question, row.member_id, row.item_id, row.round): row for row in connection.execute(query)}
    return [Explanation(row.nickname, row.round, Attempt.from_row(row)) for row in latest.values()]
