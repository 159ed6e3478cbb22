"""Cells of a surface's grid: found by their values, and said in words."""

import numpy as np

from explorer.charts.texts import place_text, strength_text, temperature_text
from explorer.model.surface import Surface

Cell = tuple[int, int]
"""Row and column: the index of a temperature and of a strength."""


def cell_at(flat: int | np.integer, shape: tuple[int, ...]) -> Cell:
    """The cell of a flat index, as `numpy.argmin` gives it."""
    t, p = np.unravel_index(int(flat), shape)
    return int(t), int(p)


def row(surface: Surface, temperature: float) -> int:
    """The row of the grid nearest to a temperature."""
    return int(np.argmin(abs(np.log(surface.temperatures / temperature))))


def column(surface: Surface, strength: float) -> int:
    """The column of the grid nearest to a strength."""
    return int(np.argmin(abs(surface.strengths - strength)))


def tau(surface: Surface, t: int) -> str:
    """A temperature of the grid as the page writes it."""
    return f"τ = {temperature_text(surface.temperatures[t])}"


def strength(surface: Surface, p: int) -> str:
    """A strength of the grid as the page writes it."""
    return f"strength {strength_text(surface.strengths[p])}"


def whole_range(surface: Surface) -> str:
    """The weakest and the strongest augmentation: ``0 to 0.6``."""
    return " to ".join(f"{p:.2g}" for p in surface.strengths[[0, -1]])


def at(surface: Surface, cell: Cell) -> str:
    """Strength and temperature of a cell in words."""
    return place_text(surface.strengths[cell[1]], surface.temperatures[cell[0]])


def drops_edges(surface: Surface) -> bool:
    """Whether strength drops edges that the encoder sees, so that it smooths less."""
    return surface.scenario.drops_edges


def masks_features(surface: Surface) -> bool:
    """Whether strength masks features, so that it adds noise."""
    return max(surface.scenario.shares.features) > 0


def theory(surface: Surface) -> np.ndarray:
    """τ*(p), shape (strengths,); NaN where the theory does not apply."""
    return np.full(len(surface.strengths), np.nan) if surface.theory is None else surface.theory


def theory_spread(surface: Surface) -> np.ndarray:
    """Standard deviation of τ*(p) over the seeds, shape (strengths,); NaN where the theory does not apply."""
    return np.full(len(surface.strengths), np.nan) if surface.theory_spread is None else surface.theory_spread
