"""Points to find on the surface."""

from typing import Any

import numpy as np

from explorer.charts.texts import temperature_text
from explorer.model.surface import Surface
from quizzes.bank.for_generators import some
from quizzes.bank.generators import GRAPHS, Draft, generator
from quizzes.cells import at
from quizzes.types import Point
from quizzes.types.goals import Goal, columns_from, greatest, least, rows_from


def _draft(surface: Surface, *, goal: Goal, layer: str, explanation: str, **more: Any) -> Draft:
    cell = goal.best(surface)
    where = f"It lies at {at(surface, cell)}. "
    return Draft(
        Point(goal=goal, layer=layer, explanation=where + explanation, **more), cell, layer, frozenset({layer})
    )


@generator("surface", 1, GRAPHS)
def least_loss_point(surface: Surface, rng: np.random.Generator) -> Draft:
    """The point of least loss above a given τ."""
    row = some(rng, surface.temperatures, 0, 0.47)
    goal = least("loss", rows_from(row))
    return _draft(
        surface,
        prompt=f"Among all points with τ ≥ {temperature_text(surface.temperatures[row])}, place the point of least "
        "NT-Xent loss.",
        goal=goal,
        layer="loss",
        hidden=frozenset({"loss_optimum"}),
        reveals=frozenset({"loss_optimum"}),
        edge=True,
        hints=("Compare the loss at the ends of the range.", "What do identical views cost in alignment?"),
        explanation="Without augmentation the two views coincide, so alignment is free, and low τ scales everything "
        "up: the least loss sits at the end of the range, not in a valley."
        if goal.best(surface) == (row, 0) and surface.alignment[row, 0] < 1e-6
        else "The loss is a proxy: nothing says that the embedding is best where it is least.",
    )


@generator("surface", 2)
def best_accuracy_point(surface: Surface, rng: np.random.Generator) -> Draft:
    """A point of the best probe accuracy, among weak or strong augmentation too."""
    column = some(rng, surface.strengths, 0, 0.8)
    goal = greatest("accuracy", columns_from(column))
    cheapest = least("loss", columns_from(column)).best(surface)
    where = "" if column == 0 else f" among strengths of at least {surface.strengths[column]:.2f}"
    return _draft(
        surface,
        prompt=f"Place the point of the best probe accuracy{where}. Points that the noise cannot tell from it "
        "count as well.",
        goal=goal,
        layer="accuracy",
        hidden=frozenset({"accuracy_optimum"}),
        reveals=frozenset({"accuracy_optimum"}),
        edge=True,
        hints=("Follow one row from weak to strong, then the next.", "It need not lie where the loss is least."),
        explanation=f"The loss never sees a label; where it is least in this part of the map, at "
        f"{at(surface, cheapest)}, accuracy is {surface.accuracy[cheapest]:.3f}.",
    )


@generator("terms", 2, GRAPHS)
def most_directions_point(surface: Surface, rng: np.random.Generator) -> Draft:
    """Where the embeddings spread most, among strengths above a given one."""
    column = some(rng, surface.strengths, 0.05, 0.7)
    goal = greatest("effective_directions", columns_from(column))
    return _draft(
        surface,
        prompt=f"Among strengths of at least {surface.strengths[column]:.2f}, where do the embeddings fill most "
        "effective directions?",
        goal=goal,
        layer="effective_directions",
        edge=True,
        hints=(
            "Go down the column of the least strength that is allowed, then try stronger ones.",
            "What does high τ do to the spread? What does low τ do when the views differ much?",
        ),
        explanation="At higher τ the push apart, ∝ 1/τ, is weaker"
        + (
            "; at lower τ views that lie apart cost more, which draws nodes together." if goal.best(surface)[0] else "."
        ),
    )
