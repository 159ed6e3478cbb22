"""The questions of a quiz, one at a time, with the map beside those that are read off it."""

from __future__ import annotations

import streamlit as st

from explorer.model.surface_file import load_shipped
from quizzes.bank import DIFFICULTIES, TOPICS, Item
from quizzes.sitting import Sitting
from quizzes.views import state
from quizzes.views.asking import draw_question
from quizzes.views.theatre import Keys, theatre
from quizzes.views.work import Work

GRAPHS = {
    "communities": "communities graph",
    "karate": "karate club",
    "communities-batch16": "communities, 16 in a batch",
}
_GIVEN_AWAY = frozenset({"collapse", "loss_optimum", "accuracy_optimum"})


def questions(sitting: Sitting, work: Work) -> None:
    """Draw the question at hand and the way to the others."""
    position = st.session_state.setdefault(state.POSITION, _first_open(sitting, work))
    position = min(position, len(sitting.items) - 1)
    item, closed = sitting.items[position], sum(sitting.closed(item, work.log) for item in sitting.items)
    with st.container(key="lead"):
        st.title("Quiz", anchor=False)
        st.progress(
            closed / len(sitting.items), text=f"Question {position + 1} of {len(sitting.items)} · {closed} answered"
        )
    if _read_off(item):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _map(item, work)
    else:
        right = st.container()
    with right:
        _question(sitting, item, work)
        _way(sitting, position, closed, work)


def _first_open(sitting: Sitting, work: Work) -> int:
    return next((n for n, item in enumerate(sitting.items) if not sitting.closed(item, work.log)), 0)


def _read_off(item: Item) -> bool:
    """Whether the question is read off the map and does not bring its own."""
    return item.topic == "surface" and item.question.map_beside


def _question(sitting: Sitting, item: Item, work: Work) -> None:
    surface = load_shipped(item.scenario)
    with st.container(key="question-box"):
        st.caption(f"{TOPICS[item.topic]} · {DIFFICULTIES[item.difficulty]} · {GRAPHS[item.scenario]}")
        draw_question(item.question, surface, work, sitting.address(item))
        if sitting.closed(item, work.log):
            see_it(item)


def see_it(item: Item) -> None:
    """The link to the place on the map that shows the answer."""
    graph, _, batch = item.scenario.partition("-batch")
    place = item.place
    address = f"./?graph={graph}&p={place.strength:.2f}&tau={place.temperature:.3g}&layer={place.layer}"
    st.markdown(f"[See it on the map]({address}{f'&batch={batch}' if batch else ''})")


def _map(item: Item, work: Work) -> None:
    surface = load_shipped(item.scenario)
    keys = Keys(f"quiz:{item.scenario}:point", f"quiz:{item.scenario}:layer", f"quiz-map-{item.scenario}")
    st.session_state.setdefault(keys.point, surface.nearest(0.3, 0.5))
    st.session_state.setdefault(keys.layer, "loss")
    theatre(
        surface, keys, hidden=_GIVEN_AWAY | item.question.hidden, overlays={"theory"},
        readouts=("hardest_negative_share",),
    )  # fmt: skip


def _way(sitting: Sitting, position: int, closed: int, work: Work) -> None:
    last = position + 1 == len(sitting.items)
    with st.container(horizontal=True, key="way"):
        st.button("Back", disabled=position == 0, on_click=_go, args=(position - 1,), key="quiz-back")
        now_closed = sitting.closed(sitting.items[position], work.log)
        st.button("Next question", disabled=last, type="primary" if now_closed and not last else "secondary",
                  on_click=_go, args=(position + 1,), key="quiz-next")  # fmt: skip
        st.button("Finish and review", key="quiz-finish",
                  type="primary" if closed == len(sitting.items) else "secondary" if last else "tertiary",
                  on_click=work.keep, args=(sitting.finish(), 1))  # fmt: skip


def _go(position: int) -> None:
    st.session_state[state.POSITION] = position
