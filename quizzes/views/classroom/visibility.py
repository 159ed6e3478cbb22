"""What the instructor can hide from students, and a question without it."""

from collections.abc import Collection

import streamlit as st

from explorer.charts.stage.layers import all_hidden
from explorer.widgets.stage import LAYERS, OVERLAYS
from quizzes.views.classroom.posing import Step

MAP, SLIDERS = "map", "sliders"

PREVENTS = (
    "While a question is open, Explore is closed in the tabs that joined this class, and what you hide is not sent to "
    "them. That keeps the answer from being one click away. It does not stop a student from opening Explore in "
    "another browser or on another device, or from asking a neighbour."
)

HIDEABLE = {
    MAP: "The map to look things up",
    SLIDERS: "The sliders",
    "loss_optimum": "Least loss",
    "accuracy_optimum": "Best accuracy",
    "theory": "Theory curve τ*(p)",
    "collapse": "Collapse region",
    **{name: f"Layer: {layer.title}" for name, layer in LAYERS.items()},
    "circle": "The unit circle",
    "split": "The split L = A + U",
    "sentences": "The sentence on training",
}
"""Names as they are stored with an item, and what the instructor reads."""


def usual(step: Step) -> frozenset[str]:
    """What is hidden unless the instructor decides otherwise: all that would be one click away from the answer."""
    hidden = {*OVERLAYS, "accuracy", *step.hidden, *step.question.hidden}
    if step.question.on_grid:
        hidden |= {"circle", "sentences"}  # on a phone, the button then stands right under the map
    if not step.about_map:
        hidden.add(MAP)
    return frozenset(hidden) & HIDEABLE.keys()


def picker(hidden: Collection[str], *, key: str, on_change=None) -> list[str]:
    """Let the instructor choose what is hidden."""
    names = sorted(frozenset(hidden) & HIDEABLE.keys(), key=list(HIDEABLE).index)
    with st.expander("Hidden from students", icon=":material/visibility_off:"):
        chosen = st.pills(
            "Hidden from students", list(HIDEABLE), selection_mode="multi", default=names, format_func=HIDEABLE.get,
            label_visibility="collapsed", key=key, on_change=on_change,
        )  # fmt: skip
        st.caption(PREVENTS)
    return chosen


def on_stage(hidden: Collection[str]) -> frozenset[str]:
    """Those names that the stage knows, with all that would give them away."""
    return all_hidden(frozenset(hidden) - {MAP, SLIDERS})
