"""Names on the map: where they stand so that they keep clear of one another, and the glyphs that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from explorer.charts.classes import STAR, WEDGE

if TYPE_CHECKING:
    from explorer.charts.stage.scene import Glyph, Scene

NAMES = {"collapse": "collapse", "student": "your region", "truth": "true region"}
"""What is written into an area, by its kind, and into collapse."""

_SHAPES = {"student": "circle", "truth": STAR, "class": "circle", "revised": "circle", "optimum": WEDGE}
_LINE = 0.05  # of the map's height: the least distance of two names that stand beside each other
_WORD = 0.3  # of its width


class Labels(NamedTuple):
    """Rows of the parameters ``marks`` and ``labels``."""

    marks: list[dict[str, Any]]
    labels: list[dict[str, Any]]


def labels(scene: Scene) -> Labels:
    """Return glyphs and names of a scene."""
    surface = scene.surface
    marks: list[dict[str, Any]] = []
    written: list[dict[str, Any]] = []
    named = {area.kind: area for area in scene.areas if area.kind in NAMES}
    masks: dict[str, tuple[np.ndarray, str]] = {
        kind: (np.asarray(area.cells), area.label or NAMES[kind]) for kind, area in named.items()
    }
    if "collapse" in scene.overlays:
        masks["collapse"] = surface.collapse_region(), NAMES["collapse"]
    written += [_within(scene, *masks[kind]) for kind in sorted(masks) if masks[kind][0].any()]
    if "theory" in scene.overlays and surface.theory is not None:
        written += _beside_theory(surface.strengths, surface.theory, surface.temperatures[-1])
    for mark, shape in _glyphs(scene):
        marks.append(
            {
                "strength": mark.strength,
                "temperature": mark.temperature,
                "shape": shape,
                "kind": mark.kind,
                "count": mark.count,
            }
        )
        if mark.label:
            right = mark.strength > np.mean(surface.strengths[[0, -1]])
            row = _row(mark.strength, mark.temperature, mark.label, side="left" if right else "right")
            high = mark.temperature > surface.temperatures[-2]  # a name above it would stand on the axis's title
            written.append(row | {"lower": int(high)})
    return Labels(marks, _apart(scene, written))


def _glyphs(scene: Scene) -> list[tuple[Glyph, str]]:
    """Return the scene's glyphs and the optima that are shown, each with its shape, the largest first."""
    from explorer.charts.stage.scene import Glyph

    surface, found = scene.surface, []
    if "loss_optimum" in scene.overlays:
        best = surface.loss_optimum()
        found.append((Glyph(best.strength, best.temperature, "least loss"), _SHAPES["optimum"]))
    if "accuracy_optimum" in scene.overlays:
        best = surface.accuracy_optimum()
        found.append((Glyph(best.strength, best.temperature, "best accuracy"), _SHAPES["truth"]))
    given = sorted(scene.glyphs, key=lambda glyph: -glyph.count)
    return [*((glyph, _SHAPES[glyph.kind]) for glyph in given), *found]


def _within(scene: Scene, mask: np.ndarray, text: str) -> dict[str, Any]:
    """Return a name in the middle of a set of cells; `mask` has shape (T, P)."""
    t, p = np.nonzero(mask)
    surface = scene.surface
    height = float(np.exp(np.log(surface.temperatures[t]).mean()))
    return _row(float(surface.strengths[p].mean()), height, text, side="within")


def _beside_theory(strengths: np.ndarray, theory: np.ndarray, highest: float) -> list[dict[str, Any]]:
    """Return the name of τ*(p) where the line leaves the map: under what rises, on the side to which it falls."""
    seen = np.flatnonzero((theory <= highest) & (theory > 0))
    if not len(seen):
        return []
    place, side = seen[-1], "right"
    if strengths[place] > np.mean(strengths[[0, -1]]):
        before = seen[strengths[seen] <= strengths[place] - _WORD * (strengths[-1] - strengths[0])]
        side = "under"
        if len(before) and theory[before[-1]] < theory[place]:
            place, side = before[-1], "under the rise"
    return [_row(float(strengths[place]), float(theory[place]), "τ*(p), theory", side=side)]


def _row(strength: float, temperature: float, text: str, *, side: str) -> dict[str, Any]:
    return {"strength": strength, "temperature": temperature, "text": text, "side": side, "lower": 0}


def _apart(scene: Scene, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lower a name by whole lines until it is clear of those before it."""
    surface = scene.surface
    width = surface.strengths[-1] - surface.strengths[0]
    height = np.log(surface.temperatures[-1] / surface.temperatures[0])
    taken: list[tuple[float, float]] = []
    for row in rows:
        x, y = row["strength"] / width, np.log(row["temperature"]) / height
        y -= _LINE if row["side"].startswith("under") else 0
        while any(abs(x - a) < _WORD and abs(y - row["lower"] * _LINE - b) < 0.99 * _LINE for a, b in taken):
            row["lower"] += 1
        taken.append((x, y - row["lower"] * _LINE))
    return rows
