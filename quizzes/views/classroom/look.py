"""The map beside a question that needs one, without what the instructor hides."""

import streamlit as st

from explorer.widgets.sliders import sliders
from explorer.widgets.stage import LAYERS, OVERLAYS, stage
from quizzes.store.items import Item
from quizzes.types import Point, Region
from quizzes.views.classroom.posing import Step
from quizzes.views.classroom.visibility import MAP, SLIDERS, innermost, on_stage


def look(item: Item, step: Step) -> None:
    """Draw the map, its sliders and its layers, unless they are hidden or the question brings its own."""
    hidden = on_stage(item.hidden | getattr(step.question, "hidden", frozenset()))
    layers = [name for name in LAYERS if name not in hidden]
    if MAP in item.hidden or not layers or isinstance(innermost(step.question), Point | Region):
        return
    surface, prefix = step.surface, f"look:{item.id}:{step.scenario}"
    state = f"{prefix}:point"

    def move(point) -> None:
        st.session_state[state] = point

    def on_event(event) -> None:
        if event.point is not None:
            move(event.point)

    middle = surface.nearest(surface.strengths[len(surface.strengths) // 2], 0.5)
    point = st.session_state.setdefault(state, middle)
    first = layers.index(step.layer) if step.layer in layers else 0
    layer = st.selectbox("Layer", layers, first, format_func=lambda name: LAYERS[name].title, key=f"{prefix}:layer")
    overlays = frozenset(OVERLAYS) - hidden
    stage(
        surface, point, layer=layer, overlays=overlays, hidden=hidden, compact=True, on_event=on_event,
        key=f"{prefix}-stage",
    )  # fmt: skip
    if SLIDERS not in item.hidden:
        sliders(surface, point, key=f"{prefix}-sliders", on_change=move, side_by_side=True)
