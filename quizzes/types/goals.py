"""What a point answer aims at: its regret in the surface's own units, and which cells count as found."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from explorer.model.counts import counted
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from quizzes.cells import cell_at

Mask = Callable[["Surface"], np.ndarray]


@dataclass(frozen=True)
class Goal:
    """A place on the surface that can be missed by more or by less.

    Parameters
    ----------
    regret
        Surface -> how much worse than the best every cell is, shape (temperatures, strengths); NaN where not allowed.
    accepted
        Surface -> cells that count as right: those that the seeds do not tell from the best.
    name
        ``"minimum"``, ``"maximum"`` or what the place is called.
    apart
        How a regret reads: ``"{regret} above the minimum"``.
    unit
        What a regret counts, in the singular; empty where it is in the surface's own units.
    judged_by
        What decides which cells count.
    """

    regret: Mask
    accepted: Mask
    name: str
    apart: str
    judged_by: str = "as far as the spread between seeds can tell"
    unit: str = ""

    def best(self, surface: Surface) -> tuple[int, int]:
        """The cell of least regret."""
        regret = self.regret(surface)
        return cell_at(np.nanargmin(regret), regret.shape)

    def missed_by(self, regret: float) -> str:
        """A regret in words, as `apart` has it."""
        digits = f"{regret:.2g}" if regret < 10 else f"{regret:.0f}"
        return self.apart.format(regret=counted(round(regret), self.unit) if self.unit else digits)


def rows_from(row: int) -> Mask:
    """The cells of a row of the grid, and of all hotter ones."""
    return lambda surface: np.indices(surface.loss.shape)[0] >= row


def columns_from(column: int) -> Mask:
    """The cells of a column of the grid, and of all of stronger augmentation."""
    return lambda surface: np.indices(surface.loss.shape)[1] >= column


def least(metric: str, within: Mask | None = None) -> Goal:
    """The cell where `metric` is least, among the cells `within`."""
    return _extreme(metric, within, sign=1.0, name="minimum", apart="{regret} above the minimum")


def greatest(metric: str, within: Mask | None = None) -> Goal:
    """The cell where `metric` is greatest, among the cells `within`."""
    return _extreme(metric, within, sign=-1.0, name="maximum", apart="{regret} below the maximum")


def place(target: Callable[[Surface], OperatingPoint], name: str) -> Goal:
    """One cell, missed by grid steps; a neighbour counts, since the grid cannot say more."""
    return near(target, name, 1)


def near(target: Callable[[Surface], OperatingPoint], name: str, steps: int) -> Goal:
    """One cell, missed by grid steps, some of which count as found."""

    def regret(surface: Surface) -> np.ndarray:
        t, p = target(surface).cell
        rows, columns = np.indices(surface.loss.shape)
        return np.maximum(abs(rows - t), abs(columns - p)).astype(float)

    within = f"within {counted(steps, 'step')} of the grid" if steps else "this very cell"
    apart = "{regret} from the " + name
    return Goal(regret, lambda surface: regret(surface) <= steps, name, apart, within, "grid step")


def _extreme(metric: str, within: Mask | None, *, sign: float, name: str, apart: str) -> Goal:
    def regret(surface: Surface) -> np.ndarray:
        values = sign * getattr(surface, metric)
        if within is not None:
            values = np.where(within(surface), values, np.nan)
        return values - np.nanmin(values)

    def accepted(surface: Surface) -> np.ndarray:
        away = regret(surface)
        best = cell_at(np.nanargmin(away), away.shape)
        return surface.as_good(metric, best, within=np.isfinite(away))

    return Goal(regret, accepted, name, apart)
