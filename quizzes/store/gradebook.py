"""Every student's way through every question."""

import statistics
from dataclasses import dataclass

import sqlalchemy as sa

from quizzes.store.access import Instructor
from quizzes.store.classes import reading_class
from quizzes.store.grading import Grading, counting, grading_of
from quizzes.store.members import Member, members_of
from quizzes.store.schema import answers, items


@dataclass(frozen=True)
class Cell:
    """One student at one question.

    Parameters
    ----------
    score : float or None
        That of the answer that counts; None where none does. What nobody judges, as an explanation, earns the score of
        taking part.
    correct : bool or None
        Whether the answer that counts is right; None where none does, or it is not judged.
    attempts : int
    seconds : float or None
        Time spent, over all rounds.
    last_at : float
        When the latest attempt was made.
    """

    score: float | None
    correct: bool | None
    attempts: int
    seconds: float | None
    last_at: float


@dataclass(frozen=True)
class QuestionSummary:
    """One question over the class; a mean or median is None where there is nothing to average."""

    question: str
    answered: int
    right: int
    judged: int
    mean_score: float | None
    mean_attempts: float
    median_seconds: float | None


@dataclass(frozen=True)
class Gradebook:
    """A table of cells: one row a student, one column a question.

    Parameters
    ----------
    members : tuple of Member
        By nickname.
    questions : tuple of str
        In the order in which they were first answered.
    cells : dict
        (member id, question) → Cell; a pair without an answer is missing.
    rule : Grading
        Which answer counts.
    """

    members: tuple[Member, ...]
    questions: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]
    rule: Grading = Grading.LAST

    def total(self, member: Member) -> float:
        """The sum of a student's scores."""
        own = (self.cells.get((member.id, question)) for question in self.questions)
        return sum(cell.score for cell in own if cell is not None and cell.score is not None)

    def summary(self, question: str) -> QuestionSummary:
        """One question over all students."""
        column = [self.cells[key] for member in self.members if (key := (member.id, question)) in self.cells]
        scores = [cell.score for cell in column if cell.score is not None]
        seconds = [cell.seconds for cell in column if cell.seconds is not None]
        return QuestionSummary(
            question=question,
            answered=len(column),
            right=sum(cell.correct is True for cell in column),
            judged=sum(cell.correct is not None for cell in column),
            mean_score=statistics.fmean(scores) if scores else None,
            mean_attempts=statistics.fmean(cell.attempts for cell in column) if column else 0.0,
            median_seconds=statistics.median(seconds) if seconds else None,
        )


def gradebook(engine: sa.Engine, instructor: Instructor, class_id: str) -> Gradebook:
    """The gradebook of a class as it stands."""
    series = (
        sa.select(
            answers.c.member_id,
            answers.c.item_id,
            answers.c.round,
            answers.c.question,
            answers.c.score,
            answers.c.correct,
            answers.c.counts,
            answers.c.seconds,
            answers.c.made_at,
        )
        .join(items, items.c.id == answers.c.item_id)
        .where(items.c.class_id == class_id)
        .order_by(answers.c.made_at, answers.c.number)
    )
    with reading_class(engine, instructor, class_id) as connection:
        rule = grading_of(connection, class_id)
        rows = connection.execute(series).all()
        everyone = tuple(members_of(connection, class_id))

    grouped: dict[tuple[str, str], list[sa.Row]] = {}
    for row in rows:
        grouped.setdefault((row.member_id, row.question), []).append(row)
    questions = tuple(dict.fromkeys(row.question for row in rows))
    cells = {key: _cell(rule, made) for key, made in grouped.items()}
    return Gradebook(everyone, questions, cells, rule)


def _cell(rule: Grading, made: list[sa.Row]) -> Cell:
    """One student's answers to one question, as they were made; `seconds` grows within a round of an item."""
    one = counting(rule, made)
    spent: dict[tuple[str, int], float] = {}
    for row in made:
        if row.seconds is not None:
            spent[row.item_id, row.round] = max(row.seconds, spent.get((row.item_id, row.round), 0.0))
    took_part = one is not None and (rule is Grading.PARTICIPATION or (one.score is None and one.correct is None))
    return Cell(
        score=None if one is None else 1.0 if took_part else one.score,
        correct=None if one is None else one.correct,
        attempts=len(made),
        seconds=sum(spent.values()) if spent else None,
        last_at=made[-1].made_at,
    )
