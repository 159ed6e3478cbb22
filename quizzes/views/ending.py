"""How an activity ends: predictions beside outcomes, points, what to look at again, and ways on."""

from collections.abc import Callable, Iterable

import streamlit as st

from explorer.charts.texts import percent, typeset
from explorer.model.library import can_open
from explorer.model.surface import Surface
from explorer.widgets.surfaces import open_surface, title
from quizzes.activities import ACTIVITIES
from quizzes.activities.activity import Activity
from quizzes.activities.outcome import Outcome, outcomes, points
from quizzes.escaping import plain_markdown
from quizzes.views.map_link import map_address
from quizzes.views.work import Work
from quizzes.widgets import focus

HEADINGS = {"predictions": "Your predictions", "answers": "Your answers", "explanations": "Your explanations"}


def ending(
    activity: Activity, surface: Surface, work: Work, look_again: Callable[[int], None], turn_to: Callable[[str], None]
) -> None:
    """Draw the end of an activity.

    Parameters
    ----------
    activity, surface, work
        Which activity, on which surface, by whom.
    look_again
        Turns to the step at a position.
    turn_to
        Turns to another activity by its name, or to the summary.
    """
    found = outcomes(activity.name, surface, work.log)
    with st.container(key=focus.HEADING):
        st.header("Done", anchor=False)
    st.markdown(score_line(found))
    show_outcomes(found)
    missed = [one for one in found if one.score < 1]
    if missed:
        st.subheader("Look again", anchor=False)
        for one in missed:
            st.button(
                one.task.step.title,
                key=f"again-{one.position}",
                on_click=look_again,
                args=(one.position,),
                type="tertiary",
                icon=":material/undo:",
            )
    _onwards(activity, surface)
    with st.container(horizontal=True, key="way"):
        following = next((one for one in ACTIVITIES if one.number == activity.number + 1), None)
        if following is not None:
            st.button(
                f"Next: {following.title}",
                type="primary",
                on_click=turn_to,
                args=(following.name,),
                key="next-activity",
            )
        st.button(
            "Summary to keep",
            type="primary" if following is None else "secondary",
            on_click=turn_to,
            args=(SUMMARY,),
            key="to-summary",
        )


SUMMARY = "summary"
"""Name in the address under which the summary lies; no activity has it."""


def score_line(found: Iterable[Outcome]) -> str:
    """Predictions that came true and points, in one line of markdown."""
    found, parts = tuple(found), []
    true, of = points(found, "predictions")
    if of:
        parts.append(f"Predictions that came true: **{shown_points(true)} of {of}**")
    score, of = points(found, "answers")
    if of:
        parts.append(f"points for answers: **{shown_points(score)} of {of}**")
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def shown_points(score: float) -> str:
    """Points with one decimal where there is one to show."""
    return f"{score:.1f}".removesuffix(".0")


def sign(score: float, late: bool) -> str:
    """The mark of a question by what it earned; what was found too late to earn anything counts as a part."""
    return "✓" if score >= 1 else "◐" if score > 0 or late else "✗"


def show_outcomes(found: Iterable[Outcome], *, prompts: bool = False) -> None:
    """List what was answered beside what is right, by groups; with what was asked, for paper."""
    found = tuple(found)
    for group, heading in HEADINGS.items():
        lines = [_line(one, prompts) for one in found if one.group == group]
        if lines:
            st.subheader(heading, anchor=False)
            with st.container(key=f"outcomes-{group}-{found[0].task.address}"):
                st.markdown(typeset("\n".join(lines)))


def _line(one: Outcome, prompts: bool) -> str:
    """One outcome as an item of a list; what the student typed stays text."""
    said = plain_markdown(one.said).replace("  \n", " ") or "no answer"
    asked = f" {one.task.asked}" if prompts else ""
    if one.group == "explanations":
        rated = f" *By your own rating:* {percent(one.score)}" if one.score else ""
        return f"- **{one.task.step.title}**{asked} *You:* {said}{rated}"
    said += " (at the second try)" * one.late
    agreed = one.late or one.score >= 1 or not one.truth or said == plain_markdown(one.truth)
    told = "" if agreed else f". *It is:* {one.truth}"
    return f"- {sign(one.score, one.late)} **{one.task.step.title}**{asked} *You:* {said}{told}"


def _onwards(activity: Activity, surface: Surface) -> None:
    """What to try on the Explore page, where that surface can be opened and has it."""
    lines = []
    for onward in activity.onwards:
        name = onward.scenario(surface)
        if not onward.holds(surface) or not can_open(name):
            continue
        there = open_surface(name)
        here = surface.point(*onward.place(surface))
        point = there.nearest(here.strength, here.temperature)
        address = map_address(name, point.strength, point.temperature, onward.layer, onward.panel)
        lines.append(f"- {onward.text} [{plain_markdown(title(name))} on Explore]({address})")
    if lines:
        st.subheader("To try", anchor=False)
        st.markdown(typeset("\n".join(lines)))
