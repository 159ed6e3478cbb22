"""What the activities say about a surface, each claim as a test on that surface."""

from functools import lru_cache

import numpy as np

from explorer.model.surface import Surface
from quizzes.cells import Cell, drops_edges, theory, theory_spread


def change(surface: Surface, metric: str, a: Cell, b: Cell) -> tuple[float, float]:
    """How a metric changes from cell a to cell b, and twice the standard error of that paired difference."""
    mean, standard_error = surface.difference(metric, b, a)
    return float(mean), 2 * float(standard_error)


def direction(surface: Surface, metric: str, a: Cell, b: Cell, least: float = 0.0) -> str:
    """``"rises"``, ``"falls"`` or ``"stays"``, as far as the seeds and a least difference worth naming can tell."""
    amount, error = change(surface, metric, a, b)
    if abs(amount) <= max(error, least):
        return "stays"
    return "rises" if amount > 0 else "falls"


def two_errors(surface: Surface, metric: str, cell: Cell) -> float:
    """Twice the standard error of the mean over seeds."""
    return 2 * float(surface.stderr[metric][cell])


# Alignment along one temperature -------------------------------------------------------------------------------------


def collapsed_row(surface: Surface) -> int:
    """The hottest row if most of it is collapsed, else −1."""
    last = len(surface.temperatures) - 1
    return last if surface.collapse_region()[last].mean() > 0.5 else -1


# The two optima ------------------------------------------------------------------------------------------------------


def accuracy_below_best(surface: Surface) -> float:
    """Best accuracy minus that of the loss minimiser."""
    return float(surface.accuracy.max() - surface.accuracy[surface.loss_optimum().cell])


def views_identical(surface: Surface) -> bool:
    """Whether the loss minimiser lies without augmentation, where alignment is free."""
    t, p = surface.loss_optimum().cell
    return bool(surface.strengths[p] == 0 and surface.alignment[t, p] < 1e-6)


def begins_at_zero(surface: Surface) -> bool:
    """Whether the weakest augmentation of the map is none at all."""
    return bool(surface.strengths[0] == 0)


def at_lowest_tau(surface: Surface) -> bool:
    """Whether the loss minimiser sits where the temperatures end."""
    return surface.loss_optimum().cell[0] == 0


@lru_cache(maxsize=8)
def rows_that_want_strength(surface: Surface) -> np.ndarray:
    """Rows whose least loss lies above strength 0, told from the loss there by the seeds: bool, shape (T,)."""
    best = surface.best_strength()
    found = [p > 0 and direction(surface, "loss", (t, 0), (t, int(p))) == "falls" for t, p in enumerate(best)]
    return np.array(found) & begins_at_zero(surface)


def best_where_strength_pays(surface: Surface) -> Cell:
    """The cell of least loss in the row that gains most from augmentation."""
    rows = rows_that_want_strength(surface)
    gain = np.where(rows, surface.loss[:, 0] - surface.loss.min(axis=1), -np.inf)
    t = int(np.argmax(gain))
    return t, int(surface.best_strength()[t])


# Collapse ------------------------------------------------------------------------------------------------------------


def hottest_row(surface: Surface) -> str:
    """At which strengths the hottest row is collapsed: ``"weak"``, ``"strong"``, ``"all"``, ``"none"``, ``"other"``."""
    row = surface.collapse_region()[-1]
    if row.all() or not row.any():
        return "all" if row.all() else "none"
    steps = np.diff(row.astype(int))
    return "weak" if (steps <= 0).all() else "strong" if (steps >= 0).all() else "other"


def border_moves(surface: Surface) -> str:
    """How the border of collapse goes from no augmentation to the strongest, in steps of τ beyond one.

    ``"rises"``, ``"falls"``, ``"stays"``; ``"dips"`` where it first falls and then rises, by more than one step each;
    ``"other"``; empty where a strength has no uncollapsed cell or none at all is collapsed.
    """
    rows = np.array([hottest_uncollapsed(surface, p) for p in range(len(surface.strengths))])
    if not surface.collapse_region().any() or rows.min() < 0:
        return ""
    lowest = int(rows.argmin())
    down, up = int(rows[0] - rows[lowest]), int(rows[-1] - rows[lowest])
    if np.ptp(rows) <= 1:
        return "stays"
    if (np.diff(rows[: lowest + 1]) > 1).any() or (np.diff(rows[lowest:]) < -1).any():
        return "other"
    if down <= 1:
        return "rises"
    return "falls" if up <= 1 else "dips"


def hottest_uncollapsed(surface: Surface, p: int) -> int:
    """The highest row without collapse in a column."""
    free = np.flatnonzero(~surface.collapse_region()[:, p])
    return int(free[-1]) if len(free) else -1


def has_border(surface: Surface, p: int) -> bool:
    """Whether a column is collapsed at the top of the map and not all the way down."""
    return 0 <= hottest_uncollapsed(surface, p) < len(surface.temperatures) - 1


def region_shrinks(surface: Surface) -> bool:
    """Whether collapse begins at higher τ under the strongest augmentation than under none."""
    return hottest_uncollapsed(surface, len(surface.strengths) - 1) > hottest_uncollapsed(surface, 0) >= 0


def less_smoothing_spreads(surface: Surface) -> bool:
    """Whether dropping edges leaves more to tell nodes apart by: λmax(Q_p), and with it τ*(p), rises as it does."""
    return drops_edges(surface) and theory_rises(surface)


def theory_rises(surface: Surface) -> bool:
    """Whether there is a curve τ*(p) and it rises with p by more than its spread between seeds."""
    return bool(theory(surface)[-1] - theory(surface)[0] > theory_spread(surface)[[0, -1]].max())


# The plane -----------------------------------------------------------------------------------------------------------


def dominating(surface: Surface, cell: Cell) -> np.ndarray:
    """Cells with lower ℓ_align and ℓ_uniform than a cell, each told apart by the seeds: bool, shape (T, P)."""
    better, everywhere = np.ones(surface.loss.shape, dtype=bool), tuple(np.indices(surface.loss.shape))
    for metric in ("alignment", "uniformity"):
        lower = surface.difference(metric, everywhere, cell)
        better &= lower.told_apart & (lower.mean < 0)
    return better
