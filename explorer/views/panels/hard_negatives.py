"""Hard negatives: who pushes one anchor away, and how hard."""

import pyarrow as pa
import streamlit as st

from explorer.charts.classes import class_legend
from explorer.charts.hard_negatives import MOST_BARS, count_of_hardest, hardest_of, negatives_data
from explorer.charts.texts import percent
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.views import state
from explorer.views.panels import show
from explorer.views.panels.wording import plain, space
from explorer.widgets.sliders import temperature_text

_KEY = "panel:anchor"
_PASSED = "panel:anchor:passed"


def render(surface: Surface, point: OperatingPoint, *, seed_index: int = 0, anchor: int | None = None) -> None:
    """Draw the anchor's negatives with their shares of its gradient, and a list to choose another anchor.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    seed_index : int
        Whose embedding.
    anchor : int or None
        The page's anchor; the panel's own list can change it.
    """
    anchor = _choose(surface.scenario.graph, anchor)
    data = negatives_data(surface, point, anchor, seed_index=seed_index)
    left, right = st.columns([4, 3], gap="small")
    with left:
        st.markdown(f"**Share of the push**, at τ = {temperature_text(point.temperature)}")
        show.chart("negatives-bars", {name: data[name] for name in ("bars", "even")})
    with right:
        seen = "" if surface.dimension == 2 else ", from one side"
        st.markdown(f"**On the {space(surface)}{seen}**, area is share")
        show.chart("negatives-circle", {name: data[name] for name in ("track", "bars", "anchor")}, width="content")
    _numbers(surface, point, anchor, seed_index)
    show.data_below("hard_negatives", lambda: tables(data))


def tables(data: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the tables behind the charts, by caption."""
    columns = ["rank", "node", "view", "label", "similarity", "share", "hardest"]
    return {"Negatives, hardest first": data["bars"].select(columns)}


def _choose(graph, anchor):
    """Draw the list of nodes where the page's anchor is, and return the node that is chosen."""
    moved = anchor != st.session_state.get(_PASSED) or _KEY not in st.session_state
    if anchor is not None and moved and st.session_state.get(_KEY) != anchor:
        st.session_state[_KEY] = anchor
    st.session_state[_PASSED] = anchor
    if st.session_state.get(_KEY) not in range(graph.nodes):
        st.session_state[_KEY] = 0
    return st.selectbox(
        "Anchor",
        range(graph.nodes),
        key=_KEY,
        width=320,
        on_change=_tell,
        format_func=lambda k: f"Node {graph.node_names[k]} · {graph.label_names[graph.labels[k]]}",
    )


def _tell():
    """Pass the choice on to the page, if there is one."""
    if state.VIEW in st.session_state:
        state.change(anchor=st.session_state[_KEY])


def _numbers(surface, point, anchor, seed_index):
    graph = surface.scenario.graph
    negatives = 2 * graph.nodes - 2
    hardest = count_of_hardest(negatives)
    share, own = hardest_of(surface, point, anchor, seed_index=seed_index)
    mean, size = surface.hardest_negative_share[point.cell], surface.scenario.batch_size
    batch = f", in batches of {size}, where equal shares make {percent(surface.scenario.even_share)}," if size else ""
    st.markdown(
        f"The hardest 5 % ({hardest:,} of {negatives:,}) take **{percent(share)}** of this anchor’s push; "
        f"over all anchors and seeds at this point{batch} {percent(mean)}. With equal shares it would be "
        f"{percent(hardest / negatives)}. {own} of these {hardest} are of the anchor’s own class: the loss does not "
        "know the classes and pushes them away like any other."
    )
    drawn = f"Drawn are the hardest {MOST_BARS} of {negatives:,}. " if negatives > MOST_BARS else ""
    st.caption(
        f"{drawn}The share of a negative is exp(s/τ) over the sum for all negatives (Wang & Liu 2021): small τ, few "
        f"hard ones; large τ, all alike. {plain(class_legend(graph.label_names))}. "
        + ("Outer track view 1, inner track view 2." if surface.dimension == 2 else "View 2 is drawn smaller.")
    )
