"""The picture that a catalogue or a shared link shows: 1200 × 630, the same charts as on the page."""

from html import escape
from typing import NamedTuple

import vl_convert

from explorer.charts.palette import LIGHT
from explorer.charts.stage import OVERLAYS, Scene, recipes, scene_inputs, surface_inputs
from explorer.charts.stage.compiled import compiled, filled
from explorer.microsim.page import charts
from explorer.microsim.wording import facts, start
from explorer.model.surface import Surface

SIZE = (1200, 630)


class _Box(NamedTuple):
    """Where a chart stands, in px."""

    x: int
    y: int
    width: int
    height: int


_BOXES = {"map": _Box(40, 92, 680, 510), "circle": _Box(750, 70, 410, 420), "split": _Box(750, 496, 410, 110)}


def preview(surface: Surface) -> bytes:
    """Return the picture as PNG.

    Parameters
    ----------
    surface : Surface

    Returns
    -------
    bytes
    """
    scene = Scene(surface, start(surface), overlays=frozenset(OVERLAYS), glyphs=recipes(surface))
    inputs = surface_inputs(surface, 0, frozenset()), scene_inputs(scene)
    names = charts(surface) | {"map": "map"}  # here the point is drawn with the map, not over it
    placed = "".join(_placed(compiled(names[box], "light"), inputs, place) for box, place in _BOXES.items())
    title = (
        f'<text x="40" y="58" font-family="DejaVu Sans, sans-serif" font-size="32" font-weight="700" '
        f'fill="{LIGHT.ink}">{escape(facts(surface).title)}</text>'
    )
    width, height = SIZE
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" '
        f'height="{height}"><rect width="100%" height="100%" fill="{LIGHT.background}"/>{title}{placed}</svg>'
    )
    return vl_convert.svg_to_png(svg, scale=1, ppi=72)


def _placed(spec, inputs, box):
    """Return a chart as SVG in its box; the chart's margins are fixed, so its plot gets the rest."""
    margin = spec["padding"]
    width, height = box.width - margin["left"] - margin["right"], box.height - margin["top"] - margin["bottom"]
    svg = vl_convert.vega_to_svg(filled(spec, *inputs, width=width, height=height))
    return f'<g transform="translate({box.x} {box.y})">{svg}</g>'
