"""The instructor's classes: make one, enter one, keep it longer, remove a member, delete it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from explorer.model.counts import counted
from quizzes.escaping import code_markdown, plain_markdown
from quizzes.store import connection
from quizzes.store.access import Instructor
from quizzes.store.classes import Classroom, create_class, delete_class, get_class, list_classes, prolong
from quizzes.store.errors import Refused, StoreAway, StoreUnusable
from quizzes.store.members import Member, list_members, new_code, remove_member
from quizzes.store.sharing import share, shared_with, unshare
from quizzes.views.classroom import links, planning, session, sign_in, updates
from quizzes.views.classroom.hiding import PREVENTS
from quizzes.views.classroom.sign_in import act


def room(instructor: Instructor) -> Classroom | None:
    """The class that this session is in, by its own choice or by the address; raises StoreAway."""
    class_id = st.session_state.get(session.ROOM) or st.query_params.get(links.ROOM)
    if not isinstance(class_id, str) or not class_id:
        return None
    try:
        found = get_class(connection.engine(), instructor, class_id)
    except Refused:
        leave()
        return None
    st.session_state[session.ROOM] = class_id
    st.query_params[links.ROOM] = class_id
    return found


def visit(instructor: Instructor, draw: Callable[[Classroom], None], *, plans: bool = False) -> None:
    """Draw a page of the class that this session is in, and keep it up to date; without a class, the choice of one.

    Parameters
    ----------
    instructor : Instructor
    draw : callable
        Draws the page of a class.
    plans : bool
        Whether the choice is of plans, too.
    """
    try:
        found = room(instructor)
        if found is None:
            choose_room(instructor, plans=plans)
            return
        updates.note_state(found.id, every_answer=True)
        draw(found)
    except StoreAway as away:
        st.warning(_words(away))
    except Refused as refusal:
        st.warning(str(refusal))
    room_id = st.session_state.get(session.ROOM)
    if room_id:
        updates.follow(room_id, every_answer=True)


def _words(away: StoreAway) -> str:
    if isinstance(away, StoreUnusable):
        return f"{away} No class can be held until that is mended. The server’s console says what is wrong."
    return f"{away} This page goes on by itself when it is back."


def leave() -> None:
    """Go back to the list of classes."""
    st.session_state.pop(session.ROOM, None)
    st.query_params.clear()


def choose_room(instructor: Instructor, *, plans: bool) -> None:
    """Draw the classes, and the plans if wanted, with a form for a new one of each; or the plan that is open."""
    if plans and planning.opened(instructor):
        return
    with st.container(width=640):
        st.title("Your classes")
        with st.form("classroom-create"):
            title = st.text_input("New class", max_chars=80, placeholder="Graph learning, Tuesday")
            if st.form_submit_button("Create", type="primary") and (made := act(create_class, title)):
                st.session_state[session.ROOM] = made.id
                st.rerun()
        try:
            known = list_classes(connection.engine(), instructor)
        except StoreAway as away:
            st.warning(_words(away))
            return
        for one in known:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                shared = f" · shared by {code_markdown(one.owner)}" if one.owner not in ("", instructor.who) else ""
                members = counted(one.members, "member")
                st.markdown(f"**{plain_markdown(one.title)}**  \n{one.code} · {members}{shared}")
                st.button("Enter", key=f"classroom:enter:{one.id}", on_click=_enter, args=(one.id,))
        if plans:
            planning.list_of_plans(instructor)
        if instructor.who:
            st.caption(f"Signed in as {code_markdown(instructor.who)}")
        st.button("Sign out", on_click=sign_in.sign_out, type="tertiary")


def _enter(class_id: str) -> None:
    st.session_state[session.ROOM] = class_id


DAY = 24 * 3600.0


def housekeeping(instructor: Instructor, room: Classroom) -> None:
    """Let the instructor keep the class longer, remove members and delete it."""
    expires = datetime.fromtimestamp(room.expires_at, UTC)
    with st.container(width=640):
        st.markdown(f"The class and all its data are deleted on **{expires:%d %B %Y, %H:%M} UTC**.")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            days = st.number_input("Keep it for … days from now", 1, 365, 14, key="classroom:days", width=240)
            st.button("Set", on_click=_prolong, args=(room.id, days))
        st.header("Members", anchor=False)
        for member in list_members(connection.engine(), instructor, room.id):
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.text(member.nickname)
                with st.container(horizontal=True, width="content"):
                    _lost_code(member)
                    with st.popover("Remove", type="tertiary"):
                        st.markdown(f"Remove {plain_markdown(member.nickname)} and all their answers?")
                        st.button("Remove", key=f"classroom:remove:{member.id}", on_click=_remove, args=(member,))
        own = room.owner in ("", instructor.who)
        if instructor.who:
            _sharing(instructor, room, own)
        st.header("What hiding and closing prevent", anchor=False)
        st.markdown(PREVENTS)
        if not own:
            return
        st.header("Delete", anchor=False)
        sure = st.checkbox("Delete this class, its members and all their answers, for good", key="classroom:sure")
        st.button("Delete the class", disabled=not sure, on_click=_delete, args=(room.id,), type="primary")


def _sharing(instructor: Instructor, room: Classroom, own: bool) -> None:
    """Let whoever made the class say who else leads it."""
    st.header("Instructors", anchor=False)
    if not room.owner:
        st.markdown("Every instructor of this server leads this class: it was made under the passphrase.")
        return
    stored = shared_with(connection.engine(), instructor, room.id)
    if not own:
        st.markdown(f"{code_markdown(room.owner)} made this class, and alone can delete it or share it.")
        return
    key = f"classroom:shared:{room.id}"
    st.session_state[key] = stored  # another device may have changed it
    st.multiselect(
        "Shared with",
        sorted({*instructor.colleagues, *stored}),
        key=key,
        placeholder="Nobody else",
        help="They run the class, see its answers and take its files away, and use its plan. Only you delete it.",
        on_change=_share,
        args=(room.id, key, frozenset(stored)),
    )


def _share(class_id: str, key: str, before: frozenset[str]) -> None:
    now = frozenset(st.session_state[key])
    for email in sorted(now - before):
        act(share, class_id, email, class_id=class_id)
    for email in sorted(before - now):
        act(unshare, class_id, email, class_id=class_id)


def _lost_code(member: Member) -> None:
    """Let a student who lost the own code come back to the answers."""
    with st.popover("Lost code", type="tertiary"):
        made = st.session_state.get(session.NEW_CODE)
        if isinstance(made, tuple) and made[0] == member.id:
            st.markdown(f"Tell {plain_markdown(member.nickname)} alone. It is not shown again.")
            st.code(made[1], language=None)
        else:
            st.markdown(
                f"Make {plain_markdown(member.nickname)} a new code of their own? The answers stay; the old code and "
                "its links end."
            )
            st.button("Make a new code", key=f"classroom:code:{member.id}", on_click=_new_code, args=(member,))


def _new_code(member: Member) -> None:
    made = act(new_code, member)
    if made:
        st.session_state[session.NEW_CODE] = member.id, made


def _prolong(class_id: str, days: int) -> None:
    act(prolong, class_id, time.time() + days * DAY, class_id=class_id)


def _remove(member: Member) -> None:
    act(remove_member, member, class_id=member.class_id)


def _delete(class_id: str) -> None:
    act(delete_class, class_id, class_id=class_id)
    leave()
