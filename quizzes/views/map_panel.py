"""The stage beside the steps of an activity, or beside a question of the quiz that is read off the map."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from explorer.charts.stage import LAYERS, OVERLAYS, Scene, all_hidden, areas_of
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.widgets.sliders import sliders
from explorer.widgets.stage import stage
from quizzes.widgets.placing import keeping

PARTS = frozenset({*LAYERS, *OVERLAYS, "split", "circle", "sentences"})
"""Names that the stage knows how to hide."""

READOUTS = {
    "hardest_negative_share": (
        "the hardest 5 % take",
        "{:.1f} %",
        100.0,
        "The share of the negatives' push that comes from the hardest 5 %.",
    )
}
"""Metric: label, format, factor, help."""


@dataclass(frozen=True)
class Keys:
    """Session keys of one stage.

    Parameters
    ----------
    point, layer
        Where its point and its layer are kept.
    widgets
        Prefix of its widgets.
    """

    point: str
    layer: str
    widgets: str


def map_panel(
    surface: Surface,
    keys: Keys,
    *,
    hidden: Collection[str],
    overlays: Collection[str] = (),
    glyphs: tuple = (),
    region: Any = None,
    truth_region: Any = None,
    readouts: Collection[str] = (),
    play: Literal["none", "quiet", "lively"] = "none",
) -> OperatingPoint:
    """Draw layer chooser, sliders, further readouts and stage.

    Parameters
    ----------
    surface
        The surface.
    keys
        Where point and layer are kept; both must be set.
    hidden
        Names that must not reach the browser.
    overlays, glyphs
        As for the stage.
    region, truth_region
        Masks of an answer and of the truth, shape (T, P), where there are any.
    readouts
        Keys of `READOUTS`.
    play
        As for the stage.

    Returns
    -------
    OperatingPoint
    """
    concealed = all_hidden(frozenset(hidden) & PARTS)

    move, receive = keeping(keys.point)
    point = st.session_state[keys.point]
    with st.container(key="knobs", horizontal=True):
        layer = _layer(keys, [name for name in LAYERS if name not in concealed])
        with st.container(key="thumbs"):
            sliders(surface, point, key=f"{keys.widgets}-sliders", on_change=move, side_by_side=True)
    _readouts(surface, point, [name for name in readouts if name not in hidden and name not in concealed])
    areas = areas_of(region, truth_region)
    scene = Scene(surface, point, layer=layer, overlays=overlays, hidden=concealed, glyphs=glyphs, areas=areas)
    stage(scene, play=play, follows=(f"{keys.widgets}-sliders",), on_event=receive, key=f"{keys.widgets}-stage")
    return point


def _layer(keys: Keys, shown: list[str]) -> str:
    """Let the student choose among the layers that may be seen."""
    if not shown:
        st.caption("The map stays empty until you commit to a prediction.")
        return "loss"
    widget = f"{keys.widgets}-layer"
    layer = st.session_state[keys.layer]
    if layer not in shown:
        layer = shown[0]
    if st.session_state.get(widget) != layer:
        st.session_state[widget] = layer

    def take() -> None:
        st.session_state[keys.layer] = st.session_state[widget]

    st.selectbox("The map shows", shown, format_func=_name, key=widget, on_change=take)
    return layer


def _name(layer: str) -> str:
    title = LAYERS[layer].title
    return title[:1].upper() + title[1:]


def _readouts(surface: Surface, point: OperatingPoint, names: list[str]) -> None:
    if not names:
        return
    cell = point.cell
    with st.container(horizontal=True, key="readouts"):
        for name in names:
            label, form, factor, words = READOUTS[name]
            value, spread = factor * getattr(surface, name)[cell], factor * surface.spread[name][cell]
            st.markdown(
                f"{label}  **{form.format(value)}** ± {form.format(spread)}",
                help=f"{words} ± is the spread between seeds.",
            )
