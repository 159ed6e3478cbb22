"""What a question is: it asks, it checks, it can show the truth. Truth comes from the Surface at the time of asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

if TYPE_CHECKING:
    from explorer.model.surface import Surface

Answer = Any  # text, numbers, lists and dicts of them: what JSON can hold


class InvalidAnswer(ValueError):
    """A malformed answer. It is not a wrong one and costs no attempt; the message says what to change."""


@dataclass(frozen=True)
class Mark:
    """What an answer earns.

    Parameters
    ----------
    correct
        Whether the answer is right; None where it is not judged yet.
    score
        Between 0 and 1; partial credit lies between.
    message
        Plain text (never markdown): what is right, what is off, what to look at next.
    feedback
        A short name of the feedback given (``"right"``, ``"near"``, a slip's name), for counting usual mistakes.
    """

    correct: bool | None
    score: float
    message: str
    feedback: str = ""

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score must lie in [0, 1], got {self.score}")


@dataclass(frozen=True)
class Samples:
    """Answers that a question must mark right, mark wrong, and refuse as malformed."""

    right: tuple[Answer, ...]
    wrong: tuple[Answer, ...]
    invalid: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class Common:
    """What every question carries.

    Parameters
    ----------
    identifier
        Stable name; answers are stored under it.
    prompt
        Markdown, ours, never a user's.
    explanation
        Markdown shown after the last attempt or a right answer.
    hints
        Shown one at a time on request.
    attempts
        How many answers count; None where guessing does not pay.
    """

    identifier: str = ""
    prompt: str
    explanation: str = ""
    hints: tuple[str, ...] = ()
    attempts: int | None = 2
    kind: ClassVar[str] = ""


@runtime_checkable
class Question(Protocol):
    """One unit: ask, check, show the truth, and samples that prove it."""

    kind: ClassVar[str]
    identifier: str
    prompt: str
    explanation: str
    hints: tuple[str, ...]
    attempts: int | None

    def ask(self, surface: Surface, *, key: str, disabled: bool = False) -> Answer | None:
        """Draw the inputs; the answer in the run in which it is submitted, else None."""

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """Mark an answer. Raises InvalidAnswer if it is malformed."""

    def truth(self, surface: Surface) -> str:
        """The right answer in plain words."""

    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        """Draw the truth beside the student's answer."""

    def well_posed(self, surface: Surface) -> bool:
        """Whether this surface gives one clear truth."""

    def samples(self, surface: Surface) -> Samples:
        """Right, wrong and invalid answers on this surface."""


def attempts_left(question: Question, made: int) -> int | None:
    """How many of a question's attempts are left after `made`; None means no limit."""
    return None if question.attempts is None else max(question.attempts - made, 0)


def closed(question: Question, made: int, solved: bool) -> bool:
    """Whether the truth may be shown: it was found, or no attempt is left."""
    return solved or attempts_left(question, made) == 0


@dataclass
class Registry:
    """Question types by kind."""

    types: dict[str, type] = field(default_factory=dict)

    def __call__(self, cls: type) -> type:
        """Class decorator: enter a question type under its kind."""
        if not cls.kind or cls.kind in self.types:
            raise ValueError(f"kind {cls.kind!r} is empty or taken by {self.types.get(cls.kind)}")
        self.types[cls.kind] = cls
        return cls


register = Registry()
