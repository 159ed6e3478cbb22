"""From what an item or a plan's entry names to the questions that it poses."""

import json
from dataclasses import dataclass, replace
from functools import lru_cache

from explorer.model.library import open_surface
from explorer.model.surface import Surface
from quizzes import bank
from quizzes.activities import ACTIVITIES, Activity
from quizzes.own import from_data
from quizzes.question import Question
from quizzes.store.items import Item
from quizzes.store.plans import Entry

BANK = "bank"
"""Items drawn from the quiz bank; the payload names them."""

ACTIVITY = "activity:"
"""Start of the name under which a guided activity is stored."""

OWN = "own"
"""A question that the instructor wrote; the payload holds it."""


@dataclass(frozen=True)
class PosedQuestion:
    """One question of an item.

    Parameters
    ----------
    question : Question
        Asked and checked on the surface of `scenario`.
    scenario : str
        The name of a shipped surface.
    about_map : bool
        Whether it takes the map to answer it.
    intro, after : str
        Markdown, ours: what stands before the question, and what follows the truth.
    hidden : frozenset of str
        What would give the answer away.
    layer : str
        What the map shows first.
    number : int
        Which step of its item it is, from 0.
    plain : str
        The wording without markdown, where that differs.
    """

    question: Question
    scenario: str
    about_map: bool
    intro: str = ""
    after: str = ""
    hidden: frozenset[str] = frozenset()
    layer: str = "loss"
    number: int = 0
    plain: str = ""

    @property
    def wording(self) -> str:
        """What is asked, as a file or a table says it."""
        return self.plain or "\n".join(self.question.prompts)

    @property
    def surface(self) -> Surface:
        """The surface that gives the truth."""
        return open_surface(self.scenario)


@dataclass(frozen=True)
class Posed:
    """What an item poses: one question, or several in order."""

    title: str
    steps: tuple[PosedQuestion, ...]


def pose(asked: Item | Entry) -> Posed:
    """The questions of an item or of a plan's entry.

    Raises
    ------
    KeyError, ValueError
        If this version of the app does not know it; NotOpened is a ValueError.
    """
    if asked.activity == BANK:
        return pose_bank(tuple(asked.payload["items"]))
    if asked.activity == OWN:
        return pose_own(json.dumps(asked.payload["question"]), asked.graph)
    return pose_activity(asked.activity.removeprefix(ACTIVITY), asked.graph)


def pose_if_known(asked: Item | Entry | None) -> Posed | None:
    """As `pose`; None for what this version of the app does not know or this server cannot open."""
    try:
        return None if asked is None else pose(asked)
    except (KeyError, ValueError):
        return None


def find_step(item: Item | None, question: str) -> PosedQuestion | None:
    """The question with this identifier among those of an item; None if this version of the app has none."""
    posed = pose_if_known(item)
    return next((step for step in posed.steps if step.question.identifier == question), None) if posed else None


def short(question: str) -> str:
    """What a question or a generator of the bank is called where there is little room.

    Examples
    --------
    >>> short("least_loss_point.communities.17")
    'Least loss point'
    """
    return question.split(".")[0].split(":")[-1].replace("_", " ").capitalize()


@lru_cache(maxsize=256)
def pose_bank(identifiers: tuple[str, ...]) -> Posed:
    """The questions of the bank with these identifiers."""
    questions = [bank.rebuild(identifier, open_surface) for identifier in identifiers]
    steps = tuple(
        PosedQuestion(drawn.question, drawn.scenario, drawn.topic == "surface", number=number)
        for number, drawn in enumerate(questions)
    )
    title = short(questions[0].generator) if len(questions) == 1 else f"Quiz of {len(questions)}"
    return Posed(title, steps)


@lru_cache(maxsize=32)
def pose_activity(name: str, graph: str) -> Posed:
    """The questions of a guided activity on a graph; what leads to a question stands before it."""
    activity = next((one for one in ACTIVITIES if one.name == name), None)
    if activity is None:
        raise KeyError(name)
    return Posed(activity.title, _questions(activity, graph))


@lru_cache(maxsize=256)
def pose_own(data: str, graph: str) -> Posed:
    """The question that an instructor wrote, as JSON, on a graph."""
    written = from_data(json.loads(data))
    step = PosedQuestion(written.question(), graph, written.about_map, plain=written.prompt)
    return Posed(written.name, (step,))


def _questions(activity: Activity, graph: str) -> tuple[PosedQuestion, ...]:
    surface, layer = open_surface(graph), activity.layer
    found: list[PosedQuestion] = []
    before: list[str] = []
    for step in activity.steps_on(surface):
        layer = step.layer or layer
        before += [passage.on(surface) for passage in step.text] + [
            f"- {one.text(surface)}" for one in step.checkpoints
        ]
        question = step.ask_on(surface)
        if question is None:
            continue
        question = replace(question, identifier=f"{activity.name}:{step.name}")
        after = "\n\n".join(filter(None, (passage.on(surface) for passage in step.after)))
        intro = "\n\n".join(filter(None, before))
        found.append(PosedQuestion(question, graph, True, intro, after, activity.hidden, layer, len(found)))
        before = []
    return tuple(found)
