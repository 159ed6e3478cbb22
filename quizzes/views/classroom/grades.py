"""Grades for a learning management system: its file of students, who is who in it, and the file that goes back."""

from collections.abc import Callable
from functools import partial
from typing import Literal

import streamlit as st

from explorer.model.counts import counted
from explorer.widgets.download import download
from quizzes.escaping import plain_markdown
from quizzes.lms.grades import Assignment, canvas_csv, moodle_csv
from quizzes.lms.match import NOBODY, Matching, Person, likely, match
from quizzes.lms.roster import CANVAS, LARGEST, MOODLE, NoRoster, Roster, read_roster
from quizzes.posed import short
from quizzes.store import connection
from quizzes.store.access import Instructor
from quizzes.store.classes import Classroom
from quizzes.store.gradebook import Gradebook, gradebook
from quizzes.store.members import Member
from quizzes.store.rosters import enrolled, roster_of, set_roster, set_student
from quizzes.views.classroom.sign_in import act

EACH, WHOLE = "Each question", "The whole class"
FAULT = "grades:fault"
PAGE = 20
"""Unmatched members that are shown at a time."""


def for_lms(instructor: Instructor, room: Classroom, book: Gradebook) -> None:
    """Draw all that it takes to bring the grades into Canvas or Moodle."""
    st.header("Into Canvas or Moodle", anchor=False)
    kept = roster_of(connection.engine(), instructor, room.id)
    roster = None if kept is None else Roster.from_data(kept)
    _upload(room, roster)
    if roster is None:
        return
    found = match(_people(instructor, room), roster)
    _who_is_who(room, roster, found)
    if book.questions:
        _download(instructor, room, roster, book)


def _people(instructor: Instructor, room: Classroom) -> list[Person]:
    found = enrolled(connection.engine(), instructor, room.id)
    return [Person(one.member.id, one.member.nickname, one.student_id, one.chosen) for one in found]


def _upload(room: Classroom, roster: Roster | None) -> None:
    if roster is None:
        st.markdown(
            "Export the gradebook from your course (Canvas: *Grades*, *Export*; Moodle: *Grades*, *Export*, *Plain "
            "text file*) and give it here. Of that file, only the columns that say who a student is are kept, with "
            "this class."
        )
    else:
        st.markdown(f"The students come from a file of {roster.system}: **{len(roster.rows)}**.")
    with st.expander("Give the file" if roster is None else "Give a newer file, or delete it", expanded=roster is None):
        with st.form("grades-roster", border=False, clear_on_submit=True):
            file = st.file_uploader("The exported file", ["csv", "txt"], max_upload_size=LARGEST // 1_000_000)
            sent = st.form_submit_button("Use it")
        if roster is not None:
            st.button("Delete it", on_click=act, args=(set_roster, room.id, None), kwargs={"class_id": room.id})
    if not sent or file is None:
        said = st.session_state.get(FAULT)  # until the next file: the page is drawn anew with every answer
        if said:
            st.error(plain_markdown(said))
        return
    try:
        read = read_roster(file.getvalue())
    except NoRoster as fault:
        st.session_state[FAULT] = str(fault)
        st.rerun()
    st.session_state[FAULT] = None
    act(set_roster, room.id, read.data(), class_id=room.id)
    st.rerun()


def _who_is_who(room: Classroom, roster: Roster, found: Matching) -> None:
    members = sum(map(len, found.students.values()))
    st.markdown(
        f"{counted(members, 'member')} of the class found among {counted(len(roster.rows), 'student')}, "
        f"{len(found.unmatched)} not."
    )
    if found.students:
        with st.expander("Found"):
            for row, people in sorted(found.students.items()):
                for person in people:
                    with st.container(horizontal=True, vertical_alignment="center"):
                        name, how = plain_markdown(roster.name(row)), found.how[person.id]
                        st.markdown(f"{plain_markdown(person.nickname)} is **{name}** ({how})")
                        _choose(room, person, roster, "That is wrong", NOBODY)
            if any(len(people) > 1 for people in found.students.values()):
                st.caption("Where one student is several members, the best score of each question counts.")
    shown = found.unmatched[:PAGE]
    if shown:
        st.markdown("**Not found yet**, with the students that are most alike; press who it is:")
    for person in shown:
        with st.container(horizontal=True, vertical_alignment="center"):
            given = f" (id {plain_markdown(person.student_id)})" if person.student_id else ""
            st.markdown(f"{plain_markdown(person.nickname)}{given}")
            for row in likely(person, roster):
                _choose(room, person, roster, plain_markdown(roster.name(row)), roster.key(row))
            names = {roster.key(row): roster.name(row) for row in range(len(roster.rows))}
            key = f"grades:who:{person.id}"
            st.selectbox(
                f"Who is {plain_markdown(person.nickname)}?",
                list(names),
                index=None,
                format_func=names.__getitem__,
                placeholder="Another student",
                label_visibility="collapsed",
                key=key,
                width=220,
                on_change=lambda key=key, person=person: _set(room, person, st.session_state[key]),
            )
    if len(found.unmatched) > PAGE:
        st.caption(f"{len(found.unmatched) - PAGE} more follow when these are done.")


def _choose(room: Classroom, person: Person, roster: Roster, label: str, chosen: str) -> None:
    key = f"grades:choose:{person.id}:{chosen}"
    kind: Literal["secondary", "tertiary"] = "tertiary" if chosen == NOBODY else "secondary"
    st.button(label, on_click=_set, args=(room, person, chosen), key=key, type=kind)


def _set(room: Classroom, person: Person, chosen: str | None) -> None:
    if chosen is not None:
        act(set_student, Member(person.id, room.id, person.nickname), chosen, class_id=room.id)


def _download(instructor: Instructor, room: Classroom, roster: Roster, book: Gradebook) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        columns = (
            st.segmented_control("A column for", [EACH, WHOLE], default=EACH, required=True, key="grades:columns")
            or EACH
        )
        points = st.number_input("Points for each question", 0.1, 100.0, 1.0, key="grades:points", width=180)
        zeros = st.toggle("0 for who did not answer", key="grades:zeros")

    def made(write: Callable[[Roster, list[Assignment]], bytes]) -> bytes:
        # Made when the button is pressed, from what is stored then.
        now = gradebook(connection.engine(), instructor, room.id)
        students = match(_people(instructor, room), roster).students
        return write(roster, assignments(now, students, len(roster.rows), columns == EACH, points, zeros, room.title))

    others = [(CANVAS, canvas_csv, "canvas.csv"), (MOODLE, moodle_csv, "moodle.csv")]
    fitting = [one for one in others if one[0] == roster.system] or others
    with st.container(horizontal=True):
        for system, write, name in fitting:
            label, make = f"Grades for {system} (CSV)", partial(made, write)
            download(label, make, name, key="grades", icon=":material/download:")


def assignments(
    book: Gradebook,
    students: dict[int, tuple[Person, ...]],
    rows: int,
    each: bool,
    points: float,
    zeros: bool,
    title: str,
) -> list[Assignment]:
    """The columns of a file: one a question, or one for all of them.

    Parameters
    ----------
    book : Gradebook
    students : dict
        Row of the roster to the members who are that student.
    rows : int
        Students in the roster.
    each : bool
        Whether each question has a column.
    points : float
        For each question.
    zeros : bool
        Whether who did not answer has 0, instead of nothing.
    title : str
        Of the class.
    """
    scores = [_scores(book, students, question) for question in book.questions]
    if zeros:
        scores = [{row: one.get(row, 0.0) for row in range(rows)} for one in scores]
    if each:
        names = zip(book.questions, scores, strict=True)
        return [
            Assignment(f"{title}: {number} {short(question)}", points, one)
            for number, (question, one) in enumerate(names, 1)
        ]
    took_part = {row for one in scores for row in one}
    count = len(book.questions)
    whole = {row: sum(one.get(row, 0.0) for one in scores) / count for row in took_part}
    return [Assignment(title, points * count, whole)]


def _scores(book: Gradebook, students: dict[int, tuple[Person, ...]], question: str) -> dict[int, float]:
    found = {}
    for row, people in students.items():
        cells = [book.cells.get((person.id, question)) for person in people]
        own = [cell.score for cell in cells if cell is not None and cell.score is not None]
        if own:
            found[row] = max(own)
    return found
