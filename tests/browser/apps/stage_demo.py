"""A page with nothing but the stage and its sliders; the URL chooses what it shows."""

import streamlit as st

from explorer.charts.stage import LAYERS, OVERLAYS, Glyph, Scene, areas_of
from explorer.model.surface_file import load_shipped
from explorer.widgets import served
from explorer.widgets.sliders import sliders
from explorer.widgets.stage import stage


def move(point):
    st.session_state.point = point


def receive(event):
    """Keep whatever the user did."""
    for name in ("point", "anchor", "region"):
        if getattr(event, name) is not None:
            st.session_state[name] = getattr(event, name)


def script():
    st.set_page_config(layout="wide", page_title="stage")
    options = st.query_params
    names = ["communities", "communities-sphere", "karate-gcn"]
    with st.sidebar:
        name = st.selectbox("File of the surface", names, names.index(options.get("surface", "communities")))
    surface = load_shipped(name)
    compact = "compact" in options
    if "point" not in st.session_state:
        st.session_state.update(point=surface.nearest(0.3, 0.5), anchor=None, region=None)
    if st.session_state.point != surface.nearest(st.session_state.point.strength, st.session_state.point.temperature):
        st.session_state.update(point=surface.nearest(0.3, 0.5), anchor=None, region=None)
    layer = "loss"
    if not compact:
        with st.sidebar:
            sliders(surface, st.session_state.point, key="side", on_change=move)
            layer = st.selectbox("Layer", list(LAYERS), format_func=lambda name: LAYERS[name].title)
    marks = (Glyph(0.2, 0.1, "yours", "student"), Glyph(0.4, 0.2, "answer", "truth"))
    scene = Scene(
        surface,
        st.session_state.point,
        layer=options.get("layer", layer),
        overlays=OVERLAYS if "overlays" in options else (),
        hidden=options.get_all("hide"),
        pinned=surface.nearest(0.1, 3.0) if "pinned" in options else None,
        anchor=st.session_state.anchor,
        weights="weights" in options,
        glyphs=marks if "marks" in options else (),
        areas=areas_of(st.session_state.region, surface.collapse_region() if "truth" in options else None),
    )
    stage(
        scene,
        look="compact" if compact else "page",
        painting="paint" in options,
        follows=("side", "under"),
        on_event=receive,
        key="stage",
    )
    if compact:
        sliders(surface, st.session_state.point, key="under", on_change=move, side_by_side=True)
    painted = 0 if st.session_state.region is None else int(st.session_state.region.sum())
    st.caption(
        f"server: {name} p={st.session_state.point.strength:.2f} τ={st.session_state.point.temperature:.4f} "
        f"anchor={st.session_state.anchor} painted={painted}"
    )


if __name__ == "__main__":
    script()
else:
    app = st.App(__file__, routes=served.routes())
