"""What the class was asked so far: go back to it, ask it again, lay the rounds side by side."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st

from quizzes.escaping import plain_markdown
from quizzes.posed import Posed, PosedQuestion, pose_if_known
from quizzes.store import connection
from quizzes.store.access import Instructor
from quizzes.store.classes import Classroom
from quizzes.store.items import Item, Phase, choose, go_back, list_items
from quizzes.views.classroom.results import count_for_instructor, results, right_line
from quizzes.views.classroom.session import watch
from quizzes.views.classroom.sign_in import act

ABREAST = 3
"""Rounds that stand side by side."""


def past_items(instructor: Instructor, room: Classroom) -> None:
    """Draw every item that the class has had, the latest first."""
    past = list_items(connection.engine(), instructor, room.id)
    if not past:
        st.info("Nothing has been before the class yet.")
        return
    now = watch().item(room.id)
    for number, item in reversed(list(enumerate(past, 1))):
        posed = pose_if_known(item)
        with st.container(border=True, key=f"past-{number}"):
            if posed is None:
                st.markdown(f"**{number}.** Not known to this version of the app")
                continue
            _entry(instructor, item, posed, number, now is not None and now.id == item.id)
    _compare(instructor, past)


def time_of_day(seconds: float) -> str:
    """A time of day where the browser is."""
    try:
        zone: tzinfo = ZoneInfo(st.context.timezone or "")
    except (ValueError, OSError, KeyError):
        zone = UTC
    return datetime.fromtimestamp(seconds, zone).strftime("%H:%M" if zone is not UTC else "%H:%M UTC")


def _entry(instructor: Instructor, item: Item, posed: Posed, number: int, here: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        state = "before the class now" if here else "truth shown" if item.phase is Phase.REVEALED else "closed"
        st.markdown(f"**{number}. {plain_markdown(posed.title)}**  \n{time_of_day(item.created_at)} · {state}")
        with st.container(horizontal=True, width="content"):
            st.button(
                "Back to it",
                on_click=_back,
                args=(item,),
                disabled=here,
                key=f"past:back:{item.id}",
                help="It comes before the class as it was left, with its answers.",
            )
            st.button(
                "Ask again",
                on_click=_again,
                args=(item,),
                key=f"past:again:{item.id}",
                help="The same question anew. Where the truth was shown already, answers do not score.",
            )
    for step in posed.steps:
        line = right_line(count_for_instructor(instructor, item, step.question.identifier))
        if line:
            st.caption((f"{step.number + 1}. " if len(posed.steps) > 1 else "") + line)


def _back(item: Item) -> None:
    if act(go_back, item, class_id=item.class_id):
        st.session_state["classroom:view"] = "Run"


def _again(item: Item) -> None:
    parts = {"graph": item.graph, "hidden": item.hidden, "pacing": item.pacing, "entry": item.entry}
    if act(choose, item.class_id, item.activity, item.payload, class_id=item.class_id, **parts):
        st.session_state["classroom:view"] = "Run"


def _compare(instructor: Instructor, past: list[Item]) -> None:
    """Lay the rounds of one question side by side, over all the times that it was asked."""
    asked: dict[tuple[str, str], list[tuple[Item, PosedQuestion]]] = {}
    for item in past:
        posed = pose_if_known(item)
        for step in posed.steps if posed else ():
            asked.setdefault((step.scenario, step.question.identifier), []).append((item, step))
    rounds = {
        key: [(item, step, n) for item, step in times for n in range(1, item.round + 1)]
        for key, times in asked.items()
        if len(times) > 1 or times[0][0].round > 1
    }
    if not rounds:
        return
    st.header("Rounds side by side", anchor=False)
    key = st.selectbox(
        "Question",
        list(rounds),
        format_func=lambda one: " ".join(rounds[one][0][1].wording.split())[:90],
        key="past:compared",
    )
    shown = rounds[key][-ABREAST:]
    truth = st.toggle("With the truth", key="past:truth")
    for column, (item, step, n) in zip(st.columns(len(shown), gap="large"), shown, strict=True):
        with column:
            st.markdown(f"**{time_of_day(item.created_at)}, round {n}**")
            tally = count_for_instructor(instructor, item, step.question.identifier)[n]
            results(step, {1: tally}, revealed=truth, key=f"past:{item.id}:{n}")
            if tally.judged:
                st.caption(f"{tally.right} of {tally.judged} right ({tally.right / tally.judged:.0%})")
