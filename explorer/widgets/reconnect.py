"""What makes every page that is open come back by itself after its server was restarted."""

import streamlit as st

LONG = 6 * 3600.0
"""Seconds between two runs of nothing."""


@st.fragment(run_every=LONG)
def reconnect() -> None:
    """Draw nothing, now and every few hours.

    A browser that finds its server again asks for a run only where a script was running, or where a fragment runs by
    the clock. Without one, the page looks alive and is dead: nobody pushes to it any more, and what is submitted from
    a fragment goes to one that the new server has never seen.
    """
