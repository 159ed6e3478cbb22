"""Rosters as the systems export them, who is who in them, and the files that go back."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.escaping import FORMULA_STARTS
from quizzes.lms.grades import COLUMNS, Assignment, canvas_csv, moodle_csv
from quizzes.lms.match import BY_ID, BY_NAME, CHOSEN, NOBODY, Person, likely, match
from quizzes.lms.roster import CANVAS, MOODLE, OTHER, NoRoster, Roster, read_roster

CANVAS_FILE = """\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Homework 1 (1234),Current Score
,,,,,Manual Posting,(read only)
"    Points Possible",,,,,10.0,(read only)
"Lovelace, Ada",101,u0001,alovelace3,Lecture A,9.5,95
"Turing, Alan",102,u0002,aturing@uni.edu,Lecture A,,
"Noether, Emmy",103,u0003,enoether,Lecture B,10,100
"Student, Test",999,,abcdef,Lecture A,,
"""
MOODLE_FILE = """First name,Last name,ID number,Institution,Department,Email address,Q1 (Real),Last downloaded
Ada,Lovelace,u0001,,,ada.lovelace@uni.edu,5.00,1700000000
Alan,Turing,u0002,,,alan@uni.edu,-,1700000000
Emmy,Noether,u0003,,,emmy@uni.edu,7.00,1700000000
"""
FILES = {"canvas": CANVAS_FILE.encode(), "moodle": MOODLE_FILE.encode()}


@pytest.fixture(params=FILES)
def roster(request):
    return read_roster(FILES[request.param])


def read(data):
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def test_the_students_are_read_and_nothing_of_their_grades():
    canvas, moodle = read_roster(FILES["canvas"]), read_roster(FILES["moodle"])
    assert (canvas.system, moodle.system) == (CANVAS, MOODLE)
    assert canvas.header == COLUMNS
    assert [canvas.name(n) for n in range(3)] == ["Lovelace, Ada", "Turing, Alan", "Noether, Emmy"]
    assert moodle.header == ("First name", "Last name", "ID number", "Institution", "Department", "Email address")
    assert [moodle.name(n) for n in range(3)] == ["Ada Lovelace", "Alan Turing", "Emmy Noether"]
    assert "9.5" not in str(canvas.rows)
    assert "5.00" not in str(moodle.rows)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_codings_and_delimiters(coding, delimiter):
    lines = ["Vorname", "Nachname", "E-Mail-Adresse"], ["Jürgen", "Groß", "jg@uni.de"], ["A, B", "C", "c@uni.de"]
    text = "".join(delimiter.join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)
    found = read_roster(text.encode(coding))
    assert found.rows == (("Jürgen", "Groß", "jg@uni.de"), ("A, B", "C", "c@uni.de"))


def test_another_table_of_students_is_read():
    found = read_roster(b"Matrikelnummer,Note,mail\n4711,1.0,x@y.z\n4712,,q@y.z\n")
    assert (found.system, found.header) == (OTHER, ("Matrikelnummer", "mail"))


def test_a_roster_is_kept_as_json(roster):
    assert Roster.from_data(json.loads(json.dumps(roster.data()))) == roster


@pytest.mark.parametrize(
    "data",
    [b"", b"a,b\n", b"a,b\n1,2\n", b"x" * 5_000_000, b"\x00\x01\x02", b'"' * 1000, b"Student,ID\n,,\n"],
    ids=range(7),
)
def test_what_is_no_roster_is_refused_with_a_sentence(data):
    with pytest.raises(NoRoster) as refusal:
        read_roster(data)
    assert str(refusal.value).endswith(".")


@given(st.binary(max_size=400))
def test_any_file_is_read_or_refused(data):
    for start in (b"", b"Student,ID\n", b"First name;Email address\n"):
        try:
            found = read_roster(start + data)
        except NoRoster:
            continue
        assert all(len(row) == len(found.header) for row in found.rows)


# --- who is who ---


def people(*given):
    return [Person(str(n), nickname, student_id) for n, (nickname, student_id) in enumerate(given)]


def test_members_are_found_by_id_and_by_name(roster):
    found = match(people(("ada", "U-0001"), ("alan turing", ""), ("Emmy Noether", "u0003")), roster)
    assert {row: one[0].nickname for row, one in found.students.items()} == {
        0: "ada",
        1: "alan turing",
        2: "Emmy Noether",
    }
    assert found.how == {"0": BY_ID, "1": BY_NAME, "2": BY_ID}
    assert found.unmatched == ()


def test_the_first_part_of_an_address_is_enough():
    found = match(people(("x", "aturing"), ("y", "ATURING@uni.edu")), read_roster(FILES["canvas"]))
    assert [person.nickname for person in found.students[1]] == ["x", "y"]


def test_who_is_nobody_is_shown_beside_the_likely(roster):
    found = match(people(("Ada L.", ""), ("zzz", "u0002x"), ("Qqqq", "")), roster)
    assert found.students == {}
    assert [likely(person, roster)[:1] for person in found.unmatched] == [(0,), (1,), ()]


def test_what_two_share_finds_neither():
    twins = read_roster(b"First name,Last name,Email address\nAda,Lee,a@x.y\nAda,Lee,b@x.y\n")
    found = match(people(("Ada Lee", ""), ("q", "b")), twins)
    assert found.students == {1: tuple(people(("Ada Lee", ""), ("q", "b"))[1:])}
    assert likely(found.unmatched[0], twins) == (0, 1)


def test_the_instructors_choice_goes_first(roster):
    chosen = [Person("a", "Alan Turing", "u0002", roster.key(0)), Person("b", "Emmy Noether", "u0003", NOBODY)]
    found = match(chosen, roster)
    assert found.students == {0: (chosen[0],)}
    assert found.how == {"a": CHOSEN}
    assert found.unmatched == (chosen[1],)


# --- the files that go back ---

ASSIGNMENTS = [Assignment("Least loss (12)", 2.0, {0: 1.0, 2: 0.25}), Assignment("=1+1", 1.0, {1: 1 / 3})]


def test_canvas_gets_its_columns_a_line_of_points_and_every_student_once():
    header, points, *rows = read(canvas_csv(read_roster(FILES["canvas"]), ASSIGNMENTS))
    assert header == [*COLUMNS, "Least loss 12", "'=1+1"]
    assert points == ["    Points Possible", "", "", "", "", "2.0", "1.0"]
    assert [row[:4] for row in rows] == [
        ["Lovelace, Ada", "101", "u0001", "alovelace3"],
        ["Turing, Alan", "102", "u0002", "aturing@uni.edu"],
        ["Noether, Emmy", "103", "u0003", "enoether"],
    ]
    assert [row[5:] for row in rows] == [["2.0", ""], ["", "0.3333"], ["0.5", ""]]


def test_moodle_gets_its_own_columns_back():
    header, *rows = read(moodle_csv(read_roster(FILES["moodle"]), ASSIGNMENTS))
    assert header == [*read_roster(FILES["moodle"]).header, "Least loss 12", "'=1+1"]
    assert rows[0] == ["Ada", "Lovelace", "u0001", "", "", "ada.lovelace@uni.edu", "2.0", ""]


def test_what_goes_back_is_read_as_the_same_roster(roster):
    again = read_roster(canvas_csv(roster, ASSIGNMENTS) if roster.system == CANVAS else moodle_csv(roster, ASSIGNMENTS))
    assert again == roster


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_cell_of_text_is_a_formula(start):
    hostile = Roster(CANVAS, COLUMNS, ((f"{start}cmd", f"{start}1", "", f" {start}2", ""),))
    for data in (canvas_csv(hostile, ASSIGNMENTS), moodle_csv(hostile, ASSIGNMENTS)):
        for row in read(data):
            assert not any(cell.lstrip().startswith(FORMULA_STARTS) for cell in row)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ada@x.org\ncb@x.org\n", "ada@x.org"),  # no header
        ("sep=;\nVorname;Nachname;Matr.-Nr.\nAda;Lovelace;1\nCh;B;2\n", "Ada Lovelace"),
        ("Course 101\n\nFirst name,Last name,Email\nAda,Lovelace,a@x.org\nCh,B,b@x.org\n", "Ada Lovelace"),
        ("Familienname;Vorname\nLovelace;Ada\nB;Ch\n", "Lovelace Ada"),
        ("Nome,Cognome,Indirizzo email\nAda,Lovelace,a@x.org\nCh,B,b@x.org\n", "Ada Lovelace"),
        ("Voornaam,Achternaam,Studentnummer\nAda,Lovelace,1\nCh,B,2\n", "Ada Lovelace"),
        ("Prénom;Nom de famille;Numéro d’identification\nAda;Lovelace;1\nCh;B;2\n", "Ada Lovelace"),
        ("OrgDefinedId,Last Name,First Name,End-of-Line Indicator\n#1,Lovelace,Ada,#\n#2,B,Ch,#\n", "Lovelace Ada"),
        ("学号,姓名\n1,王小明\n2,李雷\n", "王小明"),
    ],
)
def test_tables_of_other_systems_and_languages(text, name):
    roster = read_roster(text.encode())
    assert len(roster.rows) == 2
    assert roster.name(0) == name


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04xx", "a workbook. Save the sheet as CSV"),
        (b"%PDF-1.7", "a PDF"),
        (b"Quiz 1,Quiz 2\n3,4\n", "head one"),
        (b'First name,Last name\n"Ada,Lovelace\nCh,B\nD,E\nF,G\nH,I\n', "quotation mark in row 2"),
    ],
)
def test_a_refusal_says_what_to_change(data, says):
    with pytest.raises(NoRoster, match=says):
        read_roster(data)
