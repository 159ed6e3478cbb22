"""The watch of this server, held by each session so that a poll need not look it up."""

import streamlit as st

from quizzes.store import connection
from quizzes.store.watch import Watch
from quizzes.views.classroom import keys


def watch() -> Watch:
    """What all sessions of this server share.

    Raises
    ------
    StoreAway
        If the database was never reached since the server started.
    """
    held = st.session_state.get(keys.WATCH)
    if type(held) is not Watch:
        held = st.session_state[keys.WATCH] = connection.watch()
    return held
