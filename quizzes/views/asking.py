"""One question on a page: its inputs, hints and feedback, and the truth once it is closed."""

import re
import time
from typing import Any

import streamlit as st

from explorer.charts.texts import typeset
from explorer.model.counts import counted
from explorer.model.surface import Surface
from quizzes.attempt import Attempt, Series, giving_up, hinting, judge, mark_again
from quizzes.escaping import plain_markdown
from quizzes.question import ALONE, InvalidAnswer, Mark, Question, Setting
from quizzes.views import state
from quizzes.views.work import Work
from quizzes.widgets import focus
from quizzes.widgets.votes import LETTERS


def submitted(
    question: Question, surface: Surface, *, address: str, key: str, setting: Setting = ALONE, before: int = 0
) -> Attempt | None:
    """Draw a question's inputs, for a student alone and for one in a class.

    Parameters
    ----------
    question, surface
        What is asked, and where its truth comes from.
    address
        Where the attempt is kept.
    key
        Prefix of the widgets' keys.
    setting
        What the page adds.
    before
        How many answers came before whose feedback was read.

    Returns
    -------
    Attempt or None
        The attempt to keep, in the run in which a well-formed answer is submitted.
    """
    since = st.session_state.setdefault(state.SINCE, {}).setdefault(key, time.time())
    answer = question.ask(surface, key=key, setting=setting)
    if answer is None:
        return None
    try:
        return judge(question, answer, surface, address, round(time.time() - since, 1), before)
    except InvalidAnswer as error:
        with st.container(key=focus.REFUSED):
            st.warning(f"{plain_markdown(str(error))} (This cost no attempt.)")
        focus.request(focus.REFUSED)
        return None


def show_prompts(question: Question, start: str = "") -> None:
    """Draw all that is asked, without inputs; `start` stands before it in its first line."""
    for number, prompt in enumerate(question.prompts):
        st.markdown(typeset(prompt if number else start + prompt))


def show_asked(question: Question, start: str = "") -> None:
    """Draw all that is asked and the answers that are offered, called as on the projector, without inputs."""
    show_prompts(question, start)
    lines = [f"**{letter}** {text}" for letter, text in zip(LETTERS, question.options, strict=False)]
    if lines:
        st.markdown(typeset("  \n".join(lines)))


def show_explanation(question: Question, mark: Mark | None) -> None:
    """Draw the explanation, without the sentences at its beginning that the feedback has just said."""
    sentences = re.split(r"(?<=[.!?]) ", question.explanation) if question.explanation else []
    while sentences and mark is not None and sentences[0] in mark.message:
        sentences.pop(0)
    if sentences:
        st.markdown(typeset(" ".join(sentences)))


def draw_question(
    question: Question,
    surface: Surface,
    work: Work,
    address: str,
    *,
    setting: Setting = ALONE,
    inputs: Any = None,
    map_elsewhere: bool = False,
    tell: bool = True,
) -> None:
    """Draw a question of a student's own work.

    Parameters
    ----------
    question, surface
        What is asked, and where its truth comes from.
    work
        Whose answer it is.
    address
        Where the answers are kept.
    setting
        What the page adds.
    inputs
        A container for the inputs, if they stand apart from the feedback.
    map_elsewhere
        Whether the page itself lays the truth over its map.
    tell
        Whether the truth may be told once the question is closed.
    """
    key = state.widgets(address, work.run)
    if work.log.closed(question, address):
        _closed(question, surface, work, address, key, map_elsewhere, tell)
        return
    made = work.log.at(address)
    if made.last is not None:
        setting = Setting(setting.point, setting.hidden, last=made.last.answer)
    with inputs if inputs is not None else st.container():
        question.introduce()
        before = len(made.answers)
        attempt = submitted(question, surface, address=address, key=key, setting=setting, before=before)
    if attempt is not None:
        work.keep(attempt, question.attempts)
        focus.request(focus.COMPARISON, focus.VERDICT)
        st.rerun()
    mark = mark_again(question, made.last, surface)
    if mark is not None:
        with st.container(key=focus.VERDICT):
            st.warning(typeset(plain_markdown(mark.message)))
    _foot(question, work, address, made)


def _foot(question: Question, work: Work, address: str, made: Series) -> None:
    """The hints so far, and what is left: attempts, hints, and the way out."""
    shown, hints, left = work.log.hints_shown(address), len(question.hints), question.attempts_left(len(made.answers))
    for number, hint in enumerate(question.hints[:shown], 1):
        with st.container(key=focus.HINTS if number == shown else None):
            st.markdown(typeset(f"**Hint.** {hint}"))
    with st.container(horizontal=True, vertical_alignment="center", key=f"foot:{address}"):
        if shown < hints:
            label, asked = f"Hint {shown + 1} of {hints}", (work, hinting(address), focus.HINTS, hints)
            st.button(label, key=f"hint:{address}", on_click=_keep, args=asked, type="tertiary")
        if made.answers:
            args = (work, giving_up(address), focus.VERDICT)
            st.button("Show the answer", key=f"give-up:{address}", on_click=_keep, args=args, type="tertiary")
        if left is not None:
            tries = f"{counted(left, 'attempt')} left"
            st.caption(tries if question.worth(len(made.answers)) else f"{tries}, without points: the first one counts")


def _keep(work: Work, attempt: Attempt, then: str, limit: int | None = None) -> None:
    work.keep(attempt, limit)
    focus.request(then)


def _closed(
    question: Question, surface: Surface, work: Work, address: str, key: str, map_elsewhere: bool, tell: bool
) -> None:
    """The question, what became of it, and the truth beside the student's answer."""
    made = work.log.at(address)
    mark = mark_again(question, made.last, surface)
    answer = made.last.answer if made.last is not None and mark is not None else None
    show_prompts(question)
    # A map keeps its place above the verdict, from where the next stop is the way on.
    truth = st.container()
    with st.container(key=focus.VERDICT):
        if mark is not None:
            kept = "Kept. Your prediction is on the map; the next step looks for the truth."
            (st.success if made.solved else st.info)(typeset(plain_markdown(mark.message if tell else kept)))
            if tell and made.late:
                st.caption("Found at the second try; points are for the first.")
        elif work.log.gave_up(address):
            st.info("Not answered.")
    if not tell:
        return
    if question.on_grid and map_elsewhere:
        beside = "The map shows it beside yours." if answer is not None else "The map shows it."
        st.markdown(typeset(f"The answer: {question.truth_markdown(surface)}. {beside}"))
    else:
        with truth if question.on_grid else st.container():
            question.reveal(answer, surface, key=f"{key}-truth")
    show_explanation(question, mark)
