"""What every part of a page asks of a surface in every rerun, looked up once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.charts.object_cache import remembered

if TYPE_CHECKING:
    import numpy as np

    from explorer.model.augmentation import Draws
    from explorer.model.surface import Surface


@remembered
def grid_values(surface: Surface) -> tuple[list[float], list[float]]:
    """Return the strengths and the temperatures of the grid as plain numbers."""
    return surface.strengths.tolist(), surface.temperatures.tolist()


@remembered
def angles(surface: Surface, seed_index: int) -> np.ndarray:
    """Return the angles of one fresh view pair at every cell, shape (T, P, 2, N); see ``Surface.angles``."""
    found = surface.angles(seed_index)
    found.flags.writeable = False
    return found


@remembered
def draws(surface: Surface, seed_index: int) -> Draws:
    """Return the draws behind that view pair; see ``Surface.view_pair_draws``."""
    return surface.view_pair_draws(seed_index)
