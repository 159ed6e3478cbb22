"""What a question is: all that a page, a class and a result ask of it. Each type in `quizzes.types` answers for itself.

Truth comes from the Surface at the time of asking; a question keeps none.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from explorer.model.counts import counted

if TYPE_CHECKING:
    import numpy as np

    from explorer.charts.stage import Scene
    from explorer.model.point import OperatingPoint
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
        Between 0 and 1, partial credit between them; None where it is not judged yet.
    message
        Plain text (never markdown): what is right, what is off, what to look at next.
    feedback
        A short name of the feedback given (``"right"``, ``"near"``, a slip's name). Mistakes are counted by it, since a
        message may quote figures.
    """

    correct: bool | None
    score: float | None
    message: str
    feedback: str

    def __post_init__(self) -> None:
        if self.score is not None and not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score must lie in [0, 1], got {self.score}")


@dataclass(frozen=True)
class Samples:
    """Answers that a question must mark right, mark wrong, and refuse as malformed."""

    right: tuple[Answer, ...]
    wrong: tuple[Answer, ...]
    invalid: tuple[Answer, ...]


@dataclass(frozen=True)
class Setting:
    """What a page adds to the questions that it asks.

    Parameters
    ----------
    point
        The page's own point, where that is the answer to a question for a point; without it the question brings a map.
    hidden
        Layers and overlays that are hidden besides the question's own.
    in_class
        Whether the class answers together, with the choices on the projector and the truth to come.
    last
        The answer before, where there is one.
    """

    point: OperatingPoint | None = None
    hidden: frozenset[str] = frozenset()
    in_class: bool = False
    last: Answer | None = None


ALONE = Setting()


@dataclass(frozen=True)
class OnMap:
    """An answer and the truth as they lie on a map.

    Parameters
    ----------
    student, truth
        Operating points, where there are any.
    region, truth_region
        Masks of shape (temperatures, strengths), where there are any.
    """

    student: OperatingPoint | None = None
    truth: OperatingPoint | None = None
    region: np.ndarray | None = None
    truth_region: np.ndarray | None = None


@dataclass(frozen=True)
class Bar:
    """How many of a class gave one answer.

    Parameters
    ----------
    words
        The answer, or what became of it; plain text.
    right
        Whether it is right.
    counts
        Round to how many.
    """

    words: str
    right: bool
    counts: Mapping[int, int]


@dataclass(frozen=True)
class Summary:
    """How a class answered, beside the truth, for whatever draws it.

    Parameters
    ----------
    bars
        In the order shown.
    scene
        The answers on the map, where they are places.
    notes
        Plain sentences.
    """

    bars: tuple[Bar, ...] = ()
    scene: Scene | None = None
    notes: tuple[str, ...] = ()


def count_by(
    rounds: Mapping[int, Sequence[Answer]],
    name: Callable[[Answer], str],
    *right: str,
    order: Sequence[str] = (),
) -> tuple[Bar, ...]:
    """Count answers by what they are called.

    Parameters
    ----------
    rounds
        Round to answers.
    name
        Answer -> what it is called.
    right
        Names of right answers, which come first.
    order
        Names that are shown in this order, whether anybody gave them or not; without it, the most frequent come first.
    """
    counted = {number: Counter(map(name, answers)) for number, answers in rounds.items()}
    found = sum(counted.values(), Counter())
    names = [*order] or sorted(found, key=lambda one: (one not in right, -found[one], one))
    return tuple(Bar(one, one in right, {n: counted[n][one] for n in counted}) for one in names)


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """One unit: ask, parse, check, say, show, and samples that prove it.

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
    hidden
        Layers and overlays that would give the answer away.
    """

    kind: ClassVar[str] = ""
    judged: ClassVar[bool] = True
    """Whether an answer is marked right or wrong; where it is not, the instructor reads it."""

    identifier: str = ""
    prompt: str
    explanation: str = ""
    hints: tuple[str, ...] = ()
    attempts: int | None = 2
    hidden: frozenset[str] = frozenset()

    # --- asked ---

    @property
    def prompts(self) -> tuple[str, ...]:
        """All that is asked, in order; markdown."""
        return (self.prompt,) if self.prompt else ()

    @property
    def asked(self) -> Question:
        """What is asked: the question itself, or the one that it wraps."""
        return self

    @property
    def options(self) -> tuple[str, ...]:
        """The answers offered, in words; none where the answer is the student's own."""
        return ()

    @property
    def on_grid(self) -> bool:
        """Whether the answer is a place on the map, so that its inputs are a map of their own."""
        return False

    @property
    def takes_the_stage(self) -> bool:
        """Whether its inputs are drawn on a map that no other may stand beside."""
        return False

    @property
    def map_beside(self) -> bool:
        """Whether the answer may be read off a map beside the question."""
        return not self.on_grid

    def introduce(self) -> None:
        """Draw what stands above the inputs; nothing where the prompt is a part of them."""
        return

    @abstractmethod
    def ask(self, surface: Surface, *, key: str, setting: Setting = ALONE) -> Answer | None:
        """Draw the inputs, with `key` as the prefix of their keys.

        Returns
        -------
        Answer or None
            What was given, in the run in which it is submitted.
        """

    # --- judged ---

    @abstractmethod
    def parse(self, answer: Answer, surface: Surface) -> Answer:
        """The answer as it is kept.

        Raises
        ------
        InvalidAnswer
            If it is malformed.
        """

    @abstractmethod
    def check(self, answer: Answer, surface: Surface) -> Mark:
        """Mark an answer, parsed or not.

        Raises
        ------
        InvalidAnswer
            If it is malformed.
        """

    def attempts_left(self, made: int) -> int | None:
        """How many attempts are left after `made`; None means no limit."""
        return None if self.attempts is None else max(self.attempts - made, 0)

    def worth(self, before: int) -> float:
        """The share of its score that an answer earns after so many others whose feedback was read."""
        return 1.0

    def closed(self, answers: Sequence[Answer], solved: bool) -> bool:
        """Whether the truth may be shown after these answers: it was found, or no attempt is left."""
        return solved or self.attempts_left(len(answers)) == 0

    # --- said ---

    @abstractmethod
    def say(self, answer: Answer) -> str:
        """A parsed answer in plain words."""

    @abstractmethod
    def truth(self, surface: Surface) -> str:
        """The right answer in words, as a file or a table shows it."""

    def truth_markdown(self, surface: Surface) -> str:
        """The right answer in words, as a page shows it."""
        return self.truth(surface)

    def rewritten(self, write: Callable[[str], str]) -> Self:
        """The same question with `write` applied to what the student reads."""
        return replace(self, prompt=write(self.prompt), explanation=write(self.explanation))

    # --- shown ---

    @abstractmethod
    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        """Draw the truth beside the student's parsed answer."""

    def on_map(self, answer: Answer | None, surface: Surface, *, truth: bool = True) -> OnMap:
        """What a page lays over its own map once the question is closed; without the truth if it is still sought."""
        return OnMap()

    def show_class(
        self, rounds: Mapping[int, Sequence[Answer]], surface: Surface, *, revealed: bool, large: bool, key: str
    ) -> None:
        """Draw how a class answered.

        Parameters
        ----------
        rounds
            Round to the latest answer of each member, as parsed, without names; empty while the answers are hidden.
        surface
            Gives the truth.
        revealed
            Whether the truth is drawn as well.
        large
            For the projector.
        key
            Prefix of the keys.
        """
        from quizzes.widgets.texts import show_note

        show_note("Answers to this question are texts; they are on the dashboard.")

    def summarise(self, rounds: Mapping[int, Sequence[Answer]], surface: Surface) -> Summary:
        """How a class answered: by what was said to the answers, unless overridden. `rounds` as of `show_class`."""
        if not self.judged:
            count = sum(map(len, rounds.values()))
            return Summary(notes=(f"{counted(count, 'text')}; the instructor reads them on the dashboard.",))
        marks = {n: [self.check(answer, surface) for answer in answers] for n, answers in rounds.items()}
        said: dict[str, set[str]] = {}
        for mark in (mark for one in marks.values() for mark in one):
            said.setdefault(mark.feedback, set()).add(mark.message)

        def name(mark: Answer) -> str:
            # Where messages quote figures that differ, the short name of the feedback says what they share.
            same = said[mark.feedback]
            return "right" if mark.correct else next(iter(same)) if len(same) == 1 else mark.feedback

        return Summary(count_by(marks, name, "right"))

    # --- proven ---

    @abstractmethod
    def well_posed(self, surface: Surface) -> bool:
        """Whether this surface gives one clear truth."""

    def rivals(self, surface: Surface, holds: Mapping[str, bool]) -> list[str]:
        """Wrong answers that this surface bears out as well as the right one.

        Parameters
        ----------
        surface
            What it is posed on.
        holds
            Whether what a choice states is true, by its key, where that can be judged by itself.
        """
        return []

    @abstractmethod
    def samples(self, surface: Surface) -> Samples:
        """Right, wrong and invalid answers on this surface."""


Type = TypeVar("Type", bound=type[Question])


@dataclass
class Registry:
    """Question types by kind."""

    types: dict[str, type[Question]] = field(default_factory=dict)

    def __call__(self, cls: Type) -> Type:
        """Class decorator: enter a question type under its kind."""
        if not cls.kind or cls.kind in self.types:
            raise ValueError(f"kind {cls.kind!r} is empty or taken by {self.types.get(cls.kind)}")
        self.types[cls.kind] = cls
        return cls


register = Registry()
