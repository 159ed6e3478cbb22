"""The activities: an overview, and a page for each with the stage beside its steps."""

from typing import Any

import streamlit as st

from explorer.charts.stage import OVERLAYS
from explorer.model.counts import counted
from explorer.model.scenario import GRAPHS
from explorer.model.surface import Surface
from explorer.widgets.surfaces import offered, open_surface, title
from quizzes.activities import ACTIVITIES, course
from quizzes.activities.activity import Activity
from quizzes.activities.course import Task
from quizzes.escaping import plain_markdown
from quizzes.question import OnMap
from quizzes.views import state
from quizzes.views.ending import SUMMARY
from quizzes.views.figures import draw_beside, draw_plane
from quizzes.views.map_panel import Keys, map_panel
from quizzes.views.steps import steps
from quizzes.views.summary import all_done, summary
from quizzes.views.work import Work
from quizzes.views.work_box import own_work
from quizzes.widgets import focus
from quizzes.widgets.placing import answer_glyphs


def page() -> None:
    """Draw the overview, or the activity that the address names."""
    with own_work() as work:
        chosen = st.query_params.get(state.ACTIVITY, "")
        activity = course.BY_NAME.get(chosen)
        if chosen == SUMMARY and not work.log.empty():
            st.button("All activities", on_click=_open, args=(None,), type="tertiary", key="not-printed-back")
            summary(work)
        elif activity is None:
            _overview(work)
        else:
            _activity(activity, _graph(), work)


def _overview(work: Work) -> None:
    first = course.PLANS[course.FIRST_LOOK]
    numbers = " and ".join(str(course.BY_NAME[name].number) for name in first)
    with st.container(key="lead"):
        with st.container(key=focus.HEADING):
            st.title("Guided activities", anchor=False)
        st.markdown(
            f"Predict, explore, answer, explain. Best in this order; about {course.minutes(course.BY_NAME)} minutes in "
            f"all. For a first look of {course.minutes(first)} minutes, take {numbers}."
        )
    surfaces = [open_surface(graph) for graph in offered(GRAPHS, own=True)]
    for activity in ACTIVITIES:
        # Of several graphs, the one on which the student got furthest.
        counts = [
            (course.done(activity.name, surface, work.log), len(tasks))
            for surface in surfaces
            if (tasks := course.tasks(activity.name, surface))
        ]
        done, of = max(counts, key=lambda count: count[0] / count[1])
        with st.container(horizontal=True, vertical_alignment="center", key=f"card-{activity.name}"):
            label = "Done" if done == of else "Go on" if done else "Begin"
            st.button(
                label,
                key=f"open-{activity.name}",
                on_click=_open,
                args=(activity.name,),
                width=90,
                type="secondary" if done else "primary" if activity.number == 1 else "secondary",
                help=f"{activity.title}: {done} of {counted(of, 'step')} done",
            )
            st.markdown(
                f"**{activity.number} · {activity.title}** :gray[about {activity.minutes} min]  \n"
                f"{activity.aim} :gray[{done} of {counted(of, 'step')}]"
            )
    if not work.log.empty():
        finished = all_done(work)
        if finished:
            st.success("All activities are done. Keep the summary: print it, or come back to it by its link.")
        st.button(
            "Summary to keep" if finished else "Summary so far",
            key="to-summary",
            on_click=_open,
            args=(SUMMARY,),
            type="primary" if finished else "tertiary",
        )


def _open(name: str | None) -> None:
    if name is None:
        st.query_params.pop(state.ACTIVITY, None)
    else:
        st.query_params[state.ACTIVITY] = name
    focus.request(focus.HEADING)


def _graph() -> str:
    graphs, chosen = offered(GRAPHS, own=True), st.session_state.get(state.GRAPH)
    if chosen not in graphs:
        if chosen is not None:
            st.info(f"The graph that was chosen cannot be opened here. This is {plain_markdown(title(graphs[0]))}.")
        chosen = st.session_state[state.GRAPH] = graphs[0]
    return chosen


def _activity(activity: Activity, graph: str, work: Work) -> None:
    surface = open_surface(graph)
    tasks = course.tasks(activity.name, surface)
    if not tasks:
        _lead(activity)
        st.info(f"{activity.nothing(surface)} Choose another graph, or another activity.")
        return
    keys = {
        what: state.in_activity(activity.name, graph, what)
        for what in ("point", "layer", "visited", "position", "opened")
    }
    st.session_state.setdefault(keys["point"], activity.start(surface))
    st.session_state.setdefault(keys["layer"], activity.layer)
    position = st.session_state.setdefault(keys["position"], course.first_open(activity.name, surface, work.log))
    position = min(position, len(tasks))
    task = tasks[position] if position < len(tasks) else None
    if task is not None:
        _enter(task, keys)
        _tick(task, surface, work, keys)
    with st.container(key="beside"):
        _lead(activity)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        inputs = _left(activity, task, surface, work, keys)
    with right:
        with st.container(key="sheet" if task is not None and task.on_the_map else "text"), st.container(key="steps"):
            steps(activity, tasks, position, surface, work, keys, inputs, _open)
        if activity.plane and "plane" not in course.hidden(activity.name, surface, work.log):
            draw_plane(surface, st.session_state[keys["point"]], key=f"plane-{graph}")
        beside = task.step.beside if task is not None else None
        if task is not None and beside is not None and (task.done(work.log) or not beside.once_done):
            draw_beside(beside, surface, st.session_state[keys["point"]], key=f"beside-{graph}-{task.step.name}")


def _lead(activity: Activity) -> None:
    with st.container(key="lead", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(f"<h1>{activity.number} · {activity.title}</h1><p>{activity.aim}</p>", width="stretch")
        st.selectbox(
            "Graph",
            offered(GRAPHS, own=True),
            format_func=title,
            key=state.GRAPH,
            label_visibility="collapsed",
            width=150,
            persist_state="session",
        )
        st.button(
            "All activities",
            on_click=_open,
            args=(None,),
            type="tertiary",
            key="all-activities",
            icon=":material/apps:",
        )


def _enter(task: Task, keys: dict[str, str]) -> None:
    """Turn the map to the step's layer, once."""
    if st.session_state.get(keys["opened"]) != task.address:
        st.session_state[keys["opened"]] = task.address
        st.session_state[keys["visited"]] = frozenset()
        if task.step.layer:
            st.session_state[keys["layer"]] = task.step.layer


def _tick(task: Task, surface: Surface, work: Work, keys: dict[str, str]) -> None:
    """Tick what the point has done."""
    now = st.session_state[keys["point"]].cell
    visited = st.session_state.get(keys["visited"], frozenset()) | {now}
    st.session_state[keys["visited"]] = visited
    for attempt in course.ticks(task, surface, work.log, visited, now):
        work.keep(attempt, limit=1)


def _left(activity: Activity, task: Task | None, surface: Surface, work: Work, keys: dict[str, str]) -> Any:
    """Draw the stage; a region to paint takes its place. Returns the container for such a question's inputs."""
    hidden = course.hidden(activity.name, surface, work.log)
    question, laid = task.question if task else None, OnMap()
    if task is not None and question is not None:
        if work.log.closed(question, task.address):
            last = work.log.at(task.address).last
            answer = None if last is None else last.answer
            laid = question.on_map(answer, surface, truth=not task.step.keeps_truth)
        elif question.takes_the_stage:
            return st.container()
    # The truth of a region is laid over it already; a second outline of the same cells only clutters the map.
    doubled = frozenset() if laid.truth_region is None else {"collapse"}
    overlays = [name for name in OVERLAYS if name in activity.hidden - hidden - doubled]
    widgets = f"stage-{activity.name}-{surface.scenario.name}"
    map_panel(
        surface,
        Keys(keys["point"], keys["layer"], widgets),
        hidden=hidden,
        overlays=overlays,
        readouts=activity.readouts,
        play="lively" if activity.plane else "none",
        glyphs=answer_glyphs(laid.student, laid.truth),
        region=laid.region,
        truth_region=laid.truth_region,
    )
    return None
