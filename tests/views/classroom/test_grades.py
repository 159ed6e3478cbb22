"""From the file of a learning management system to the grades that it imports, without a browser."""

import csv
import io

import pytest

from quizzes.attempt import Attempt
from quizzes.escaping import plain_markdown
from quizzes.lms.grades import canvas_csv
from quizzes.lms.match import Person, match
from quizzes.lms.roster import Roster, read_roster
from quizzes.store.answers import record_answer
from quizzes.store.gradebook import gradebook
from quizzes.store.members import join
from quizzes.store.rosters import enrolled, roster_of, set_roster
from quizzes.views.classroom.grades import assignments
from tests.views.classroom.conftest import everything, said, sign_in

FILE = b"""Student,ID,SIS User ID,SIS Login ID,Section,Homework (1)
"    Points Possible",,,,,10
"Lovelace, Ada",101,u1,alovelace,A,9
"Turing, Alan",102,u2,aturing,A,8
"""


@pytest.fixture
def answered(engine, instructor, room, enter, put):
    """Two questions: Ada, with her id, got the first right; Allan, whose name is misspelt, both in half."""
    _, second = put("least_loss_point"), put("best_accuracy_point")
    ada, _ = join(engine, room.code, "ada", client="x", guard=_guard(), student_id="U1")
    allan, _ = enter("Allan Turing")
    for member, item, score in ((ada, second, 1.0), (allan, second, 0.5)):
        question = item.payload["items"][0]
        record_answer(engine, member, item.id, 1, Attempt(question, 1, correct=score == 1, score=score))
    return ada, allan


def _guard():
    from quizzes.store import connection

    return connection.code_guard()


@pytest.fixture
def page(open_page, room, answered):
    return sign_in(open_page("instructor", state={"classroom:view": "Dashboard"}, room=room.id))


def upload(page, data):
    page.file_uploader[0].set_value(("grades.csv", data, "text/csv"))
    next(button for button in page.button if button.label == "Use it").click().run()
    assert not page.exception, page.exception[0].message
    return page


def test_members_are_matched_and_the_rest_chosen(page, engine, instructor, room, answered):
    upload(page, FILE)
    assert roster_of(engine, instructor, room.id)["rows"][0] == ["Lovelace, Ada", "101", "u1", "alovelace", "A"]
    assert "1 member of the class found among 2 students, 1 not" in said(page)
    next(button for button in page.button if button.label == plain_markdown("Turing, Alan")).click().run()
    assert "2 members of the class found among 2 students, 0 not" in said(page)
    assert [one.chosen for one in enrolled(engine, instructor, room.id)] == [None, "102"]
    labels = [one.proto.label for one in page.get("download_button")]
    assert "Grades for Canvas (CSV)" in labels
    assert "Grades for Moodle (CSV)" not in labels
    next(button for button in page.button if button.label == "Delete it").click().run()
    assert roster_of(engine, instructor, room.id) is None


@pytest.mark.parametrize("file", [b"a,b\n1,2\n", b"\x00"])
def test_another_file_is_refused_in_words(page, engine, instructor, room, file):
    upload(page, file or b" ")
    assert page.error
    assert roster_of(engine, instructor, room.id) is None


def test_the_file_for_canvas_holds_the_scores_of_the_gradebook(engine, instructor, room, answered):
    ada, allan = answered
    roster = read_roster(FILE)
    people = [Person(ada.id, "ada", "U1"), Person(allan.id, "Allan Turing", "", roster.key(1))]
    students, book = match(people, roster).students, gradebook(engine, instructor, room.id)

    def rows(**options):
        given = {"each": True, "points": 2.0, "zeros": False} | options
        made = assignments(book, students, len(roster.rows), title="Tuesday", **given)
        return list(csv.reader(io.StringIO(canvas_csv(roster, made).decode())))

    header, points, *lines = rows()
    assert header[5:] == ["Tuesday: 1 Best accuracy point"]
    assert points[5:] == ["2.0"]
    assert [(line[0], line[5]) for line in lines] == [("Lovelace, Ada", "2.0"), ("Turing, Alan", "1.0")]
    del students[1]
    assert [line[5] for line in rows()[2:]] == ["2.0", ""]
    assert [line[5] for line in rows(zeros=True)[2:]] == ["2.0", "0.0"]
    header, points, *lines = rows(each=False)
    assert (header[5:], points[5:], [line[5] for line in lines]) == (["Tuesday"], ["2.0"], ["2.0", ""])


def test_one_student_as_two_members_has_the_better_score(engine, instructor, room, answered):
    roster, book = read_roster(FILE), gradebook(engine, instructor, room.id)
    people = [Person(member.id, member.nickname, "u1") for member in answered]
    (one,) = assignments(book, match(people, roster).students, 2, True, 1.0, False, "T")
    assert one.scores == {0: 1.0}


def test_what_the_file_says_is_text_on_the_page(engine, instructor, room, open_page, answered):
    hostile = "<b>x</b> **x** [a](http://b.c) $x$"
    roster = Roster("Canvas", ("Student", "ID"), ((hostile, "Allan"),))
    set_roster(engine, instructor, room.id, roster.data())
    page = sign_in(open_page("instructor", state={"classroom:view": "Dashboard"}, room=room.id))
    shown = [*everything(page)[0], *(button.label for button in page.button)]
    assert [text for text in shown if hostile in text] == []
