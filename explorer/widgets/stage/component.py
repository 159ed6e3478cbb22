"""The stage on a page: a scene in, what the user did on it out; all that moves, moves in the browser."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import streamlit as st

from explorer.charts.stage import scene_inputs
from explorer.widgets.sliders import slider_classes
from explorer.widgets.stage.assets import LOADER, addresses, values
from explorer.widgets.stage.events import NOTHING, StageEvent, read_event, sequence_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from explorer.charts.stage import Scene

_draw = st.components.v2.component("graph_contrast.stage", js=LOADER)


def stage(
    scene: Scene,
    *,
    key: str,
    look: Literal["page", "frame", "compact", "map-only", "wall"] = "page",
    painting: bool = False,
    play: Literal["none", "quiet", "lively"] = "none",
    follows: Collection[str] = (),
    sound: bool = False,
    on_event: Callable[[StageEvent], None] | None = None,
) -> StageEvent:
    """Draw a scene and say what the user did on it.

    Parameters
    ----------
    scene : Scene
        With a `point`, the map can be moved; without, it is a picture.
    key : str
        Name of this stage; unique in the app.
    look : {"page", "frame", "compact", "map-only", "wall"}
        All panels; map, circle, split and loss in a textbook's frame; the same without the split; the map alone; the
        map alone for the back row.
    painting : bool
        Dragging and the space bar, with Shift a block at a time, edit the student's region; the point stays.
    play : {"none", "quiet", "lively"}
        Whether the point can be set to walk along an axis; the script runs again where it stops, or at every step.
    follows : collection of str
        Keys of the sets of sliders that move the point; the browser follows them without waiting for the server.
    sound : bool
        Whether a movement sounds a tone, as high as the layer's value.
    on_event : callable or None
        Called with the StageEvent before the script runs again, the moment to change the state of other widgets. None
        lets the user look around from the scene's point.

    Returns
    -------
    StageEvent
        News of this run only.
    """
    event = st.session_state.pop(f"{key}:event", NOTHING)  # left by `_receive` just before this run
    if on_event is None:  # nobody else keeps what the user did
        kept = st.session_state.setdefault(f"{key}:kept", {})
        kept |= {name: value for name in ("point", "anchor") if (value := getattr(event, name)) is not None}
        scene = replace(scene, **kept)
    state = addresses(values(scene.surface, scene.seed_index, scene.hidden)) | {
        "make": "makePage",
        "scene": scene_inputs(scene) | {"sound": sound, "lively": play == "lively"},
        "look": look + " with-play" * (play != "none") + " painted" * painting,
        "painting": painting,
        "follows": [slider_classes(name) for name in follows],
        "sequence": max(st.session_state.get(f"{key}:seen", 0), sequence_of(st.session_state.get(key))),
    }

    def report() -> None:
        _receive(scene, key, on_event)

    _draw(
        key=key,
        data=[state],  # a list, since Streamlit imports pandas to look for tables in a dict
        on_moved_change=report,
        on_anchored_change=report,
        on_painted_change=report,
        on_missing_change=lambda: None,  # the run that follows publishes anew
    )
    return event


def _receive(scene: Scene, key: str, on_event: Callable[[StageEvent], None] | None) -> None:
    """Read what the browser reported, before the script runs again."""
    reported = st.session_state.get(key)
    seen = st.session_state.get(f"{key}:seen", 0)
    event = read_event(scene.surface, reported, seen)
    st.session_state[f"{key}:seen"] = max(seen, sequence_of(reported))
    if event:
        st.session_state[f"{key}:event"] = event
        if on_event is not None:
            on_event(event)
