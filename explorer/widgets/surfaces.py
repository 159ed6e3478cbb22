"""Which surfaces a page may offer, and what it says where there is none."""

from collections.abc import Iterable

import streamlit as st

from explorer.model.surface_file import openable


def offered(names: Iterable[str]) -> list[str]:
    """Those of a page's surfaces that can be opened; where none can, the page says so and ends.

    Parameters
    ----------
    names : iterable of str
        Names of shipped surfaces, in the order in which the page offers them.
    """
    found = [name for name in names if name in openable()]
    if not found:
        st.error(
            "None of the surfaces that this page needs can be opened on this server: their files are missing or "
            "damaged. The server’s console names them."
        )
        st.stop()
    return found
