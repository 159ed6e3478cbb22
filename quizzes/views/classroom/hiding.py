"""What is hidden with each question of a class."""

from collections.abc import Callable, Collection

import streamlit as st

from explorer.charts.stage import LAYERS, OVERLAYS
from explorer.charts.stage.layers import all_hidden
from quizzes.posed import PosedQuestion

MAP, SLIDERS = "map", "sliders"

PREVENTS = (
    "While a question is open, the tabs that joined this class get no other page, and what you hide is not sent to "
    "them. That keeps the answer from being one click away. It does not stop a student from opening Explore in "
    "another tab or on another device, or from asking a neighbour."
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


def hidden_by_default(step: PosedQuestion) -> frozenset[str]:
    """What is hidden unless the instructor decides otherwise: all that would be one click away from the answer."""
    hidden = {*OVERLAYS, "accuracy", *step.hidden, *step.question.hidden}
    if step.question.on_grid:
        hidden |= {"circle", "sentences"}  # on a phone, the button then stands right under the map
    if not step.about_map:
        hidden.add(MAP)
    return frozenset(hidden) & HIDEABLE.keys()


def hiding_picker(
    hidden: Collection[str], *, key: str, on_change: Callable[[set[str], set[str]], None] | None = None
) -> list[str]:
    """Let the instructor choose what is hidden.

    Parameters
    ----------
    hidden : collection of str
        What is hidden now, or at first.
    key : str
    on_change : callable, optional
        Gets what to hide and what to show besides what is stored. With it, `hidden` is what is stored, and is shown in
        every run, since another device may have changed it; without it, the choice stays here.
    """
    names = sorted(frozenset(hidden) & HIDEABLE.keys(), key=list(HIDEABLE).index)

    def change() -> None:
        if on_change is not None:
            now, before = set(st.session_state[key]), set(names)
            on_change(now - before, before - now)

    if on_change is not None or key not in st.session_state:
        st.session_state[key] = names
    with st.expander("Hidden from students", icon=":material/visibility_off:"):
        chosen = st.pills(
            "Hidden from students",
            list(HIDEABLE),
            selection_mode="multi",
            format_func=HIDEABLE.__getitem__,
            label_visibility="collapsed",
            key=key,
            on_change=change,
        )
        st.caption(PREVENTS)
    return chosen


def on_stage(hidden: Collection[str]) -> frozenset[str]:
    """Those names that the stage knows, with all that would give them away."""
    return all_hidden(frozenset(hidden) - {MAP, SLIDERS})
