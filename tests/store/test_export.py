import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.attempt import Attempt
from quizzes.escaping import FORMULA_STARTS, harmless
from quizzes.store.answers import record_answer
from quizzes.store.errors import ClassGone
from quizzes.store.export import class_document, export_csv, gradebook_csv, when
from quizzes.store.gradebook import Cell, Gradebook
from quizzes.store.items import reveal
from quizzes.store.members import Member
from tests.store.conftest import NOW


def read(document):
    return list(csv.reader(io.StringIO(document.decode("utf-8-sig"), newline="")))


def one_row(nickname, question, score):
    member = Member("m", "c", nickname)
    return Gradebook((member,), (question,), {("m", question): Cell(score, None, 1, None, 0.0)})


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_formulas_are_neutralised_wherever_text_stands(start):
    rows = read(gradebook_csv(one_row(f"{start}1+1", f"{start}cmd|' /C calc'!A0", 0.5)))
    assert rows == [
        ["nickname", f"'{start}cmd|' /C calc'!A0", "total (latest answer)"],
        [f"'{start}1+1", "0.5", "0.5"],
    ]


def test_spaces_do_not_hide_a_formula():
    assert harmless("  =1+1") == "'  =1+1"
    assert harmless("a=1") == "a=1"


@given(st.text(alphabet=st.one_of(st.sampled_from("=+-@\t\r\n\"',; ＝|"), st.characters(codec="utf-8"))), st.text())
def test_whatever_the_text_is_a_cell_is_one_cell_and_no_formula(nickname, question):
    question = question.encode("utf-8", "replace").decode()
    (_, header, total), (name, score, _) = read(gradebook_csv(one_row(nickname, question, 1.0)))
    assert (header, total, score) == (harmless(question), "total (latest answer)", "1.0")
    assert name in (nickname, f"'{nickname}")
    assert not name.lstrip().startswith(FORMULA_STARTS)


def test_one_row_a_student_and_one_column_a_question(engine, instructor, classroom, item, enter):
    ada = enter("Ada")
    enter("=cmd()")
    for question, score in (("one", 0.5), ("two", None)):
        attempt = Attempt(question, 1, score=score, made_at=NOW)
        record_answer(engine, ada, item.id, 1, attempt, now=NOW)
    assert read(export_csv(engine, instructor, classroom.id)) == [
        ["nickname", "one", "two", "total (latest answer)"],
        ["'=cmd()", "", "", "0"],
        ["Ada", "0.5", "1.0", "1.5"],
    ]


def test_the_document_holds_everything_but_the_secrets(engine, instructor, classroom, item, enter):
    ada = enter("Ada")
    text = "<script>\x00" + "x" * 10**5
    attempt = Attempt("why", text, "explanation", feedback="read", made_at=NOW)
    record_answer(engine, ada, item.id, 1, attempt, now=NOW)
    reveal(engine, instructor, item, ["why"], now=NOW + 5)
    held = class_document(engine, instructor, classroom.id)
    assert json.loads(json.dumps(held)) == held
    assert held["class"]["title"] == "Graphs"
    assert held["class"]["created_at"].startswith("2027-01-15T08:00:00")
    (put,) = held["items"]
    assert put["activity"] == "optimum"
    (window,) = put["open"]
    assert (window["round"], window["opened_at"], window["closed_at"]) == (1, when(NOW - 10), when(NOW + 5))
    assert held["truths shown"] == [{"graph": put["graph"], "question": "why", "revealed_at": when(NOW + 5)}]
    (member,) = held["members"]
    (answer,) = member["answers"]
    assert (member["nickname"], answer["answer"], answer["item_id"]) == ("Ada", text, put["id"])
    assert "token" not in member
    with pytest.raises(ClassGone):
        class_document(engine, instructor, "unknown")
