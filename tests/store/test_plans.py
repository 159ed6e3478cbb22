from dataclasses import replace

import pytest

from quizzes.store.changes import read_pulse
from quizzes.store.classes import create_class, delete_class
from quizzes.store.errors import ClassGone, NotSignedIn, PlanChanged, PlanGone, PlanTooLarge
from quizzes.store.items import Phase, choose, current, go_back, list_items, open_item, reveal
from quizzes.store.plans import (
    MOST_ENTRIES,
    Entry,
    copy_plan,
    create_plan,
    delete_plan,
    follow_plan,
    get_plan,
    list_plans,
    plan_of,
    put_entry,
    save_plan,
)
from tests.store.conftest import NOW

ENTRIES = (
    Entry("bank", {"items": ["least_loss_point.communities.17"]}, "communities", frozenset({"loss_optimum", "map"})),
    Entry("activity:find_collapse", {}, "karate"),
    Entry("own", {"question": {"kind": "text", "prompt": "<b>\x00😀</b>" + "x" * 10**5}}, "communities"),
)


@pytest.fixture
def plan(engine, instructor):
    return create_plan(engine, instructor, " Lecture\t3 ", ENTRIES, now=NOW)


def what(plan):
    return [replace(entry, id="") for entry in plan.entries]


def test_a_plan_is_kept_as_it_was_made(engine, instructor, plan):
    assert plan.title == "Lecture 3"
    assert get_plan(engine, instructor, plan.id) == plan
    assert what(plan) == [replace(entry, id="") for entry in ENTRIES]


def test_the_plan_changed_last_comes_first(engine, instructor, plan):
    later = create_plan(engine, instructor, "", now=NOW + 1)
    assert [one.title for one in list_plans(engine, instructor)] == ["Plan", "Lecture 3"]
    save_plan(engine, instructor, plan, now=NOW + 2)
    assert [one.id for one in list_plans(engine, instructor)] == [plan.id, later.id]


def test_a_page_that_has_not_seen_the_last_change_overwrites_nothing(engine, instructor, plan):
    here = save_plan(engine, instructor, replace(plan, entries=plan.entries[:1]), now=NOW)
    assert here.version == plan.version + 1
    with pytest.raises(PlanChanged):
        save_plan(engine, instructor, replace(plan, title="Elsewhere"), now=NOW)
    assert get_plan(engine, instructor, plan.id) == here
    delete_plan(engine, instructor, plan.id)
    with pytest.raises(PlanGone):
        save_plan(engine, instructor, here, now=NOW)


def test_a_copy_has_the_same_entries_and_a_life_of_its_own(engine, instructor, plan):
    copy = copy_plan(engine, instructor, plan.id, now=NOW)
    assert (copy.title, what(copy)) == ("Lecture 3 (copy)", what(plan))
    assert not {entry.id for entry in copy.entries} & {entry.id for entry in plan.entries}
    save_plan(engine, instructor, replace(copy, entries=()), now=NOW)
    assert get_plan(engine, instructor, plan.id) == plan


def test_a_plan_has_an_end(engine, instructor, plan):
    with pytest.raises(PlanTooLarge):
        save_plan(engine, instructor, replace(plan, entries=ENTRIES[1:2] * (MOST_ENTRIES + 1)))


def test_a_class_goes_through_a_plan_and_the_next_class_through_the_same(engine, instructor, classroom, plan):
    assert plan_of(engine, instructor, classroom.id) is None
    led = read_pulse(engine, classroom.id, now=NOW).led
    follow_plan(engine, instructor, classroom.id, plan.id, now=NOW)
    assert read_pulse(engine, classroom.id, now=NOW).led > led
    item = put_entry(engine, instructor, classroom.id, plan.entries[0], now=NOW)
    assert (item.activity, item.payload, item.graph) == ("bank", ENTRIES[0].payload, "communities")
    assert (item.hidden, item.entry, item.phase) == (ENTRIES[0].hidden, plan.entries[0].id, Phase.CLOSED)
    assert current(engine, classroom.id, now=NOW) == item
    assert plan_of(engine, instructor, classroom.id).place(item.entry) == 0
    following = create_class(engine, instructor, "Wednesday", now=NOW)
    follow_plan(engine, instructor, following.id, plan.id, now=NOW)
    delete_class(engine, instructor, classroom.id)
    assert plan_of(engine, instructor, following.id) == plan
    follow_plan(engine, instructor, following.id, None, now=NOW)
    assert plan_of(engine, instructor, following.id) is None


def test_a_deleted_plan_leaves_the_class_its_items(engine, instructor, classroom, plan):
    follow_plan(engine, instructor, classroom.id, plan.id, now=NOW)
    item = put_entry(engine, instructor, classroom.id, plan.entries[2], now=NOW)
    delete_plan(engine, instructor, plan.id)
    assert plan_of(engine, instructor, classroom.id) is None
    assert list_items(engine, instructor, classroom.id) == [item]
    with pytest.raises(PlanGone):
        follow_plan(engine, instructor, classroom.id, plan.id, now=NOW)
    with pytest.raises(ClassGone):
        follow_plan(engine, instructor, "no class", None, now=NOW)


def test_going_back_finds_an_item_as_it_was_left(engine, instructor, classroom, item):
    revealed = reveal(engine, instructor, item, (), now=NOW)
    second = choose(engine, instructor, classroom.id, "other", now=NOW + 1)
    open_item(engine, instructor, second, now=NOW + 2)
    assert go_back(engine, instructor, item, now=NOW + 3) == revealed
    assert current(engine, classroom.id, now=NOW + 3) == revealed
    assert [one.phase for one in list_items(engine, instructor, classroom.id)] == [Phase.REVEALED, Phase.CLOSED]
    assert go_back(engine, instructor, second, now=NOW + 4).phase is Phase.CLOSED


def test_going_back_to_what_is_there_leaves_it_open(engine, instructor, classroom, item):
    assert go_back(engine, instructor, item, now=NOW).phase is Phase.OPEN


def test_every_operation_asks_for_a_sign_in(engine, classroom, item, plan):
    for operation, arguments in (
        (create_plan, ("x",)),
        (copy_plan, (plan.id,)),
        (list_plans, ()),
        (get_plan, (plan.id,)),
        (save_plan, (plan,)),
        (delete_plan, (plan.id,)),
        (follow_plan, (classroom.id, plan.id)),
        (plan_of, (classroom.id,)),
        (put_entry, (classroom.id, plan.entries[0])),
        (go_back, (item,)),
    ):
        with pytest.raises(NotSignedIn):
            operation(engine, None, *arguments)


def test_the_title_and_the_entries_have_an_end_that_is_met(engine, instructor, plan):
    most = save_plan(engine, instructor, replace(plan, entries=ENTRIES[1:2] * 200, title="x" * 90), now=NOW)
    assert (len(most.entries), most.title) == (200, "x" * 80)
    with pytest.raises(PlanTooLarge):
        save_plan(engine, instructor, replace(most, entries=ENTRIES[1:2] * 201), now=NOW)
