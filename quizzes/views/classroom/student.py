"""The student's page: join, wait, answer, see."""

import streamlit as st

from explorer.model.surface_file import NotOpened
from quizzes.escaping import plain_markdown
from quizzes.posed import Posed, PosedQuestion, pose
from quizzes.store.errors import Refused, StoreAway
from quizzes.store.items import Item, Pacing, Phase
from quizzes.store.members import Member
from quizzes.views.classroom import joining, sending, session, updates
from quizzes.views.classroom.answering import draw_open_question, show_closed_question, show_truth
from quizzes.views.classroom.results import count_for_member, results
from quizzes.views.classroom.session import watch
from quizzes.widgets import focus


def page() -> None:
    """Let a student join; then show the class's question, and what has become of the answers."""
    member = joining.member()
    if member is None:
        joining.draw_join_forms()
        focus.put()
        return
    sending.flush()
    shown = st.session_state.get(session.LAST_ITEM)
    live = isinstance(shown, Item) and shown.show_distribution
    updates.note_state(member.class_id, every_answer=live)
    _head(member)
    # Streamlit knows the question by its place on the page: a notice that moved it would lose a press on its way.
    with st.container():
        item = _item(member)
        _notices()
    if isinstance(item, Item) and item.show_distribution != live:
        live = item.show_distribution
        updates.note_state(member.class_id, every_answer=live)
    if item is None:
        _state("You are in.", "The first question appears here by itself.")
    elif isinstance(item, Item):
        _item_view(member, item)
    focus.put()
    if not updates.over():
        updates.follow(member.class_id, every_answer=live, member=member)


def _head(member: Member) -> None:
    title = plain_markdown(st.session_state.get(session.CLASS_TITLE, "Class"))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(key="lead"):
            st.title(title, anchor=False)
            st.markdown(plain_markdown(member.nickname))
        with st.popover("Your code", type="tertiary"):
            st.markdown("With this code, or this page's address, you continue on any device. Keep both to yourself.")
            st.code(st.session_state.get(session.REJOIN, ""), language=None, wrap_lines=True)
            st.button("Leave on this device", on_click=joining.leave)


def _item(member: Member) -> Item | bool | None:
    """The item before the class; the last one known while the database is away; False if there is no class."""
    try:
        watch().here(member)
        item = watch().item(member.class_id)
    except StoreAway:
        known = st.session_state.get(session.LAST_ITEM)
        st.warning(
            "The class's database cannot be reached just now. You can go on: your answers are kept on this page and "
            "sent as soon as it is back. Please keep the page open.",
            icon=":material/cloud_off:",
        )
        return known if isinstance(known, Item) else False
    except Refused as refusal:
        updates.stop()
        st.info(f"{refusal} Thank you for taking part.")
        st.button("Join another class", on_click=joining.leave)
        return False
    st.session_state[session.LAST_ITEM] = item
    if item is not None and item.phase is not Phase.OPEN:
        sending.read_anew()
    return item


def _notices() -> None:
    waiting = sending.waiting()
    if waiting:
        several = f"{waiting} answers wait" if waiting > 1 else "Your answer waits"
        st.info(f"{several} here to be sent. Please keep this page open.", icon=":material/schedule_send:")
    refused = st.session_state.pop(session.REFUSED, None)
    if refused:
        st.warning("Your last answer was not kept: " + plain_markdown(refused))


def _item_view(member: Member, item: Item) -> None:
    try:
        posed = pose(item)
    except NotOpened as refusal:
        st.info(str(refusal))
        return
    except (KeyError, ValueError):
        st.info("This question belongs to another version of the app. Reload the page.")
        return
    number = _step_number(item, posed)
    step = posed.steps[number]
    if len(posed.steps) > 1:
        with st.container(key=focus.HEADING):
            st.header(f"{posed.title} · question {number + 1} of {len(posed.steps)}", anchor=False)
    if item.phase is Phase.OPEN:
        if item.round == 2:
            st.info("Second round: answer again, after talking with your neighbour.", icon=":material/forum:")
        draw_open_question(member, item, step)
    elif item.phase is Phase.REVEALED:
        show_truth(member, item, step)
    elif sending.given(member, item, step.question.identifier):
        _state("Closed.", "Your answer is kept. Talk with your neighbour, or look at the projector.")
        show_closed_question(member, item, step)
    else:
        _state("Get ready.", "The question appears here when your instructor opens it.")
    if item.show_distribution:
        _distribution(member, item, step)
    if item.pacing is Pacing.FREE and len(posed.steps) > 1 and item.phase is not Phase.CLOSED:
        _walk(item, number, len(posed.steps))


def _state(title: str, text: str) -> None:
    """What there is instead of a question."""
    with st.container(key=focus.HEADING):
        st.header(title, anchor=False)
    st.markdown(text)


def _step_number(item: Item, posed: Posed) -> int:
    if item.pacing is Pacing.TOGETHER:
        return min(item.step, len(posed.steps) - 1)
    own = st.session_state.setdefault(session.STEP, {})
    return min(own.setdefault(item.id, item.step), len(posed.steps) - 1)


def _walk(item: Item, number: int, count: int) -> None:
    def go(to: int) -> None:
        st.session_state.setdefault(session.STEP, {})[item.id] = to
        focus.request(focus.HEADING)

    with st.container(horizontal=True):
        st.button("Back", on_click=go, args=(number - 1,), disabled=number == 0)
        st.button("Next", on_click=go, args=(number + 1,), disabled=number == count - 1)


def _distribution(member: Member, item: Item, step: PosedQuestion) -> None:
    try:
        tallies = count_for_member(member, item, step.question.identifier)
    except (StoreAway, Refused):
        return
    if tallies[item.round].answered:
        st.header("How the class answered", anchor=False)
        results(step, tallies, revealed=item.phase is Phase.REVEALED, key=f"shared:{item.id}")
