"""The instructor's classes: make one, enter one."""

from collections.abc import Callable

import streamlit as st

from quizzes.plain import plain_markdown
from quizzes.store import connection
from quizzes.store.access import Instructor
from quizzes.store.classes import Classroom, create_class, get_class, list_classes
from quizzes.store.errors import Refused, StoreAway, StoreUnusable
from quizzes.views.classroom import access, keys, links, poll
from quizzes.views.classroom.control import act


def room() -> Classroom | None:
    """The class that this session is in, by its own choice or by the address; raises StoreAway."""
    class_id = st.session_state.get(keys.ROOM) or st.query_params.get(links.ROOM)
    if not isinstance(class_id, str) or not class_id:
        return None
    try:
        found = get_class(connection.engine(), class_id)
    except Refused:
        leave()
        return None
    st.session_state[keys.ROOM] = class_id
    st.query_params[links.ROOM] = class_id
    return found


def visit(instructor: Instructor, draw: Callable[[Classroom], None]) -> None:
    """Draw a page of the class that this session is in, and keep it up to date; without a class, the choice of one."""
    try:
        found = room()
        if found is None:
            choose_room(instructor)
            return
        poll.mark(found.id, every_answer=True)
        draw(found)
    except StoreAway as away:
        st.warning(_words(away))
    except Refused as refusal:
        st.warning(str(refusal))
    room_id = st.session_state.get(keys.ROOM)
    if room_id:
        poll.follow(room_id, every_answer=True)


def _words(away: StoreAway) -> str:
    if isinstance(away, StoreUnusable):
        return f"{away} No class can be held until that is mended. The server’s console says what is wrong."
    return f"{away} This page goes on by itself when it is back."


def leave() -> None:
    """Go back to the list of classes."""
    st.session_state.pop(keys.ROOM, None)
    st.query_params.clear()


def choose_room(instructor: Instructor) -> None:
    """Draw the list and the form for a new class."""
    with st.container(width=640):
        st.title("Your classes")
        with st.form("classroom-create"):
            title = st.text_input("New class", max_chars=80, placeholder="Graph learning, Tuesday")
            if st.form_submit_button("Create", type="primary") and (made := act(create_class, title)):
                st.session_state[keys.ROOM] = made.id
                st.rerun()
        try:
            known = list_classes(connection.engine(), instructor)
        except StoreAway as away:
            st.warning(_words(away))
            return
        for one in known:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(f"**{plain_markdown(one.title)}**  \n{one.code} · {one.members} members")
                st.button("Enter", key=f"classroom:enter:{one.id}", on_click=_enter, args=(one.id,))
        st.button("Sign out", on_click=access.sign_out, type="tertiary")


def _enter(class_id: str) -> None:
    st.session_state[keys.ROOM] = class_id
