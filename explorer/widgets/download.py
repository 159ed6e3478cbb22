"""Buttons for files to take away."""

import mimetypes
from collections.abc import Callable
from typing import Any

import streamlit as st


def download(label: str, make: Callable[[], str | bytes], name: str, *, key: str, **look: Any) -> None:
    """Draw a button that makes its file only when it is pressed, and leaves the page as it is.

    Parameters
    ----------
    label : str
    make : callable
        Makes the file, from what holds at that moment.
    name : str
        The file's; its ending says what it is.
    key : str
        Prefix of the button's key.
    look
        As for ``st.download_button``.
    """
    kind = mimetypes.guess_type(name)[0]
    st.download_button(label, make, name, kind, on_click="ignore", key=f"{key}:{name}", **look)
