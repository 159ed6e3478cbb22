"""The player on a page: a run goes to the browser once and plays there without the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.widgets.stage.assets import LOADER, addresses, as_json

if TYPE_CHECKING:
    from explorer.charts.stage.inputs import Inputs

_draw = st.components.v2.component("graph_contrast.player", js=LOADER)


def player(run: Inputs, *, name: str, key: str) -> None:
    """Draw a run with its controls.

    Parameters
    ----------
    run : Inputs
        What `run_inputs` returned.
    name : str
        Names the run: the browser starts to play when it changes.
    key : str
        Unique in the app.
    """
    state = addresses(as_json(run)) | {"make": "makePlayer", "name": name}
    _draw(key=key, data=[state], on_missing_change=lambda: None)
