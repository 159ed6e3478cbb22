import pytest
import sqlalchemy as sa

from quizzes.attempt import Attempt
from quizzes.store.answers import record_answer
from quizzes.store.backoff import Backoff
from quizzes.store.classes import (
    create_class,
    delete_class,
    delete_expired,
    get_class,
    list_classes,
    prolong,
)
from quizzes.store.errors import (
    BadNickname,
    ClassFull,
    ClassGone,
    MemberGone,
    NicknameTaken,
    TooSoon,
    UnknownCode,
)
from quizzes.store.items import current
from quizzes.store.members import here, join, list_members, new_code, rejoin, remove_member
from quizzes.store.schema import metadata
from tests.store.conftest import NOW


def rows(engine):
    tables = [metadata.tables[name] for name in ("classes", "members", "items", "windows", "answers")]
    with engine.connect() as connection:
        return {table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables}


def test_codes_of_living_classes_are_unique(engine, instructor, monkeypatch):
    drawn = iter(["BBBBBB", "BBBBBB", "BBBBBB", "CCCCCC"])
    monkeypatch.setattr("quizzes.store.classes.join_code", lambda: next(drawn))
    codes = [create_class(engine, instructor, "A", now=NOW).code for _ in range(2)]
    assert codes == ["BBBBBB", "CCCCCC"]


def test_join_and_rejoin(engine, instructor, classroom, guard):
    typed = f" {classroom.code[:3].lower()}-{classroom.code[3:]} "
    member, code = join(engine, typed, " Ada ", client="a", guard=guard, now=NOW)
    assert member.nickname == "Ada"
    assert rejoin(engine, code.lower(), client="b", guard=guard, now=NOW + 1) == member
    assert get_class(engine, instructor, classroom.id, now=NOW).members == 1


def test_a_rejoin_code_is_not_in_the_database(engine, classroom, guard):
    _, code = join(engine, classroom.code, "Ada", client="a", guard=guard, now=NOW)
    with engine.connect() as connection:
        assert code not in str(connection.execute(sa.select(metadata.tables["members"])).all())


def test_a_member_who_lost_the_code_gets_another(engine, instructor, classroom, guard):
    member, lost = join(engine, classroom.code, "Ada", client="a", guard=guard, now=NOW)
    code = new_code(engine, instructor, member, now=NOW)
    assert rejoin(engine, code, client="a", guard=guard, now=NOW) == member
    with pytest.raises(UnknownCode):
        rejoin(engine, lost, client="a", guard=guard, now=NOW)
    remove_member(engine, instructor, member, now=NOW)
    with pytest.raises(MemberGone):
        new_code(engine, instructor, member, now=NOW)


def test_nothing_of_a_deleted_class_is_left_in_the_files(tmp_path, connect, instructor, guard):
    engine = connect(f"sqlite:///{tmp_path}/classroom.sqlite")
    made = create_class(engine, instructor, "A title that nobody shall read", now=NOW)
    join(engine, made.code, "nobody shall read this", client="a", guard=guard, now=NOW)
    delete_class(engine, instructor, made.id)
    assert all(b"nobody shall read" not in path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.parametrize("again", ["Ada", "ada", "ＡＤＡ", "  aDa "])
def test_nicknames_are_unique_in_a_class(engine, instructor, classroom, enter, guard, again):
    enter("Ada")
    with pytest.raises(NicknameTaken):
        enter(again)
    other = create_class(engine, instructor, "Other", now=NOW)
    join(engine, other.code, again, client="a", guard=guard, now=NOW)


def test_a_bad_nickname_is_refused(enter):
    with pytest.raises(BadNickname):
        enter("a\x00b")


def test_a_class_has_a_largest_size(enter, monkeypatch):
    monkeypatch.setattr("quizzes.store.members.LARGEST", 2)
    enter("Ada")
    enter("Bob")
    with pytest.raises(ClassFull):
        enter("Cy")


def test_one_who_guesses_codes_is_slowed_down_and_keeps_nobody_out(engine, classroom):
    slept: list[float] = []
    guard = Backoff(free=1, base=60, longest=60, forgive=60, pause=1, sleep=slept.append)
    for errors in ((UnknownCode,), (UnknownCode,), (TooSoon,), (TooSoon,)):
        with pytest.raises(errors):
            join(engine, "WRONG", "Ada", client="a", guard=guard, now=NOW)
    assert len(slept) == 2
    _, code = join(engine, classroom.code, "Ada", client="a", guard=guard, now=NOW)
    assert len(slept) == 3
    rejoin(engine, code, client="a", guard=guard, now=NOW)
    assert len(slept) == 3  # nobody has guessed at this kind of code


def test_deleting_a_class_leaves_nothing_of_it(engine, instructor, classroom, enter, item):
    record_answer(engine, enter("Ada"), item.id, 1, Attempt("q", 1, made_at=NOW), now=NOW)
    assert set(rows(engine).values()) == {1}
    delete_class(engine, instructor, classroom.id)
    assert set(rows(engine).values()) == {0}


def test_an_expired_class_takes_nothing_and_is_deleted(engine, instructor, classroom, guard, item, enter):
    ada = enter("Ada")
    late = classroom.expires_at
    for attempt in (
        lambda: get_class(engine, instructor, classroom.id, now=late),
        lambda: current(engine, classroom.id, now=late),
        lambda: record_answer(engine, ada, item.id, 1, Attempt("q", 1, made_at=NOW), now=late),
    ):
        with pytest.raises(ClassGone):
            attempt()
    with pytest.raises(UnknownCode):
        join(engine, classroom.code, "Bob", client="a", guard=guard, now=late)
    assert list_classes(engine, instructor, now=late) == []
    assert delete_expired(engine, now=late) == 1
    assert set(rows(engine).values()) == {0}


def test_a_class_can_be_prolonged(engine, instructor, classroom):
    prolong(engine, instructor, classroom.id, classroom.expires_at + 10)
    assert get_class(engine, instructor, classroom.id, now=classroom.expires_at).title == "Graphs"
    with pytest.raises(ClassGone):
        prolong(engine, instructor, "unknown", NOW)


def test_a_removed_member_is_gone_with_the_answers(engine, instructor, classroom, enter, item):
    ada, bob = enter("Ada"), enter("bob")
    record_answer(engine, ada, item.id, 1, Attempt("q", 1, made_at=NOW), now=NOW)
    remove_member(engine, instructor, ada, now=NOW)
    assert list_members(engine, instructor, classroom.id) == [bob]
    assert rows(engine)["answers"] == 0
    here(engine, bob, now=NOW)
    for attempt in (
        lambda: here(engine, ada, now=NOW),
        lambda: record_answer(engine, ada, item.id, 1, Attempt("q", 1, made_at=NOW), now=NOW),
    ):
        with pytest.raises(MemberGone):
            attempt()


@pytest.mark.parametrize("text", ["'; DROP TABLE members; --", '" OR 1=1 --', "%s %(a)s :a ?", "<script>", "{0}\\"])
def test_texts_are_data(engine, instructor, guard, text):
    made = create_class(engine, instructor, text, now=NOW)
    member, _ = join(engine, made.code, text[:24], client="a", guard=guard, now=NOW)
    assert get_class(engine, instructor, made.id, now=NOW).title == text
    assert list_members(engine, instructor, made.id) == [member]
    with pytest.raises(UnknownCode):
        join(engine, text, "Ada", client="a", guard=guard, now=NOW)


def test_a_title_is_one_short_line(engine, instructor):
    assert create_class(engine, instructor, "a\n\x00b" + "c" * 100, now=NOW).title == "a b" + "c" * 76
    assert create_class(engine, instructor, "\x00", now=NOW).title == "Class"
