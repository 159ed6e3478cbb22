"""Another surface beside the one that is open: the same place on both maps, and what differs there."""

from math import hypot

import streamlit as st

from explorer.charts.stage import LAYERS, TERMS, Scene
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.views import loaders, state
from explorer.views.compare import Compared, rows
from explorer.views.panels.wording import place, plain
from explorer.views.selection import available
from explorer.widgets.stage import stage
from explorer.widgets.surfaces import title


def render(surface: Surface, point: OperatingPoint, *, seed_index: int = 0, anchor: int | None = None) -> None:
    """Draw the panel.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
        On the other map it stands at the nearest cell; moved there, it moves on both.
    seed_index, anchor
        Not used: seeds and nodes of two surfaces are not the same.
    """
    names = [name for name in available() if loaders.surface(name) is not surface]
    chosen = st.selectbox(
        "Beside it", names, format_func=title, key="beside:name", persist_state="session", label_visibility="collapsed"
    )
    if chosen is None:
        st.info("There is no other surface here yet. Under *Your graph* you can make one.")
        return
    other = loaders.surface(chosen)
    there = other.nearest(point.strength, point.temperature)

    def follow(event):
        if event.point is not None:
            state.move(surface.nearest(event.point.strength, event.point.temperature))

    view = state.view()
    offered = frozenset(state.overlays_offered(other))
    scene = Scene(other, there, layer=view.layer, overlays=view.overlays & offered)
    stage(scene, look="compact", on_event=follow, key=f"beside:{chosen}")
    here, beside = plain(title(surface.scenario.name)), plain(title(chosen))
    st.markdown(f"**{here}** at {place(point)}; **{beside}** at {place(there)}, the nearest of its cells.")
    st.markdown("\n".join(rows(differences(surface, point, other, there), here, beside, "here − beside")))
    st.caption(
        "± is the standard error of the difference, taking the seeds of the two surfaces as independent. Losses of "
        "graphs of different size have different chance levels: compare them with care."
    )


def differences(surface: Surface, point: OperatingPoint, other: Surface, there: OperatingPoint) -> list[Compared]:
    """Every quantity at a point of each surface, the difference, and its standard error over independent seeds."""
    found = []
    for name in LAYERS | TERMS:
        mine, theirs = float(getattr(surface, name)[point.cell]), float(getattr(other, name)[there.cell])
        error = hypot(surface.stderr[name][point.cell], other.stderr[name][there.cell])
        found.append(Compared(name, mine, theirs, mine - theirs, error))
    return found
