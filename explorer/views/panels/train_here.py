"""Train here: a run from scratch at the operating point, which then plays in the browser."""

import time

import pyarrow as pa
import streamlit as st

from explorer.charts.base import arrow_table
from explorer.charts.stage.training_run import run_inputs
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.model.training import TrainingStep, settled_after, train_from_scratch
from explorer.views.panels import show
from explorer.views.panels.run_report import run_report
from explorer.views.panels.wording import plain, point_in_words
from explorer.widgets.stage import player
from explorer.widgets.surfaces import title

WANTED = "train:wanted"
RUN = "train:run"
STEPS = 300
BUDGET = 1.8
"""Seconds; a run on a large graph ends here and says so."""

STARTS = range(4)
_BEFORE = {
    "linear": "W starts small, so every node lies almost on one point. Plain gradient descent then follows the same "
    "objective and gradient as the map. Does it escape from collapse?",
    "gcn": "The weights start at random, not near 0. Adam then takes the steps that made the map, a fresh view pair in "
    "each. What becomes of the spread?",
}
_REPORT_EVERY = 15
_TAIL = 10


def render(surface: Surface, point: OperatingPoint, *, seed_index: int = 0, anchor: int | None = None) -> None:
    """Draw what a run starts from, its button, and the run that was last made.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    seed_index : int
        Whose views; the cell's own solution for the same views is what the run is compared with.
    anchor
        Not used.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        start = st.segmented_control(
            "Start",
            STARTS,
            default=0,
            required=True,
            key="train:start",
            format_func=lambda k: str(k + 1),
            help="Four random starts. The views stay the same, so a different end is due to the start alone.",
        )
        if start not in STARTS:
            st.caption("Choose a start.")
            return
        name = f"{surface.scenario.name}, {point_in_words(point)}, seed {surface.seeds[seed_index]}, start {start + 1}"
        st.button("Train from scratch here", type="primary", key="train:go", on_click=_want, args=(name,))
    place_for_run = st.empty()
    if st.session_state.get(WANTED) != name:
        _cancel()  # wanted at a point that has been left since
    else:
        with place_for_run.container():
            steps, finished = _train(surface, point, seed_index, start)
        st.session_state[RUN] = (name, steps, finished)
        _cancel()
    with place_for_run.container():
        _show(surface, point, seed_index, start, name)


def _want(name):
    st.session_state[WANTED] = name


def _cancel():
    """Forget that a run is wanted."""
    st.session_state.pop(WANTED, None)


def _train(surface, point, seed_index, start):
    """Run, with progress and a way out: any other move on the page ends it as well.

    Returns
    -------
    steps : list of TrainingStep
    finished : bool
        Whether it ended by itself and not by the clock.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text="Training")
        st.button("Cancel", key="train:cancel", on_click=_cancel)
    began, steps = time.monotonic(), []
    for step in train_from_scratch(surface.scenario, point, int(surface.seeds[seed_index]), steps=STEPS, start=start):
        steps.append(step)
        if time.monotonic() - began > BUDGET:
            return steps, False
        if step.number % _REPORT_EVERY == 0:
            bar.progress(step.number / STEPS, text=f"Step {step.number}, loss {step.loss:.2f}")
    return steps, True


def _show(surface, point, seed_index, start, name):
    """Draw the last run, if it belongs to this point."""
    if RUN not in st.session_state:
        st.caption(_BEFORE["gcn" if _by_adam(surface) else "linear"])
        return
    ran, steps, finished = st.session_state[RUN]
    if ran != name:
        surface_of_it, where = ran.split(", ", 1)
        st.caption(f"The last run was {plain(title(surface_of_it))}, {where}. Train again to see this one.")
        return
    shown = steps if _by_adam(surface) else steps[: settled_after([step.objective for step in steps]) + _TAIL]
    player(run_inputs(surface, point, shown, seed_index=seed_index), name=name, key="train:player")
    run_report(surface, point, steps, seed_index=seed_index, start=start, finished=finished, shown=len(shown))
    show.data_below("train_here", lambda: {"Every step, means over its training views": steps_table(steps)})


def _by_adam(surface):
    return not surface.scenario.encoder_entry.solved


def steps_table(steps: list[TrainingStep]) -> pa.Table:
    """Return a run as a table, one row a step."""
    names = ("number", "objective", "loss", "alignment_term", "uniformity_term", "alignment", "effective_directions")
    return arrow_table(**{name: [getattr(step, name) for step in steps] for name in names})
