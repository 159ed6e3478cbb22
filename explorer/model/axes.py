"""What the strengths and the temperatures of a surface must be."""

from collections.abc import Sequence

import numpy as np

__all__ = ["ascending", "ascending_temperatures"]


def ascending(name: str, values: Sequence[float] | np.ndarray) -> np.ndarray:
    """Values of an axis as numbers.

    Parameters
    ----------
    name : str
        What the sentence of an error calls them.
    values : array_like
        One-dimensional, finite and ascending, at least one.

    Returns
    -------
    ndarray of float

    Raises
    ------
    ValueError
        If they are anything else.
    """
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        numbers = np.array(np.nan)
    if numbers.ndim != 1 or not len(numbers) or not np.isfinite(numbers).all() or (np.diff(numbers) <= 0).any():
        raise ValueError(f"{name} must be finite numbers in ascending order, at least one; got {values}")
    return numbers


def ascending_temperatures(values: Sequence[float] | np.ndarray) -> np.ndarray:
    """Temperatures as :func:`ascending` returns them, shape (T,).

    Raises
    ------
    ValueError
        If they do not rise strictly or the lowest is not above 0.
    """
    temperatures = ascending("temperatures", values)
    if not temperatures[0] > 0:
        raise ValueError(f"temperatures must be positive; got {temperatures[0]:g}")
    return temperatures
