"""The difference of two surfaces as a map: where one is higher, where the other, and where the seeds do not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np

from explorer.charts.base import AXIS_EXTENT, arrow_table, layered, named, picked
from explorer.charts.palette import DIVERGING
from explorer.charts.stage.inputs import edges
from explorer.charts.stage.params import expression

if TYPE_CHECKING:
    import pyarrow as pa

    from explorer.charts.palette import Theme
    from explorer.model.point import OperatingPoint
    from explorer.model.surface_difference import Between

DESCRIPTION = (
    "Heatmap of the difference of one quantity between two surfaces over augmentation strength (to the right) and "
    "temperature (upward, logarithmic): orange where the open one is higher, blue where the other is, a stroke through "
    "cells that the seeds do not tell apart. A ring marks the operating point."
)
_STROKE = "#000000"
"""Over cells near 0 alone, which are light in both designs."""


def difference_chart(theme: Theme) -> alt.LayerChart:
    """Return the map of a difference.

    Parameters
    ----------
    theme : Theme
        Colours.

    Returns
    -------
    alt.LayerChart
        Of the datasets ``cells``, ``ends`` and ``at``.
    """
    cells, ends, at = named("cells", "ends", "at")
    x = alt.X("left:Q", title="augmentation strength p →", scale=alt.Scale(nice=False, zero=False))
    y = alt.Y(
        "low:Q",
        title="temperature τ (log scale) →",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(minExtent=AXIS_EXTENT, values=[0.05, 0.1, 0.2, 0.5, 1, 2, 5], format="~g"),
    )
    colour = alt.Color(
        "shade:Q",
        scale=alt.Scale(range=list(DIVERGING), domainMid=0, nice=False, interpolate="lab"),
        legend=alt.Legend(
            type="gradient",
            orient="top",
            title="here − beside",
            titleOrient="left",
            gradientLength=200,
            gradientThickness=9,
            tickCount=4,
            format="+.2~r",
            offset=4,
        ),
    )
    number = [
        alt.Tooltip("strength:Q", title="strength", format=".2f"),
        alt.Tooltip("temperature:Q", title="τ", format=".3~f"),
        alt.Tooltip("difference:Q", title="here − beside", format="+.3f"),
        alt.Tooltip("error:Q", title="± s.e.", format=".4f"),
        alt.Tooltip("told_apart:N", title="told apart"),
    ]
    box = alt.Chart(cells).encode(x=x, x2="right:Q", y=y, y2="high:Q")
    ring = alt.Chart(at).encode(x=alt.X("strength:Q"), y=alt.Y("temperature:Q"))
    return layered(
        # Both ends of the scale, equally far from 0: else the palette's middle is 0, but its halves differ in scale.
        alt.Chart(ends).mark_rect(opacity=0).encode(color=colour),
        # Without a line of its own colour a cell leaves faint seams.
        box.mark_rect(strokeWidth=1).encode(
            color=colour, stroke=expression("scale('color', datum.shade)"), tooltip=number
        ),
        box.transform_filter("datum.told_apart == 'no'").mark_rule(color=_STROKE, opacity=0.55, strokeWidth=1),
        ring.mark_point(size=260, strokeWidth=5, opacity=1, color=theme.background),
        ring.mark_point(size=260, strokeWidth=2.5, opacity=1, color=theme.accent),
        description=DESCRIPTION,
        height=340,
    )


def difference_data(found: Between, point: OperatingPoint) -> dict[str, pa.Table]:
    """Return the datasets of the map.

    Parameters
    ----------
    found : Between
        With at least two strengths and two temperatures.
    point : OperatingPoint
        Ringed where it is one of the cells.

    Returns
    -------
    dict of str to pyarrow.Table
    """
    mean, error = found.difference
    t, p = (axis.ravel() for axis in np.indices(mean.shape))
    across, up = edges(found.strengths), np.exp(edges(np.log(found.temperatures)))
    # What chance alone has made large must not pale the rest.
    apart = found.difference.told_apart
    furthest = float(np.abs(mean[apart] if apart.any() else mean).max()) or 1.0
    on_grid = [
        np.isclose(axis, here).any()
        for axis, here in ((found.strengths, point.strength), (found.temperatures, point.temperature))
    ]
    shown = slice(int(all(on_grid)))
    return {
        "cells": arrow_table(
            strength=picked(found.strengths, p),
            temperature=picked(found.temperatures, t),
            difference=mean.ravel().astype(np.float32),
            shade=np.clip(mean, -furthest, furthest).ravel().astype(np.float32),
            error=error.ravel().astype(np.float32),
            told_apart=picked(["no", "yes"], apart.ravel()),
            left=picked(across, p),
            right=picked(across, p + 1),
            low=picked(up, t),
            high=picked(up, t + 1),
        ),
        "ends": arrow_table(shade=[-furthest, furthest]),
        "at": arrow_table(strength=[point.strength][shown], temperature=[point.temperature][shown]),
    }


def cells_table(cells: pa.Table) -> pa.Table:
    """Return what a reader wants of the dataset ``cells``, in columns of plain values."""
    columns = ["strength", "temperature", "difference", "error", "told_apart"]
    return arrow_table(**{name: np.array(cells[name].to_pylist()) for name in columns})
