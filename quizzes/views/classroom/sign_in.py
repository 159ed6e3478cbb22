"""The instructor's sign-in in this session, how it outlasts a reload, and what is done in its name.

Where the secrets name a provider and a list of instructors, Streamlit's own sign-in says who somebody is, and keeps it
in a cookie of its own. Otherwise it takes the passphrase.

A ticket, made at the sign-in, lies in the tab's own storage (``sessionStorage``): not in the address, which a projector
shows, nor in a cookie, which every tab and every later request would carry. It ends with the tab, with signing out and
with the sign-in's time, and not with the server. Another one stays in the browser (``localStorage``). It opens
nothing: it says that somebody has signed in from here before, whom the guesses of others need not keep waiting.
"""

import contextlib
from collections.abc import Callable
from typing import Any

import streamlit as st

from explorer.widgets.foot import stop
from quizzes.escaping import plain_markdown
from quizzes.store import connection
from quizzes.store.access import Instructor
from quizzes.store.errors import NotListed, NotVerified, Refused, SignInOver, StoreAway
from quizzes.store.provider import Listed
from quizzes.views.classroom import session
from quizzes.views.classroom.session import watch


def signed_in() -> Instructor | None:
    """The session's sign-in, if it still holds; whatever else lies under its key counts for nothing."""
    found = st.session_state.get(session.INSTRUCTOR)
    return found if type(found) is Instructor and found.signed_in else None


def require_sign_in(purpose: str) -> Instructor:
    """The session's sign-in; without one, draw the form in place of the page and stop.

    Parameters
    ----------
    purpose : str
        The page's title.
    """
    listed = connection.listed_instructors()
    if listed is not None:
        return _by_provider(listed, purpose)
    instructor = signed_in()
    if instructor is not None:
        leave_ticket(instructor)
        return instructor
    connection.gate()  # made now, a passphrase is on the console before anyone is asked for it
    instructor = signed_in_before()
    if instructor is not None:
        st.session_state[session.INSTRUCTOR] = instructor
        st.rerun()
    with st.container(width=420):
        st.title(purpose)
        with st.form("classroom-sign-in"):
            passphrase = st.text_input("Passphrase", type="password", max_chars=200)
            sent = st.form_submit_button("Sign in", type="primary")
        if sent:
            gate, device = connection.gate(), st.session_state.get(session.DEVICE, "")
            try:
                st.session_state[session.INSTRUCTOR] = gate.sign_in(passphrase, connection.client(), device)
                st.session_state.pop(session.FORGET, None)
            except Refused as refusal:
                st.error(str(refusal))
            else:
                st.rerun()
        st.caption(
            "Where no passphrase is set, the server prints one on its console when it first needs it. "
            "A sign-in belongs to one browser tab, outlasts its reload and ends with it, or after twelve hours. "
            "Students join at [the class page](class)."
        )
    stop()
    raise AssertionError("st.stop returned")


def _by_provider(listed: Listed, purpose: str) -> Instructor:
    refused = ""
    if st.user.is_logged_in:
        try:
            found = listed.admit(st.user.to_dict(), signed_in())
        except (NotListed, NotVerified) as refusal:
            refused = f"{refusal} Ask whoever runs this server, or sign in with another address."
        except SignInOver as refusal:
            refused = f"{refusal} Sign in again."
        else:
            st.session_state[session.INSTRUCTOR] = found
            return found
    st.session_state.pop(session.INSTRUCTOR, None)
    with st.container(width=420):
        st.title(purpose)
        if refused:
            st.error(plain_markdown(refused))
        st.button("Sign in", type="primary", on_click=st.login, key="classroom:login")
        st.caption(
            "With the account of your university or organisation. A sign-in holds in this browser for twelve hours. "
            "Students join at [the class page](class)."
        )
    stop()
    raise AssertionError("st.stop returned")


def sign_out() -> None:
    """End the session's sign-in, and with it those of the same browser that have the same account."""
    instructor, listed = st.session_state.pop(session.INSTRUCTOR, None), connection.listed_instructors()
    st.session_state[session.FORGET] = True
    if type(instructor) is Instructor:
        with contextlib.suppress(StoreAway):  # the browser forgets it in any case
            (listed or connection.gate()).sign_out(instructor)
    if listed is not None:
        st.logout()


_JS = """
const TICKET = "classroom-ticket";
const DEVICE = `classroom-device ${new URL(".", document.baseURI).pathname}`;

export default function ({ data, setTriggerValue }) {
  try {
    if (data.device) localStorage.setItem(DEVICE, data.device);
    if (data.keep) sessionStorage.setItem(TICKET, data.keep);
    else if (data.forget) sessionStorage.removeItem(TICKET);
    const device = !data.keep && localStorage.getItem(DEVICE);
    const ticket = !data.keep && !data.forget && sessionStorage.getItem(TICKET);
    if (device && device !== data.known) setTriggerValue("device", device);
    if (ticket) setTriggerValue("ticket", ticket);
  } catch {
    // A browser that forbids storage: the sign-in ends with a reload.
  }
}
"""

_tab = st.components.v2.component("classroom.ticket", js=_JS)
LONGEST = 100


def leave_ticket(instructor: Instructor) -> None:
    """Leave the ticket of this sign-in in the tab, and in the browser that somebody has signed in from it."""
    gate = connection.gate()
    _tab(key="classroom:keep", data={"keep": gate.ticket(instructor), "device": gate.device(instructor)})


def signed_in_before() -> Instructor | None:
    """The sign-in that this tab had before its reload, or before the server was started again.

    Returns
    -------
    Instructor or None
        None in the run in which the tab is asked, and if it has no ticket, or one that holds no longer.
    """
    if st.session_state.get(session.FORGET):
        _ask(forget=True)  # said in every run of the form, since the tab may have missed one
        return None
    _ask(forget=False)
    ticket = st.session_state.get(session.TICKET)
    if not isinstance(ticket, str):
        return None
    try:
        found = connection.gate().come_back(ticket)
    except StoreAway as away:  # the ticket is good for the next run
        st.warning(f"{away} Reload this page when it is back; you need not sign in again.")
        return None
    except Refused:
        st.session_state[session.FORGET] = True
        _ask(forget=True)
        found = None
    del st.session_state[session.TICKET]
    return found


def _ask(*, forget: bool) -> None:
    """Ask the tab for what it keeps, or have it forget its ticket; what it says comes in a later run."""
    data = {"forget": forget, "known": st.session_state.get(session.DEVICE, "")}
    key = "classroom:forget" if forget else "classroom:ticket"
    given = _tab(key=key, data=data, on_ticket_change=lambda: None, on_device_change=lambda: None)
    for name, value in ((session.DEVICE, given.device), (session.TICKET, given.ticket)):
        if isinstance(value, str) and 0 < len(value) <= LONGEST:
            st.session_state[name] = value


def act(operation: Callable, *arguments: Any, class_id: str | None = None, **options: Any) -> Any:
    """Call ``operation(engine, instructor, …)`` for whoever is signed in here; None if it failed.

    Parameters
    ----------
    operation : callable
        An operation of ``quizzes.store`` that asks for an instructor.
    class_id : str, optional
        The class that changes, to be read anew at once.
    """
    try:
        done = operation(connection.engine(), signed_in(), *arguments, **options)
        if class_id is not None:
            watch().stale(class_id)
    except StoreAway as away:
        st.session_state[session.NOTICE] = f"{away} Nothing was changed. Try again later."
        return None
    except Refused as refusal:
        st.session_state[session.NOTICE] = str(refusal)
        return None
    return done


def notice() -> None:
    """Show why the store did not do what was asked, once."""
    text = st.session_state.pop(session.NOTICE, None)
    if text:
        st.error(text)
