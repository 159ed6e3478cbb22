"""Keeps an instructor's sign-in over a reload of the tab.

A ticket, made at the sign-in, lies in the tab's own storage (``sessionStorage``): not in the address, which a projector
shows, nor in a cookie, which every tab and every later request would carry. It ends with the tab, with signing out and
with the sign-in's time.
"""

import streamlit as st

from quizzes.store import connection
from quizzes.store.access import Instructor
from quizzes.store.errors import Refused
from quizzes.views.classroom import keys

_JS = """
const KEY = "classroom-ticket";

export default function ({ data, setTriggerValue }) {
  try {
    if (data.keep) sessionStorage.setItem(KEY, data.keep);
    else if (data.forget) sessionStorage.removeItem(KEY);
    else {
      const ticket = sessionStorage.getItem(KEY);
      if (ticket) setTriggerValue("ticket", ticket);
    }
  } catch {
    // A browser that forbids storage: the sign-in ends with a reload.
  }
}
"""

_tab = st.components.v2.component("classroom.ticket", js=_JS)
LONGEST = 100


def keep(instructor: Instructor) -> None:
    """Leave the ticket of this sign-in in the tab."""
    _tab(key="classroom:keep", data={"keep": connection.gate().ticket(instructor)})


def come_back() -> Instructor | None:
    """The sign-in that this tab had before its reload.

    Returns
    -------
    Instructor or None
        None in the run in which the tab is asked, and if it has no ticket, or one that holds no longer.
    """
    if not st.session_state.get(keys.FORGET):
        ticket = _tab(key="classroom:ticket", data={}, on_ticket_change=lambda: None).ticket
        if not isinstance(ticket, str) or not 0 < len(ticket) <= LONGEST:
            return None
        try:
            return connection.gate().come_back(ticket, connection.client())
        except Refused:
            st.session_state[keys.FORGET] = True
    # Said in every run of the form, since the tab may have missed one.
    _tab(key="classroom:forget", data={"forget": True})
    return None
