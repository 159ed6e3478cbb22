"""Files to take away: the surface and the numbers at a point as CSV, the map as a picture."""

import csv
import io
from typing import Literal

from explorer.charts.stage import LAYERS, TERMS, Scene, recipes
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.views.state import View

COLUMNS = tuple(dict.fromkeys((*LAYERS, *TERMS, "gradient_norm", "hardest_negative_share")))  # a layer or not
"""Every quantity of a cell; each stands beside its standard deviation over seeds."""


def surface_csv(surface: Surface) -> str:
    """Return all cells as CSV, one a row, in the order of temperature, then strength.

    Parameters
    ----------
    surface : Surface

    Returns
    -------
    str
    """
    header = ["strength", "temperature", *(f"{c}{end}" for c in COLUMNS for end in ("", "_sd")), "accuracy_stderr"]
    columns = [array for c in COLUMNS for array in (getattr(surface, c), surface.spread[c])]
    columns.append(surface.stderr["accuracy"])
    rows = []
    for t, temperature in enumerate(surface.temperatures):
        for p, strength in enumerate(surface.strengths):
            values = (column[t, p] for column in columns)
            rows.append([_number(strength), _number(temperature), *map(_number, values)])
    return _csv([header, *rows])


def point_csv(surface: Surface, point: OperatingPoint) -> str:
    """Return the numbers at one point as CSV, one quantity a row.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint

    Returns
    -------
    str
    """
    cell = point.cell
    rows = [["quantity", "mean", "sd_over_seeds", "unit"]]
    rows += [["strength", _number(point.strength), "", ""], ["temperature", _number(point.temperature), "", ""]]
    known = LAYERS | TERMS
    for name in COLUMNS:
        unit = known[name].units if name in known else ""
        rows.append([name, _number(getattr(surface, name)[cell]), _number(surface.spread[name][cell]), unit])
    rows.append(["accuracy_stderr", _number(surface.stderr["accuracy"][cell]), "", ""])
    for name, read in surface.baselines.items():
        rows.append([f"accuracy_of_{name}", _number(read.accuracy), "", LAYERS["accuracy"].units])
        rows.append([f"accuracy_of_{name}_stderr", _number(read.error), "", ""])
    rows.append(["chance_level", _number(surface.chance_level), "", "nats"])
    if surface.theory is not None and surface.theory_spread is not None:
        theory, spread = surface.theory[cell[1]], surface.theory_spread[cell[1]]
        rows.append(["collapse_temperature", _number(theory), _number(spread), ""])
    return _csv(rows)


def picture(view: View, form: Literal["svg", "png"], theme: str) -> bytes:
    """Return the map of a view as a picture.

    Parameters
    ----------
    view : View
    form : {"svg", "png"}
    theme : {"light", "dark"}

    Returns
    -------
    bytes
    """
    # Large, and only needed here.
    from explorer.charts.stage.picture import png, svg

    scene = Scene(
        view.surface,
        view.point,
        layer=view.layer,
        pinned=view.pinned,
        overlays=view.overlays,
        glyphs=recipes(view.surface),
    )
    return svg(scene, theme).encode() if form == "svg" else png(scene, theme)


def file_name(view: View, ending: str) -> str:
    """Return a name that says what is in the file."""
    return f"contrastive-{view.surface.scenario.name}-{ending}"


def _number(value):
    """Return a number as text with nine significant digits: more than the seeds justify, enough to compute with."""
    return f"{float(value):.9g}"


def _csv(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
