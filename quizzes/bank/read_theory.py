"""Collapse on the surface and the curve τ*(p)."""

import numpy as np

from explorer.model.surface import COLLAPSED_BELOW, Surface
from quizzes.bank.for_generators import read_off, some
from quizzes.bank.generators import GRAPHS, Draft, IllPosed, generator
from quizzes.cells import tau, theory


def _row_spacing(s: Surface, row: int) -> float:
    """One grid step in τ around a row."""
    return 1.01 * float(
        s.temperatures[min(row + 1, len(s.temperatures) - 1)] - s.temperatures[row]
        or s.temperatures[row] - s.temperatures[row - 1]
    )


def _edge(s: Surface, column: int) -> int:
    """The highest row without collapse in a column that has one."""
    return int(np.flatnonzero(~s.collapse_region()[:, column]).max())


def _edge_temperature(s: Surface, column: int) -> float:
    """The highest τ without collapse; NaN where the whole column is collapsed."""
    return float("nan") if s.collapse_region()[:, column].all() else float(s.temperatures[_edge(s, column)])


@generator("surface", 2, GRAPHS)
def highest_open_temperature(surface: Surface, rng: np.random.Generator) -> Draft:
    """The highest τ without collapse at one strength."""
    column = some(rng, surface.strengths)
    collapsed = surface.collapse_region()[:, column]
    if not collapsed.any() or collapsed.all() or np.diff(collapsed.astype(int)).min() < 0:
        raise IllPosed("no single edge here")
    edge = _edge(surface, column)
    question = read_off(
        f"At strength {surface.strengths[column]:.2f}, what is the highest τ on the map without collapse "
        f"(effective directions at least {COLLAPSED_BELOW:g})?",
        lambda s: float(s.temperatures[_edge(s, column)]),
        lambda s: _row_spacing(s, _edge(s, column)),
        [
            (
                "That is τ* of the theory, where collapse turns stable; the border of the map lies a little off it.",
                lambda s: float(theory(s)[column]),
            ),
            (
                "That is the edge at the weakest augmentation; look in the column of the strength given.",
                lambda s: _edge_temperature(s, 0),
            ),
            (
                "That is the edge at the strongest augmentation; look in the column of the strength given.",
                lambda s: _edge_temperature(s, -1),
            ),
            (
                "That is the lowest τ of the map; start at the top and go down until the directions reach "
                f"{COLLAPSED_BELOW:g}.",
                lambda s: float(s.temperatures[0]),
            ),
        ],
        surface,
        words="one grid step, about {amount}, counts",
        hints=("Take the layer of effective directions and go up that column.",),
        explanation=f"The last cell without collapse is **{tau(surface, edge)}**"
        + (
            f"; theory says that collapse is stable above τ* = {theory(surface)[column]:.2f}."
            if surface.theory is not None
            else "."
        ),
    )
    return Draft(question, (edge, column), "effective_directions", frozenset({"effective_directions"}))
