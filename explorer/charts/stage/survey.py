"""A map in a few words for who does not see it: where a layer is low, where collapse lies, and which way is down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explorer.charts.object_cache import remembered
from explorer.charts.stage.layers import LAYERS
from explorer.charts.texts import strength_text, temperature_text

if TYPE_CHECKING:
    from explorer.model.surface import Surface

WAYS = (
    "No neighbouring point is lower.",
    *(
        f"Down is {way}."
        for way in (
            "weaker augmentation and lower τ",
            "lower τ",
            "stronger augmentation and lower τ",
            "weaker augmentation",
            "stronger augmentation",
            "weaker augmentation and higher τ",
            "higher τ",
            "stronger augmentation and higher τ",
        )
    ),
)
"""What `down` chooses from."""

_STEPS = [(t, p) for t in (-1, 0, 1) for p in (-1, 0, 1) if (t, p) != (0, 0)]
_STRENGTHS, _TEMPERATURES = ("weak", "middling", "strong"), ("low", "middling", "high")
_BORDER = 2  # grid steps
_UNKNOWN = 9


def _shifted(values: np.ndarray, step: tuple[int, int], outside: float) -> np.ndarray:
    """Return what lies a step away from each cell."""
    rows, columns = values.shape
    wide = np.pad(values, _BORDER, constant_values=outside)
    t, p = (_BORDER + one for one in step)
    return wide[t : t + rows, p : p + columns]


@remembered
def down(surface: Surface, layer: str) -> np.ndarray:
    """Return for each cell an index into `WAYS`, shape (T, P): its lowest neighbour; 9 where the layer has no value."""
    values = np.asarray(getattr(surface, layer), dtype=float)
    around = np.stack([_shifted(values, step, np.inf) for step in _STEPS])
    around = np.where(np.isnan(around), np.inf, around)
    ways = np.where(around.min(axis=0) < values, 1 + around.argmin(axis=0), 0)
    return np.where(np.isnan(values), _UNKNOWN, ways)


def near_border(surface: Surface) -> np.ndarray:
    """Return the cells from which two steps or fewer lead into collapse or out of it: bool, shape (T, P)."""
    region = surface.collapse_region()
    reach = range(-_BORDER, _BORDER + 1)
    around = np.stack([_shifted(region.astype(float), (t, p), np.nan) for t in reach for p in reach])
    return (np.nanmin(around, axis=0) < 1) & (np.nanmax(around, axis=0) > 0)


def lie(surface: Surface, layer: str) -> str:
    """Say in which ninth of the map a layer is least and greatest on average; no finer, since a point may be sought."""
    values = np.asarray(getattr(surface, layer), dtype=float)
    means = np.array(
        [[_mean(block) for block in np.array_split(band, 3, axis=1)] for band in np.array_split(values, 3)]
    )
    title, digits = LAYERS[layer].title, LAYERS[layer].digits
    if np.nanmax(means) - np.nanmin(means) < 10.0**-digits:
        return f"{title}: on the whole the same everywhere, to the digits shown."
    low, high = (np.unravel_index(find(means), means.shape) for find in (np.nanargmin, np.nanargmax))
    least, greatest = (f"where τ is {_TEMPERATURES[t]} and augmentation {_STRENGTHS[p]}" for t, p in (low, high))
    return f"{title}: least on the whole {least}, greatest {greatest}."


def _mean(block: np.ndarray) -> float:
    """Mean of the values that there are; on a small grid, or where a layer has no value, there may be none."""
    known = block[~np.isnan(block)]
    return float(known.mean()) if known.size else np.nan


def collapse(surface: Surface) -> str:
    """Say how much of the map is collapsed, and within which limits."""
    region = surface.collapse_region()
    if not region.any():
        return "No point of this map is collapsed."
    t, p = np.nonzero(region)
    low, high = (strength_text(surface.strengths[k]) for k in (p.min(), p.max()))
    share = f"{100 * region.mean():.0f} %" if region.mean() >= 0.01 else "Less than 1 %"
    where = f"strength {low}" if low == high else f"strengths {low} to {high}"
    least = temperature_text(surface.temperatures[t.min()])
    return f"{share} of the map is collapsed, all of it at τ = {least} or above and at {where}."
