"""The map of a surface as an Altair chart for a notebook, with a slider for each of the two knobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from explorer.charts.palette import THEMES
from explorer.charts.stage.inputs import scene_inputs, surface_inputs
from explorer.charts.stage.map import map_chart
from explorer.charts.stage.recipes import recipes
from explorer.charts.stage.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Collection

    from explorer.model.point import OperatingPoint
    from explorer.model.surface import Surface


def chart(
    surface: Surface,
    point: OperatingPoint | None = None,
    *,
    layer: str = "loss",
    overlays: Collection[str] = ("collapse", "theory", "loss_optimum", "accuracy_optimum"),
    theme: str = "light",
    width: int = 560,
    height: int = 400,
) -> alt.LayerChart:
    """Return the map of the Explore page, whose point two sliders move.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint, optional
        Where it stands at first; by default at the cell of least loss.
    layer : str
        A name in ``LAYERS``.
    overlays : collection of str
        Names in ``OVERLAYS``; those that the surface does not have are left out.
    theme : {"light", "dark"}
    width, height : int
        Of the map without its margins, in pixels.

    Returns
    -------
    LayerChart
    """
    has = set(overlays) - ({"theory"} if surface.theory is None else set())
    point = point or surface.loss_optimum()
    scene = Scene(surface, point, layer=layer, overlays=frozenset(has), glyphs=recipes(surface))
    values = surface_inputs(surface, 0, scene.hidden) | scene_inputs(scene)
    rows, columns = scene.shape
    spec = map_chart(THEMES[theme]).to_dict()
    spec["params"] = [_filled(one, values) for one in spec["params"]]
    t, p = point.cell
    spec["params"] += [_slider("strength_step", "Augmentation strength p", p, columns)]
    spec["params"] += [_slider("temperature_step", "Temperature τ", t, rows)]
    return alt.LayerChart.from_dict(spec | {"width": width, "height": height})


def _filled(param, values):
    if param["name"] == "cell":
        return {"name": "cell", "expr": "temperature_step * columns + strength_step"}
    return param | {"value": values[param["name"]]} if param["name"] in values else param


def _slider(name, label, value, steps):
    return {
        "name": name,
        "value": value,
        "bind": {"input": "range", "name": f"{label} ", "min": 0, "max": steps - 1, "step": 1},
    }
