"""How a student joins a class and comes back to it, and what a question of the class closes meanwhile."""

import streamlit as st

from quizzes.escaping import plain_markdown
from quizzes.store import connection
from quizzes.store.classes import title_of
from quizzes.store.codes import written
from quizzes.store.errors import NicknameTaken, Refused, StoreAway, StoreUnusable
from quizzes.store.items import Item, Phase
from quizzes.store.members import Member, join, rejoin
from quizzes.store.nickname import LONGEST_ID
from quizzes.views.classroom import links, sending, session, updates
from quizzes.views.classroom.session import watch

AWAY = "The class cannot be reached just now. Try again in a moment."


def member() -> Member | None:
    """Who this session is: from the session itself, or from the rejoin code in the address."""
    held = st.session_state.get(session.MEMBER)
    if type(held) is Member:
        code = st.session_state.get(session.REJOIN)
        if code and st.query_params.get(links.ME) != code:  # back from another page: the address says again who this is
            st.query_params[links.ME] = code
        return held
    code = st.query_params.get(links.ME)
    return _come_back(code) if code else None


def leave() -> None:
    """Forget in this session who it was; the work stays in the class."""
    sending.forget()
    for key in (session.MEMBER, session.REJOIN, session.CLASS_TITLE):
        st.session_state.pop(key, None)
    st.query_params.clear()


def draw_join_forms() -> None:
    """Draw the forms for joining and for coming back."""
    with st.container(width=460):
        st.title("Join a class")
        with st.form("classroom-join"):
            code = st.text_input(
                "Class code",
                value=st.query_params.get(links.CODE, "")[:300],
                max_chars=300,
                placeholder="six letters",
                key="classroom:code",
            )
            nickname = st.text_input(
                "Nickname",
                max_chars=60,
                key="classroom:nickname",
                help="Your instructor sees it beside your answers; the projector and your classmates do not.",
            )
            student_id = st.text_input(
                "Student id (only if your instructor asks for it)",
                max_chars=LONGEST_ID,
                key="classroom:student id",
                help="Your instructor sees it, and uses it to enter your points into the course.",
            )
            sent = st.form_submit_button("Join", type="primary", width="stretch")
        if sent:
            _join(code, nickname, student_id)
        with st.expander("I was here before"), st.form("classroom-rejoin", border=False):
            back = st.text_input("Your own code", max_chars=300, placeholder="twelve letters")
            if st.form_submit_button("Continue") and (found := _come_back(back)) is not None:
                st.query_params.from_dict({links.ME: written(back)})
                _enter(found, written(back))
                st.rerun()
        st.caption(
            "A nickname, a student id if you give one, and your answers are all that is kept, until your instructor "
            "deletes the class or it expires."
        )


def _join(code: str, nickname: str, student_id: str) -> None:
    try:
        made, own_code = join(
            connection.engine(),
            code,
            nickname,
            client=connection.client(),
            guard=connection.code_guard(),
            student_id=student_id,
        )
    except StoreAway as away:
        _say(away)
    except NicknameTaken as refusal:
        st.error(plain_markdown(str(refusal)) + " If it is yours, continue with your own code below.")
    except Refused as refusal:
        st.error(plain_markdown(str(refusal)))
    else:
        _enter(made, own_code)
        st.query_params.from_dict({links.ME: own_code})
        st.rerun()


def _come_back(code: str) -> Member | None:
    try:
        found = rejoin(connection.engine(), code, client=connection.client(), guard=connection.code_guard())
    except StoreAway as away:
        _say(away)
        return None
    except Refused as refusal:
        st.error(plain_markdown(str(refusal)))
        return None
    _enter(found, written(code))
    return found


def _say(away: StoreAway) -> None:
    unusable = isinstance(away, StoreUnusable)
    st.error("Classes cannot be used on this server just now. Please tell your instructor." if unusable else AWAY)


def _enter(who: Member, code: str) -> None:
    sending.forget()
    st.session_state[session.MEMBER], st.session_state[session.REJOIN] = who, code
    try:
        st.session_state[session.CLASS_TITLE] = title_of(connection.engine(), who.class_id)
    except (StoreAway, Refused):
        st.session_state[session.CLASS_TITLE] = "Class"


def closed() -> str | None:
    """Why this session may open no page but the class's just now, since each may tell the answer; None if it may."""
    member = st.session_state.get(session.MEMBER)
    if type(member) is not Member:
        return None
    updates.note_state(member.class_id, every_answer=False)
    updates.follow(member.class_id, every_answer=False, member=member)  # the page closes and opens by itself
    try:
        item = watch().item(member.class_id)
    except StoreAway:
        item = st.session_state.get(session.LAST_ITEM)  # a question that was open counts as open until we know better
    except Refused:
        return None
    if isinstance(item, Item) and item.phase is Phase.OPEN:
        return "Your class has a question open. This page opens again when your instructor closes it."
    return None
