"""Places on the alignment-uniformity plane: what can be beaten in both, the front, and which way τ moves along it."""

from functools import lru_cache

import numpy as np

from explorer.model.surface import Surface
from quizzes.activities.facts import better_in_both, column_front, direction
from quizzes.cells import Cell, column, row
from quizzes.types.goals import Goal

STRENGTH = 0.3


@lru_cache(maxsize=8)
def start(surface: Surface) -> Cell:
    """A dominated cell: some of the map, but not most of it, is better in both."""
    p = column(surface, STRENGTH)
    rows = [t for t in range(len(surface.temperatures)) if 0.02 <= better_in_both(surface, (t, p)).mean() <= 0.24]
    t = min(rows, key=lambda t: abs(t - row(surface, 1.0)), default=row(surface, 1.0))
    return t, p


def hot(surface: Surface) -> Cell:
    """The hottest cell of the front at that strength that has not collapsed."""
    p = column(surface, STRENGTH)
    rows = [t for t in column_front(surface, p) if not surface.collapse_region()[t, p]]
    return int(max(rows)), p


def cold(surface: Surface) -> Cell:
    """The coldest cell of the front at that strength."""
    p = column(surface, STRENGTH)
    return int(min(column_front(surface, p))), p


def shortfall(surface: Surface) -> np.ndarray:
    """How far each cell is from beating the start in both, in units of each metric's range."""
    cell = start(surface)
    parts = [(values - values[cell]) / np.ptp(values) for values in (surface.alignment, surface.uniformity)]
    return np.where(better_in_both(surface, cell), 0.0, np.maximum(np.maximum(*parts), 1e-3))


BOTH = Goal(
    shortfall,
    lambda surface: better_in_both(surface, start(surface)),
    "area where both are better",
    "the worse of the two metrics misses by {regret} of its range",
)


def unbeaten(surface: Surface) -> Cell:
    """A cell of the map that no cell beats in both: its least ℓ_uniform where ℓ_align is smallest."""
    t = int(
        np.argmin(np.where(surface.alignment[:, 0] <= surface.alignment.min() + 1e-9, surface.uniformity[:, 0], np.inf))
    )
    return t, 0


PUSHES = {
    ("rises", "falls"): "uniformity",
    ("stays", "falls"): "free",
    ("falls", "rises"): "alignment",
    ("falls", "falls"): "both",
    ("stays", "stays"): "nothing",
}


def push(surface: Surface) -> str:
    """What lowering τ does along the front: key of the right answer; empty if none of the answers says it."""
    a, b = hot(surface), cold(surface)
    return PUSHES.get((direction(surface, "alignment", a, b), direction(surface, "uniformity", a, b)), "")
