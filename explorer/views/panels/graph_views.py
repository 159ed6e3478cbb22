"""Graph views: what augmentation leaves of the graph, twice."""

import numpy as np
import pyarrow as pa
import streamlit as st

from explorer.charts.classes import class_legend
from explorer.charts.graph_views import VIEWS, view_data
from explorer.charts.texts import percent
from explorer.model.augmentation import ALIKE
from explorer.model.counts import counted
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.views.panels import show
from explorer.views.panels.wording import plain, space
from explorer.widgets.sliders import strength_text


def render(surface: Surface, point: OperatingPoint, *, seed_index: int = 0, anchor: int | None = None) -> None:
    """Draw both views of the graph at the point, each with what augmentation left of it.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    seed_index : int
        Whose view pair; it is the pair on the circle.
    anchor : int or None
        The highlighted node.
    """
    data = datasets(surface, point, seed_index=seed_index, anchor=anchor)
    st.markdown(
        f"At strength {strength_text(point.strength)} each view drops an edge (dotted) and masks a feature entry "
        f"(gray core: the masked share of a node) with {_probability(surface, point)}. "
        "The loss asks both views of a node to point the same way."
    )
    for column, view in zip(st.columns(2, gap="medium"), VIEWS, strict=True):
        with column:
            st.markdown(f"**View {view}** keeps {_kept(data[f'graph-view-{view}'])}")
            show.chart(f"graph-view-{view}", data[f"graph-view-{view}"])
    scenario = surface.scenario
    others = counted(scenario.pairs, "other pair") if scenario.encoder_entry.solved else "a fresh pair in every step"
    node = "" if anchor is None else f" Node {plain(surface.scenario.graph.node_names[anchor])} is outlined."
    st.caption(
        f"{plain(class_legend(surface.scenario.graph.label_names))}. The pair on the {space(surface)}, seed "
        f"{surface.seeds[seed_index]}; training saw {others}.{node}"
    )
    show.data_below("graph_views", lambda: tables(data))


def datasets(
    surface: Surface, point: OperatingPoint, *, seed_index: int = 0, anchor: int | None = None
) -> dict[str, dict[str, pa.Table]]:
    """Return the datasets of both charts, by the chart's name."""
    return {
        f"graph-view-{view}": view_data(surface, point, view, seed_index=seed_index, anchor=anchor) for view in VIEWS
    }


def tables(data: dict[str, dict[str, pa.Table]]) -> dict[str, pa.Table]:
    """Return the tables behind the charts, by caption."""
    found = {}
    for view in VIEWS:
        part = data[f"graph-view-{view}"]
        found[f"View {view}, nodes"] = part["nodes"].select(["node", "label", "masked", "neighbours"])
        found[f"View {view}, edges"] = part["edges"].select(["source", "target", "kept"])
    return found


def _probability(surface, point):
    """Return the strength, or all four where they differ."""
    if surface.scenario.shares == ALIKE:
        return f"probability {strength_text(point.strength)}"
    each = surface.scenario.shares.at(point.strength)
    edges, features = ("{} in view 1 and {} in view 2".format(*map(strength_text, pair)) for pair in each)
    return f"a probability of its own: edges {edges}, features {features}"


def _kept(part):
    kept = np.asarray(part["edges"]["kept"])
    features = 1 - np.mean(np.asarray(part["nodes"]["masked"]))
    return f"{kept.sum()} of {counted(len(kept), 'edge')}, {percent(features)} of the feature entries"
