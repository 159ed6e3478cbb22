"""A page with nothing but the stage and its sliders; the URL chooses what it shows."""

import time

import streamlit as st

from explorer.widgets.sliders import sliders
from explorer.widgets.stage import LAYERS, OVERLAYS, Mark, stage
from tests.browser.apps.surface import demo_surface

started = time.perf_counter()
st.set_page_config(layout="wide", page_title="stage")
options = st.query_params
compact = "compact" in options
surface = demo_surface()


def move(point):
    """Take a new point and keep the one before."""
    if point != st.session_state.point:
        st.session_state.previous, st.session_state.point = st.session_state.point, point


def receive(event):
    """Keep whatever the user did."""
    if event.point is not None:
        move(event.point)
    if event.anchor is not None:
        st.session_state.anchor = event.anchor
    if event.region is not None:
        st.session_state.region = event.region


if "point" not in st.session_state:
    st.session_state.update(point=surface.nearest(0.3, 0.5), previous=None, anchor=None, region=None)

if not compact:
    with st.sidebar:
        sliders(surface, st.session_state.point, key="side", on_change=move)
        layer = st.selectbox("Layer", list(LAYERS), format_func=lambda name: LAYERS[name].title)
else:
    layer = "loss"

hidden = frozenset(options.get_all("hide"))
before = time.perf_counter()
stage(
    surface,
    st.session_state.point,
    layer=options.get("layer", layer),
    overlays=frozenset(OVERLAYS if "overlays" in options else ()),
    hidden=hidden,
    pinned=surface.nearest(0.1, 3.0) if "pinned" in options else None,
    anchor=st.session_state.anchor,
    marks=[Mark(0.2, 0.1, "yours", "student"), Mark(0.4, 0.2, "answer", "truth")] if "marks" in options else (),
    region=st.session_state.region,
    truth_region=surface.collapse_region() if "truth" in options else None,
    paint="paint" in options,
    previous=st.session_state.previous,
    compact=compact,
    show_weights="weights" in options,
    on_event=receive,
    key="stage",
)
after = time.perf_counter()

if compact:
    sliders(surface, st.session_state.point, key="under", on_change=move, side_by_side=True)
painted = 0 if st.session_state.region is None else int(st.session_state.region.sum())
st.caption(
    f"server: p={st.session_state.point.strength:.2f} τ={st.session_state.point.temperature:.4f} "
    f"anchor={st.session_state.anchor} painted={painted}"
)
if "timing" in options:
    st.caption(f"stage {1000 * (after - before):.2f} ms, script {1000 * (time.perf_counter() - started):.2f} ms")
