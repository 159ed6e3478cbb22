"""How long a class is kept, who is in it, and its end."""

import time
from datetime import UTC, datetime

import streamlit as st

from quizzes.plain import plain_markdown
from quizzes.store import connection
from quizzes.store.access import Instructor
from quizzes.store.classes import Classroom, delete_class, prolong
from quizzes.store.members import Member, list_members, remove_member
from quizzes.views.classroom import rooms
from quizzes.views.classroom.control import act
from quizzes.views.classroom.visibility import PREVENTS

DAY = 24 * 3600.0


def housekeeping(instructor: Instructor, room: Classroom) -> None:
    """Draw it."""
    expires = datetime.fromtimestamp(room.expires_at, UTC)
    with st.container(width=640):
        st.markdown(f"The class and all its data are deleted on **{expires:%d %B %Y, %H:%M} UTC**.")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            days = st.number_input("Keep it for … days from now", 1, 365, 14, key="classroom:days", width=240)
            st.button("Set", on_click=_prolong, args=(room.id, days))
        st.markdown("#### Members")
        for member in list_members(connection.engine(), instructor, room.id):
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.text(member.nickname)
                with st.popover("Remove", type="tertiary"):
                    st.markdown(f"Remove {plain_markdown(member.nickname)} and all their answers?")
                    st.button("Remove", key=f"classroom:remove:{member.id}", on_click=_remove, args=(member,))
        st.markdown("#### What hiding and closing prevent")
        st.markdown(PREVENTS)
        st.markdown("#### Delete")
        sure = st.checkbox("Delete this class, its members and all their answers, for good", key="classroom:sure")
        st.button("Delete the class", disabled=not sure, on_click=_delete, args=(room.id,), type="primary")


def _prolong(class_id: str, days: int) -> None:
    act(prolong, class_id, time.time() + days * DAY, class_id=class_id)


def _remove(member: Member) -> None:
    act(remove_member, member, class_id=member.class_id)


def _delete(class_id: str) -> None:
    act(delete_class, class_id, class_id=class_id)
    rooms.leave()
