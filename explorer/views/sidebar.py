"""The sidebar of the Explore page: the two knobs, what the map shows, and places worth seeing."""

import streamlit as st

from explorer.views import state
from explorer.widgets.sliders import sliders
from explorer.widgets.stage import LAYERS, OVERLAYS

OVERLAY_NAMES = {
    "collapse": "Collapse region",
    "theory": "Theory curve τ*(p)",
    "loss_optimum": "Loss optimum",
    "accuracy_optimum": "Accuracy optimum",
}

PRESETS = {
    "SimCLR’s τ = 0.5": (0.2, 0.5),  # Chen et al. (2020) for smaller data sets
    "Hard negatives, τ = 0.05": (0.2, 0.05),  # so cold that only the nearest negatives push
    "Collapse": (0.0, 5.0),  # nothing to gain from spreading: weight decay wins
    "Over-augmented": (0.6, 0.05),  # views that have little left in common
}
"""Places worth seeing: strength and temperature."""


def sidebar(view):
    """Draw the sidebar and keep the view in step with it.

    Parameters
    ----------
    view : View
    """
    surface = view.surface
    sliders(surface, view.point, key=state.SIDE_SLIDERS, on_change=state.move, current=state.point)
    st.selectbox(
        "The map shows", list(LAYERS), format_func=lambda name: _capital(LAYERS[name].title),
        **state.put("layer", view.layer),
    )  # fmt: skip
    _graph_and_batch(view)
    _presets(surface)
    more = st.expander("More", on_change="rerun", key=state.MORE)
    if more.open:  # nothing is drawn behind a closed door
        with more:
            _overlays(view)
            _seed(view, surface)


def _graph_and_batch(view):
    """Draw what was trained on."""
    st.selectbox("Graph", state.graphs(), format_func=state.GRAPHS.get, **state.put("graph", view.graph))
    batches = state.batches(view.graph)
    if len(batches) > 1:
        st.segmented_control(
            "Batch", batches, format_func=state.BATCHES.get, required=True, width="stretch",
            help="Fewer nodes in a batch are fewer negatives for each.", **state.put("batch", view.batch),
        )  # fmt: skip


def _presets(surface):
    """Draw a button for each place worth seeing.

    Not a set of pills that shows where the point is: put from here, it would repeat an old place some time later, and
    Streamlit would take that for a click.
    """
    with st.container(key="presets", horizontal=True):
        for name, place in PRESETS.items():
            st.button(name, key=f"preset:{name}", on_click=state.move, args=(surface.nearest(*place),))


def _overlays(view):
    """Draw what lies over the map."""
    st.pills(
        "On the map", list(OVERLAYS), selection_mode="multi", format_func=OVERLAY_NAMES.get,
        **state.put("overlays", [name for name in OVERLAYS if name in view.overlays]),
    )  # fmt: skip


def _seed(view, surface):
    """Draw the choice of the seed whose embedding is on the circle."""
    st.segmented_control(
        "Circle shows seed", range(len(surface.weights)), format_func=lambda i: str(surface.seeds[i]), required=True,
        help=f"The numbers are means over all {len(surface.seeds)} seeds; the circle can show one.",
        **state.put("seed_index", view.seed_index),
    )  # fmt: skip


def _capital(text):
    """Return a title with a capital first letter."""
    return text[0].upper() + text[1:]
