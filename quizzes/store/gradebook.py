"""Every student's way through every question."""

import statistics
from dataclasses import dataclass

import sqlalchemy as sa

from quizzes.store.access import Instructor, require
from quizzes.store.database import reading
from quizzes.store.members import Member
from quizzes.store.schema import answers, items, members


@dataclass(frozen=True)
class Cell:
    """One student at one question.

    Parameters
    ----------
    score : float or None
        The best of all attempts and rounds; None where nothing was scored.
    correct : bool or None
        Whether any attempt was right; None where nothing was judged.
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
    """

    members: tuple[Member, ...]
    questions: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]

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
    require(instructor)
    verdict = sa.case((answers.c.correct.is_(True), 1), (answers.c.correct.is_(False), 0))
    # One row per student, question and round of an item; ``seconds`` grows within a round, so its maximum is the time.
    series = (
        sa.select(
            answers.c.member_id,
            answers.c.question,
            sa.func.max(answers.c.score).label("score"),
            sa.func.max(verdict).label("correct"),
            sa.func.count().label("attempts"),
            sa.func.max(answers.c.seconds).label("seconds"),
            sa.func.min(answers.c.made_at).label("first_at"),
            sa.func.max(answers.c.made_at).label("last_at"),
        )
        .join(items, items.c.id == answers.c.item_id)
        .where(items.c.class_id == class_id)
        .group_by(answers.c.member_id, answers.c.question, answers.c.item_id, answers.c.round)
    )
    people = (
        sa.select(members.c.id, members.c.class_id, members.c.nickname)
        .where(members.c.class_id == class_id)
        .order_by(members.c.folded)
    )
    with reading(engine) as connection:
        rows = connection.execute(series).all()
        everyone = tuple(Member(**row) for row in connection.execute(people).mappings())

    grouped: dict[tuple[str, str], list[sa.Row]] = {}
    first: dict[str, float] = {}
    for row in rows:
        grouped.setdefault((row.member_id, row.question), []).append(row)
        first[row.question] = min(row.first_at, first.get(row.question, row.first_at))
    questions = tuple(sorted(first, key=lambda question: (first[question], question)))
    return Gradebook(everyone, questions, {key: _cell(parts) for key, parts in grouped.items()})


def _cell(parts: list[sa.Row]) -> Cell:
    scores = [part.score for part in parts if part.score is not None]
    verdicts = [part.correct for part in parts if part.correct is not None]
    seconds = [part.seconds for part in parts if part.seconds is not None]
    return Cell(
        score=max(scores) if scores else None,
        correct=bool(max(verdicts)) if verdicts else None,
        attempts=sum(part.attempts for part in parts),
        seconds=sum(seconds) if seconds else None,
        last_at=max(part.last_at for part in parts),
    )
