"""What a session of the class pages holds: its keys, and the watch of this server."""

import streamlit as st

from quizzes.store import connection
from quizzes.store.changes import Watch

INSTRUCTOR = "classroom:instructor"
FORGET = "classroom:forget ticket"
TICKET = "classroom:ticket given"
DEVICE = "classroom:device given"
ROOM = "classroom:room"
NEW_CODE = "classroom:new code"
NOTICE = "classroom:notice"
PLAN = "classroom:plan"
EDITED = "classroom:edited"
MEMBER = "classroom:member"
CLASS_TITLE = "classroom:title"
REJOIN = "classroom:rejoin"
WATCH = "classroom:watch"
SEEN = "classroom:seen"
OUTBOX = "classroom:outbox"
OWN = "classroom:own"
READ = "classroom:read"
LAST_ITEM = "classroom:last item"
REFUSED = "classroom:refused"
STEP = "classroom:step"

OF_MEMBER = (OUTBOX, OWN, READ, LAST_ITEM, REFUSED, STEP, SEEN)
"""What belongs to the member rather than to the tab."""


def watch() -> Watch:
    """What all sessions of this server share.

    Raises
    ------
    StoreAway
        If the database was never reached since the server started.
    """
    held = st.session_state.get(WATCH)
    if type(held) is not Watch:
        held = st.session_state[WATCH] = connection.watch()
    return held
