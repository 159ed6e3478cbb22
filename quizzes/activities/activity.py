"""What a guided activity is made of: steps with text, things to watch for, and questions."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Literal

from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from quizzes.cells import Cell
from quizzes.question import Question

Kind = Literal["predict", "explore", "answer", "explain"]


def always(surface: Surface) -> bool:
    """Whether a text holds that no surface can contradict."""
    return True


@dataclass(frozen=True)
class Passage:
    """A piece of a step's text.

    Parameters
    ----------
    text
        Markdown, ours; or Surface -> markdown, where it quotes numbers.
    holds
        Surface -> whether the surface bears the text out; otherwise it is not shown.
    """

    text: str | Callable[[Surface], str]
    holds: Callable[[Surface], bool] = always

    def on(self, surface: Surface) -> str:
        """The text on a surface; empty where it does not hold."""
        if not self.holds(surface):
            return ""
        return self.text(surface) if callable(self.text) else self.text


@dataclass(frozen=True)
class Checkpoint:
    """Something to do on the map; ticked when it happens.

    Parameters
    ----------
    text
        Surface -> markdown: what to do.
    met
        (surface, cells visited in this activity, present cell) -> whether it has happened.
    show
        Surface -> a cell that meets it, or cells to visit in turn; for tests and for "Take me there".
    """

    text: Callable[[Surface], str]
    met: Callable[[Surface, Collection[Cell], Cell], bool]
    show: Callable[[Surface], tuple[Cell, ...]]


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Another encoder's figure, drawn beside a step.

    Parameters
    ----------
    figure
        ``"walk"``: the walk down τ at a strength on the alignment-uniformity plane. ``"accuracy-strength"``: what the
        probe reads along the strength at a τ.
    scenario
        Surface -> name of the shipped surface that it shows.
    place
        Surface -> a cell of the activity's own surface, whose strength or τ the figure is cut at.
    once_done
        Whether it is an answer, and so is not drawn before.
    """

    figure: Literal["walk", "accuracy-strength"]
    scenario: Callable[[Surface], str]
    place: Callable[[Surface], Cell]
    once_done: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: predict, explore, answer or explain.

    Parameters
    ----------
    name
        Unique in its activity; answers are stored under it.
    kind
        Which of the four.
    title
        A few words.
    text
        What the student reads first.
    after
        What the student reads once the step is done.
    checkpoints
        What to do on the map.
    question
        Surface -> Question, since prompts quote the surface.
    holds
        Surface -> whether the step makes sense there; otherwise it is left out.
    unlocks
        Names that leave the activity's hidden set once the step is done.
    layer
        The layer that the map turns to when the step is opened.
    keeps_truth
        Whether a prediction's truth is left for a later step to find.
    beside
        Another encoder's figure.
    """

    name: str
    kind: Kind
    title: str
    text: tuple[Passage, ...] = ()
    after: tuple[Passage, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    question: Callable[[Surface], Question] | None = None
    holds: Callable[[Surface], bool] = always
    unlocks: frozenset[str] = frozenset()
    layer: str | None = None
    keeps_truth: bool = False
    beside: Beside | None = None

    def applies(self, surface: Surface) -> bool:
        """Whether the surface bears the step out and its question has one clear truth there."""
        if not self.holds(surface):
            return False
        question = self.ask_on(surface)
        return question is None or question.well_posed(surface)

    def ask_on(self, surface: Surface) -> Question | None:
        """The question on a surface, under the step's name."""
        return None if self.question is None else replace(self.question(surface), identifier=self.name)


@dataclass(frozen=True, kw_only=True)
class Onward:
    """Something to try once an activity is done, at a place on the Explore page.

    Parameters
    ----------
    text
        What to look for; markdown, ours.
    place
        Surface -> the strength and temperature to begin at.
    layer, panel
        What the map shows, and what is opened below it.
    scenario
        Surface -> name of the shipped surface to open; the same one unless given.
    holds
        Surface -> whether there is something to see.
    """

    text: str
    place: Callable[[Surface], Cell]
    layer: str = "loss"
    panel: str = ""
    scenario: Callable[[Surface], str] = lambda surface: surface.scenario.name
    holds: Callable[[Surface], bool] = always


@dataclass(frozen=True, kw_only=True)
class Activity:
    """A guided activity.

    Parameters
    ----------
    name
        Stable: part of the address and of the stored answers.
    number
        Its place in `ACTIVITIES`, which gives it.
    title, aim
        For headings.
    minutes
        How long it takes, about; for the overview and the instructor's sheet.
    start
        Surface -> where the point begins.
    steps
        In order.
    hidden
        Layers, overlays and parts of the stage that would give an answer away, until a step unlocks them.
    layer
        What the map shows first.
    readouts
        Metrics that the page shows beside the stage's own, unless hidden.
    plane
        Whether the alignment-uniformity plane is part of the page (unless ``"plane"`` is hidden).
    onwards
        What to try when it is done.
    nothing
        Surface -> why it has no step there; read only where that is so.
    """

    name: str
    number: int = 0
    title: str
    aim: str
    minutes: int
    start: Callable[[Surface], OperatingPoint]
    steps: tuple[Step, ...]
    hidden: frozenset[str] = frozenset()
    layer: str = "loss"
    readouts: tuple[str, ...] = ()
    plane: bool = False
    onwards: tuple[Onward, ...] = ()
    nothing: Callable[[Surface], str] = lambda surface: "No step of this activity has a clear answer on this map."

    def steps_on(self, surface: Surface) -> tuple[Step, ...]:
        """The steps that the surface bears out."""
        return tuple(step for step in self.steps if step.applies(surface))
