"""All activities on one page to keep: to print, and to open again by its link."""

import time

import streamlit as st

from explorer.model.counts import counted
from explorer.model.scenario import GRAPHS
from explorer.model.surface import Surface
from explorer.model.surface_file import openable
from explorer.widgets.surfaces import open_surface, own_names, title
from quizzes.activities import ACTIVITIES, course
from quizzes.activities.activity import Activity
from quizzes.activities.outcome import finished_on, outcomes
from quizzes.escaping import plain_markdown
from quizzes.views.ending import SUMMARY, score_line, show_outcomes
from quizzes.views.state import PARAMETER
from quizzes.views.style import PRINT
from quizzes.views.work import Work
from quizzes.widgets import focus


def all_done(work: Work) -> bool:
    """Whether each activity is done, on whichever graph."""
    return all(finished_on(activity.name, _surfaces(), work.log) for activity in ACTIVITIES)


def summary(work: Work) -> None:
    """Draw what became of each activity, with all that was asked, and how to come back to it."""
    done = sum(finished_on(activity.name, _surfaces(), work.log) is not None for activity in ACTIVITIES)
    every = [
        one for activity in ACTIVITIES for surface in _surfaces() for one in outcomes(activity.name, surface, work.log)
    ]
    with st.container(key="review"):
        with st.container(key="lead"):
            with st.container(key=focus.HEADING):
                st.title("Your activities", anchor=False)
            made = time.strftime("%d %B %Y, %H:%M UTC", time.gmtime())
            lines = [f"{done} of {len(ACTIVITIES)} done. Written {made}.", score_line(every)]
            st.markdown(" ".join(filter(None, lines)))
        if work.code:
            st.markdown(f"Resume code: **{work.code}**. This page lies at")
            st.code(f"{_base()}?activity={SUMMARY}&{PARAMETER}={work.code}", language=None, wrap_lines=True)
        with st.container(key="not-printed"):
            st.caption(PRINT)
        for activity in ACTIVITIES:
            for surface in _surfaces():
                _activity(activity, surface, work)


def _activity(activity: Activity, surface: Surface, work: Work) -> None:
    """One activity on one graph, if anything of it is answered."""
    found = outcomes(activity.name, surface, work.log)
    if not found:
        return
    done, of = course.done(activity.name, surface, work.log), len(course.tasks(activity.name, surface))
    with st.container(key=f"printed-item-{activity.name}-{surface.scenario.name}", gap="small"):
        where = plain_markdown(title(surface.scenario.name))
        st.header(f"{activity.number} · {activity.title} ({where})", anchor=False)
        st.markdown(" ".join(filter(None, [f"{done} of {counted(of, 'step')}.", score_line(found)])))
        show_outcomes(found, prompts=True)


def _surfaces() -> list[Surface]:
    return [open_surface(name) for name in (*(name for name in GRAPHS if name in openable()), *own_names())]


def _base() -> str:
    return (st.context.url or "").partition("?")[0]
