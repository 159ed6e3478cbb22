"""Probe accuracy along one knob, beside what the probe reads without any training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np

from explorer.charts.base import AXIS_EXTENT, arrow_table, layered, named
from explorer.charts.object_cache import remembered
from explorer.charts.slices import AXES
from explorer.charts.texts import BASELINES

if TYPE_CHECKING:
    import pyarrow as pa

    from explorer.charts.palette import Theme
    from explorer.model.point import OperatingPoint
    from explorer.model.surface import Surface

_DASHES = ([2, 3], [8, 4], [8, 3, 2, 3], [14, 4])


def accuracy_chart(theme: Theme, knob: str) -> alt.LayerChart:
    """Return the chart of one cut.

    Parameters
    ----------
    theme : Theme
        Colours.
    knob : {"temperature", "strength"}
        What runs along the axis.

    Returns
    -------
    alt.LayerChart
        Of the datasets ``line``, ``baselines`` and ``at``.
    """
    line, baselines, at = named("line", "baselines", "at")
    x = alt.X("x:Q", **AXES[knob])
    scale = alt.Scale(zero=False, nice=True, padding=6)
    y = alt.Y(
        "value:Q", title="probe accuracy", scale=scale, axis=alt.Axis(minExtent=AXIS_EXTENT, tickCount=5, format=".2f")
    )
    legend = alt.Legend(
        orient="top",
        title="without training",
        columns=1,
        symbolSize=400,
        symbolStrokeWidth=1.5,
        symbolStrokeColor=theme.ink,
        labelLimit=260,
        offset=4,
    )
    kind = alt.StrokeDash(
        "name:N", legend=legend, scale=alt.Scale(domain=list(BASELINES.values()), range=list(_DASHES))
    )
    error = alt.Tooltip("error:Q", title="± standard error", format=".3f")
    value = alt.Tooltip("value:Q", title="accuracy", format=".3f")
    here = [alt.Tooltip("x:Q", title=knob, format=".3~f"), value, error]
    return layered(
        alt.Chart(baselines)
        .mark_rule(color=theme.ink, strokeWidth=1.5, opacity=0.8)
        .encode(y=y, strokeDash=kind, tooltip=[alt.Tooltip("name:N", title="without training"), value, error]),
        alt.Chart(at).mark_rule(color=theme.accent, strokeWidth=1.5).encode(x=x),
        alt.Chart(line)
        .mark_area(opacity=0.2, color=theme.alignment_term)
        .encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q"),
        alt.Chart(line).mark_line(strokeWidth=2.25, color=theme.alignment_term).encode(x=x, y=y),
        alt.Chart(line).mark_point(size=120, opacity=0).encode(x=x, y=y, tooltip=here),
        alt.Chart(at)
        .mark_point(filled=True, size=70, opacity=1, color=theme.accent, stroke=theme.background, strokeWidth=1.5)
        .encode(x=x, y=y, tooltip=here),
        description=f"A line of the trained encoder's probe accuracy against {knob}, with its standard error; dashed "
        "horizontal lines show what the same probe reads from raw features, propagated features, an untrained encoder "
        "and the top two eigenvectors of Q. A vertical line marks the operating point.",
        height=340,
    )


def accuracy_data(surface: Surface, point: OperatingPoint, knob: str) -> dict[str, pa.Table]:
    """Return the datasets of one cut.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    knob : {"temperature", "strength"}

    Returns
    -------
    dict of str to pyarrow.Table
    """
    t, p = point.cell
    fixed, here = (p, t) if knob == "temperature" else (t, p)
    tables, x, value, error = _cut(surface, knob, fixed)
    at = arrow_table(x=x[[here]], value=value[[here]], error=error[[here]])
    return {**tables, "baselines": baselines_table(surface), "at": at}


@remembered
def baselines_table(surface: Surface) -> pa.Table:
    """Return what the probe reads without training: one row a baseline, with its standard error."""
    found = [surface.baselines[name] for name in BASELINES]
    return arrow_table(
        name=list(BASELINES.values()), value=[one.accuracy for one in found], error=[one.error for one in found]
    )


@remembered
def _cut(surface, knob, fixed):
    """Return what does not change along one cut."""
    cut = (slice(None), fixed) if knob == "temperature" else (fixed, slice(None))
    x = np.asarray(surface.temperatures if knob == "temperature" else surface.strengths)
    value, error = surface.accuracy[cut], surface.stderr["accuracy"][cut]
    return {"line": arrow_table(x=x, value=value, error=error, low=value - error, high=value + error)}, x, value, error
