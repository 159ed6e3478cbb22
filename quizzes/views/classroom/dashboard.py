"""The dashboard: every student at every question, the usual mistakes, the explanations, the exports."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from explorer.widgets.download import download
from quizzes.attempt import LONGEST_TEXT, Attempt, in_words
from quizzes.class_record import attempts_csv, class_json
from quizzes.escaping import plain_markdown
from quizzes.posed import find_step, short
from quizzes.report.content import Report, feedback_given, report
from quizzes.report.html import as_html
from quizzes.report.picture import as_pdf, as_png
from quizzes.store import connection
from quizzes.store.access import Instructor
from quizzes.store.classes import Classroom
from quizzes.store.export import export_csv
from quizzes.store.gradebook import Gradebook, gradebook
from quizzes.store.grading import WORDS, Grading, set_grading
from quizzes.store.items import Item, list_items
from quizzes.store.mistakes import unjudged, usual_mistakes
from quizzes.views.classroom.grades import for_lms
from quizzes.views.classroom.session import watch
from quizzes.views.classroom.sign_in import act

LONGEST_ANSWER = 200
"""Characters of an answer in a table."""


def dashboard(instructor: Instructor, room: Classroom) -> None:
    """Show who answered what and how well, the usual mistakes and the texts to read, each to take away as a file."""
    book = watch().derived(room.id, "gradebook", lambda: gradebook(connection.engine(), instructor, room.id))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _grading(room)
        with st.popover("Files to take away", icon=":material/download:"):
            _exports(instructor, room)
    if not book.questions:
        st.info("Nobody has answered yet.")
        for_lms(instructor, room, book)
        return
    st.header("Students", anchor=False)
    columns = _students_columns(book)
    st.dataframe(students(book), hide_index=True, key="classroom:students", column_config=columns, placeholder="–")
    st.header("Questions", anchor=False)
    st.dataframe(questions(book), hide_index=True, key="classroom:questions", column_config=_QUESTIONS, placeholder="–")
    _mistakes(instructor, room)
    _unjudged(instructor, room)
    for_lms(instructor, room, book)


def _grading(room: Classroom) -> None:
    """Let the instructor choose what counts, and show what is stored."""
    key = f"classroom:grading:{room.id}:{room.grading}"  # another device's choice draws it anew
    st.selectbox(
        "What counts of each student's answers to a question",
        list(WORDS),
        list(WORDS).index(Grading(room.grading)),
        format_func=lambda rule: WORDS[rule][:1].upper() + WORDS[rule][1:],
        key=key,
        help="For every question of this class, here, while the class runs, and in the files. "
        "What is answered after the truth was shown never scores. An explanation, which nobody judges, counts as "
        "taking part.",
        on_change=lambda: act(set_grading, room.id, st.session_state[key], class_id=room.id),
        width=340,
    )


def students(book: Gradebook) -> pd.DataFrame:
    """One row a student: progress, attempts, minutes, total, then a score a question."""
    rows = []
    for member in book.members:
        own = {q: book.cells[member.id, q] for q in book.questions if (member.id, q) in book.cells}
        seconds = [cell.seconds for cell in own.values() if cell.seconds is not None]
        rows.append(
            {
                "nickname": member.nickname,
                "progress": len(own) / len(book.questions),
                "attempts": sum(cell.attempts for cell in own.values()),
                "minutes": sum(seconds) / 60 if seconds else None,
                "total": book.total(member),
                **{f"q{n}": own[q].score if q in own else None for n, q in enumerate(book.questions)},
            }
        )
    columns = ["nickname", "progress", "attempts", "minutes", "total", *(f"q{n}" for n in range(len(book.questions)))]
    return pd.DataFrame(rows, columns=columns)


def questions(book: Gradebook) -> pd.DataFrame:
    """A row a question: how many answered, how well, how long it took."""
    rows = []
    for number, question in enumerate(book.questions, 1):
        one = book.summary(question)
        rows.append(
            {
                "question": f"{number}. {short(question)}",
                "answered": one.answered / max(len(book.members), 1),
                "right": one.right / one.judged if one.judged else None,
                "score": one.mean_score,
                "attempts": one.mean_attempts,
                "seconds": one.median_seconds,
            }
        )
    return pd.DataFrame(rows)


def _students_columns(book: Gradebook) -> dict:
    heads = {
        f"q{n}": st.column_config.NumberColumn(f"{n + 1}. {short(q)}", help=q, format="%.2f")
        for n, q in enumerate(book.questions)
    }
    return {
        "nickname": st.column_config.TextColumn("Nickname", pinned=True),
        "progress": st.column_config.ProgressColumn("Answered", format="percent"),
        "attempts": st.column_config.NumberColumn("Attempts"),
        "minutes": st.column_config.NumberColumn("Minutes", format="%.1f"),
        "total": st.column_config.NumberColumn(f"Score ({WORDS[book.rule]})", format="%.2f"),
        **heads,
    }


_QUESTIONS = {
    "question": st.column_config.TextColumn("Question"),
    "answered": st.column_config.ProgressColumn("Answered", format="percent"),
    "right": st.column_config.ProgressColumn("Right", format="percent"),
    "score": st.column_config.NumberColumn("Mean score", format="%.2f"),
    "attempts": st.column_config.NumberColumn("Mean attempts", format="%.1f"),
    "seconds": st.column_config.NumberColumn("Median seconds", format="%.0f"),
}


def _exports(instructor: Instructor, room: Classroom) -> None:
    """A button for each file; one is made when its button is pressed, if the sign-in still holds at that moment."""
    engine = connection.engine()
    for label, make, name in (
        ("Gradebook (CSV)", export_csv, "gradebook.csv"),
        ("Every attempt (CSV)", attempts_csv, "attempts.csv"),
        ("Everything (JSON)", class_json, "class.json"),
        ("Report (HTML)", partial(_report, as_html), "report.html"),
        ("Report (PDF)", partial(_report, as_pdf), "report.pdf"),
        ("Report (PNG)", partial(_report, as_png), "report.png"),
    ):
        download(label, partial(make, engine, instructor, room.id), name, key="classroom", width="stretch")


def _report(write: Callable[[Report], bytes], engine: sa.Engine, instructor: Instructor, class_id: str) -> bytes:
    return write(report(engine, instructor, class_id))


def _mistakes(instructor: Instructor, room: Classroom) -> None:
    found = usual_mistakes(connection.engine(), instructor, room.id)
    if not found:
        return
    st.header("Usual mistakes", anchor=False)
    put, lines = _items(instructor, room), dict[str, list[str]]()
    for one in found[:30]:
        step = find_step(put.get(one.item_id), one.question)
        said = [in_words(step.question, Attempt(one.question, given), step.surface) for given in one.examples if step]
        answers = " or ".join(_line(text[:LONGEST_ANSWER]) for text in dict.fromkeys(said))
        feedback = _line(one.feedback if step is None else feedback_given(one, step))
        asked = _line(short(one.question) if step is None else step.wording)
        who = f"{one.members} student{'s' * (one.members != 1)}"
        lines.setdefault(asked, []).append(f"- **{who}**, for example {answers or '–'}  \n  They read: {feedback}")
    for asked, made in lines.items():  # in full: two mistakes may differ in their last words only
        st.markdown("\n".join((f"**{asked}**", "", *made)))


def _line(text: str) -> str:
    return plain_markdown(" ".join(text.split()))


def _items(instructor: Instructor, room: Classroom) -> dict[str, Item]:
    return {item.id: item for item in list_items(connection.engine(), instructor, room.id)}


def _unjudged(instructor: Instructor, room: Classroom) -> None:
    found = unjudged(connection.engine(), instructor, room.id)
    if not found:
        return
    st.header(f"Explanations ({len(found)})", anchor=False)
    page = 0
    if len(found) > 20:
        page = st.number_input("Page", 1, -(-len(found) // 20), 1, key="classroom:explanations") - 1
    put = _items(instructor, room)
    for one in found[20 * page : 20 * page + 20]:
        step = find_step(put.get(one.item_id), one.attempt.question)
        with st.container(border=True):
            st.text(f"{one.nickname}, round {one.round}: {short(one.attempt.question)}")
            words = in_words(step.question, one.attempt, step.surface) if step else str(one.attempt.answer)
            st.text(words[:LONGEST_TEXT])
