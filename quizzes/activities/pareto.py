"""Places on the alignment-uniformity plane: what can be beaten in both, the front, and which way τ moves along it."""

from functools import lru_cache

import numpy as np

from explorer.model.claims import stretches
from explorer.model.surface import Surface
from quizzes.activities.facts import dominating
from quizzes.cells import Cell, column, row
from quizzes.types.goals import Goal

STRENGTH, WALKED = 0.3, 0.2


@lru_cache(maxsize=8)
def dominated_cell(surface: Surface) -> Cell:
    """A dominated cell: some of the map, but not most of it, is better in both."""
    p = column(surface, STRENGTH)
    rows = [t for t in range(len(surface.temperatures)) if 0.02 <= dominating(surface, (t, p)).mean() <= 0.24]
    t = min(rows, key=lambda t: abs(t - row(surface, 1.0)), default=row(surface, 1.0))
    return t, p


@lru_cache(maxsize=8)
def cooling_path(surface: Surface) -> tuple[tuple[str, Cell, Cell], ...]:
    """The stretches of a path down τ, each with the cells where it begins and ends.

    At the strength nearest to 0.2 at which every stretch goes one way over its whole length; empty if there is none.
    """
    columns = np.argsort(abs(surface.strengths - WALKED), kind="stable")[: len(surface.strengths) // 3]
    for p in map(int, columns):
        found = tuple((name, (hot, p), (cold, p)) for name, hot, cold in stretches(surface, p))
        if found and all(name != "unclear" for name, _, _ in found):
            return found
    return ()


def hot(surface: Surface) -> Cell:
    """The cell where the path begins."""
    return cooling_path(surface)[0][1]


def cold(surface: Surface) -> Cell:
    """The cell where the path ends."""
    return cooling_path(surface)[-1][2]


def course_of_cooling(surface: Surface) -> str:
    """What cooling does over the whole path: the only stretch's name, ``"turns"``, or empty if the path is unclear."""
    names = [name for name, _, _ in cooling_path(surface)]
    return "" if not names else names[0] if len(set(names)) == 1 else "turns"


def shortfall(surface: Surface) -> np.ndarray:
    """How far each cell is from beating the start in both, shape (T, P), in units of each metric's range."""
    cell = dominated_cell(surface)
    parts = [(values - values[cell]) / (np.ptp(values) or 1.0) for values in (surface.alignment, surface.uniformity)]
    return np.where(dominating(surface, cell), 0.0, np.maximum(np.maximum(*parts), 1e-3))


BOTH = Goal(
    shortfall,
    lambda surface: dominating(surface, dominated_cell(surface)),
    "area where both are better",
    "the worse of the two metrics misses by {regret} of its range",
)


def unbeaten(surface: Surface) -> Cell:
    """A cell of the map that no cell beats in both: its least ℓ_uniform where ℓ_align is smallest."""
    t = int(
        np.argmin(np.where(surface.alignment[:, 0] <= surface.alignment.min() + 1e-9, surface.uniformity[:, 0], np.inf))
    )
    return t, 0
