"""The review of a quiz: score by topic, every question with its truth, what to try again, and the result to keep."""

from __future__ import annotations

import time
from functools import partial

import streamlit as st

from explorer.model.surface_file import load_shipped
from quizzes import sitting as sittings
from quizzes.attempt import mark_again
from quizzes.bank import TOPICS, Item
from quizzes.plain import plain_markdown
from quizzes.result import as_csv, as_json
from quizzes.sitting import Sitting
from quizzes.views import state
from quizzes.views.asking import show_explanation, show_prompts
from quizzes.views.quiz_questions import see_it
from quizzes.views.quiz_setup import open_sitting
from quizzes.views.work import Work


def review(sitting: Sitting, work: Work) -> None:
    """Draw the review, or the page to print."""
    printing = st.session_state.get(state.PRINTING, False)
    with st.container(key="review"):
        _score(sitting, work)
        with st.container(key="not-printed"):
            _actions(sitting, work, printing)
        for number, item in enumerate(sitting.items, 1):
            if printing:
                _printed(number, item, sitting, work)
            else:
                _item(number, item, sitting, work)


def _score(sitting: Sitting, work: Work) -> None:
    total, of = sitting.total(work.log), len(sitting.items)
    with st.container(key="lead"):
        st.title(f"Result: {_points(total)} of {of}", anchor=False)
        when = time.strftime("%d %B %Y, %H:%M UTC", time.gmtime(sitting.begun_at))
        st.markdown(f"Quiz {sitting.name.partition('/')[2]}, begun {when}")
    lines = ["| Topic | Score | of |", "|---|--:|--:|"]
    lines += [
        f"| {TOPICS[topic]} | {_points(score)} | {count} |"
        for topic, (score, count) in sitting.by_topic(work.log).items()
    ]
    st.markdown("\n".join(lines))


def _points(score: float) -> str:
    return f"{score:.1f}".rstrip("0").rstrip(".")


def _actions(sitting: Sitting, work: Work, printing: bool) -> None:
    missed = sitting.missed(work.log)
    with st.container(horizontal=True):
        if missed:
            st.button(
                f"Retry the {len(missed)} missed",
                type="primary",
                key="quiz-retry",
                on_click=_retry,
                args=(sitting, work),
            )
        st.button("New quiz", key="quiz-new", on_click=open_sitting, args=("",))
        for label, make, kind in (("CSV", as_csv, "text/csv"), ("JSON", as_json, "application/json")):
            st.download_button(
                label, partial(make, sitting, work.log, load_shipped), f"quiz.{label.lower()}", kind,
                key=f"quiz-{label}", on_click="ignore",
            )  # fmt: skip
        st.button(
            "Back to the review" if printing else "Page to print",
            key="quiz-print",
            on_click=_print,
            args=(not printing,),
        )
    if printing:
        st.caption(
            "Print this page from the browser (Ctrl P or ⌘ P), to paper or to PDF. Menus and buttons stay off the "
            "paper."
        )


def _retry(sitting: Sitting, work: Work) -> None:
    kept = sittings.again(sitting.missed(work.log), load_shipped)
    work.keep(kept, limit=1)
    open_sitting(kept.question)


def _print(on: bool) -> None:
    st.session_state[state.PRINTING] = on


def _mark(score: float) -> str:
    return "✓" if score >= 1 else "✗" if score <= 0 else "◐"


def _item(number: int, item: Item, sitting: Sitting, work: Work) -> None:
    """One question, folded; its map is drawn only when it is opened."""
    score = sitting.score(item, work.log)
    fold = st.expander(f"{_mark(score)} {number}. {TOPICS[item.topic]}: {_points(score)} of 1", on_change="rerun",
                       key=f"fold:{sitting.address(item)}")  # fmt: skip
    if not fold.open:
        return
    with fold:
        show_prompts(item.question)
        surface, last = load_shipped(item.scenario), work.log.at(sitting.address(item)).last
        mark = mark_again(item.question, last, surface)
        if mark is not None:
            st.info(plain_markdown(mark.message))
        answer = None if last is None or mark is None else last.answer
        item.question.reveal(answer, surface, key=f"review-{sitting.address(item)}")
        show_explanation(item.question, mark)
        see_it(item)


def _printed(number: int, item: Item, sitting: Sitting, work: Work) -> None:
    """One question with nothing folded and nothing to press."""
    surface, score = load_shipped(item.scenario), sitting.score(item, work.log)
    with st.container(key=f"printed-item-{number}", gap="small"):
        st.markdown(f"**{number}. {TOPICS[item.topic]}** · {_points(score)} of 1")
        show_prompts(item.question)
        st.markdown(f"*Your answer:* {plain_markdown(sitting.said(item, work.log, load_shipped))}")
        st.markdown(f"*Right:* {item.question.truth_markdown(surface)}")
        if item.question.explanation:
            st.markdown(item.question.explanation)
        st.divider()
