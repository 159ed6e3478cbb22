"""How a class answered one question: what the projector and the instructor's page draw."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from quizzes.store.access import Instructor, require
from quizzes.store.classes import reading_class
from quizzes.store.clock import time_on
from quizzes.store.database import reading
from quizzes.store.errors import Refused
from quizzes.store.grading import Grading, counting, grading_of
from quizzes.store.items import Item
from quizzes.store.members import Member
from quizzes.store.peer import Advice, suggest
from quizzes.store.schema import answers, items, members

PRESENT = 90.0
"""Seconds after which a member whose browser no longer asks is not waited for."""


@dataclass(frozen=True)
class Tally:
    """The answer of each member to one question in one round that counts by the class's rule, without names.

    Parameters
    ----------
    answers : tuple
        In no order that tells who gave which.
    judged, right : int
        Answers that were marked, and those marked right.
    members, working : int
        Members of the class, and those present who have not answered yet.
    rule : Grading
        Which answer of a member it is.
    late : int
        Answers among them that were given after the truth was shown, and do not score.
    """

    answers: tuple[Any, ...]
    judged: int
    right: int
    members: int
    working: int
    rule: Grading = Grading.LAST
    late: int = 0

    @property
    def answered(self) -> int:
        """How many members have answered in this round."""
        return len(self.answers)

    @property
    def right_share(self) -> str:
        """The share of right answers in words; empty where nothing was judged."""
        return f"{self.right} of {self.judged} right ({self.right / self.judged:.0%})" if self.judged else ""

    @property
    def advice(self) -> Advice | None:
        """What to do next, by the share of right answers."""
        return suggest(self.right, self.judged)


def tally(
    engine: sa.Engine, instructor: Instructor, item: Item, question: str, round_: int, *, now: float | None = None
) -> Tally:
    """The class's answers to a question of an item in one round."""
    require(instructor)
    with reading_class(engine, instructor, item.class_id) as connection:
        return _tally(connection, item, question, round_, now)


def shared_tally(
    engine: sa.Engine, member: Member, item: Item, question: str, round_: int, *, now: float | None = None
) -> Tally:
    """The same for a member, where the instructor shows it.

    Raises
    ------
    Refused
        If the distribution is not shown to students, whatever ``item`` says.
    """
    shown = sa.select(items.c.show_distribution).where(items.c.id == item.id, items.c.class_id == member.class_id)
    with reading(engine) as connection:
        if not connection.scalar(shown):
            raise Refused("The distribution is not shown.")
        return _tally(connection, item, question, round_, now)


def _tally(connection: sa.Connection, item: Item, question: str, round_: int, now: float | None) -> Tally:
    now = time_on(connection, now)
    query = (
        sa.select(
            answers.c.member_id,
            answers.c.id,
            answers.c.answer,
            answers.c.correct,
            answers.c.round,
            answers.c.score,
            answers.c.counts,
        )
        .where(answers.c.item_id == item.id, answers.c.question == question, answers.c.round == round_)
        .order_by(answers.c.number)
    )
    rule = grading_of(connection, item.class_id)
    made: dict[str, list[sa.Row]] = {}
    for row in connection.execute(query):
        made.setdefault(row.member_id, []).append(row)
    within = rule if rule in (Grading.FIRST, Grading.BEST) else Grading.LAST  # of this round, whichever it is
    shown = {member: counting(within, rows) or rows[-1] for member, rows in made.items()}
    present = connection.execute(
        sa.select(members.c.id, members.c.seen_at).where(members.c.class_id == item.class_id)
    ).all()
    shuffled = sorted(shown.values(), key=lambda row: row.id)  # the ids are random
    return Tally(
        answers=tuple(row.answer for row in shuffled),
        judged=sum(row.correct is not None for row in shuffled),
        right=sum(row.correct is True for row in shuffled),
        members=len(present),
        working=sum(row.id not in shown and row.seen_at > now - PRESENT for row in present),
        rule=within,
        late=sum(not row.counts for row in shuffled),
    )
