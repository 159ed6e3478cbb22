"""From a stored item to the questions that it poses, and what is hidden with each."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import streamlit as st

from explorer.charts.stage import LAYERS, OVERLAYS
from explorer.charts.stage.layers import all_hidden
from explorer.model.surface import Surface
from explorer.model.surface_file import load_shipped
from quizzes import bank
from quizzes.activities import ACTIVITIES, Activity
from quizzes.own import from_data
from quizzes.question import Question
from quizzes.store.items import Item

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
        return load_shipped(self.scenario)


@dataclass(frozen=True)
class Posed:
    """What an item poses: one question, or several in order."""

    title: str
    steps: tuple[PosedQuestion, ...]


def pose(item: Item) -> Posed:
    """The questions of an item.

    Raises
    ------
    KeyError, ValueError
        If this version of the app does not know the item.
    """
    return pose_parts(item.activity, item.payload, item.graph)


def pose_parts(activity: str, payload: Mapping[str, Any], graph: str) -> Posed:
    """The questions of what an item or a plan's entry names; raises as `pose`."""
    if activity == BANK:
        return pose_bank(tuple(payload["items"]))
    if activity == OWN:
        return pose_own(json.dumps(payload["question"]), graph)
    return pose_activity(activity.removeprefix(ACTIVITY), graph)


def find_step(item: Item | None, question: str) -> PosedQuestion | None:
    """The question with this identifier among those of an item; None if this version of the app has none."""
    try:
        steps = () if item is None else pose(item).steps
    except (KeyError, ValueError):
        return None
    return next((step for step in steps if step.question.identifier == question), None)


def bank_title(generator: str) -> str:
    """A generator's name in words."""
    return generator.replace("_", " ").capitalize()


@lru_cache(maxsize=256)
def pose_bank(identifiers: tuple[str, ...]) -> Posed:
    """The questions of the bank with these identifiers."""
    items = [bank.rebuild(identifier, load_shipped) for identifier in identifiers]
    steps = tuple(
        PosedQuestion(item.question, item.scenario, item.topic == "surface", number=number)
        for number, item in enumerate(items)
    )
    title = bank_title(items[0].generator) if len(items) == 1 else f"Quiz of {len(items)}"
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
    surface, layer = load_shipped(graph), activity.layer
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


MAP, SLIDERS = "map", "sliders"

PREVENTS = (
    "While a question is open, the tabs that joined this class get no other page, and what you hide is not sent to "
    "them. That keeps the answer from being one click away. It does not stop a student from opening Explore in "
    "another tab or on another device, or from asking a neighbour."
)

HIDEABLE = {
    MAP: "The map to look things up",
    SLIDERS: "The sliders",
    "loss_optimum": "Least loss",
    "accuracy_optimum": "Best accuracy",
    "theory": "Theory curve τ*(p)",
    "collapse": "Collapse region",
    **{name: f"Layer: {layer.title}" for name, layer in LAYERS.items()},
    "circle": "The unit circle",
    "split": "The split L = A + U",
    "sentences": "The sentence on training",
}
"""Names as they are stored with an item, and what the instructor reads."""


def hidden_by_default(step: PosedQuestion) -> frozenset[str]:
    """What is hidden unless the instructor decides otherwise: all that would be one click away from the answer."""
    hidden = {*OVERLAYS, "accuracy", *step.hidden, *step.question.hidden}
    if step.question.on_grid:
        hidden |= {"circle", "sentences"}  # on a phone, the button then stands right under the map
    if not step.about_map:
        hidden.add(MAP)
    return frozenset(hidden) & HIDEABLE.keys()


def hiding_picker(
    hidden: Collection[str], *, key: str, on_change: Callable[[set[str], set[str]], None] | None = None
) -> list[str]:
    """Let the instructor choose what is hidden.

    Parameters
    ----------
    hidden : collection of str
        What is hidden now, or at first.
    key : str
    on_change : callable, optional
        Gets what to hide and what to show besides what is stored. With it, `hidden` is what is stored, and is shown in
        every run, since another device may have changed it; without it, the choice stays here.
    """
    names = sorted(frozenset(hidden) & HIDEABLE.keys(), key=list(HIDEABLE).index)

    def change() -> None:
        if on_change is not None:
            now, before = set(st.session_state[key]), set(names)
            on_change(now - before, before - now)

    if on_change is not None or key not in st.session_state:
        st.session_state[key] = names
    with st.expander("Hidden from students", icon=":material/visibility_off:"):
        chosen = st.pills(
            "Hidden from students",
            list(HIDEABLE),
            selection_mode="multi",
            format_func=HIDEABLE.__getitem__,
            label_visibility="collapsed",
            key=key,
            on_change=change,
        )
        st.caption(PREVENTS)
    return chosen


def on_stage(hidden: Collection[str]) -> frozenset[str]:
    """Those names that the stage knows, with all that would give them away."""
    return all_hidden(frozenset(hidden) - {MAP, SLIDERS})
