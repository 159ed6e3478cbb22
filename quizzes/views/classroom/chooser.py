"""Choose what comes before the class next: a question, a short quiz or an activity, and on which graph."""

import secrets

import streamlit as st

from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import NotOpened, load_shipped
from explorer.widgets.surfaces import offered
from quizzes import bank
from quizzes.activities import ACTIVITIES
from quizzes.store.items import Pacing, choose
from quizzes.views.classroom.posing import (
    ACTIVITY,
    BANK,
    PosedQuestion,
    bank_title,
    hidden_by_default,
    hiding_picker,
    pose_activity,
    pose_bank,
)
from quizzes.views.classroom.sign_in import act

_SEED = "classroom:seed"


def chooser(class_id: str) -> None:
    """Let the instructor choose; "Put before the class" makes it the class's item, closed as yet."""
    sources = ["Question", "Quiz", "Activity"]
    left, right = st.columns([1, 1.4], gap="large")
    with left:
        source = st.segmented_control("What", sources, default=sources[0], key="classroom:source") or sources[0]
        graph = st.selectbox("Graph", offered(bank.scenarios()), format_func=_title, key="classroom:graph")
        activity, payload, steps = _activity(graph) if source == "Activity" else _from_bank(source, graph)
    with right:
        if not steps:
            st.info("Nothing of this kind is well posed on this graph. Choose another topic or graph.")
            return
        _preview(steps)
        hidden = frozenset().union(*map(hidden_by_default, steps))
        chosen = hiding_picker(hidden, key=f"classroom:hide:{activity}:{payload}:{graph}")
        if st.button("Put before the class", type="primary"):
            pacing = Pacing.TOGETHER
            if act(choose, class_id, activity, payload, class_id=class_id, graph=graph, hidden=chosen, pacing=pacing):
                st.rerun()


def _activity(graph: str) -> tuple[str, dict, tuple[PosedQuestion, ...]]:
    titles = {one.name: f"{one.number}. {one.title}" for one in ACTIVITIES}
    name = st.selectbox("Activity", list(titles), format_func=titles.__getitem__, key="classroom:activity")
    return f"{ACTIVITY}{name}", {}, pose_activity(name, graph).steps


def _from_bank(source: str, graph: str) -> tuple[str, dict, tuple[PosedQuestion, ...]]:
    topic = st.selectbox(
        "Topic", list(bank.TOPICS), format_func=bank.TOPICS.__getitem__, index=2, key="classroom:topic"
    )
    seed = st.session_state.setdefault(_SEED, secrets.randbelow(10_000))
    identifiers = _question(graph, topic, seed) if source == "Question" else _quiz(topic, seed)
    st.button("Draw other numbers", on_click=_reseed, icon=":material/casino:")
    return BANK, {"items": identifiers}, pose_bank(tuple(identifiers)).steps if identifiers else ()


def _title(scenario: str) -> str:
    return SHIPPED[scenario].title


def _reseed() -> None:
    st.session_state[_SEED] = secrets.randbelow(10_000)


def _question(graph: str, topic: str, seed: int) -> list[str]:
    kinds = [g for g in bank.GENERATORS.values() if g.topic == topic and graph in g.scenarios]
    kinds.sort(key=lambda g: (g.difficulty, g.name))
    if not kinds:
        return []
    chosen = st.selectbox(
        "Question",
        [g.name for g in kinds],
        key=f"classroom:generator:{graph}:{topic}",
        format_func=lambda name: f"{bank_title(name)} ({bank.DIFFICULTIES[bank.GENERATORS[name].difficulty]})",
    )
    try:
        return [bank.build(chosen, graph, seed, load_shipped(graph)).identifier]
    except (bank.IllPosed, NotOpened):
        return []


def _quiz(topic: str, seed: int) -> list[str]:
    count = st.slider("Questions", 2, 10, 5, key="classroom:quiz-length")
    return [item.identifier for item in _drawn(count, seed, topic)]


@st.cache_resource(show_spinner=False, max_entries=64)
def _drawn(count: int, seed: int, topic: str):
    return bank.draw(count, seed, load_shipped, topics=(topic,))


def _preview(steps: tuple[PosedQuestion, ...]) -> None:
    with st.container(border=True, height="content" if len(steps) == 1 else 420):
        for number, step in enumerate(steps):
            st.markdown((f"**{number + 1}.** " if len(steps) > 1 else "") + step.question.prompt)
            with st.expander("Answer, for your eyes"):
                st.markdown(step.question.truth_markdown(step.surface))
