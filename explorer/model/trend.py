"""How a metric changes with temperature at one strength, as far as the seeds tell cells apart."""

from enum import Enum

import numpy as np

from explorer.model.surface import Surface

__all__ = ["Course", "course", "rows_between"]


class Course(Enum):
    """What a metric does from the lowest to the highest of some temperatures, as the predicate of a sentence."""

    RISES = "rises"  # the ends are told apart, and no higher temperature's value from a lower one's the other way
    FALLS = "falls"
    LEVEL = "hardly changes"  # no two temperatures are told apart
    ARCH = "is highest in between"  # the highest value is told apart from both ends
    BOWL = "is lowest in between"  # the lowest value is told apart from both ends
    UNCLEAR = "has no simple course"  # some temperatures are told apart, and none of the above


def course(surface: Surface, metric: str, p: int, rows: np.ndarray) -> Course:
    """Course of a metric along τ at one strength.

    Parameters
    ----------
    surface : Surface
    metric : str
        A key of `by_seed`.
    p : int
        Index of the strength.
    rows : ndarray of int, shape (R,)
        Indices of ascending temperatures, R ≥ 1.

    Returns
    -------
    Course
    """
    rows = np.asarray(rows)
    difference = surface.difference(metric, (rows[None, :], p), (rows[:, None], p))  # [i, j] is row j minus row i
    later = np.triu(difference.told_apart, k=1)
    up, down = later & (difference.mean > 0), later & (difference.mean < 0)
    if not later.any():
        return Course.LEVEL
    if not down.any() and up[0, -1]:
        return Course.RISES
    if not up.any() and down[0, -1]:
        return Course.FALLS
    values = getattr(surface, metric)[rows, p]
    top, bottom = values.argmax(), values.argmin()
    arch, bowl = up[0, top] and down[top, -1], down[0, bottom] and up[bottom, -1]
    if arch != bowl:
        return Course.ARCH if arch else Course.BOWL
    return Course.UNCLEAR


def rows_between(surface: Surface, low: float, high: float) -> np.ndarray:
    """Indices of the temperatures nearest to those from `low` to `high`, both ends included.

    Returns
    -------
    ndarray of int, shape (R,)
    """
    first, last = (surface.nearest(0.0, tau).cell[0] for tau in (low, high))
    return np.arange(first, last + 1)
