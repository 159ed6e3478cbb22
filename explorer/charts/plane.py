"""The alignment-uniformity plane: every cell of the surface by its two metrics, after Wang & Isola (2020), figure 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pyarrow as pa

from .base import AXIS_EXTENT, layered, named, table
from .identity import remembered
from .palette import SEQUENTIAL

if TYPE_CHECKING:
    from explorer.charts.palette import Theme
    from explorer.model.point import OperatingPoint
    from explorer.model.surface import Surface

DESCRIPTION = (
    "Scatter plot of every cell of the surface: alignment to the right, uniformity upward, both better when lower, "
    "coloured by probe accuracy. Collapse is the upper left corner. A ring marks the operating point."
)


def plane_chart(theme: Theme, accuracy: bool = True) -> alt.LayerChart:
    """Return the plane.

    Parameters
    ----------
    theme : Theme
        Colours.
    accuracy : bool
        Whether the dots are coloured by it; else they are gray and there is no legend.

    Returns
    -------
    alt.LayerChart
        Of the datasets ``cells`` and ``at``.
    """
    cells, at = named("cells", "at")
    x = alt.X("alignment:Q", title="ℓ_align → the views of a node disagree", axis=alt.Axis(tickCount=6))
    y = alt.Y(
        "uniformity:Q",
        title="ℓ_uniform → crowded",
        axis=alt.Axis(minExtent=AXIS_EXTENT, tickCount=5),
        scale=alt.Scale(zero=True),
    )
    tooltip = [
        alt.Tooltip("strength:Q", title="strength", format=".2f"),
        alt.Tooltip("temperature:Q", title="τ", format=".3~f"),
        alt.Tooltip("alignment:Q", title="ℓ_align", format=".3f"),
        alt.Tooltip("uniformity:Q", title="ℓ_uniform", format=".2f"),
    ]
    colour = alt.Color(
        "accuracy:Q",
        scale=alt.Scale(range=list(SEQUENTIAL), interpolate="rgb"),
        legend=alt.Legend(orient="top", title="probe accuracy", gradientLength=160, gradientThickness=9, format=".2f",
                          titleOrient="left", tickCount=4, offset=4),
    )  # fmt: skip
    return layered(
        alt.Chart(cells)
        .mark_circle(size=30, opacity=0.9)
        .encode(
            x=x,
            y=y,
            color=colour if accuracy else alt.value(theme.muted),
            tooltip=[*tooltip, alt.Tooltip("accuracy:Q", title="accuracy", format=".3f")] if accuracy else tooltip,
        ),
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
        "at": table(
            strength=[point.strength],
            temperature=[point.temperature],
            alignment=[surface.alignment[here]],
            uniformity=[surface.uniformity[here]],
        ),
    }


@remembered
def _cells(surface, accuracy):
    """Return every cell, with or without the accuracy."""
    return table(
        strength=(surface.strengths[None, :] + 0 * surface.loss).ravel(),
        temperature=(surface.temperatures[:, None] + 0 * surface.loss).ravel(),
        alignment=surface.alignment.ravel(),
        uniformity=surface.uniformity.ravel(),
        accuracy=surface.accuracy.ravel() if accuracy else pa.nulls(surface.loss.size, pa.float64()),
    )
