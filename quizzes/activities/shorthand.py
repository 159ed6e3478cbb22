"""Short ways to write an activity's questions and checkpoints."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from explorer.model.surface import Surface
from quizzes.activities.activity import Checkpoint
from quizzes.cells import Cell
from quizzes.types import Choice, Prediction, SingleChoice
from quizzes.types.prediction import LABEL

Choices = Mapping[str, tuple[str, str] | tuple[str, str, str]]
"""Key: text, feedback, and the feedback where the surface bears the choice out, if one text cannot serve for both."""


def single_choice(prompt: str, choices: Choices, right: Any, **more: Any) -> SingleChoice:
    """A single choice; `right` is a key or Surface -> key.

    Feedback on a wrong one says where to look, so that a second try is worth making where three are left or more.
    """
    keys = (lambda surface: frozenset({right(surface)})) if callable(right) else frozenset({right})
    return SingleChoice(
        prompt=prompt,
        choices=tuple(Choice(key, *words) for key, words in choices.items()),
        right=keys,
        attempts=2 if len(choices) > 3 else 1,
        **more,
    )


def predict(prompt: str, choices: Choices, right: Any, **more: Any) -> Prediction:
    """A prediction by single choice."""
    inner = single_choice(LABEL, choices, right)
    return Prediction(prompt=prompt, inner=inner, **more)


def visit(text: Callable[[Surface], str], where: Callable[[Surface], Cell]) -> Checkpoint:
    """Tick when the point stands on a cell."""
    return Checkpoint(text, lambda surface, visited, now: now == where(surface), lambda surface: (where(surface),))


def stand_in(
    text: Callable[[Surface], str], inside: Callable[[Surface, Cell], bool], example: Callable[[Surface], Cell]
) -> Checkpoint:
    """Tick when the point stands anywhere in a region."""
    return Checkpoint(text, lambda surface, visited, now: inside(surface, now), lambda surface: (example(surface),))


def visit_some(
    text: Callable[[Surface], str],
    inside: Callable[[Surface, Cell], bool],
    count: int,
    examples: Callable[[Surface], tuple[Cell, ...]],
) -> Checkpoint:
    """Tick when the point has stood on `count` cells of a region."""

    def met(surface: Surface, visited: Collection[Cell], now: Cell) -> bool:
        return len({cell for cell in {*visited, now} if inside(surface, cell)}) >= count

    return Checkpoint(text, met, examples)
