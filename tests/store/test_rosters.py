import pytest
import sqlalchemy as sa

from quizzes.store import schema
from quizzes.store.classes import delete_class
from quizzes.store.errors import BadStudentId, ClassGone, NotSignedIn
from quizzes.store.members import join
from quizzes.store.rosters import enrolled, roster_of, set_roster, set_student
from tests.store.conftest import NOW

ROSTER = {"system": "Canvas", "header": ["Student"], "rows": [["Lovelace, Ada 😀\x00"]]}


def test_a_roster_is_kept_with_its_class(engine, instructor, classroom):
    assert roster_of(engine, instructor, classroom.id) is None
    for roster in (ROSTER, {**ROSTER, "rows": []}):
        set_roster(engine, instructor, classroom.id, roster, now=NOW)
        assert roster_of(engine, instructor, classroom.id) == roster
    delete_class(engine, instructor, classroom.id)
    with engine.connect() as connection:
        assert connection.execute(sa.select(schema.rosters)).all() == []
    with pytest.raises(ClassGone):
        set_roster(engine, instructor, classroom.id, ROSTER, now=NOW)


def test_a_student_id_is_kept_and_what_the_instructor_chose(engine, instructor, classroom, guard, enter):
    ada, _ = join(engine, classroom.code, "Ada", client="x", guard=guard, student_id=" ｕ-0001 ", now=NOW)
    bob = enter("bob")
    assert [(one.member, one.student_id, one.chosen) for one in enrolled(engine, instructor, classroom.id)] == [
        (ada, "u-0001", None),
        (bob, "", None),
    ]
    set_student(engine, instructor, bob, "u0002", now=NOW)
    assert enrolled(engine, instructor, classroom.id)[1].chosen == "u0002"
    set_roster(engine, instructor, classroom.id, None, now=NOW)
    assert enrolled(engine, instructor, classroom.id)[1].chosen is None


@pytest.mark.parametrize("typed", ["=1+1", "a\nb", "x" * 65, "<b>", "a\u202eb"])
def test_what_is_no_student_id_is_refused(engine, classroom, guard, typed):
    with pytest.raises(BadStudentId):
        join(engine, classroom.code, "Ada", client="x", guard=guard, student_id=typed, now=NOW)


def test_every_operation_asks_for_a_sign_in(engine, classroom, enter):
    ada = enter("Ada")
    for operation, arguments in (
        (set_roster, (classroom.id, ROSTER)),
        (roster_of, (classroom.id,)),
        (set_student, (ada, "x")),
        (enrolled, (classroom.id,)),
    ):
        with pytest.raises(NotSignedIn):
            operation(engine, None, *arguments)
