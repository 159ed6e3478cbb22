"""The quiz: set it up, answer, review, print."""

from __future__ import annotations

import streamlit as st

from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped
from explorer.widgets.surfaces import offered
from quizzes import sitting
from quizzes.bank import GENERATORS
from quizzes.sitting import Sitting
from quizzes.views import state
from quizzes.views.quiz_questions import questions
from quizzes.views.quiz_review import review
from quizzes.views.quiz_setup import setup
from quizzes.views.style import style
from quizzes.views.work import Work, arrive, show_in_address
from quizzes.views.work_box import show_note, work_box


def page() -> None:
    """Draw the quiz where this student left it."""
    style()
    work = arrive()
    show_note(work)
    offered(name for name in SHIPPED if any(name in kind.scenarios for kind in GENERATORS.values()))
    now = _sitting(work)
    if now is None or not now.items:
        setup(work)
    elif now.finished(work.log):
        review(now, work)
    else:
        questions(now, work)
    work_box(work)
    show_in_address(work)


def _sitting(work: Work) -> Sitting | None:
    """The sitting chosen in this session, else the latest that is not handed in; drawn items are made once."""
    drawn = work.log.of_kind(sitting.KIND)
    name = st.session_state.get(state.SITTING)
    if name is None:
        open_ones = [kept for kept in drawn if not work.log.has(f"{kept.question}/finished")]
        name = open_ones[-1].question if open_ones else ""
        st.session_state[state.SITTING] = name
    kept = next((kept for kept in drawn if kept.question == name), None)
    if kept is None:
        return None
    made = st.session_state.setdefault(state.SITTINGS, {})
    if name not in made:
        made[name] = sitting.restore(kept, load_shipped)
    missing = len(kept.answer["items"]) - len(made[name].items)
    if missing:
        several = f"{missing} of its questions need" if missing > 1 else "One of its questions needs"
        st.info(f"{several} a surface or a version of the app that this server does not have.")
    return made[name]
