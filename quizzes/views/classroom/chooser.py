"""Choose what comes before the class next: a question, a short quiz or an activity, and on which graph."""

import secrets

import streamlit as st

from explorer.model.surface_file import NotOpened
from explorer.widgets.surfaces import offered, open_surface, title
from quizzes import bank
from quizzes.activities import ACTIVITIES
from quizzes.own import Written
from quizzes.posed import ACTIVITY, BANK, OWN, PosedQuestion, pose, pose_activity, pose_bank, short
from quizzes.store.items import Pacing, choose
from quizzes.store.plans import Entry
from quizzes.views.asking import show_asked
from quizzes.views.classroom.hiding import hidden_by_default, hiding_picker
from quizzes.views.classroom.sign_in import act
from quizzes.views.classroom.writing import preview, write

_SEED = "classroom:seed"
OWN_SOURCE = "My own"
SOURCES = ("Question", "Quiz", "Activity", OWN_SOURCE)


def chooser(class_id: str) -> None:
    """Let the instructor choose; "Put before the class" makes it the class's item, closed as yet."""
    chosen = entry_picker("Put before the class", key="classroom")
    if chosen is not None:
        parts = {"graph": chosen.graph, "hidden": chosen.hidden, "pacing": Pacing.TOGETHER}
        if act(choose, class_id, chosen.activity, chosen.payload, class_id=class_id, **parts):
            st.rerun()


def entry_picker(label: str, *, key: str, written: Written | None = None) -> Entry | None:
    """Draw what there is to choose from, with its preview and a button.

    Parameters
    ----------
    label : str
        What the button does with it.
    key : str
        Prefix of the widgets' keys.
    written : Written, optional
        A question of the instructor's own that is to be changed; then there is no other to choose.

    Returns
    -------
    Entry or None
        What was chosen, in the run in which the button is pressed.
    """
    source = OWN_SOURCE
    if written is None:
        source = (
            st.segmented_control("What", SOURCES, default=SOURCES[0], required=True, key=f"{key}:source") or SOURCES[0]
        )
    left, right = st.columns([1, 1.4], gap="large")
    with left:
        graph = st.selectbox("Graph", offered(bank.scenarios(), own=True), format_func=title, key=f"{key}:graph")
        if source == OWN_SOURCE:
            found = write(f"{key}:own", open_surface(graph))
        elif source == "Activity":
            activity, payload, steps = _activity(graph, key)
        else:
            activity, payload, steps = _from_bank(source, graph, key)
    with right:
        if source == OWN_SOURCE:
            faults = found.faults()
            if faults:
                st.info("  \n".join(faults))
                return None
            activity, payload = OWN, {"question": found.data()}
            steps = pose(Entry(activity, payload, graph)).steps
        if not steps:
            st.info("Nothing of this kind is well posed on this graph. Choose another topic or graph.")
            return None
        hidden = frozenset().union(*map(hidden_by_default, steps))
        if source == OWN_SOURCE:
            preview(steps[0], hidden, key=key)
        else:
            _preview(steps)
        named = activity if source == OWN_SOURCE else f"{activity}:{payload}"
        chosen = hiding_picker(hidden, key=f"{key}:hide:{named}:{graph}")
        pressed = st.button(label, type="primary", key=f"{key}:put")
    return Entry(activity, payload, graph, frozenset(chosen)) if pressed else None


def _activity(graph: str, key: str) -> tuple[str, dict, tuple[PosedQuestion, ...]]:
    titles = {one.name: f"{one.number}. {one.title}" for one in ACTIVITIES}
    name = st.selectbox("Activity", list(titles), format_func=titles.__getitem__, key=f"{key}:activity")
    return f"{ACTIVITY}{name}", {}, pose_activity(name, graph).steps


def _from_bank(source: str, graph: str, key: str) -> tuple[str, dict, tuple[PosedQuestion, ...]]:
    topic = st.selectbox("Topic", list(bank.TOPICS), format_func=bank.TOPICS.__getitem__, index=2, key=f"{key}:topic")
    seed = st.session_state.setdefault(_SEED, secrets.randbelow(10_000))
    identifiers = _question(graph, topic, seed, key) if source == "Question" else _quiz(graph, topic, seed, key)
    st.button("Draw other numbers", on_click=_reseed, icon=":material/casino:", key=f"{key}:reseed")
    return BANK, {"items": identifiers}, pose_bank(tuple(identifiers)).steps if identifiers else ()


def _reseed() -> None:
    st.session_state[_SEED] = secrets.randbelow(10_000)


def _question(graph: str, topic: str, seed: int, key: str) -> list[str]:
    kinds = [g for g in bank.GENERATORS.values() if g.topic == topic and g.asked_on(graph)]
    kinds.sort(key=lambda g: (g.difficulty, g.name))
    if not kinds:
        return []
    chosen = st.selectbox(
        "Question",
        [g.name for g in kinds],
        key=f"{key}:generator:{graph}:{topic}",
        format_func=lambda name: f"{short(name)} ({bank.DIFFICULTIES[bank.GENERATORS[name].difficulty]})",
    )
    try:
        return [bank.build(chosen, graph, seed, open_surface(graph)).identifier]
    except (bank.IllPosed, NotOpened):
        return []


def _quiz(graph: str, topic: str, seed: int, key: str) -> list[str]:
    count = st.slider("Questions", 2, 10, 5, key=f"{key}:quiz-length")
    drawn = _drawn(count, seed, topic, graph)
    every = tuple(bank.DIFFICULTIES)
    if beside := bank.beside_the_choice(drawn, count, topics=(topic,), difficulties=every, graph=graph):
        st.caption(beside)
    return [item.identifier for item in drawn]


@st.cache_resource(show_spinner=False, max_entries=64)
def _drawn(count: int, seed: int, topic: str, graph: str):
    return bank.draw_questions(count, seed, open_surface, topics=(topic,), graph=graph)


def _preview(steps: tuple[PosedQuestion, ...]) -> None:
    with st.container(border=True, height="content" if len(steps) == 1 else 420):
        for number, step in enumerate(steps):
            show_asked(step.question, f"**{number + 1}.** " if len(steps) > 1 else "")
            with st.expander("Answer, for your eyes"):
                st.markdown(step.question.truth_markdown(step.surface))
