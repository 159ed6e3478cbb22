"""The stage's charts as Vega: compiled once a theme, with nothing of a surface in them, and filled by a scene."""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import Any

import vl_convert

from explorer.charts.palette import THEMES
from explorer.charts.stage.circle import circle_chart
from explorer.charts.stage.map import map_chart
from explorer.charts.stage.params import WALL
from explorer.charts.stage.play import MOVES_ITSELF, SIGNALS, STEPS
from explorer.charts.stage.sphere import sphere_chart
from explorer.charts.stage.split import split_chart
from explorer.charts.stage.training_run import run_chart

_DOWN = {"source": "view", "type": "pointerdown"}
_UP = {"source": "window", "type": "pointerup"}
_CANCEL = {"source": "window", "type": "pointercancel"}
_MOVE = {"source": "window", "type": "pointermove", "between": [_DOWN, _UP]}

# A filter of an event cannot read signals, so what it would test is a condition of the update.
_INSIDE = "event.button === 0 && inrange(x(), [0, width]) && inrange(y(), [0, height])"
_ROW = "clamp(floor((1 - y() / height) * rows), 0, rows - 1)"
_COLUMN = "clamp(floor(x() / width * columns), 0, columns - 1)"
_CELL = f"{_ROW} * columns + {_COLUMN}"
_DRAG = [
    {"events": _DOWN, "update": _INSIDE},
    {"events": [_UP, _CANCEL], "update": "false"},
]
_TO_THE_CELL = [
    {"events": _DOWN, "update": f"{_INSIDE} ? {_CELL} : cell"},
    {"events": _MOVE, "update": f"pressed ? {_CELL} : cell"},
]
_PRESSED = {"name": "pressed", "value": False, "on": _DRAG}
_DRAGGING = {"name": "dragging", "value": False, "on": _DRAG}

LISTENERS = {
    "map": {"cell": _TO_THE_CELL},
    "ground": {"cell": [*_TO_THE_CELL, *STEPS]},
    "sphere": {
        "yaw": [{"events": _MOVE, "update": "grabbed.yaw + (x() - grabbed.x) / unit"}],
        "pitch": [{"events": _MOVE, "update": "clamp(grabbed.pitch + (y() - grabbed.y) / unit, -1.5, 1.5)"}],
    },
}
"""Chart and parameter to what a pointer does to it. Vega-Lite has no words for it, Vega does."""

OWN = {
    "map": (_PRESSED, _DRAGGING),
    "ground": (_PRESSED, _DRAGGING | {"on": [*_DRAG, MOVES_ITSELF]}, *SIGNALS),
    "sphere": (
        {
            "name": "grabbed",
            "value": {"x": 0, "y": 0, "yaw": 0, "pitch": 0},
            "on": [{"events": _DOWN, "update": "{x: x(), y: y(), yaw: yaw, pitch: pitch}"}],
        },
    ),
}
"""Signals that only a pointer needs, and those of *Play*."""

CHARTS = {
    "map": map_chart,
    "ground": lambda theme: map_chart(theme, sheets=("ground",)),
    "point": lambda theme: map_chart(theme, sheets=("point",)),
    "wall": lambda theme: map_chart(theme, WALL),
    "circle": circle_chart,
    "sphere": sphere_chart,
    "split": split_chart,
    "run": run_chart,
}
"""Name to builder: a function of the theme."""

VEGALITE = "6.4"


@cache
def compiled(name: str, theme: str) -> dict[str, Any]:
    """Return a chart of the stage as Vega, which the browser draws without compiling it.

    Parameters
    ----------
    name : str
        A key of ``CHARTS``.
    theme : {"light", "dark"}

    Returns
    -------
    dict
        A Vega specification, shared by all callers, who leave it as it is. ``usermeta.placed`` names the datasets whose
        rows say where a node ``k`` was drawn: ``x`` and ``y`` on the chart's scales.
    """
    # Altair's own check takes half of the time; the tests make it.
    spec = CHARTS[name](THEMES[theme]).to_dict(validate=False)
    vega = vl_convert.vegalite_to_vega(json.dumps(spec), vl_version=VEGALITE)
    for mark in _marks(vega):
        mark["interactive"] = "tooltip" in mark.get("encode", {}).get("update", {})
    for axis in vega.get("axes", []):
        if name == "ground":
            axis["labels"] = False  # they give way to the point, and the ground need not be painted anew for that
            axis.pop("encode")
        elif name == "point":
            axis["tickOpacity"] = 0
    listeners = LISTENERS.get(name, {})
    signals = [one | {"on": listeners[one["name"]]} if one["name"] in listeners else one for one in vega["signals"]]
    placed = [one["name"] for one in vega["data"] if any(t.get("as") == "area" for t in one.get("transform", ()))]
    return vega | {"usermeta": {"placed": placed}, "signals": [*(own for own in OWN.get(name, ())), *signals]}


def _marks(group: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the marks of a specification, those in groups too."""
    marks = group.get("marks", [])
    return [inner for mark in marks for inner in (mark, *_marks(mark))]


def filled(spec: dict[str, Any], *inputs: dict[str, Any], width: int, height: int) -> dict[str, Any]:
    """Return a compiled chart with a scene's inputs in it, ready to be drawn.

    Parameters
    ----------
    spec : dict
        What `compiled` returned.
    *inputs : Inputs
        Of a surface and of a scene.
    width, height : int
        Of the plot without its margins, in pixels.

    Returns
    -------
    dict
        A new specification.
    """
    values = {name: value for part in inputs for name, value in part.items()}
    signals = [one | {"value": values[one["name"]]} if one["name"] in values else one for one in spec["signals"]]
    return spec | {"width": width, "height": height, "signals": signals}


if __name__ == "__main__":
    json.dump({theme: {name: compiled(name, theme) for name in CHARTS} for theme in THEMES}, sys.stdout)
