"""The map with the answers of a whole class, for the back row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.model.augmentation import ALIKE
from explorer.widgets.stage import stage

if TYPE_CHECKING:
    from explorer.charts.stage import Scene


def class_map(scene: Scene, *, large: bool = False, key: str) -> None:
    """Draw a scene of `quizzes.class_scene`.

    Parameters
    ----------
    scene : Scene
    large : bool
        For the projector.
    key : str
    """
    stage(scene, look="wall" if large else "map-only", key=key)
    shares = scene.surface.scenario.shares
    if large and shares != ALIKE:  # the axis has room for a symbol only
        st.markdown(f"p: {shares}")
