"""Which of a student's answers to a question counts; the tally and the gradebook ask here, so that they agree."""

from collections.abc import Sequence
from enum import StrEnum

import sqlalchemy as sa

from quizzes.store.access import Instructor
from quizzes.store.classes import leading
from quizzes.store.schema import classes


class Grading(StrEnum):
    """Which of a student's answers counts in the gradebook."""

    FIRST = "first"
    LAST = "last"
    BEST = "best"
    ROUND_1 = "round 1"
    ROUND_2 = "round 2"
    PARTICIPATION = "participation"


WORDS = {
    Grading.FIRST: "first answer",
    Grading.LAST: "latest answer",
    Grading.BEST: "best answer",
    Grading.ROUND_1: "latest answer of round 1",
    Grading.ROUND_2: "latest answer of round 2",
    Grading.PARTICIPATION: "taking part, right or wrong",
}
"""What counts, in words that follow "each student's"."""


def counting(rule: Grading, answers: Sequence[sa.Row]) -> sa.Row | None:
    """The one of a student's answers to a question that counts; None if none does.

    Parameters
    ----------
    rule : Grading
    answers : sequence of Row
        In the order in which they were made, each with its `round`, its `score`, and whether it `counts`: what was
        answered after the truth was shown does not.
    """
    rounds = {Grading.ROUND_1: 1, Grading.ROUND_2: 2}
    able = [one for one in answers if one.counts and one.round == rounds.get(rule, one.round)]
    if not able:
        return None
    if rule is Grading.FIRST:
        return able[0]
    if rule is Grading.BEST:
        return max(reversed(able), key=lambda one: -1.0 if one.score is None else one.score)
    return able[-1]


def set_grading(
    engine: sa.Engine, instructor: Instructor, class_id: str, rule: Grading, *, now: float | None = None
) -> None:
    """Choose the rule of a class."""
    with leading(engine, instructor, class_id, now) as connection:
        connection.execute(classes.update().where(classes.c.id == class_id).values(grading=Grading(rule)))


def grading_of(connection: sa.Connection, class_id: str) -> Grading:
    """The rule of a class; that of a new one, where there is no such class."""
    found = connection.scalar(sa.select(classes.c.grading).where(classes.c.id == class_id))
    return Grading(found or Grading.LAST)
