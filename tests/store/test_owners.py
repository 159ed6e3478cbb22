"""A class and a plan are seen, changed and deleted by whom they belong to, and by nobody else, whatever way in."""

import inspect

import pytest
import sqlalchemy as sa

from quizzes.store import schema
from quizzes.store.access import Gate
from quizzes.store.classes import create_class, delete_class, get_class, list_classes, prolong, title_of
from quizzes.store.errors import ClassGone, MemberGone, NotListed, NotOwner, NotSignedIn, PlanGone, Refused
from quizzes.store.grading import Grading
from quizzes.store.items import choose, close_item
from quizzes.store.members import Member, join, list_members, new_code, remove_member
from quizzes.store.plans import (
    Entry,
    copy_plan,
    create_plan,
    delete_plan,
    follow_plan,
    get_plan,
    list_plans,
    plan_of,
    save_plan,
)
from quizzes.store.provider import Listed
from quizzes.store.sharing import share, shared_with, unshare
from tests.store.conftest import NOW
from tests.store.test_access import MODULES, do

EMAILS = ("ada@uni.example", "emmy@uni.example", "mary@uni.example")
LISTED = Listed(EMAILS)
ADA, EMMY, MARY = (LISTED.admit({"email": one, "email_verified": True}) for one in EMAILS)
# What takes no class, plan, item or member that exists already.
NEW = {"create_class", "create_plan", "list_classes", "list_plans"}
OWNERS = {"delete_class", "delete_plan", "share", "unshare"}


@pytest.fixture
def things(engine, guard):
    """A class of Ada's with all that a class may have, by the names of parameters."""
    room = create_class(engine, ADA, "Graphs", now=NOW)
    plan = create_plan(engine, ADA, "Lecture", [Entry("optimum", {"seed": 1}, "communities")], now=NOW)
    follow_plan(engine, ADA, room.id, plan.id, now=NOW)
    member = join(engine, room.code, "Student", client="test", guard=guard, now=NOW)[0]
    item = choose(engine, ADA, room.id, "optimum", {"seed": 1}, now=NOW)
    given = {"class_id": room.id, "plan": plan, "plan_id": plan.id, "member": member, "item": item}
    given |= {"question": "optimum", "round_": 1, "questions": ["optimum"], "seconds": 30.0, "email": EMAILS[2]}
    given |= {"activity": "optimum", "entry": plan.entries[0], "roster": None, "chosen": None, "shown": True}
    return given | {"expires_at": NOW + 2e9, "rule": Grading.FIRST}


def operations():
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            parameters = inspect.signature(function).parameters
            own = function.__module__ == module.__name__ and not name.startswith("_") and name not in NEW
            if own and {"engine", "instructor"} <= set(parameters):
                yield name, function, parameters


def call(operation, parameters, engine, instructor, things):
    needed = {name for name, one in parameters.items() if one.default is one.empty}
    given = {"engine": engine, "instructor": instructor, **things}
    now = {"now": NOW} if "now" in parameters else {}
    do(operation, **{name: given[name] for name in needed}, **now)


def stored(engine):
    with engine.connect() as connection:
        return {name: sorted(map(str, connection.execute(sa.select(table)))) for name, table in all_tables()}


def all_tables():
    return schema.metadata.tables.items()


def test_every_way_to_a_class_is_closed_to_other_instructors(engine, things):
    before = stored(engine)
    tried = set()
    for name, operation, parameters in operations():
        with pytest.raises((ClassGone, PlanGone)):
            call(operation, parameters, engine, EMMY, things)
        assert stored(engine) == before, name
        tried.add(name)
    assert {"gradebook", "class_json", "report", "tally", "plan_of", "leading", "new_code", "share"} <= tried
    assert list_classes(engine, EMMY, now=NOW) == []
    assert list_plans(engine, EMMY) == []


def test_whoever_a_class_is_shared_with_leads_it_and_neither_deletes_nor_shares_it(engine, things):
    share(engine, ADA, things["class_id"], EMAILS[1], now=NOW)
    with engine.connect() as connection:
        codes = connection.scalars(sa.select(schema.members.c.token)).all()
    for name, operation, parameters in operations():
        if name in OWNERS:
            with pytest.raises(NotOwner):
                call(operation, parameters, engine, EMMY, things)
        elif name != "remove_member":  # which comes last
            plan = get_plan(engine, EMMY, things["plan_id"])
            call(operation, parameters, engine, EMMY, things | {"plan": plan})
            follow_plan(engine, EMMY, things["class_id"], things["plan_id"], now=NOW)
    remove_member(engine, EMMY, things["member"], now=NOW)
    with engine.connect() as connection:
        assert connection.scalars(sa.select(schema.members.c.token)).all() != codes
    assert [one.owner for one in list_classes(engine, EMMY, now=NOW)] == [EMAILS[0]]
    with pytest.raises(ClassGone):
        get_class(engine, MARY, things["class_id"], now=NOW)


def test_sharing_ends_with_its_class_and_when_it_is_taken_back(engine, things):
    class_id = things["class_id"]
    for email in (EMAILS[1], EMAILS[1], EMAILS[2]):
        share(engine, ADA, class_id, email, now=NOW)
    assert shared_with(engine, EMMY, class_id) == [*EMAILS[1:]]
    unshare(engine, ADA, class_id, EMAILS[1], now=NOW)
    for gone in (get_class, list_members, plan_of):
        with pytest.raises(ClassGone):
            gone(engine, EMMY, class_id)
    with pytest.raises(PlanGone):
        get_plan(engine, EMMY, things["plan_id"])
    assert get_plan(engine, MARY, things["plan_id"]).title == "Lecture"
    delete_class(engine, ADA, class_id)
    with engine.connect() as connection:
        assert connection.scalars(sa.select(schema.shares.c.email)).all() == []


@pytest.mark.parametrize("email", ["", "eve@uni.example", EMAILS[0], "EMMY@uni.example ", "x" * 10**5])
def test_a_class_is_shared_with_other_instructors_of_the_server_alone(engine, things, email):
    with pytest.raises(NotListed):
        share(engine, ADA, things["class_id"], email, now=NOW)


def test_what_was_made_under_the_passphrase_is_every_instructors(engine, instructor, things):
    everyones = create_class(engine, instructor, "Older", now=NOW)
    plan = create_plan(engine, instructor, "Old plan", now=NOW)
    for who in (ADA, EMMY, instructor):
        assert get_class(engine, who, everyones.id, now=NOW).owner == ""
        assert get_plan(engine, who, plan.id).owner == ""
    assert [one.id for one in list_classes(engine, instructor, now=NOW)] == [everyones.id]
    with pytest.raises(ClassGone):
        prolong(engine, instructor, things["class_id"], NOW + 2e9)
    delete_plan(engine, EMMY, plan.id)
    delete_class(engine, EMMY, everyones.id)


def test_another_class_lends_no_way_in(engine, things, guard):
    mine = create_class(engine, EMMY, "Mine", now=NOW)
    forged = Member(things["member"].id, mine.id, "Student")
    with pytest.raises(MemberGone):
        new_code(engine, EMMY, forged, now=NOW)
    remove_member(engine, EMMY, forged, now=NOW)
    assert [one.id for one in list_members(engine, ADA, things["class_id"])] == [things["member"].id]
    item = choose(engine, EMMY, mine.id, "optimum", now=NOW)
    stranger = type(item)(**{**vars(item), "id": things["item"].id})
    with pytest.raises(ClassGone):
        close_item(engine, EMMY, stranger, now=NOW)
    with pytest.raises(PlanGone):
        follow_plan(engine, EMMY, mine.id, things["plan_id"], now=NOW)
    assert plan_of(engine, EMMY, mine.id) is None


def test_a_plan_keeps_its_owner_and_a_copy_has_another(engine, things):
    share(engine, ADA, things["class_id"], EMAILS[1], now=NOW)
    plan = get_plan(engine, EMMY, things["plan_id"])
    changed = type(plan)(**{**vars(plan), "title": "By Emmy", "owner": EMAILS[1]})
    save_plan(engine, EMMY, changed, now=NOW)
    assert get_plan(engine, ADA, plan.id).owner == EMAILS[0]
    copied = copy_plan(engine, EMMY, plan.id, now=NOW)
    assert copied.owner == EMAILS[1]
    assert copied.id not in {one.id for one in list_plans(engine, ADA)}


def test_members_read_the_title_whosever_class_it_is(engine, things):
    assert title_of(engine, things["class_id"]) == "Graphs"


def test_one_gate_knows_nothing_of_anothers_sign_ins(engine, things):
    elsewhere = Gate("correct horse").sign_in("correct horse", "a")
    assert elsewhere.who == ""
    assert elsewhere.colleagues == ()
    with pytest.raises(Refused):
        get_class(engine, elsewhere, things["class_id"], now=NOW)
    gone = Listed(EMAILS)
    ended = gone.admit({"email": EMAILS[0], "email_verified": True})
    gone.sign_out(ended)
    with pytest.raises(NotSignedIn):
        _ = ended.who
    with pytest.raises(NotSignedIn):
        get_class(engine, ended, things["class_id"], now=NOW)
