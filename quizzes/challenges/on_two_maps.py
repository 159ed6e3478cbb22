"""Challenges that hold two encoders against each other."""

from functools import lru_cache

import numpy as np

from explorer.model.scenario import SHIPPED
from explorer.model.surface import Surface
from explorer.model.surface_file import load_shipped, openable
from quizzes.activities import Passage
from quizzes.cells import Cell
from quizzes.challenges.challenge import Challenge, outside

ALIKE = 0.1
"""Effective directions by which two encoders may differ and count as equal."""
LEAST = 0.01
"""Share of the map that has to be such."""
READABLE = 0.8
"""Accuracy from which a class can be read."""


@lru_cache(maxsize=8)
def other(surface: Surface) -> Surface | None:
    """A surface of the same graph by another encoder; None if there is none to open.

    For the circle the sphere that is alike in all else, or else the GCN; for these the linear encoder on the circle.
    """
    mine = SHIPPED.get(surface.scenario.name)
    if mine is None:
        return None
    found = [name for name in openable() if SHIPPED[name].graph == mine.graph]
    circle = [name for name in found if SHIPPED[name].encoder == "linear"]
    sphere = [
        name
        for name in found
        if SHIPPED[name].encoder == "linear-sphere"
        and (SHIPPED[name].weight_decay, SHIPPED[name].batch_size) == (mine.weight_decay, mine.batch_size)
    ]
    gcn = [name for name in found if SHIPPED[name].encoder == "gcn"]
    chosen = [*sphere, *gcn] if mine.encoder == "linear" else circle
    return load_shipped(chosen[0]) if chosen else None


@lru_cache(maxsize=8)
def there(surface: Surface) -> np.ndarray:
    """N_eff of the other encoder at each cell's setting, shape (T, P); NaN where its map has no such setting."""
    found = np.full(surface.loss.shape, np.nan)
    twin = other(surface)
    if twin is not None:
        for t, p in np.ndindex(*found.shape):
            point = surface.point(t, p)
            same = twin.nearest(point.strength, point.temperature)
            if np.allclose((same.strength, same.temperature), (point.strength, point.temperature), rtol=0.02):
                found[t, p] = twin.effective_directions[same.cell]
    return found


def direction_gap(surface: Surface) -> np.ndarray:
    """By how many effective directions the two encoders differ, shape (T, P)."""
    return np.abs(surface.effective_directions - there(surface))


def alike(surface: Surface) -> np.ndarray:
    """Cells where they differ little and this one can be read: bool, shape (T, P)."""
    return (np.round(direction_gap(surface), 2) <= ALIKE) & (np.round(surface.accuracy, 3) >= READABLE)


def meet_when_cold_and_strong(surface: Surface) -> bool:
    """Whether that happens at low τ and strong augmentation alone."""
    t, p = np.nonzero(alike(surface))
    return len(t) > 0 and bool(surface.temperatures[t.max()] <= 0.2 and surface.strengths[p.min()] >= 0.4)


def other_name(surface: Surface) -> str:
    """What the other encoder is called."""
    twin = other(surface)
    return "" if twin is None else twin.scenario.encoder_entry.title


def _said(surface: Surface, cell: Cell) -> str:
    if np.isnan(direction_gap(surface)[cell]):
        return f"{other_name(surface)} was not trained at this setting"
    return f"{direction_gap(surface)[cell]:.2f} apart"


def _both(surface: Surface, cell: Cell) -> str:
    here, twin, read = surface.effective_directions[cell], there(surface)[cell], surface.accuracy[cell]
    return f"{here:.2f} here, {twin:.2f} with {other_name(surface)}, accuracy {read:.3f}".replace("nan", "none")


ON_TWO_MAPS = (
    Challenge(
        name="twins",
        title="Two encoders, one number",
        text=lambda surface: (
            f"Find a setting at which *{other_name(surface)}* has as many effective directions as this encoder, to "
            f"within {ALIKE:g}, and the probe still reads {READABLE:.2f} or more. Then bring them **closer**."
        ),
        target=alike,
        value=lambda surface: np.where(np.isnan(direction_gap(surface)), np.inf, direction_gap(surface)),
        better="low",
        said=_said,
        besides=_both,
        start=outside(alike),
        layer="effective_directions",
        holds=lambda surface: other(surface) is not None and bool(alike(surface).mean() > LEAST),
        why=(
            Passage(
                "They meet where τ is low and views differ much: there both draw their nodes together.",
                meet_when_cold_and_strong,
            ),
        ),
    ),
)
