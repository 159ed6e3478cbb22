"""The alignment-uniformity plane: every cell of the surface by its two metrics, after Wang & Isola (2020), figure 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pyarrow as pa

from explorer.charts.base import AXIS_EXTENT, arrow_table, layered, named
from explorer.charts.object_cache import remembered
from explorer.charts.palette import SEQUENTIAL
from explorer.charts.texts import temperature_text

if TYPE_CHECKING:
    from explorer.charts.palette import Theme
    from explorer.model.point import OperatingPoint
    from explorer.model.surface import Surface

DESCRIPTION = (
    "Scatter plot of every cell of the surface: alignment to the right, uniformity upward, both better when lower, "
    "coloured by probe accuracy. Collapse is the upper left corner. A line with labelled ends walks down the "
    "temperatures at the operating point's strength; a ring marks the operating point."
)


def plane_chart(theme: Theme, accuracy: bool = True, whole: bool = True) -> alt.LayerChart:
    """Return a dot a cell at (ℓ_align, ℓ_uniform), the walk down τ at one strength, and the operating point.

    Parameters
    ----------
    theme : Theme
        Colours.
    accuracy : bool
        Whether the dots are coloured by it; else they are gray and there is no legend.
    whole : bool
        Whether the axes begin at 0, or close around the cells that are there.

    Returns
    -------
    alt.LayerChart
        Of the datasets ``cells``, ``path`` and ``at``.
    """
    cells, path, at = named("cells", "path", "at")
    scale = alt.Scale(zero=whole, padding=0 if whole else 24)
    x = alt.X("alignment:Q", title="alignment → the views of a node disagree", axis=alt.Axis(tickCount=6), scale=scale)
    y = alt.Y(
        "uniformity:Q",
        title="uniformity → crowded",
        axis=alt.Axis(minExtent=AXIS_EXTENT, tickCount=5),
        scale=scale,
    )
    tooltip = [
        alt.Tooltip("strength:Q", title="strength", format=".2f"),
        alt.Tooltip("temperature:Q", title="τ", format=".3~f"),
        alt.Tooltip("alignment:Q", title="alignment", format=".3f"),
        alt.Tooltip("uniformity:Q", title="uniformity", format=".2f"),
    ]
    colour = alt.Color(
        "accuracy:Q",
        scale=alt.Scale(range=list(SEQUENTIAL), interpolate="rgb"),
        legend=alt.Legend(
            orient="top",
            title="probe accuracy",
            gradientLength=160,
            gradientThickness=9,
            format=".2f",
            titleOrient="left",
            tickCount=4,
            offset=4,
        ),
    )
    ends = alt.Chart(path).transform_filter("datum.end != ''").encode(x=x, y=y, text="end:N")
    text = ends.mark_text(align="left", dx=7, dy=-7, fontSize=11, fontWeight="bold", color=theme.ink, strokeWidth=3.5)
    return layered(
        alt.Chart(cells)
        .mark_circle(size=30, opacity=0.9)
        .encode(
            x=x,
            y=y,
            color=colour if accuracy else alt.value(theme.muted),
            tooltip=[*tooltip, alt.Tooltip("accuracy:Q", title="accuracy", format=".3f")] if accuracy else tooltip,
        ),
        alt.Chart(path).mark_line(strokeWidth=4.5, color=theme.background).encode(x=x, y=y, order="step:Q"),
        alt.Chart(path).mark_line(strokeWidth=2, color=theme.ink).encode(x=x, y=y, order="step:Q"),
        text.encode(stroke=alt.value(theme.background)),
        text,
        alt.Chart(at).mark_point(size=260, strokeWidth=5, opacity=1, color=theme.background).encode(x=x, y=y),
        alt.Chart(at).mark_point(size=260, strokeWidth=2.5, opacity=1, color=theme.accent).encode(x=x, y=y),
        alt.Chart(at).mark_circle(size=26, opacity=1, color=theme.accent).encode(x=x, y=y, tooltip=tooltip),
        description=DESCRIPTION,
        height=320,
    )


def plane_data(surface: Surface, point: OperatingPoint, *, accuracy: bool = True) -> dict[str, pa.Table]:
    """Return the datasets of the plane.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    accuracy : bool
        Whether the accuracy may be seen.

    Returns
    -------
    dict of str to pyarrow.Table
    """
    here = point.cell
    return {
        "cells": _cells(surface, accuracy),
        "path": _path(surface, here[1]),
        "at": arrow_table(
            strength=[point.strength],
            temperature=[point.temperature],
            alignment=[surface.alignment[here]],
            uniformity=[surface.uniformity[here]],
        ),
    }


def walk_data(surface: Surface, point: OperatingPoint) -> dict[str, pa.Table]:
    """Return the datasets of the plane with the cells of one strength alone."""
    data = plane_data(surface, point, accuracy=False)
    column = np.arange(len(surface.temperatures)) * len(surface.strengths) + point.cell[1]
    return data | {"cells": data["cells"].take(column)}


@remembered
def _path(surface, p):
    """Return the walk down the temperatures at one strength, its two ends labelled."""
    hot_first = slice(None, None, -1)
    ends = [""] * len(surface.temperatures)
    ends[0], ends[-1] = (f"τ = {temperature_text(surface.temperatures[t])}" for t in (-1, 0))
    return arrow_table(
        step=range(len(ends)),
        temperature=surface.temperatures[hot_first],
        alignment=surface.alignment[hot_first, p],
        uniformity=surface.uniformity[hot_first, p],
        end=ends,
    )


@remembered
def _cells(surface, accuracy):
    """Return every cell, with or without the accuracy."""
    return arrow_table(
        strength=(surface.strengths[None, :] + 0 * surface.loss).ravel(),
        temperature=(surface.temperatures[:, None] + 0 * surface.loss).ravel(),
        alignment=surface.alignment.ravel(),
        uniformity=surface.uniformity.ravel(),
        accuracy=surface.accuracy.ravel() if accuracy else pa.nulls(surface.loss.size, pa.float64()),
    )
