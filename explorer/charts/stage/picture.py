"""The map of a scene as a still picture, drawn by the chart that the page moves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import vl_convert

from explorer.charts.palette import THEMES
from explorer.charts.stage.compiled import compiled, filled
from explorer.charts.stage.inputs import scene_inputs, surface_inputs

if TYPE_CHECKING:
    from explorer.charts.stage.scene import Scene

WIDTH, HEIGHT = 620, 420


def svg(scene: Scene, theme: str) -> str:
    """Return a picture as SVG.

    Parameters
    ----------
    scene : Scene
    theme : {"light", "dark"}

    Returns
    -------
    str
    """
    return vl_convert.vega_to_svg(json.dumps(_specification(scene, theme)))


def png(scene: Scene, theme: str, *, scale: float = 2) -> bytes:
    """Return a picture as PNG, `scale` pixels for one of the chart's; arguments as in `svg`."""
    return vl_convert.vega_to_png(json.dumps(_specification(scene, theme)), scale=scale)


def _specification(scene: Scene, theme: str) -> dict[str, Any]:
    inputs = surface_inputs(scene.surface, scene.seed_index, scene.hidden), scene_inputs(scene)
    drawn = filled(compiled("map", theme), *inputs, width=WIDTH, height=HEIGHT)
    return drawn | {"background": THEMES[theme].background}
