"""The inputs that point and region questions share: the stage, the two sliders and two boxes to type in."""

from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.charts.stage import Area, Glyph, Scene, areas_of
from explorer.charts.texts import temperature_text
from explorer.model.augmentation import ALIKE
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.widgets.sliders import sliders
from explorer.widgets.stage import StageEvent, stage


def keeping(state: str) -> tuple[Callable[[OperatingPoint], None], Callable[[StageEvent], None]]:
    """What sliders call with a point, and a stage with an event, to keep the point under a key of the session."""

    def move(point: OperatingPoint) -> None:
        st.session_state[state] = point

    def receive(event: StageEvent) -> None:
        if event.point is not None:
            move(event.point)

    return move, receive


def place_point(
    surface: Surface, *, key: str, layer: str, hidden: frozenset[str]
) -> tuple[OperatingPoint | None, DeltaGenerator]:
    """Let the student place a point by click, drag, slider or typing, and say where it is.

    Parameters
    ----------
    surface
        The surface.
    key
        Prefix of every session key.
    layer, hidden
        What the map shows; hidden names, and what would give them away, never reach the browser.

    Returns
    -------
    point : OperatingPoint or None
        Where the point is now; None as long as nobody has moved it.
    below : container
        The place right below the map, where a thumb or a Tab from the map finds what to press.
    """
    state = f"{key}:point"
    move, receive = keeping(state)
    point = st.session_state.get(state) or _start(surface)
    scene = Scene(surface, point, layer=layer, hidden=hidden)
    stage(scene, look="compact", follows=(f"{key}-sliders",), on_event=receive, key=f"{key}-stage")
    below = st.container()
    sliders(surface, point, key=f"{key}-sliders", on_change=move)
    _typed(surface, key, move)
    return st.session_state.get(state), below


def place_region(surface: Surface, *, key: str, layer: str, hidden: frozenset[str]) -> tuple[list[int], DeltaGenerator]:
    """Let the student paint a region, or bound it block by block.

    Parameters are those of `place_point`.

    Returns
    -------
    cells : list of int
        Chosen so far, as flat indices.
    below : container
        As for `place_point`.
    """
    state = f"{key}:region"
    region = st.session_state.setdefault(state, np.zeros(surface.loss.shape, dtype=bool))

    def on_event(event: Any) -> None:
        if event.region is not None:
            st.session_state[state] = event.region

    scene = Scene(surface, _start(surface), layer=layer, hidden=hidden, areas=(Area(region),))
    stage(scene, look="map-only", painting=True, on_event=on_event, key=f"{key}-stage")
    below = st.container()
    strengths, temperatures = surface.strengths, surface.temperatures
    with st.form(f"{key}-bounds", border=False):
        across, up = st.columns(2)
        low_p, high_p = across.select_slider(
            "Strength from … to",
            [f"{s:.2f}" for s in strengths],
            (f"{strengths[0]:.2f}", f"{strengths[-1]:.2f}"),
            key=f"{key}-p",
        )
        names = [temperature_text(t) for t in temperatures]
        low_t, high_t = up.select_slider("τ from … to", names, (names[0], names[-1]), key=f"{key}-t")
        with st.container(horizontal=True):
            added = st.form_submit_button("Add this block")
            removed = st.form_submit_button("Remove this block")
            cleared = st.form_submit_button("Clear")
    if added or removed or cleared:
        rows = slice(names.index(low_t), names.index(high_t) + 1)
        columns = slice(
            *(int(np.argmin(abs(strengths - float(edge)))) + step for edge, step in ((low_p, 0), (high_p, 1)))
        )
        region = np.zeros_like(region) if cleared else region.copy()
        if not cleared:
            region[rows, columns] = added
        st.session_state[state] = region
        st.rerun()
    return [int(cell) for cell in np.flatnonzero(st.session_state[state])], below


def class_map(scene: Scene, *, large: bool = False, key: str) -> None:
    """Draw the answers of a whole class, a scene of `quizzes.class_scene`; `large` for the projector."""
    stage(scene, look="wall" if large else "map-only", key=key)
    shares = scene.surface.scenario.shares
    if large and shares != ALIKE:  # the axis has room for a symbol only
        st.markdown(f"p: {shares}")


def answer_glyphs(student: OperatingPoint | None, truth: OperatingPoint | None) -> tuple[Glyph, ...]:
    """The glyphs of an answer and of the truth; one where they are the same point."""
    if truth is not None and student == truth:
        return (Glyph(truth.strength, truth.temperature, "your answer is right", "truth"),)
    own = [] if student is None else [Glyph(student.strength, student.temperature, "your answer", "student")]
    right = [] if truth is None else [Glyph(truth.strength, truth.temperature, "right", "truth")]
    return (*own, *right)


def show_places(
    surface: Surface,
    *,
    key: str,
    layer: str,
    overlays: frozenset[str],
    student: OperatingPoint | None = None,
    truth: OperatingPoint | None = None,
    region: np.ndarray | None = None,
    truth_region: np.ndarray | None = None,
) -> None:
    """Draw a map with the truth beside the student's answer.

    Parameters
    ----------
    surface
        The surface.
    key
        Prefix of the keys.
    layer, overlays
        What else the map shows.
    student, truth
        Operating points, where there are any.
    region, truth_region
        Masks of shape (T, P), where there are any.
    """
    scene = Scene(
        surface,
        truth or student or _start(surface),
        layer=layer,
        overlays=overlays,
        glyphs=answer_glyphs(student, truth),
        areas=areas_of(region, truth_region),
    )
    stage(scene, look="compact", key=f"{key}-reveal")


def _start(surface: Surface) -> OperatingPoint:
    """The middle of the grid, which is nobody's answer."""
    return surface.nearest(
        surface.strengths[len(surface.strengths) // 2], surface.temperatures[len(surface.temperatures) // 2]
    )


def _typed(surface: Surface, key: str, move: Any) -> None:
    """Two boxes to type the point into; a value off the grid goes to the nearest one."""

    def apply() -> None:
        move(surface.nearest(st.session_state[f"{key}-type-p"], st.session_state[f"{key}-type-t"]))

    p, t = surface.strengths, surface.temperatures
    # The boxes are drawn only when it is open: they would be a third of what every move of a slider costs the server.
    box = st.expander("Type the point", key=f"{key}-typed", on_change="rerun")
    if not box.open:
        return
    with box, st.form(f"{key}-type", border=False):
        st.number_input("Strength", float(p[0]), float(p[-1]), key=f"{key}-type-p", step=0.02, format="%.2f")
        st.number_input("τ", float(t[0]), float(t[-1]), key=f"{key}-type-t", step=0.01, format="%.3f")
        st.form_submit_button("Move the point there", on_click=apply)
