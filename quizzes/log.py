"""What a student has done so far, read from the attempts alone; nothing here knows of pages or stores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .question import Answer, InvalidAnswer, Mark, Question, attempts_left, closed
from .store.attempt import Attempt

GAVE_UP = "gave-up"
HINT = "hint"
TICK = "tick"


class Log:
    """The attempts of one run, by question, in the order in which they were made.

    Parameters
    ----------
    attempts
        As `quizzes.store.progress.history` returns them.
    """

    def __init__(self, attempts: Iterable[Attempt] = ()) -> None:
        self._by_question: dict[str, dict[str, Attempt]] = {}
        for attempt in attempts:
            self.add(attempt)

    def add(self, attempt: Attempt) -> None:
        """Enter an attempt; the same one again changes nothing."""
        self._by_question.setdefault(attempt.question, {}).setdefault(attempt.id, attempt)

    def remove(self, attempt: Attempt) -> None:
        """Take back an attempt that the store turned down."""
        self._by_question.get(attempt.question, {}).pop(attempt.id, None)

    def series(self, question: str) -> tuple[Attempt, ...]:
        """The attempts at one question."""
        return tuple(self._by_question.get(question, {}).values())

    def has(self, question: str) -> bool:
        """Whether there is any."""
        return bool(self._by_question.get(question))

    def last(self, question: str) -> Attempt | None:
        """The latest attempt at one question."""
        return next(reversed(self.series(question)), None)

    def of_kind(self, kind: str) -> tuple[Attempt, ...]:
        """All attempts of one kind, over all questions, oldest first."""
        found = (attempt for series in self._by_question.values() for attempt in series.values())
        return tuple(sorted((a for a in found if a.kind == kind), key=lambda attempt: attempt.made_at))

    def empty(self) -> bool:
        """Whether nothing has been answered yet."""
        return not any(self._by_question.values())


@dataclass(frozen=True)
class Standing:
    """How a student stands with one question.

    Parameters
    ----------
    answers
        The answers that counted, in order.
    score
        The best score so far.
    solved
        Whether one of them was right.
    """

    answers: tuple[Answer, ...] = ()
    score: float = 0.0
    solved: bool = False

    def left(self, question: Question) -> int | None:
        """How many attempts are left; None means no limit."""
        return attempts_left(question, len(self.answers))

    def over(self, question: Question) -> bool:
        """Whether the truth may be shown."""
        return closed(question, len(self.answers), self.solved)


def standing(log: Log, address: str) -> Standing:
    """How the question kept under an address stands."""
    series = log.series(address)
    score = max((attempt.score or 0.0 for attempt in series), default=0.0)
    answers = tuple(attempt.answer for attempt in series)
    return Standing(answers, score, any(attempt.correct is True for attempt in series))


def gave_up(log: Log, address: str) -> bool:
    """Whether the student asked for the answer."""
    return log.has(f"{address}/{GAVE_UP}")


def committed(question: Question, log: Log, address: str) -> bool:
    """Whether the truth may be shown: solved, out of attempts, given up, or an explanation that has been compared."""
    now = standing(log, address)
    if question.kind == "explanation":
        return any(_rated(answer) for answer in now.answers) or gave_up(log, address)
    return now.over(question) or gave_up(log, address)


def judge(
    question: Question, answer: Answer, surface: Any, log: Log, address: str, seconds: float | None = None
) -> tuple[Attempt, Mark]:
    """Mark an answer and make the attempt to keep; nothing is kept here.

    Raises
    ------
    InvalidAnswer
        The answer is malformed, or the question is closed; it costs no attempt.
    """
    if committed(question, log, address):
        raise InvalidAnswer("This question is closed already.")
    mark = question.check(answer, surface)
    correct = None if question.kind == "explanation" else mark.correct
    score = None if mark.feedback == "to rate" else mark.score
    attempt = Attempt(address, answer, question.kind, correct, score, mark.message, seconds)
    return attempt, mark


def giving_up(address: str) -> Attempt:
    """The attempt that says: show me the answer."""
    return Attempt(f"{address}/{GAVE_UP}", None, GAVE_UP)


def hints_shown(log: Log, address: str) -> int:
    """How many hints at a question the student has asked for."""
    return len(log.series(f"{address}/{HINT}"))


def hinting(address: str) -> Attempt:
    """The attempt that says: show me one more hint."""
    return Attempt(f"{address}/{HINT}", None, HINT)


def _rated(answer: Answer) -> bool:
    return isinstance(answer, dict) and answer.get("ticked") is not None
