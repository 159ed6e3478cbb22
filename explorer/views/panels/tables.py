"""Data tables: what every chart draws, as numbers."""

import numpy as np
import pyarrow as pa
import streamlit as st

from explorer.charts.base import arrow_table
from explorer.charts.hard_negatives import negatives_data
from explorer.charts.stage.layers import LAYERS, TERMS
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.views.panels import graph_views, hard_negatives, paper, slices
from explorer.views.panels.wording import point_in_words

SOURCES = ("Map", "Embedding", "Slices and plane", "Paper", "Graph views", "Hard negatives")


def render(surface: Surface, point: OperatingPoint, *, seed_index: int = 0, anchor: int | None = None) -> None:
    """Draw a choice of charts, and as a table what the chosen one shows.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    seed_index : int
        Whose embedding and views.
    anchor : int or None
        Whose negatives; the first node's without one.
    """
    source = (
        st.segmented_control(
            "Data of", SOURCES, default=SOURCES[0], required=True, key="panel:tables", label_visibility="collapsed"
        )
        or SOURCES[0]
    )
    found = tables(source, surface, point, seed_index=seed_index, anchor=anchor or 0)
    for caption, data in found.items():
        st.caption(f"{caption} · {point_in_words(point)}" if source != "Map" else caption)
        st.dataframe(data, hide_index=True, key=f"tables:{caption}")


def tables(
    source: str, surface: Surface, point: OperatingPoint, *, seed_index: int, anchor: int
) -> dict[str, pa.Table]:
    """Return the tables of one source, by caption."""
    if source == "Map":
        return {"Every cell: means over seeds and standard deviations": map_table(surface)}
    if source == "Slices and plane":
        return slices.tables(slices.datasets(surface, point))
    if source == "Paper":
        return paper.tables(surface, point)
    if source == "Graph views":
        return graph_views.tables(graph_views.datasets(surface, point, seed_index=seed_index))
    if source == "Embedding":
        return {f"Embedding of seed {surface.seeds[seed_index]}": circle_table(surface, point, seed_index)}
    return hard_negatives.tables(negatives_data(surface, point, anchor, seed_index=seed_index))


def map_table(surface: Surface) -> pa.Table:
    """Return every cell with every metric, its spread and τ*(p)."""
    columns = {
        "strength": (surface.strengths[None, :] + 0 * surface.loss).ravel(),
        "temperature": (surface.temperatures[:, None] + 0 * surface.loss).ravel(),
    }
    for name in LAYERS | TERMS:
        columns[name] = getattr(surface, name).ravel()
        columns[f"{name} sd"] = surface.spread[name].ravel()
    if surface.theory is not None:
        columns["τ*(p)"] = (surface.theory[None, :] + 0 * surface.loss).ravel()
    return arrow_table(**columns)


def circle_table(surface: Surface, point: OperatingPoint, seed_index: int = 0) -> pa.Table:
    """Return where both views of every node lie: angles in degrees on the circle, coordinates on the sphere."""
    graph, columns = surface.scenario.graph, {}
    for view, z in enumerate(surface.embeddings(point, seed_index), 1):
        if surface.dimension == 2:
            columns[f"angle_of_view_{view}"] = np.degrees(np.arctan2(z[:, 1], z[:, 0]))
        else:
            columns |= {f"z{axis}_of_view_{view}": z[:, axis - 1] for axis in range(1, surface.dimension + 1)}
    return arrow_table(node=graph.node_names, label=[graph.label_names[k] for k in graph.labels], **columns)
