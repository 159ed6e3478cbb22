"""The instructor's sign-in in this session."""

import streamlit as st

from quizzes.store import connection
from quizzes.store.access import Instructor
from quizzes.store.errors import Refused
from quizzes.views.classroom import keys, remember


def signed_in() -> Instructor | None:
    """The session's sign-in, if it still holds; whatever else lies under its key counts for nothing."""
    found = st.session_state.get(keys.INSTRUCTOR)
    return found if type(found) is Instructor and found.signed_in else None


def require_sign_in(purpose: str) -> Instructor:
    """The session's sign-in; without one, draw the form in place of the page and stop.

    Parameters
    ----------
    purpose : str
        The page's title.
    """
    instructor = signed_in()
    if instructor is not None:
        remember.keep(instructor)
        return instructor
    connection.gate()  # made now, a passphrase is on the console before anyone is asked for it
    instructor = remember.come_back()
    if instructor is not None:
        st.session_state[keys.INSTRUCTOR] = instructor
        st.rerun()
    with st.container(width=420):
        st.title(purpose)
        with st.form("classroom-sign-in"):
            passphrase = st.text_input("Passphrase", type="password", max_chars=200)
            sent = st.form_submit_button("Sign in", type="primary")
        if sent:
            try:
                st.session_state[keys.INSTRUCTOR] = connection.gate().sign_in(passphrase, connection.client())
                st.session_state.pop(keys.FORGET, None)
            except Refused as refusal:
                st.error(str(refusal))
            else:
                st.rerun()
        st.caption(
            "Where no passphrase is set, the server prints one on its console when it first needs it. "
            "A sign-in belongs to one browser tab, outlasts its reload and ends with it, or after twelve hours. "
            "Students join at [the class page](class)."
        )
    st.stop()
    raise AssertionError("st.stop returned")


def sign_out() -> None:
    """End the session's sign-in."""
    instructor = st.session_state.pop(keys.INSTRUCTOR, None)
    if type(instructor) is Instructor:
        connection.gate().sign_out(instructor)
    st.session_state[keys.FORGET] = True
