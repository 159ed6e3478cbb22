"""The augmented graph as one view sees it: dropped edges dotted, the masked share of a node's features a gray core."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pyarrow as pa

from explorer.charts.base import arrow_table, layered, named
from explorer.charts.classes import shape_encoding, shape_index
from explorer.charts.grid import draws
from explorer.charts.object_cache import remembered
from explorer.model.augmentation import kept_edges

if TYPE_CHECKING:
    from explorer.charts.palette import Theme
    from explorer.model.point import OperatingPoint
    from explorer.model.surface import Surface

VIEWS = (1, 2)
NODE_AREA = 170
"""Square pixels of a node; its core grows with the masked share and leaves a ring of colour."""


def view_chart(theme: Theme, view: int) -> alt.LayerChart:
    """Return the chart of one view.

    Parameters
    ----------
    theme : Theme
        Colours.
    view : {1, 2}
        Which of the two.

    Returns
    -------
    alt.LayerChart
        Of the datasets ``edges``, ``nodes`` and ``anchor``.
    """
    edges, nodes, anchor = named("edges", "nodes", "anchor")
    scale = alt.Scale(domain=[-1.08, 1.08], nice=False)
    x, y = alt.X("x:Q", axis=None, scale=scale), alt.Y("y:Q", axis=None, scale=scale)
    shape = shape_encoding()
    lines = alt.Chart(edges).encode(x=x, y=y, x2="x2:Q", y2="y2:Q")
    tooltip = [
        alt.Tooltip("node:N", title="node"),
        alt.Tooltip("label:N", title="class"),
        alt.Tooltip("masked:Q", title="features masked", format=".0%"),
        alt.Tooltip("neighbours:N", title="neighbours kept"),
    ]
    return layered(
        lines.mark_rule(
            color=theme.muted, strokeDash=[1.5, 3.5], strokeWidth=1.25, opacity=0.9, strokeCap="round"
        ).transform_filter("!datum.kept"),
        lines.mark_rule(color=theme.muted, strokeWidth=1, opacity=0.5).transform_filter("datum.kept"),
        alt.Chart(anchor)
        .mark_point(filled=True, size=NODE_AREA * 2.4, opacity=1, color=theme.ink)
        .encode(x=x, y=y, shape=shape),
        alt.Chart(nodes)
        .mark_point(
            filled=True,
            size=NODE_AREA,
            opacity=1,
            stroke=theme.background,
            strokeWidth=1,
            color=theme.view_1 if view == 1 else theme.view_2,
        )
        .encode(x=x, y=y, shape=shape, tooltip=tooltip),
        alt.Chart(nodes)
        .mark_circle(opacity=1, color="#8a8f98", strokeWidth=0)
        .encode(
            x=x,
            y=y,
            tooltip=tooltip,
            size=alt.Size("masked:Q", scale=alt.Scale(domain=[0, 1], range=[0, 0.8 * NODE_AREA]), legend=None),
        ),
        description=f"View {view} of the graph. Solid lines are kept edges, dotted lines dropped ones. A node's shape "
        "is its class and its gray core the share of its features that are masked.",
        height=380,
    )


def view_data(
    surface: Surface, point: OperatingPoint, view: int, *, seed_index: int = 0, anchor: int | None = None
) -> dict[str, pa.Table]:
    """Return the datasets of one view.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    view : {1, 2}
    seed_index : int
        Whose fresh view pair.
    anchor : int or None
        The highlighted node.

    Returns
    -------
    dict of str to pyarrow.Table
    """
    graph, drawn = surface.scenario.graph, draws(surface, seed_index)
    strengths = surface.scenario.shares.at(point.strength)
    kept = kept_edges(drawn, strengths.edges)[0, view - 1]
    masked = np.mean(drawn.features[0, view - 1] < np.float32(strengths.features[view - 1]), axis=1)
    left = np.bincount(graph.edges[kept].ravel(), minlength=graph.nodes).tolist()
    nodes, edges, degree = _fixed(surface)
    chosen = slice(0) if anchor is None else slice(anchor, anchor + 1)
    neighbours = [f"{a} of {b}" for a, b in zip(left, degree, strict=True)]
    return {
        "edges": arrow_table(**edges, kept=kept),
        "nodes": arrow_table(**nodes, masked=masked, neighbours=neighbours),
        "anchor": arrow_table(**{name: nodes[name][chosen] for name in ("x", "y", "shape")}),
    }


@remembered
def _fixed(surface):
    """Return the columns of nodes and edges that are the same in every view, and the nodes' degrees."""
    graph = surface.scenario.graph
    (x, y), (source, target) = graph.positions.T, graph.edges.T
    names = np.array(graph.node_names)
    nodes = {
        "x": x,
        "y": y,
        "shape": shape_index(graph.labels),
        "node": graph.node_names,
        "label": [graph.label_names[k] for k in graph.labels],
    }
    edges = {
        "x": x[source],
        "y": y[source],
        "x2": x[target],
        "y2": y[target],
        "source": names[source].tolist(),
        "target": names[target].tolist(),
    }
    columns = ({name: pa.array(values) for name, values in part.items()} for part in (nodes, edges))
    return *columns, np.bincount(graph.edges.ravel(), minlength=graph.nodes).tolist()
