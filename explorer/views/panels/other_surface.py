"""Another surface beside the one that is open: the same place on both maps, and what differs there."""

from math import hypot

import numpy as np
import streamlit as st

from explorer.charts.difference import cells_table, difference_data
from explorer.charts.stage import LAYERS, TERMS, Scene, recipes
from explorer.charts.texts import typeset
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.model.surface_difference import Between, between, incomparable
from explorer.views import loaders, state
from explorer.views.compare import Compared, table_lines
from explorer.views.panels import show
from explorer.views.panels.wording import number, plain, point_in_words
from explorer.views.selection import available
from explorer.widgets.stage import stage
from explorer.widgets.surfaces import title


def render(surface: Surface, point: OperatingPoint, *, seed_index: int = 0, anchor: int | None = None) -> None:
    """Let one choose another surface, and draw its map beside this one and their difference.

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
        "Beside it",
        names,
        format_func=title,
        key="other_surface:name",
        persist_state="session",
        label_visibility="collapsed",
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
    scene = Scene(other, there, layer=view.layer, overlays=view.overlays & offered, glyphs=recipes(other))
    stage(scene, look="compact", on_event=follow, key=f"other_surface:{chosen}")
    here, beside = plain(title(surface.scenario.name)), plain(title(chosen))
    spots = point_in_words(point), point_in_words(there)
    st.markdown(f"**{here}** at {spots[0]}; **{beside}** at {spots[1]}, the nearest of its cells.")
    table = table_lines(differences(surface, point, other, there), here, beside, "here − beside")
    st.markdown(typeset("\n".join(table)))
    st.caption(
        "± is the standard error of the difference, taking the seeds of the two surfaces as independent. Losses of "
        "graphs of different size have different chance levels: compare them with care."
    )
    mine, theirs = surface.scenario.shares, other.scenario.shares
    if mine != theirs:
        st.caption(f"Strength p does not stand for the same: {mine} here; {theirs} there.")
    _map(surface, point, other, view.layer, beside)


def _map(surface: Surface, point: OperatingPoint, other: Surface, layer: str, beside: str) -> None:
    """Draw the difference of the map's layer wherever both have a cell, or say why there is none to draw."""
    what = LAYERS[layer].title
    st.markdown(f"**Difference of the maps: {what}**, here − beside")
    if why := incomparable(surface, other, layer):
        st.info(f"No map of this difference. {why} Choose another layer above.")
        return
    found = between(surface, other, layer)
    if min(found.difference.mean.shape) < 2:
        st.info("The two grids share too few cells for a map.")
        return
    data = difference_data(found, point)
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with left:
        show.chart("difference", data)
    with right:
        st.markdown("\n".join(f"- {line}" for line in difference_in_words(found, LAYERS[layer].digits)))
        st.caption("A stroke through a cell: its difference is less than twice its standard error.")
    show.data_below("other_surface", lambda: {f"{what}: here − {beside}": cells_table(data["cells"])})


def difference_in_words(found: Between, digits: int) -> list[str]:
    """What a map of a difference shows, in words: how much of it is told apart, and where it is largest."""
    mean, error = found.difference
    apart = found.difference.told_apart
    lines = [
        f"Of {mean.size} cells that both have, the seeds tell {apart.sum()} apart: here is higher in "
        f"{(apart & (mean > 0)).sum()} of them and lower in {(apart & (mean < 0)).sum()}."
    ]
    for sign, name in ((1, "Highest"), (-1, "Lowest")):
        t, p = np.unravel_index(np.where(apart, sign * mean, -np.inf).argmax(), mean.shape)
        if apart[t, p] and sign * mean[t, p] > 0:
            value = f"{'+' if sign > 0 else ''}{number(mean[t, p], digits)} ± {number(error[t, p], digits + 1)}"
            at = OperatingPoint(float(found.strengths[p]), float(found.temperatures[t]), (int(t), int(p)))
            lines.append(f"{name} against beside: {value} at {point_in_words(at)}.")
    return lines


def differences(surface: Surface, point: OperatingPoint, other: Surface, there: OperatingPoint) -> list[Compared]:
    """Every quantity at a point of each surface, the difference, and its standard error over independent seeds."""
    found = []
    for name in LAYERS | TERMS:
        mine, theirs = float(getattr(surface, name)[point.cell]), float(getattr(other, name)[there.cell])
        error = hypot(surface.stderr[name][point.cell], other.stderr[name][there.cell])
        found.append(Compared(name, mine, theirs, mine - theirs, error))
    return found
