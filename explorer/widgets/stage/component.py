"""The stage: map, circle, split and readouts as one component that answers in the browser.

Two components work together. One is the stage and gets the little that moves, in every rerun. The other brings code and
the values of the whole surface, is drawn only in the run in which the browser needs them, and shows nothing.
"""

import streamlit as st

from explorer.charts.stage.layers import all_hidden
from explorer.widgets.stage.assets import CODE, LOADER
from explorer.widgets.stage.events import NOTHING, read_event, sequence_of
from explorer.widgets.stage.moving import moving_state
from explorer.widgets.stage.payload import digest_of, pack

_draw = st.components.v2.component("graph_contrast.stage", js=LOADER)
_bring = st.components.v2.component("graph_contrast.bring", js=CODE)

KEPT = 12
"""Values that a browser keeps, first in, first out; the same number as in bring.js."""

_SENT = "stage:sent"


def stage(surface, point, *, layer="loss", overlays=frozenset(), hidden=frozenset(), pinned=None, anchor=None,
          seed_index=0, marks=(), region=None, truth_region=None, paint=False, previous=None, compact=False,
          show_weights=False, follows=(), on_event=None, key):  # fmt: skip
    """Draw the stage and say what the user did on it.

    Parameters
    ----------
    surface : Surface
        Shared and frozen; its values are packed once and cached by identity.
    point : OperatingPoint
        Where the marker stands.
    layer : str
        A name in ``LAYERS``.
    overlays : collection of str
        Any of ``"collapse"``, ``"theory"``, ``"loss_optimum"``, ``"accuracy_optimum"``.
    hidden : collection of str
        Layers, overlays, ``"split"``, ``"circle"``, ``"sentences"`` that must not reach the browser, with everything
        that would give them away.
    pinned : OperatingPoint or None
        Point B: a second marker and circle, and the changes are against it.
    anchor : int or None
        Index of the highlighted node.
    seed_index : int
        Which seed's embedding the circle shows.
    marks : sequence of Mark
        Further points.
    region : (T, P) bool array, collection of int, or None
        Cells shown, or edited with `paint`.
    truth_region : like `region`
        A second region under another hatch.
    paint : bool
        Dragging and the space bar edit `region`; the point stays.
    previous : OperatingPoint or None
        What the changes in the readouts refer to.
    compact : bool
        For embedding: map and circle side by side down to 560 px, the loss alone as readout.
    show_weights : bool
        Size the anchor's negatives by their share of the gradient.
    follows : collection of str
        Keys of the sets of sliders that move the point; the browser follows them without waiting for the server.
    on_event : callable or None
        Called with the StageEvent before the script runs again, the moment to change the state of other widgets.
    key : str
        Name of this stage; unique in the app.

    Returns
    -------
    StageEvent
        News of this run only. Without `on_event` the stage draws it at once, and the caller keeps it for the next run.
    """
    hidden = all_hidden(hidden)
    event = st.session_state.pop(f"{key}:event", NOTHING)  # left by `_receive` just before this run

    shown = event if on_event is None else NOTHING  # with `on_event`, the arguments already hold the news
    packed = pack(surface, seed_index, hidden)
    digest = digest_of(packed)
    seen = max(st.session_state.get(f"{key}:seen", 0), sequence_of(st.session_state.get(key)))
    moving = moving_state(
        surface,
        shown.point or point,
        digest=digest,
        sequence=seen,
        layer=layer,
        overlays=overlays,
        hidden=hidden,
        pinned=pinned,
        anchor=anchor if shown.anchor is None else shown.anchor,
        marks=marks,
        region=region if shown.region is None else shown.region,
        truth_region=truth_region,
        paint=paint,
        previous=previous,
        compact=compact,
        show_weights=show_weights,
        follows=follows,
    )

    def report():
        _receive(surface, key, on_event)

    with st.container(key=f"{key}-box", gap=None):
        _draw(
            key=key,
            data=[moving],  # a list, since Streamlit imports pandas to look for tables in a dict
            on_moved_change=report,
            on_anchored_change=report,
            on_painted_change=report,
            on_missing_change=lambda: st.session_state.pop(_SENT, None),
        )
        sent = st.session_state.setdefault(_SENT, [])
        if digest not in sent:
            _bring(key=f"{key}-values", data=packed)
            st.session_state[_SENT] = [*sent, digest][-KEPT:]
    return event


def _receive(surface, key, on_event):
    """Read what the browser reported, before the script runs again."""
    reported = st.session_state.get(key)
    seen = st.session_state.get(f"{key}:seen", 0)
    event = read_event(surface, reported, seen)
    st.session_state[f"{key}:seen"] = max(seen, sequence_of(reported))
    if event:
        st.session_state[f"{key}:event"] = event
        if on_event is not None:
            on_event(event)
