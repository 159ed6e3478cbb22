"""One answer, as it is recorded in a class and in a student's own work."""

import math
import time
import unicodedata
import uuid
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from quizzes.store.schema import dump_json

LONGEST_TEXT = 4_000


def new_id() -> str:
    """A new idempotency key: made once when the answer is given, and the same in every retry."""
    return uuid.uuid4().hex


def plain_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """``text`` without control characters (line ends stay) and not longer than ``longest``."""
    kept = (char for char in text[:longest] if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return "".join(kept)


@dataclass(frozen=True)
class Attempt:
    """An answer and its mark.

    Parameters
    ----------
    question : str
        The question instance: what was asked, with the seed that made it.
    answer : JSON value
        The answer as the question type gives it: a choice, a number, ``{"strength": …, "temperature": …}``, a text.
    kind : str
        The question type's name.
    correct : bool or None
        None where nobody can judge it, as an explanation.
    score : float or None
        Usually between 0 and 1.
    feedback : str
        The feedback that the student read; equal feedback counts as the same mistake.
    seconds : float or None
        Time spent on the question until this answer.
    id : str
        The idempotency key; recording the same id again stores nothing new.
    made_at : float
        When the answer was given, in seconds since 1970.
    number : int
        1 for the first attempt at its question; 0 until the store has numbered it.
    """

    question: str
    answer: Any
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

    def columns(self) -> dict[str, Any]:
        """The values of the columns that ``attempts`` and ``answers`` share."""
        return {name: getattr(self, name) for name in _COLUMNS}

    @classmethod
    def from_row(cls, row: sa.Row) -> "Attempt":
        """The attempt in a row of ``attempts`` or ``answers``."""
        return cls(**{name: getattr(row, name) for name in _COLUMNS})


_COLUMNS = ("id", "question", "number", "kind", "answer", "correct", "score", "feedback", "seconds", "made_at")


@dataclass(frozen=True)
class Saved:
    """What the store acknowledges: the attempt is kept.

    Parameters
    ----------
    number : int
        Which attempt at its question it is.
    again : bool
        Whether it had been stored before, so that this request changed nothing.
    """

    number: int
    again: bool
