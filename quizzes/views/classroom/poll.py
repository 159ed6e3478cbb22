"""Updates that come by themselves: a page is rerun when the class is no longer in the state that it shows."""

import time

import streamlit as st

from quizzes.store.errors import Refused, StoreAway
from quizzes.store.members import Member
from quizzes.store.watch import Watch
from quizzes.views.classroom import keys, post
from quizzes.views.classroom.push import PUSH, Listener, session_id
from quizzes.views.classroom.shared import watch

INTERVAL = 1.0
"""Seconds between two questions of one browser, where its page cannot be pushed."""

GONE = ("gone",)
"""The state of a class that has ended, or of which one is no longer a member."""

PRESENCE_STEP = 10
"""Seconds after which a count of those present is made anew."""


def mark(class_id: str, *, every_answer: bool) -> None:
    """Remember the state that is about to be drawn; call it before anything is read from the store."""
    st.session_state[keys.SEEN] = state_of(_shared(), class_id, every_answer)


def end() -> None:
    """Note that there is no class here any more, whatever `mark` found."""
    st.session_state[keys.SEEN] = GONE


def over() -> bool:
    """Whether there is no class to follow."""
    return st.session_state.get(keys.SEEN) == GONE


def follow(class_id: str, *, every_answer: bool, member: Member | None = None) -> None:
    """Rerun the page when the class has changed since `mark`.

    Parameters
    ----------
    class_id : str
    every_answer : bool
        Whether answers and those present count as a change, or only what the instructor does.
    member : Member, optional
        Whose presence to note and whose waiting answers to send.
    """
    here, shared = session_id(), _shared()
    if here is None:
        _ask(class_id, every_answer, member)
        return
    wait = post.wait()
    PUSH.listen(
        here,
        Listener(
            seen=st.session_state[keys.SEEN],
            state=lambda: state_of(shared, class_id, every_answer),
            class_id=class_id,
            every_answer=every_answer,
            member=member,
            due=None if wait is None else time.monotonic() + wait,
        ),
        shared,
    )


def state_of(shared: Watch | None, class_id: str, every_answer: bool) -> tuple:
    """What a page shows, in short: equal states look the same."""
    try:
        pulse = shared.pulse(class_id) if shared is not None else watch().pulse(class_id)
    except StoreAway:
        return ("away",)
    except Refused:
        return GONE
    if every_answer:
        return ("here", pulse.stage, pulse.version, int(time.time() // PRESENCE_STEP))
    return ("here", pulse.stage)


@st.fragment(run_every=INTERVAL)
def _ask(class_id: str, every_answer: bool, member: Member | None) -> None:
    news, state = post.flush(), state_of(_shared(), class_id, every_answer)
    if member is not None and state[0] == "here":
        try:
            watch().here(member)
        except StoreAway:
            pass
        except Refused:
            state = GONE
    if news or state != st.session_state.get(keys.SEEN):
        st.session_state[keys.SEEN] = state
        st.rerun()


def _shared() -> Watch | None:
    try:
        return watch()
    except StoreAway:
        return None
