"""The review of a quiz: score by topic, every question with its truth, what to try again, and the result to keep."""

import time
from functools import partial

import streamlit as st

from explorer.charts.texts import typeset
from explorer.model.counts import counted
from explorer.widgets.download import download
from explorer.widgets.links import page_link
from explorer.widgets.surfaces import open_surface
from quizzes.activities import ACTIVITIES
from quizzes.attempt import mark_again
from quizzes.bank import TOPICS, DrawnQuestion
from quizzes.escaping import plain_markdown
from quizzes.lesson import SECTIONS
from quizzes.quiz import Quiz, as_csv, as_json, retry
from quizzes.views import state
from quizzes.views.asking import show_explanation, show_prompts
from quizzes.views.ending import shown_points, sign
from quizzes.views.map_link import map_address
from quizzes.views.style import PRINT
from quizzes.views.work import Work
from quizzes.widgets import focus


def review(quiz: Quiz, work: Work) -> None:
    """Draw the review, or the page to print."""
    printing = st.session_state.get(state.PRINTING, False)
    with st.container(key="review"):
        _score(quiz, work)
        with st.container(key="not-printed"):
            _look_again(quiz, work)
            _actions(quiz, work, printing)
        for number, drawn in enumerate(quiz.questions, 1):
            if printing:
                _printed(number, drawn, quiz, work)
            else:
                _reviewed(number, drawn, quiz, work)


def _score(quiz: Quiz, work: Work) -> None:
    total, of = quiz.total(work.log), len(quiz.questions)
    with st.container(key="lead"):
        with st.container(key=focus.HEADING):
            st.title(f"Result: {shown_points(total)} of {counted(of, 'point')}", anchor=False)
        answers = ", ".join(f"{count} {how}" for how, count in quiz.tally(work.log).items())
        st.markdown(f"Of {of} questions: {answers}." if of > 1 else f"The question: {answers}.")
        when = time.strftime("%d %B %Y, %H:%M UTC", time.gmtime(quiz.begun_at))
        st.markdown(f"Quiz {quiz.name.partition('/')[2]}, begun {when}")
    lines = ["| Topic | Points | of |", "|---|--:|--:|"]
    lines += [
        f"| {TOPICS[topic]} | {shown_points(score)} | {count} |"
        for topic, (score, count) in quiz.by_topic(work.log).items()
    ]
    st.markdown("\n".join(lines))


AGAIN = {
    "loss": ("loss", "assessment"),
    "terms": ("metrics", "trade-off"),
    "surface": ("knobs", "find-the-optimum"),
    "change": ("knobs", "how-strong"),
    "misconceptions": ("probe", "find-collapse"),
}
"""Topic: the section of the lesson and the activity that go over it again."""


def _look_again(quiz: Quiz, work: Work) -> None:
    """For every topic with points missed: its questions, and where it can be gone over again."""
    missed: dict[str, list[int]] = {}
    for number, drawn in enumerate(quiz.questions, 1):
        if quiz.score(drawn, work.log) < 1:
            missed.setdefault(drawn.topic, []).append(number)
    if not missed:
        return
    st.header("Look again", anchor=False)
    sections = {section.name: section.title for section in SECTIONS}
    titles = {activity.name: activity.title for activity in ACTIVITIES}
    for topic in [topic for topic in TOPICS if topic in missed]:
        section, activity = AGAIN[topic]
        numbers = " and ".join(", ".join(map(str, missed[topic])).rsplit(", ", 1))
        several = "questions" if len(missed[topic]) > 1 else "question"
        with st.container(key=f"again-{topic}", gap=None):
            st.markdown(f"**{TOPICS[topic]}**, {several} {numbers}. Read: [{sections[section]}](./lesson#{section})")
            query = {state.ACTIVITY: activity}
            page_link("activities", f"Try: {titles[activity]}", icon=":material/conversion_path:", **query)


def _actions(quiz: Quiz, work: Work, printing: bool) -> None:
    missed = quiz.missed(work.log)
    with st.container(horizontal=True):
        if missed:
            st.button(
                f"Retry the {len(missed)} missed", type="primary", key="quiz-retry", on_click=_retry, args=(quiz, work)
            )
        st.button("New quiz", key="quiz-new", on_click=open_quiz, args=("",))
        for label, make in (("CSV", as_csv), ("JSON", as_json)):
            download(label, partial(make, quiz, work.log, open_surface), f"quiz.{label.lower()}", key="quiz-file")
        st.button(
            "Back to the review" if printing else "Page to print",
            key="quiz-print",
            on_click=_print,
            args=(not printing,),
        )
    if printing:
        st.caption(PRINT)


def _retry(quiz: Quiz, work: Work) -> None:
    kept = retry(quiz.missed(work.log), open_surface)
    work.keep(kept, limit=1)
    open_quiz(kept.question)


def _print(on: bool) -> None:
    st.session_state[state.PRINTING] = on
    focus.request(focus.HEADING)


def _reviewed(number: int, drawn: DrawnQuestion, quiz: Quiz, work: Work) -> None:
    """One question, folded; its map is drawn only when it is opened."""
    made = work.log.at(quiz.address(drawn))
    late = ", right at the second try" if made.late else ""
    fold = st.expander(
        f"{sign(made.score, made.late)} {number}. {TOPICS[drawn.topic]}: {shown_points(made.score)} of 1{late}",
        on_change="rerun",
        key=f"fold:{quiz.address(drawn)}",
    )
    if not fold.open:
        return
    with fold:
        show_prompts(drawn.question)
        surface, last = open_surface(drawn.scenario), made.last
        mark = mark_again(drawn.question, last, surface)
        if mark is not None:
            st.info(typeset(plain_markdown(mark.message)))
        answer = None if last is None or mark is None else last.answer
        drawn.question.reveal(answer, surface, key=f"review-{quiz.address(drawn)}")
        show_explanation(drawn.question, mark)
        see_it(drawn)


def _printed(number: int, drawn: DrawnQuestion, quiz: Quiz, work: Work) -> None:
    """One question with nothing folded and nothing to press."""
    surface, score = open_surface(drawn.scenario), quiz.score(drawn, work.log)
    with st.container(key=f"printed-item-{number}", gap="small"):
        st.markdown(f"**{number}. {TOPICS[drawn.topic]}** · {shown_points(score)} of 1")
        show_prompts(drawn.question)
        st.markdown(typeset(f"*Your answer:* {plain_markdown(quiz.said(drawn, work.log, open_surface))}"))
        st.markdown(typeset(f"*Right:* {drawn.question.truth_markdown(surface)}"))
        if drawn.question.explanation:
            st.markdown(typeset(drawn.question.explanation))
        st.divider()


def see_it(drawn: DrawnQuestion) -> None:
    """The link to the place on the map that shows the answer, if one does."""
    place = drawn.place
    if place is None:
        return
    address = map_address(drawn.scenario, place.strength, place.temperature, place.layer)
    st.markdown(f"[See it on the map]({address})")


def open_quiz(name: str) -> None:
    """Turn to a quiz from its first question, and leave the printed view."""
    st.session_state[state.QUIZ] = name
    st.session_state[state.POSITION] = 0
    st.session_state[state.PRINTING] = False
    st.session_state.pop(state.SEED, None)
    focus.request(focus.HEADING)
