"""How the gradient of one anchor is shared among its negatives: sorted bars, and where they lie on the circle."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pyarrow as pa

from explorer.charts.base import AXIS_EXTENT, arrow_table, layered, named
from explorer.charts.classes import shape_encoding, shape_index
from explorer.charts.object_cache import remembered
from explorer.model.loss import negative_weights

if TYPE_CHECKING:
    from explorer.charts.palette import Theme
    from explorer.model.point import OperatingPoint
    from explorer.model.surface import Surface

HARDEST = 0.05
MOST_BARS = 120
TRACKS = (1.0, 0.86)
"""Radii of the two views, as on the stage."""


def _view_colour(theme):
    return alt.Color(
        "view:N",
        scale=alt.Scale(domain=["view 1", "view 2"], range=[theme.view_1, theme.view_2]),
        legend=alt.Legend(orient="top", title="", symbolType="square", offset=4),
    )


def bars_chart(theme: Theme) -> alt.LayerChart:
    """Return the sorted bars, of the datasets ``bars`` and ``even``."""
    bars, even = named("bars", "even")
    y = alt.Y("share:Q", title="share of the push", axis=alt.Axis(format="~%", minExtent=AXIS_EXTENT, tickCount=5))
    return layered(
        alt.Chart(bars)
        .mark_bar(binSpacing=0)
        .encode(
            x=alt.X(
                "rank:O",
                title="negatives, hardest first",
                axis=alt.Axis(labels=False, ticks=False),
                scale=alt.Scale(paddingInner=0.15),
            ),
            y=y,
            color=_view_colour(theme),
            opacity=alt.condition("datum.hardest", alt.value(1), alt.value(0.55)),
            tooltip=[
                alt.Tooltip("node:N", title="node"),
                alt.Tooltip("view:N", title="view"),
                alt.Tooltip("label:N", title="class"),
                alt.Tooltip("similarity:Q", title="similarity s", format=".3f"),
                alt.Tooltip("share:Q", title="share", format=".3~%"),
            ],
        ),
        alt.Chart(even).mark_rule(color=theme.ink, strokeDash=[2, 3]).encode(y=y),
        alt.Chart(even)
        .mark_text(color=theme.ink, align="right", baseline="bottom", dx=-2, dy=-3, fontSize=11)
        .encode(x=alt.value("width"), y=y, text="text:N"),
        description="Bars of each negative's share of one anchor's gradient, sorted from the hardest; the hardest 5 % "
        "are drawn strongest. A dashed line shows equal shares.",
        height=300,
    )


def circle_chart(theme: Theme) -> alt.LayerChart:
    """Return the circle, of the datasets ``track``, ``bars``, ``anchor``; a mark's area is its share."""
    track, bars, anchor = named("track", "bars", "anchor")
    scale = alt.Scale(domain=[-1.2, 1.2], nice=False)
    x, y = alt.X("x:Q", axis=None, scale=scale), alt.Y("y:Q", axis=None, scale=scale)
    colour = _view_colour(theme)
    colour.legend = None
    return layered(
        alt.Chart(track).mark_line(color=theme.line, strokeWidth=1).encode(x=x, y=y, detail="view:N", order="order:Q"),
        alt.Chart(bars)
        .mark_point(filled=True, opacity=0.7, stroke=theme.background, strokeWidth=0.5)
        .encode(
            x=x,
            y=y,
            color=colour,
            shape=shape_encoding(),
            size=alt.Size("relative:Q", scale=alt.Scale(domain=[0, 1], range=[6, 280]), legend=None),
            tooltip=[
                alt.Tooltip("node:N", title="node"),
                alt.Tooltip("view:N", title="view"),
                alt.Tooltip("share:Q", title="share", format=".3~%"),
            ],
        ),
        alt.Chart(anchor)
        .mark_point(filled=True, opacity=1, size=120, stroke=theme.ink, strokeWidth=2.5)
        .encode(x=x, y=y, color=colour, shape=shape_encoding(), tooltip=[alt.Tooltip("role:N", title="node")]),
        description="The anchor and its negatives on the unit circle, or the unit sphere seen from one side; view 2 is "
        "drawn smaller, inside view 1. The larger a mark, the larger its share of the anchor's gradient.",
        height=260,
        width=260,
    )


def negatives_data(surface: Surface, point: OperatingPoint, anchor: int, *, seed_index: int = 0) -> dict[str, pa.Table]:
    """Return the datasets of both charts.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    anchor : int
        Node whose first view is the anchor.
    seed_index : int
        Whose embedding.

    Returns
    -------
    dict of str to pyarrow.Table
        ``bars`` holds the hardest negatives first, at most ``MOST_BARS``.
    """
    n = surface.scenario.graph.nodes
    z, share, order = _hardest_first(surface, point, anchor, seed_index)
    hardest = count_of_hardest(len(order))
    order = order[:MOST_BARS]
    fixed, pair = _fixed(surface), np.array([anchor, anchor + n])
    name = surface.scenario.graph.node_names[anchor]
    reach = np.repeat(TRACKS, n)
    return {
        "bars": arrow_table(
            rank=np.arange(1, len(order) + 1),
            **{column: fixed[column].take(order) for column in ("node", "view", "label", "shape")},
            similarity=z[order] @ z[anchor],
            share=share[order],
            relative=share[order] / (share.max() or 1),
            hardest=np.arange(len(order)) < hardest,
            x=z[order, 0] * reach[order],
            y=z[order, 1] * reach[order],
        ),
        "even": arrow_table(share=[1 / max(1, 2 * n - 2)], text=["equal shares"]),
        "track": _track(),
        "anchor": arrow_table(
            x=z[pair, 0] * reach[pair],
            y=z[pair, 1] * reach[pair],
            **{column: fixed[column].take(pair) for column in ("view", "shape")},
            role=[f"anchor, {name}", f"its positive, {name}"],
        ),
    }


def hardest_of(surface: Surface, point: OperatingPoint, anchor: int, *, seed_index: int = 0) -> tuple[float, int]:
    """Return what share of one anchor's push the hardest 5 % take, and how many of them are of its own class.

    All of them count, also those beyond the bars of :func:`negatives_data`.
    """
    labels = surface.scenario.graph.labels
    _, share, order = _hardest_first(surface, point, anchor, seed_index)
    hardest = order[: count_of_hardest(len(order))]
    return float(share[hardest].sum()), int(np.sum(labels[hardest % len(labels)] == labels[anchor]))


def _hardest_first(surface, point, anchor, seed_index):
    """Return the directions of both views, shape (2N, d), the share of each, and the negatives by falling share."""
    n = surface.scenario.graph.nodes
    z = np.concatenate(surface.embeddings(point, seed_index))
    share = negative_weights(z[:n], z[n:], point.temperature, anchor)
    order = np.argsort(-share, kind="stable")
    return z, share, order[(order % n) != anchor]


@remembered
def _fixed(surface):
    """Return what is the same at every point of the nodes of both views, one after the other."""
    graph = surface.scenario.graph
    return {
        "node": pa.array(2 * list(graph.node_names)),
        "view": pa.array(["view 1"] * graph.nodes + ["view 2"] * graph.nodes),
        "label": pa.array(2 * [graph.label_names[k] for k in graph.labels]),
        "shape": pa.array(np.tile(shape_index(graph.labels), 2)),
    }


@cache
def _track():
    around = np.linspace(0, 2 * np.pi, 91)
    return arrow_table(
        x=np.outer(TRACKS, np.cos(around)).ravel(),
        y=np.outer(TRACKS, np.sin(around)).ravel(),
        view=np.repeat([1, 2], len(around)),
        order=np.tile(np.arange(len(around)), 2),
    )


def count_of_hardest(negatives: int) -> int:
    """Return how many negatives the hardest 5 % are, as the surface counts them: ⌈0.05 · (2N − 2)⌉."""
    return int(np.ceil(HARDEST * negatives))
