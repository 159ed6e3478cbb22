"""The instructor's page: one class, run live or looked back on."""

from functools import partial

import streamlit as st

from quizzes.escaping import plain_markdown
from quizzes.store.access import Instructor
from quizzes.store.classes import Classroom, set_show_join
from quizzes.views.classroom import classes, links
from quizzes.views.classroom.chooser import chooser
from quizzes.views.classroom.classes import housekeeping
from quizzes.views.classroom.dashboard import dashboard
from quizzes.views.classroom.history import past_items
from quizzes.views.classroom.planning import next_in_plan, plan_of_class
from quizzes.views.classroom.running import running
from quizzes.views.classroom.session import watch
from quizzes.views.classroom.sign_in import act, notice, require_sign_in
from quizzes.widgets import focus

VIEWS = ("Run", "Plan", "History", "Dashboard", "Class")

_JOIN = "classroom:show join"


def page() -> None:
    """Draw the page; without a sign-in, only the form for it."""
    focus.put()
    instructor = require_sign_in("Instructor")
    notice()
    classes.visit(instructor, partial(_draw, instructor), plans=True)


def _draw(instructor: Instructor, room: Classroom) -> None:
    view = _head(room)
    if view == "Dashboard":
        dashboard(instructor, room)
    elif view == "Plan":
        plan_of_class(instructor, room)
    elif view == "History":
        past_items(instructor, room)
    elif view == "Class":
        housekeeping(instructor, room)
    else:
        _run(instructor, room)


def _head(room: Classroom) -> str:
    link = links.join_link(room.code)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(plain_markdown(room.title), anchor=False)
        view = st.segmented_control(
            "View", VIEWS, default=VIEWS[0], required=True, label_visibility="collapsed", key="classroom:view"
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Code **:blue-background[{room.code}]** · {room.members} joined")
        with st.popover("Link and QR code", icon=":material/qr_code_2:"):
            st.image(links.qr_svg(link), width=280, alt="QR code of the link below")
            st.code(link, language=None, wrap_lines=True)
            st.session_state[_JOIN] = room.show_join  # as stored: others may have switched it
            st.toggle("Large on the projector", key=_JOIN, on_change=_show_join, args=(room,))
            if links.is_local(link):
                st.caption("This address works on this computer only. Open this page under the server's own address.")
        st.link_button(
            "Projector",
            links.address("projector", room=room.id),
            icon=":material/present_to_all:",
            help="Opens in a new tab; sign in there once more.",
        )
        st.button("All classes", on_click=classes.leave, type="tertiary", icon=":material/arrow_back:")
    return view or VIEWS[0]


def _show_join(room: Classroom) -> None:
    act(set_show_join, room.id, st.session_state[_JOIN], class_id=room.id)


def _run(instructor: Instructor, room: Classroom) -> None:
    item = watch().item(room.id)
    next_in_plan(instructor, room, item)
    if item is None:
        st.header("Choose the first question", anchor=False)
        chooser(room.id)
        return
    running(instructor, item)
    st.divider()
    st.header("Next", anchor=False)
    chooser(room.id)
