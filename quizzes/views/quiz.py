"""The quiz: set it up, answer its questions one at a time, and turn to the review."""

import time
from collections.abc import Mapping
from typing import Any

import streamlit as st

from explorer.model.counts import counted
from explorer.widgets.surfaces import offered, open_surface, own_names, title
from quizzes.bank import DIFFICULTIES, LENGTHS, TOPICS, DrawnQuestion, scenarios
from quizzes.escaping import plain_markdown
from quizzes.quiz import KIND, Quiz, begin, new_seed, restore
from quizzes.views import state
from quizzes.views.asking import draw_question
from quizzes.views.map_panel import Keys, map_panel
from quizzes.views.quiz_review import open_quiz, review, see_it
from quizzes.views.work import Work
from quizzes.views.work_box import own_work
from quizzes.widgets import focus

GIVEN_AWAY = frozenset({"collapse", "loss_optimum", "accuracy_optimum"})


_GRAPH = "quiz:graph"


def page() -> None:
    """Draw the quiz where this student left it."""
    with own_work() as work:
        offered(scenarios())
        now = _quiz(work)
        if now is None or not now.questions:
            setup(work)
        elif now.finished(work.log):
            review(now, work)
        else:
            questions(now, work)


def _quiz(work: Work) -> Quiz | None:
    """The quiz chosen in this session, else the latest that is not handed in; drawn questions are made once."""
    drawn = work.log.of_kind(KIND)
    name = st.session_state.get(state.QUIZ)
    if name is None:
        open_ones = [kept for kept in drawn if not work.log.has(f"{kept.question}/finished")]
        name = open_ones[-1].question if open_ones else ""
        st.session_state[state.QUIZ] = name
    kept = next((kept for kept in drawn if kept.question == name), None)
    if kept is None:
        return None
    made = st.session_state.setdefault(state.QUIZZES, {})
    if name not in made:
        made[name] = restore(kept, open_surface)
    missing = len(kept.answer["items"]) - len(made[name].questions)
    if missing:
        several = f"{missing} of its questions need" if missing > 1 else "One of its questions needs"
        st.info(f"{several} a surface or a version of the app that this server does not have.")
    return made[name]


# --- set it up ---


def setup(work: Work) -> None:
    """Draw the choices, and the results so far."""
    with st.container(key="setup"):
        with st.container(key="lead"):
            with st.container(key=focus.HEADING):
                st.title("Quiz", anchor=False)
            st.markdown("Questions on the loss, its two terms and both graphs, with numbers of your own.")
        st.session_state.setdefault(state.LENGTH, LENGTHS[0])
        st.session_state.setdefault(state.SEED, new_seed())
        st.segmented_control("Questions", LENGTHS, key=state.LENGTH, required=True)
        choices: tuple[tuple[str, Mapping[Any, str], str], ...] = (
            ("Topics", TOPICS, state.TOPICS),
            ("Difficulty", DIFFICULTIES, state.DIFFICULTIES),
        )
        for label, names, key in choices:
            st.pills(
                label,
                list(names),
                format_func=names.__getitem__,
                key=key,
                selection_mode="multi",
                help="None chosen means all.",
            )
        if own := own_names():
            shipped = "All that ship"
            st.selectbox(
                "Graph", [shipped, *own], format_func=lambda name: name if name == shipped else title(name), key=_GRAPH
            )
        st.number_input(
            "Quiz number",
            0,
            10**6,
            step=1,
            key=state.SEED,
            width=220,
            help="The same number and the same choices give the same quiz.",
        )
        st.button("Start the quiz", type="primary", on_click=_start, args=(work,), key="quiz-start")
    _earlier(work)


def _start(work: Work) -> None:
    if st.session_state[state.LENGTH] not in LENGTHS:
        work.note = "Choose how many questions it shall have."
        return
    chosen = {
        name: st.session_state.get(key)
        for name, key in (("topics", state.TOPICS), ("difficulties", state.DIFFICULTIES))
    }
    kept = begin(
        st.session_state[state.LENGTH],
        st.session_state[state.SEED],
        open_surface,
        topics=chosen["topics"] or (),
        difficulties=chosen["difficulties"] or (),
        graph=graph if (graph := st.session_state.get(_GRAPH)) in own_names() else None,
    )
    if not kept.answer["items"]:
        work.note = "No question can be drawn: this server opens none of the graphs that they are about."
        return
    work.keep(kept, limit=1)
    open_quiz(kept.question)


def _earlier(work: Work) -> None:
    """The quizzes of this run, newest first."""
    drawn = work.log.of_kind(KIND)
    if not drawn:
        return
    st.header("Your quizzes", anchor=False)
    for kept in reversed(drawn[-8:]):
        finished = work.log.has(f"{kept.question}/finished")
        when = time.strftime("%d %b, %H:%M", time.gmtime(kept.made_at)) + " UTC"
        label = f"{'Review' if finished else 'Go on'}: {counted(len(kept.answer['items']), 'question')}, {when}"
        st.button(label, key=f"quiz:{kept.question}", on_click=open_quiz, args=(kept.question,), type="tertiary")


# --- answer ---


def questions(quiz: Quiz, work: Work) -> None:
    """Draw the question at hand and the way to the others."""
    position = st.session_state.setdefault(state.POSITION, _first_open(quiz, work))
    position = min(position, len(quiz.questions) - 1)
    drawn, closed = quiz.questions[position], sum(quiz.closed(drawn, work.log) for drawn in quiz.questions)
    with st.container(key="lead"):
        st.title("Quiz", anchor=False)
        st.progress(closed / len(quiz.questions), text=f"{closed} of {len(quiz.questions)} answered")
        if quiz.beside:
            st.caption(quiz.beside)
    if drawn.read_off_map:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _map(drawn, work)
    else:
        right = st.container()
    with right, st.container(key="sheet" if drawn.read_off_map else "text"):
        with st.container(key=focus.HEADING):
            st.header(f"Question {position + 1} of {len(quiz.questions)}", anchor=False)
        _question(quiz, drawn, work)
        _way(quiz, position, closed, work)


def _first_open(quiz: Quiz, work: Work) -> int:
    return next((n for n, drawn in enumerate(quiz.questions) if not quiz.closed(drawn, work.log)), 0)


def _question(quiz: Quiz, drawn: DrawnQuestion, work: Work) -> None:
    surface = open_surface(drawn.scenario)
    with st.container(key="question-box"):
        graph = plain_markdown(title(drawn.scenario))
        st.caption(f"{TOPICS[drawn.topic]} · {DIFFICULTIES[drawn.difficulty]} · {graph}")
        draw_question(drawn.question, surface, work, quiz.address(drawn))


def _map(drawn: DrawnQuestion, work: Work) -> None:
    surface = open_surface(drawn.scenario)
    keys = Keys(f"quiz:{drawn.scenario}:point", f"quiz:{drawn.scenario}:layer", f"quiz-map-{drawn.scenario}")
    st.session_state.setdefault(keys.point, surface.nearest(0.3, 0.5))
    st.session_state.setdefault(keys.layer, "loss")
    map_panel(
        surface,
        keys,
        hidden=GIVEN_AWAY | drawn.question.hidden,
        overlays={"theory"},
        readouts=("hardest_negative_share",),
    )


def _way(quiz: Quiz, position: int, closed: int, work: Work) -> None:
    last = position + 1 == len(quiz.questions)
    with st.container(horizontal=True, vertical_alignment="center", key="way"):
        st.button("Back", disabled=position == 0, on_click=_go, args=(position - 1,), key="quiz-back")
        now_closed = quiz.closed(quiz.questions[position], work.log)
        st.button(
            "Next question",
            disabled=last,
            type="primary" if now_closed and not last else "secondary",
            on_click=_go,
            args=(position + 1,),
            key="quiz-next",
        )
        st.button(
            "Finish and review",
            key="quiz-finish",
            type="primary" if closed == len(quiz.questions) else "secondary" if last else "tertiary",
            on_click=_finish,
            args=(quiz, work),
        )
        if now_closed:
            see_it(quiz.questions[position])


def _go(position: int) -> None:
    st.session_state[state.POSITION] = position
    focus.request(focus.HEADING)


def _finish(quiz: Quiz, work: Work) -> None:
    work.keep(quiz.finish(), 1)
    focus.request(focus.HEADING)
