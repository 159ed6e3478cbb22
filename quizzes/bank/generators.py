"""What the bank is made of: generators, and the questions they make from a surface and a seed."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from explorer.charts.texts import true_minus
from explorer.model.library import is_own
from explorer.model.scenario import GRAPHS as SHIPPED_GRAPHS
from explorer.model.surface import Surface
from quizzes.question import Question

TOPICS = {
    "loss": "NT-Xent by hand",
    "terms": "Alignment and uniformity",
    "surface": "Reading the surface",
    "change": "Predicting a change",
    "misconceptions": "Misconceptions",
}
DIFFICULTIES = {1: "easy", 2: "medium", 3: "hard"}
TRIES = 60


class IllPosed(ValueError):
    """No clear truth on this surface or in this draw; another draw may have one."""


@dataclass(frozen=True)
class Place:
    """Where on which surface the review shows what a question is about.

    Parameters
    ----------
    scenario
        Name of a shipped scenario.
    strength, temperature
        The operating point.
    layer
        The layer of the map.
    """

    scenario: str
    strength: float
    temperature: float
    layer: str = "loss"


@dataclass(frozen=True)
class Draft:
    """What a generator returns.

    Parameters
    ----------
    question
        Without identifier.
    cell, layer
        The cell (t, p) and the layer that show its truth; no cell where no place of the map does.
    reads
        Layers and other parts of the stage that the answer is read from; none where it takes no map.
    true
        Key of a choice to Surface -> whether what it says holds there, each on its own.
    """

    question: Question
    cell: tuple[int, int] | None = None
    layer: str = "loss"
    reads: frozenset[str] = frozenset()
    true: Mapping[str, Callable[[Surface], bool]] = field(default_factory=dict)


@dataclass(frozen=True)
class DrawnQuestion:
    """A question of the quiz.

    Parameters
    ----------
    identifier
        ``generator.scenario.seed``: enough to make the same question again.
    generator, topic, difficulty, scenario, seed
        Where it comes from.
    question
        What is asked; carries hints, explanation and feedback.
    place
        For the link to the map; None where nothing is to be seen there.
    reads, true
        As of :class:`Draft`.
    """

    identifier: str
    generator: str
    topic: str
    difficulty: int
    scenario: str
    seed: int
    question: Question
    place: Place | None
    reads: frozenset[str] = frozenset()
    true: Mapping[str, Callable[[Surface], bool]] = field(default_factory=dict)

    @property
    def read_off_map(self) -> bool:
        """Whether the answer is read off a map beside the question."""
        return bool(self.reads) and self.question.map_beside


@dataclass(frozen=True)
class Generator:
    """A kind of question.

    Parameters
    ----------
    name
        Unique.
    topic, difficulty
        Keys of `TOPICS` and `DIFFICULTIES`.
    scenarios
        The shipped scenarios it is asked on.
    make
        (surface, rng) -> Draft; may raise IllPosed.
    """

    name: str
    topic: str
    difficulty: int
    scenarios: tuple[str, ...]
    make: Callable[[Surface, np.random.Generator], Draft]

    def asked_on(self, scenario: str) -> bool:
        """Whether it is asked on a surface: on any own one, if it is asked of every graph that ships."""
        return scenario in self.scenarios or (is_own(scenario) and set(GRAPHS) <= set(self.scenarios))


Make = Callable[["Surface", np.random.Generator], Draft]

GENERATORS: dict[str, Generator] = {}
GRAPHS = tuple(SHIPPED_GRAPHS)


def generator(topic: str, difficulty: int, scenarios: tuple[str, ...] = ("communities",)) -> Callable[[Make], Make]:
    """Decorator: enter a function of (surface, rng) under its name."""
    if topic not in TOPICS or difficulty not in DIFFICULTIES:
        raise ValueError(f"unknown topic {topic!r} or difficulty {difficulty!r}")

    def enter(make: Make) -> Make:
        if make.__name__ in GENERATORS:
            raise ValueError(f"two generators are called {make.__name__!r}")
        GENERATORS[make.__name__] = Generator(make.__name__, topic, difficulty, scenarios, make)
        return make

    return enter


def those_that_hold(true: Mapping[str, Callable[[Surface], bool]]) -> Callable[[Surface], frozenset[str]]:
    """The right keys where each choice is judged on its own, `true` as of :class:`Draft`."""
    return lambda surface: frozenset(key for key, holds in true.items() if holds(surface))


def rivals(draft: "Draft | DrawnQuestion", surface: Surface) -> list[str]:
    """Wrong answers that hold as well as the right one, each judged on its own, and right ones that do not hold."""
    return draft.question.asked.rivals(surface, {key: bool(holds(surface)) for key, holds in draft.true.items()})


def build(name: str, scenario: str, seed: int, surface: Surface) -> DrawnQuestion:
    """Make one question.

    Parameters
    ----------
    name
        A key of `GENERATORS`.
    scenario
        Which of its scenarios; `surface` is that scenario's.
    seed
        The same seed gives the same question.
    surface
        Gives the truth.

    Returns
    -------
    DrawnQuestion
        Well-posed on `surface`.

    Raises
    ------
    IllPosed
        If no draw is well-posed there.
    """
    kind = GENERATORS[name]
    identifier = f"{name}.{scenario}.{seed}"
    for attempt in range(TRIES):
        rng = np.random.default_rng([zlib.crc32(f"{name}.{scenario}".encode()), seed, attempt])
        try:
            draft = kind.make(surface, rng)
        except IllPosed:
            continue
        # What is asked on the surfaces that ship is audited; on others no wrong choice that holds there is let through.
        if draft.question.well_posed(surface) and not (is_own(scenario) and rivals(draft, surface)):
            place = None
            if draft.cell is not None:
                t, p = draft.cell
                place = Place(scenario, float(surface.strengths[p]), float(surface.temperatures[t]), draft.layer)
            question = replace(draft.question.rewritten(true_minus), identifier=identifier)
            return DrawnQuestion(
                identifier, name, kind.topic, kind.difficulty, scenario, seed, question, place, draft.reads, draft.true
            )
    raise IllPosed(f"{name} has no clear truth on {scenario!r} (seed {seed})")
