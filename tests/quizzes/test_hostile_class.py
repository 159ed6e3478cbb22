"""A class in which everything that anybody can type is hostile leaves files that do no harm."""

import csv
import io
import json
from html.parser import HTMLParser

import pytest
import sqlalchemy as sa

from explorer.model.surface_file import load_shipped
from quizzes.attempt import Attempt, judge
from quizzes.class_record import attempts_csv, class_json
from quizzes.escaping import FORMULA_STARTS
from quizzes.lms.grades import Assignment, canvas_csv, moodle_csv
from quizzes.lms.roster import read_roster
from quizzes.own import Written, WrittenChoice, WrittenText
from quizzes.own.choice import Option
from quizzes.own.files import read_file
from quizzes.own.qti.package import write_package
from quizzes.plan_file import plan_json, read_plan
from quizzes.posed import OWN, pose
from quizzes.report.content import report
from quizzes.report.html import as_html
from quizzes.store.access import Gate
from quizzes.store.answers import record_answer
from quizzes.store.backoff import Backoff
from quizzes.store.classes import create_class
from quizzes.store.export import export_csv
from quizzes.store.items import choose, open_item
from quizzes.store.members import join
from quizzes.store.plans import Entry, create_plan

SURFACE = load_shipped("communities")
LONG = "=" + "x" * 10**5
STARTS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\uff1d1", '=HYPERLINK("//a.b","x")')
MARKUP = (
    "<script>alert(1)</script>",
    "<img src=//a.b onerror=x>",
    "**b** $x$ :red[y]",
    "www.b.c a@b.c",
    "]]>&x;\u202e",
)
TYPED = (*STARTS, *MARKUP, "\0", "\ud800", LONG)
NAMES = ("=1+1", "+1", "-1", "@SUM(A1)", "<b>x</b>", "**x**", "www.b.c")


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = sa.create_engine(f"sqlite:///{tmp_path_factory.mktemp('hostile')}/classroom.sqlite")
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def instructor():
    return Gate("x").sign_in("x", "test")


@pytest.fixture(scope="module")
def questions():
    """Choices and texts whose every field is hostile, as far as an instructor may write them."""
    fields = [text[:80] for text in (*STARTS, *MARKUP)]
    found: list[Written] = [
        WrittenChoice(prompt=t, title=t, explanation=t, options=(Option(t, True, t), Option("b"))) for t in fields
    ]
    found += [WrittenText(prompt=t, title=t, model_answer=t) for t in fields]
    return [one for one in found if not one.faults()]


@pytest.fixture(scope="module")
def room(engine, instructor, questions):
    room = create_class(engine, instructor, LONG)
    guard = Backoff(free=100, base=1, longest=1, forgive=1)
    members = [join(engine, room.code, name, client="x", guard=guard, student_id="+1@x")[0] for name in NAMES]
    for number, written in enumerate(questions[::2]):
        item = open_item(engine, instructor, choose(engine, instructor, room.id, OWN, {"question": written.data()}))
        question = pose(item).steps[0].question
        for member in members:
            right = question.samples(SURFACE).right[0]
            record_answer(engine, member, item.id, 1, judge(question, right, SURFACE, question.identifier))
        for place, text in enumerate(TYPED if number == 0 else ()):
            made = Attempt(f"=q{place}", {"text": text, "ticked": None}, kind="text", feedback="=f", correct=False)
            record_answer(engine, members[place % len(members)], item.id, 1, made)
    return room


def cells(data):
    return [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]


def formulas(data):
    """Cells that a spreadsheet would compute; a number may be negative."""

    def number(cell):
        try:
            return float(cell) is not None
        except ValueError:
            return False

    raw = [cell for cell in cells(data) if cell.lstrip().startswith(FORMULA_STARTS) or cell.startswith(FORMULA_STARTS)]
    return [cell for cell in raw if not number(cell)]


@pytest.mark.parametrize("make", [export_csv, attempts_csv])
def test_no_cell_of_a_table_is_computed_or_too_long(engine, instructor, room, make):
    data = make(engine, instructor, room.id)
    assert formulas(data) == []
    assert max(map(len, cells(data))) <= 32_001
    assert sum("=1+1" in cell for cell in cells(data)) >= 1


def test_no_cell_for_a_learning_management_system_is_computed():
    header = "First name,Last name,ID number,Email address"
    lines = "".join(f"\n{name},{name},{name},x@y.z" for name in (*NAMES, "x" * 10**5))
    canvas = read_roster(f"Student,ID,SIS Login ID,Section{lines}".encode())
    columns = [Assignment(text, 1.0, {0: 1.0}) for text in TYPED]
    assert formulas(canvas_csv(canvas, columns)) == []
    assert formulas(moodle_csv(read_roster(f"{header}{lines}".encode()), columns)) == []


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_the_report_is_text(engine, instructor, room):
    page = as_html(report(engine, instructor, room.id)).decode()
    tags = _Tags()
    tags.feed(page)
    assert not tags.found & {"script", "a", "b", "iframe", "object", "link", "form", "base"}
    assert not [name for name in tags.attributes if name.startswith("on")]
    assert "&lt;script&gt;" in page
    assert "\\<" not in page
    assert len(page) < 3_000_000


def test_everything_as_json_is_json(engine, instructor, room):
    document = json.loads(class_json(engine, instructor, room.id))
    said = [one["answer"] for member in document["members"] for one in member["answers"]]
    assert {"text": LONG, "ticked": None} in said


def test_own_questions_come_back_from_both_files_as_they_were(engine, instructor, questions):
    read = read_file(write_package(questions, LONG))
    assert len(read.questions) == len(questions)
    assert read.left_out == ()
    plan = create_plan(
        engine, instructor, LONG, [Entry(OWN, {"question": one.data()}, "communities") for one in questions]
    )
    again = read_plan(plan_json(plan))
    prompts = [one.payload["question"]["prompt"] for one in again.entries]
    assert list(map(str.split, prompts)) == [one.prompt.split() for one in questions]
    assert again.left_out == ()
    assert len(again.title) <= 80
