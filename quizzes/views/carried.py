"""The resume code in the address of pages that know nothing of a student's work."""

import streamlit as st

from quizzes.views import state


def carry() -> None:
    """Keep the code in the address, or in the session if the address brought it, until a page asks for it."""
    work = st.session_state.get(state.WORK)
    code = work.shown_code if work is not None else st.session_state.get(state.CARRIED, "")
    if not code:
        if work is None and state.PARAMETER in st.query_params:
            st.session_state[state.CARRIED] = st.query_params[state.PARAMETER]
    elif st.query_params.get(state.PARAMETER) != code:
        st.query_params[state.PARAMETER] = code
