"""One question on a page: its inputs, hints and feedback, and the truth once it is closed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import streamlit as st

from ..log import Standing, committed, gave_up, giving_up, hinting, hints_shown, judge, standing
from ..plain import plain_markdown
from ..question import InvalidAnswer, Question
from ..store.attempt import Attempt
from ..types import Explanation, Point, Prediction, Region
from . import state
from .work import Work

if TYPE_CHECKING:
    from explorer.model.point import OperatingPoint
    from explorer.model.surface import Surface


def innermost(question: Question) -> Question:
    """The question inside a prediction, or the question itself."""
    return question.inner if isinstance(question, Prediction) else question


def explain(question: Question, last: Attempt | None) -> None:
    """Draw the explanation, unless the feedback has just said the same."""
    if question.explanation and not (last and last.feedback.endswith(question.explanation)):
        st.markdown(question.explanation)


def brings_map(question: Question) -> bool:
    """Whether its inputs are a map of their own."""
    return isinstance(innermost(question), Region | Point)


def ask(
    question: Question, surface: Surface, work: Work, address: str, *,
    point: OperatingPoint | None = None, inputs: Any = None, map_elsewhere: bool = False, tell: bool = True,
) -> None:  # fmt: skip
    """Draw a question.

    Parameters
    ----------
    question, surface
        What is asked, and where its truth comes from.
    work
        Whose answer it is.
    address
        Where the answers are kept.
    point
        The page's own point, if it is the answer to a point question.
    inputs
        A container for the inputs, if they stand apart from the feedback.
    map_elsewhere
        Whether the page itself lays the truth over its map.
    tell
        Whether the truth may be told once the question is closed.
    """
    key = state.widgets(address, work.run)
    if committed(question, work.log, address):
        _closed(question, surface, work, address, key, map_elsewhere, tell)
        return
    since = st.session_state.setdefault(state.of_question(address, "since"), time.time())
    now, hints = standing(work.log, address), hints_shown(work.log, address)
    if isinstance(question, Explanation) and now.answers:
        # After a reload the text comes from the log, so that it can be compared with the model answer.
        st.session_state.setdefault(f"{key}:text", now.answers[-1]["text"])
        st.session_state.setdefault(f"{key}-text", now.answers[-1]["text"])
    with inputs if inputs is not None else st.container():
        answer = _inputs(question, surface, key, point)
    if answer is not None:
        try:
            attempt, _ = judge(question, answer, surface, work.log, address, round(time.time() - since, 1))
        except InvalidAnswer as error:
            st.warning(f"{plain_markdown(str(error))} (This cost no attempt.)")
        else:
            work.keep(attempt, question.attempts)
            st.rerun()
    elif now.answers:
        st.warning(plain_markdown(work.log.last(address).feedback))
    for hint in question.hints[:hints]:
        st.markdown(f"**Hint.** {hint}")
    _foot(question, work, address, now, hints)


def _inputs(question: Question, surface: Surface, key: str, point: OperatingPoint | None) -> Any:
    inner = innermost(question)
    if point is None or not isinstance(inner, Point):
        return question.ask(surface, key=key)
    if inner is not question:
        st.markdown(question.prompt)
        st.caption("Commit to a prediction; then the map shows what happens. A wrong prediction is worth making.")
    return inner.ask(surface, key=key, point=point)


def _foot(question: Question, work: Work, address: str, now: Standing, shown: int) -> None:
    """What is left: attempts, hints, and the way out."""
    left, hints = now.left(question), len(question.hints)
    words = [] if left is None else ["1 attempt left" if left == 1 else f"{left} attempts left"]
    with st.container(horizontal=True, vertical_alignment="center", key=f"foot:{address}"):
        if shown < hints:
            st.button(
                f"Hint {shown + 1} of {hints}",
                key=f"hint:{address}",
                on_click=_hint,
                args=(question, work, address),
                type="tertiary",
            )
        if now.answers:
            st.button(
                "Show the answer",
                key=f"give-up:{address}",
                on_click=work.keep,
                args=(giving_up(address),),
                type="tertiary",
            )
        if words:
            st.caption(words[0])


def _hint(question: Question, work: Work, address: str) -> None:
    """Show one more hint, and keep that it was asked for."""
    work.keep(hinting(address), len(question.hints))


def _closed(
    question: Question, surface: Surface, work: Work, address: str, key: str, map_elsewhere: bool,
    tell: bool,
) -> None:  # fmt: skip
    """The question, what became of it, and the truth beside the student's answer."""
    inner, last = innermost(question), work.log.last(address)
    prompts = dict.fromkeys((question.prompt, inner.prompt))
    for prompt in filter(None, prompts):
        if prompt != "Your prediction":
            st.markdown(prompt)
    answer = None if last is None else last.answer
    if last is not None:
        box = st.success if standing(work.log, address).solved else st.info
        box(
            plain_markdown(
                last.feedback if tell else "Kept. Your prediction is on the map; the next step looks for the truth."
            )
        )
    elif gave_up(work.log, address):
        st.info("Not answered.")
    if not tell:
        return
    if brings_map(question) and map_elsewhere:
        beside = "The map shows it beside yours." if answer is not None else "The map shows it."
        st.markdown(f"The answer: {plain_markdown(question.truth(surface))}. {beside}")
    else:
        question.reveal(answer, surface, key=f"{key}-truth")
    explain(question, last)
