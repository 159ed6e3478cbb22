"""The Explore page: the surface under your hands."""

from importlib import import_module
from typing import Literal

import streamlit as st

from explorer.charts.stage import Scene, recipes
from explorer.views import state, tour, url, window
from explorer.views.compare import compare
from explorer.views.panels.wording import baselines_text, space
from explorer.views.selection import CHOICES
from explorer.views.sidebar import sidebar
from explorer.views.style import style
from explorer.widgets.sliders import sliders
from explorer.widgets.stage import stage
from explorer.widgets.surfaces import offered

TRY = (
    "Drag across the map, or move the two sliders: where do the nodes on the {space} spread, "
    "and where do they draw together?"
)


def page() -> None:
    offered(CHOICES, own=True)
    _open()
    view = state.view()
    if st.context.is_embedded:
        _framed(view)
        return
    style()
    _lead(view)
    _stage(view, **_tour(view))
    view = state.view()
    st.caption(baselines_text(view.surface))
    with st.sidebar:
        sidebar(view)
    if view.pinned is not None:
        compare(view.surface, view.point, view.pinned)
    _chooser(view)
    _panel(view)
    if window.narrow():
        with st.container(key="narrow"):  # last, so that it can stay at the lower edge
            _under_sliders(view)
    url.write(view)


def _open():
    """Read the link that led here, once; afterwards the session knows what is seen and the address follows it."""
    first = state.VIEW not in st.session_state
    if state.entered("explore") or first:
        query = {name: st.query_params.get_all(name) for name in st.query_params}
        if first or any(name in query for name in url.NAMES):
            seen, notes = url.decode(query)
            state.begin(seen, ["The link was adjusted.", *notes] if notes else [])
        if tour.unasked(query):
            tour.begin()


def _tour(view):
    """Draw the card of the tour's stop, if the view is at one, and return what it lays over the map."""
    if view.stop is None:
        return {}
    stop = tour.current(view)
    if stop is None:
        state.change(stop=None)
        return {}
    tour.card(view, stop)
    return tour.laid(view, stop)


def _lead(view):
    """Draw the title, one line that says what to try, and what had to be repaired in a link."""
    with st.container(key="lead", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        said = "" if view.stop else f"<p>{TRY.format(space=space(view.surface))}</p>"  # a tour says what to do
        st.html(f"<h1>The contrastive loss surface</h1>{said}", width="stretch")
        if st.button("Share", key="share", icon=":material/share:"):
            from explorer.views.share import share_dialog

            share_dialog(view)
    if notes := st.session_state[state.NOTES]:
        st.info(" ".join(notes), icon=":material/info:")


def _stage(view, *, look="page", **laid):
    """Draw the stage, with what else a tour or a frame has laid over it."""
    seen = {
        "layer": view.layer,
        "overlays": view.overlays,
        "pinned": view.pinned,
        "anchor": _anchor(view),
        "weights": view.panel == "hard_negatives",
        "seed_index": view.seed_index,
        "glyphs": recipes(view.surface),
    }
    scene = Scene(view.surface, view.point, **seen | laid)
    sets = (state.SIDE_SLIDERS, state.UNDER_SLIDERS)
    sound = bool(st.session_state.get(state.SOUND))
    played = _play(view, look)
    stage(scene, look=look, play=played, follows=sets, sound=sound, on_event=state.receive, key=state.STAGE)


def _play(view, look) -> Literal["none", "quiet", "lively"]:
    """Say how *Play* is heard: what is open below follows the point only where the script runs. A tour has its own."""
    if look == "frame" or view.stop:
        return "none"
    return "lively" if view.panel or view.pinned else "quiet"


def _under_sliders(view):
    """Draw the sliders where the sidebar is out of sight."""
    sliders(
        view.surface, view.point, key=state.UNDER_SLIDERS, on_change=state.move, current=state.point, side_by_side=True
    )


def _anchor(view):
    """Return the selected node; hard negatives need one, and begin with the first."""
    return 0 if view.anchor is None and view.panel == "hard_negatives" else view.anchor


def _chooser(view):
    """Draw the control that opens one panel, and *More* with what is needed less often."""
    with st.container(key="chooser", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.segmented_control(
            "Look closer",
            list(state.PANELS),
            format_func=state.PANELS.__getitem__,
            label_visibility="collapsed",
            **state.put("panel", view.panel if view.panel in state.PANELS else None),
        )
        menu = st.popover("More", type="tertiary", on_change="rerun", key=state.MENU)
        if menu.open:
            with menu:
                _menu(view)


def _menu(view):
    """What stands in the menu *More*."""
    if view.pinned is None:
        st.button(
            "Pin this point as B",
            on_click=state.change,
            kwargs={"pinned": view.point},
            key="pin",
            type="tertiary",
            icon=":material/keep:",
        )
    else:
        st.button(
            "Unpin B",
            on_click=state.change,
            kwargs={"pinned": None},
            key="unpin-more",
            type="tertiary",
            icon=":material/keep_off:",
        )
    st.button("Tour of the map", on_click=tour.begin, key="tour-begin", type="tertiary", icon=":material/tour:")
    for name, label in state.EXTRAS.items():
        st.button(label, on_click=state.change, kwargs={"panel": name}, key=f"open:{name}", type="tertiary")


def _panel(view):
    """Draw the panel that was chosen; nothing else is imported or computed."""
    last, count = st.session_state.get(state.OPENED, (view.panel, 0))
    count += view.panel not in (None, last)
    st.session_state[state.OPENED] = view.panel, count
    if view.panel is None:
        return
    panel = import_module(f"explorer.views.panels.{view.panel}")
    with st.container(key=f"panel-{view.panel}"):
        if view.panel in state.EXTRAS:
            st.header(state.EXTRAS[view.panel])
        panel.render(view.surface, view.point, seed_index=view.seed_index, anchor=_anchor(view))


def _framed(view):
    """Draw what fits into a frame in a textbook: the stage, the sliders and the way to the full page."""
    style(framed=True)
    with st.container(key="frame"):
        _stage(view, look="frame", hidden={"split"} if st.query_params.get("split") == "none" else ())
        with st.container(key="frame-sliders"):
            _under_sliders(view)
        with st.container(key="frame-foot", horizontal=True):
            st.markdown(f"[Open full screen]({url.link(view, st.context.url or '')})", width="content")
            st.markdown(TRY.format(space=space(view.surface)))
