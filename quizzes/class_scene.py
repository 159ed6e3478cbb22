"""The map with the answers of a whole class, as a scene that a page, a projector and a report draw alike."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

import numpy as np

from explorer.charts.stage import Area, Glyph, Scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.model.surface import Surface

Place = tuple[float, float]
"""Strength and temperature."""


def glyphs_of(places: Sequence[Place], kind: Literal["class", "revised"]) -> tuple[Glyph, ...]:
    """One glyph a place, with how many answers lie there."""
    return tuple(Glyph(*place, kind=kind, count=count) for place, count in Counter(places).items())


def share_of(surface: Surface, regions: Sequence[Sequence[int]]) -> np.ndarray:
    """The share of the regions that hold each cell, shape (T, P)."""
    counts = np.zeros(surface.loss.size)
    for region in regions:
        counts[[cell for cell in region if 0 <= cell < counts.size]] += 1
    return counts.reshape(surface.loss.shape) / max(len(regions), 1)


def class_scene(
    surface: Surface,
    layer: str,
    *,
    first: Sequence[Place] = (),
    second: Sequence[Place] = (),
    regions: Sequence[Sequence[int]] = (),
    truths: Sequence[Glyph] = (),
    region: np.ndarray | None = None,
    collapse: bool = False,
) -> Scene:
    """A layer with everybody's points or regions on it.

    Parameters
    ----------
    surface : Surface
    layer : str
    first, second : list of (strength, temperature)
        The class's points in rounds 1 and 2.
    regions : list of list of int
        The regions that the class marked, as flat indices.
    truths : list of Glyph
    region : (T, P) bool array, optional
        The true region.
    collapse : bool
        Whether the collapse region is drawn.
    """
    shown = [Area(share_of(surface, regions), "class")] if regions else []
    if region is not None:
        shown.append(Area(region, "truth"))
    return Scene(
        surface,
        layer=layer,
        overlays={"collapse"} if collapse else (),
        glyphs=(*glyphs_of(first, "class"), *glyphs_of(second, "revised"), *truths),
        areas=tuple(shown),
    )
