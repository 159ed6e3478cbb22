"""What a student answered and what it earned. Nothing here knows of pages or of where attempts are kept."""

from __future__ import annotations

import json
import math
import time
import unicodedata
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quizzes.question import Answer, InvalidAnswer, Mark, Question

if TYPE_CHECKING:
    from explorer.model.surface import Surface

LONGEST_TEXT = 4_000
LONGEST_JSON = 2_000_000
"""Characters of one kept value: 10⁵ characters of text fit, however they are escaped."""

GAVE_UP = "gave-up"
HINT = "hint"
TICK = "tick"


class TooLarge(ValueError):
    """An answer is too long to keep; the message says by how much."""

    def __init__(self, length: int) -> None:
        super().__init__(f"The answer is too long to keep ({length:,} characters; at most {LONGEST_JSON:,}).")


def new_id() -> str:
    """A new idempotency key: made once when the answer is given, and the same in every retry."""
    return uuid.uuid4().hex


def plain_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """``text`` without control characters (line ends stay) and not longer than ``longest``."""
    kept = (char for char in text[:longest] if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return "".join(kept)


def dump_json(value: Any) -> str:
    """``value`` as JSON text.

    Raises
    ------
    TooLarge
        If it is longer than `LONGEST_JSON` characters.
    ValueError, TypeError
        If it holds NaN, an infinity or something that JSON does not know.
    """
    text = json.dumps(value, allow_nan=False, default=_plain, separators=(",", ":"))
    if len(text) > LONGEST_JSON:
        raise TooLarge(len(text))
    return text


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):  # numpy's scalars and arrays
        return value.tolist()
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be stored as JSON")


@dataclass(frozen=True)
class Attempt:
    """An answer and its mark.

    Parameters
    ----------
    question
        Where the answer is kept: the question instance, with the seed that made it.
    answer
        As the question parsed it; what JSON can hold.
    kind
        The question type's name, or what else is kept as an attempt.
    correct
        None where nobody can judge it, as an explanation.
    score
        Between 0 and 1; None where it is not judged yet.
    feedback
        `Mark.feedback`: equal feedback counts as the same mistake. What the student reads is worked out anew.
    seconds
        Time spent on the question until this answer.
    id
        The idempotency key; recording the same id again stores nothing new.
    made_at
        When the answer was given, in seconds since 1970.
    number
        1 for the first attempt at its question; 0 until the store has numbered it.
    """

    question: str
    answer: Answer
    kind: str = ""
    correct: bool | None = None
    score: float | None = None
    feedback: str = ""
    seconds: float | None = None
    id: str = field(default_factory=new_id)
    made_at: float = field(default_factory=time.time)
    number: int = 0

    def __post_init__(self) -> None:
        for name in ("score", "seconds", "made_at"):
            value = getattr(self, name)
            if value is not None:
                if not math.isfinite(value):
                    raise ValueError(f"{name} is {value}")
                object.__setattr__(self, name, float(value))
        if self.correct is not None:
            object.__setattr__(self, "correct", bool(self.correct))
        object.__setattr__(self, "feedback", plain_text(self.feedback))
        dump_json(self.answer)  # refuse here what the store could not keep


@dataclass(frozen=True)
class Saved:
    """What the store acknowledges: the attempt is kept.

    Parameters
    ----------
    number
        Which attempt at its question it is.
    again
        Whether it had been stored before, so that this request changed nothing.
    """

    number: int
    again: bool


def judge(
    question: Question, answer: Answer, surface: Surface, address: str, seconds: float | None = None, before: int = 0
) -> Attempt:
    """Mark an answer and make the attempt to keep under an address.

    Parameters
    ----------
    question, answer, surface
        What is marked, and where the truth comes from.
    address
        Where it is kept.
    seconds
        Time spent on it.
    before
        How many answers came before whose feedback was read.

    Raises
    ------
    InvalidAnswer
        The answer is malformed; it costs no attempt.
    """
    parsed = question.parse(answer, surface)
    mark = question.check(parsed, surface)
    correct = mark.correct if question.judged else None
    score = None if mark.score is None else mark.score * question.worth(before)
    return Attempt(address, parsed, question.kind, correct, score, mark.feedback, seconds)


def mark_again(question: Question, attempt: Attempt | None, surface: Surface) -> Mark | None:
    """The mark of a kept attempt; None without one, or if this version of the app no longer reads its answer."""
    if attempt is None:
        return None
    try:
        return question.check(attempt.answer, surface)
    except InvalidAnswer:
        return None


def readable(question: Question, answers: Iterable[Answer], surface: Surface) -> list[Answer]:
    """Kept answers as parsed, without those that this version of the app no longer reads."""
    found = []
    for answer in answers:
        with suppress(InvalidAnswer):
            found.append(question.parse(answer, surface))
    return found


def in_words(question: Question, attempt: Attempt, surface: Surface) -> str:
    """A kept answer in plain words; as it was kept, if this version of the app no longer reads it."""
    parsed = readable(question, [attempt.answer], surface)
    return question.say(parsed[0]) if parsed else str(attempt.answer)


@dataclass(frozen=True)
class Series:
    """The attempts at one question, in the order in which they were made."""

    attempts: tuple[Attempt, ...] = ()

    @property
    def answers(self) -> tuple[Answer, ...]:
        """As parsed, oldest first."""
        return tuple(attempt.answer for attempt in self.attempts)

    @property
    def last(self) -> Attempt | None:
        """None before the first."""
        return self.attempts[-1] if self.attempts else None

    @property
    def score(self) -> float:
        """The best score so far; 0 where nothing was scored."""
        return max((attempt.score or 0.0 for attempt in self.attempts), default=0.0)

    @property
    def solved(self) -> bool:
        """Whether one of them was right."""
        return any(attempt.correct is True for attempt in self.attempts)

    @property
    def late(self) -> bool:
        """Whether it was found at a try that earned nothing any more."""
        return self.solved and self.score < 1


class Log:
    """The attempts of one run, by the addresses at which they are kept.

    Parameters
    ----------
    attempts
        In the order in which they were made.
    """

    def __init__(self, attempts: Iterable[Attempt] = ()) -> None:
        self._kept: dict[str, dict[str, Attempt]] = {}
        for attempt in attempts:
            self.add(attempt)

    def add(self, attempt: Attempt) -> None:
        """Enter an attempt; the same one again changes nothing."""
        self._kept.setdefault(attempt.question, {}).setdefault(attempt.id, attempt)

    def remove(self, attempt: Attempt) -> None:
        """Take back an attempt that the store turned down."""
        self._kept.get(attempt.question, {}).pop(attempt.id, None)

    def at(self, address: str) -> Series:
        """The attempts at one question, oldest first; empty where there are none."""
        return Series(tuple(self._kept.get(address, {}).values()))

    def has(self, address: str) -> bool:
        """Whether anything was answered at an address."""
        return bool(self._kept.get(address))

    def of_kind(self, kind: str) -> tuple[Attempt, ...]:
        """All attempts of one kind, over all questions, oldest first."""
        found = (attempt for series in self._kept.values() for attempt in series.values())
        return tuple(sorted((a for a in found if a.kind == kind), key=lambda attempt: attempt.made_at))

    def empty(self) -> bool:
        """Whether nothing has been answered yet."""
        return not any(self._kept.values())

    def gave_up(self, address: str) -> bool:
        """Whether the student asked for the answer."""
        return self.has(f"{address}/{GAVE_UP}")

    def hints_shown(self, address: str) -> int:
        """How many hints at a question the student has asked for."""
        return len(self.at(f"{address}/{HINT}").attempts)

    def closed(self, question: Question, address: str) -> bool:
        """Whether the truth may be shown: the question says so, or the student gave up."""
        made = self.at(address)
        return question.closed(made.answers, made.solved) or self.gave_up(address)


def giving_up(address: str) -> Attempt:
    """The attempt that says: show me the answer."""
    return Attempt(f"{address}/{GAVE_UP}", None, GAVE_UP)


def hinting(address: str) -> Attempt:
    """The attempt that says: show me one more hint."""
    return Attempt(f"{address}/{HINT}", None, HINT)
