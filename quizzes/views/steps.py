"""The steps of an activity, one at a time: text, ticks, question, and the way on."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from explorer.charts.texts import typeset
from explorer.model.surface import Surface
from quizzes.activities.activity import Activity
from quizzes.activities.course import Task, first_open
from quizzes.question import Setting
from quizzes.views.asking import draw_question
from quizzes.views.ending import ending
from quizzes.views.work import Work
from quizzes.widgets import focus

KINDS = {"predict": "Predict", "explore": "Explore", "answer": "Answer", "explain": "Explain"}


def steps(
    activity: Activity,
    tasks: tuple[Task, ...],
    position: int,
    surface: Surface,
    work: Work,
    keys: dict[str, str],
    inputs: Any,
    turn_to: Callable[[str], None],
) -> None:
    """Draw the step at a position, or the end.

    Parameters
    ----------
    activity, tasks, position
        Which step of what.
    surface, work
        Where, and whose.
    keys
        Session keys of this activity.
    inputs
        A container for a question that takes the stage's place, or None.
    turn_to
        Turns to another activity, or to the summary.
    """
    reached = first_open(activity.name, surface, work.log)
    st.progress(min(reached / len(tasks), 1.0), text=f"Step {min(position + 1, len(tasks))} of {len(tasks)}")
    if position >= len(tasks):
        ending(activity, surface, work, partial(_go, keys), turn_to)
        return
    task = tasks[position]
    with st.container(key=focus.HEADING):
        st.header(f":gray[{KINDS[task.step.kind]}] · {task.step.title}", anchor=False)
    for text in task.text:
        st.markdown(typeset(text))
    for words, ticked in zip(task.checkpoints, task.ticked(work.log), strict=True):
        st.markdown(f"{':green[**✓**]' if ticked else '☐'} {typeset(words)}")
    if task.question is not None:
        draw_question(
            task.question,
            surface,
            work,
            task.address,
            setting=Setting(point=st.session_state[keys["point"]]),
            inputs=inputs,
            map_elsewhere=True,
            tell=not task.step.keeps_truth,
        )
    done = task.done(work.log)
    if done:
        for text in task.after:
            st.markdown(typeset(text))
    with st.container(horizontal=True, key="way"):
        st.button("Back", disabled=position == 0, on_click=_go, args=(keys, position - 1), key="step-back")
        st.button(
            "Next step" if position + 1 < len(tasks) else "Finish",
            type="primary" if done else "secondary",
            disabled=not done,
            on_click=_go,
            args=(keys, position + 1),
            key="step-next",
        )


def _go(keys: dict[str, str], position: int) -> None:
    st.session_state[keys["position"]] = position
    focus.request(focus.HEADING)
