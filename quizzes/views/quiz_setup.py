"""Choose a quiz: how many questions, about what, how hard."""

from __future__ import annotations

import time

import streamlit as st

from explorer.model.surface_file import load_shipped
from quizzes import sitting
from quizzes.bank import DIFFICULTIES, LENGTHS, TOPICS
from quizzes.views import state
from quizzes.views.work import Work


def setup(work: Work) -> None:
    """Draw the choices, and the results so far."""
    with st.container(key="setup"):
        with st.container(key="lead"):
            st.title("Quiz", anchor=False)
            st.markdown("Questions on the loss, its two terms and both graphs, with numbers of your own.")
        st.session_state.setdefault(state.LENGTH, LENGTHS[0])
        st.session_state.setdefault(state.SEED, sitting.new_seed())
        st.segmented_control("Questions", LENGTHS, key=state.LENGTH, required=True)
        for label, names, key in (("Topics", TOPICS, state.TOPICS), ("Difficulty", DIFFICULTIES, state.DIFFICULTIES)):
            st.pills(label, list(names), format_func=names.get, key=key, selection_mode="multi",
                     help="None chosen means all.")  # fmt: skip
        st.number_input("Quiz number", 0, 10**6, step=1, key=state.SEED, width=220,
                        help="The same number and the same choices give the same quiz.")  # fmt: skip
        st.button("Start the quiz", type="primary", on_click=_start, args=(work,), key="quiz-start")
    _earlier(work)


def _start(work: Work) -> None:
    if st.session_state[state.LENGTH] not in LENGTHS:
        work.note = "Choose how many questions it shall have."
        return
    chosen = {name: st.session_state.get(key) for name, key in
              (("topics", state.TOPICS), ("difficulties", state.DIFFICULTIES))}  # fmt: skip
    kept = sitting.begin(
        st.session_state[state.LENGTH], st.session_state[state.SEED], load_shipped,
        topics=chosen["topics"] or (), difficulties=chosen["difficulties"] or (),
    )  # fmt: skip
    work.keep(kept, limit=1)
    open_sitting(kept.question)


def open_sitting(name: str) -> None:
    """Turn to a sitting."""
    st.session_state[state.SITTING] = name
    st.session_state[state.POSITION] = 0
    st.session_state[state.PRINTING] = False
    st.session_state.pop(state.SEED, None)


def _earlier(work: Work) -> None:
    """Sittings of this run, newest first."""
    drawn = work.log.of_kind(sitting.KIND)
    if not drawn:
        return
    st.subheader("Your quizzes", anchor=False)
    for kept in reversed(drawn[-8:]):
        finished = work.log.has(f"{kept.question}/finished")
        when = time.strftime("%d %b, %H:%M", time.gmtime(kept.made_at)) + " UTC"
        label = f"{'Review' if finished else 'Go on'}: {len(kept.answer['items'])} questions, {when}"
        st.button(label, key=f"sitting:{kept.question}", on_click=open_sitting, args=(kept.question,), type="tertiary")
