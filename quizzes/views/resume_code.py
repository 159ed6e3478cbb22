"""The resume code on pages that know nothing of a student's work: kept in the address, and the way to delete it all."""

import streamlit as st

from quizzes.views import state


def carry() -> None:
    """Keep the code in the address, or in the session if the address brought it, until a page asks for it."""
    work, code = st.session_state.get(state.WORK), _code()
    if not code:
        if work is None and state.PARAMETER in st.query_params:
            st.session_state[state.CARRIED] = st.query_params[state.PARAMETER]
        else:
            st.query_params.pop(state.PARAMETER, None)
    elif st.query_params.get(state.PARAMETER) != code:
        st.query_params[state.PARAMETER] = code


def offer_deletion() -> None:
    """Offer in the sidebar to delete what is stored, and tell what became of it."""
    work, code, forgotten = st.session_state.get(state.WORK), _code(), st.session_state.get(state.FORGOTTEN)
    if not (code or forgotten):
        return
    from quizzes.views.work_box import deletion  # brings the store, which most visitors of these pages never need
    from quizzes.widgets.browser_memory import remember

    with st.sidebar:
        if work is not None and work.note:
            st.caption(work.note)
            work.note = ""
        if code:
            deletion(_delete)
    if forgotten:
        remember("", forgotten)


def _code() -> str:
    work = st.session_state.get(state.WORK)
    return work.shown_code if work is not None else st.session_state.get(state.CARRIED, "")


def _delete() -> None:
    from quizzes.views.work import arrive

    arrive().delete()
