"""A plan's file comes back without loss, and one that somebody else made does no harm."""

import json

import pytest

from explorer.model.surface_file import load_shipped
from quizzes import bank
from quizzes.activities import ACTIVITIES
from quizzes.own import NotReadable, WrittenNumber
from quizzes.plan_file import plan_json, read_plan
from quizzes.posed import OWN
from quizzes.store.plans import MOST_ENTRIES, Entry, Plan

QUESTION = bank.build("least_loss_point", "communities", 1, load_shipped("communities")).identifier
OWN_DATA = WrittenNumber(prompt="=1+1 <b>x</b>", value=2.0).data()
GOOD = {"activity": "bank", "payload": {"items": [QUESTION]}, "graph": "communities", "hidden": ["map"]}
ENTRIES = (
    Entry("bank", {"items": [QUESTION]}, "communities", frozenset({"map", "circle"})),
    Entry(OWN, {"question": OWN_DATA}, "communities"),
    Entry(f"activity:{ACTIVITIES[0].name}", {}, "communities"),
)


def file(*entries, **more):
    return json.dumps({"format": 1, "plan": "P", "entries": list(entries), **more}).encode()


def test_a_plan_comes_back_without_loss():
    found = read_plan(plan_json(Plan("x", "Lecture <3>", ENTRIES, 1, 0.0, 0.0)))
    assert found.title == "Lecture <3>"
    assert found.left_out == ()
    parts = [(one.activity, one.payload, one.graph, one.hidden) for one in ENTRIES]
    assert [(one.activity, one.payload, one.graph, one.hidden) for one in found.entries] == parts
    assert not {one.id for one in ENTRIES} & {one.id for one in found.entries}


@pytest.mark.parametrize(
    "change",
    [
        {"activity": "__import__('os')"},
        {"activity": "activity:../x"},
        {"activity": ["bank"]},
        {"payload": {"items": []}},
        {"payload": {"items": [QUESTION] * 51}},
        {"payload": {"items": ["x" * 10**5]}},
        {"payload": {"items": ["least_loss_point.communities.-1"]}},
        {"payload": {"items": ["least_loss_point.../../etc/passwd.1"]}},
        {"payload": {"items": [f"least_loss_point.communities.{'9' * 190}"]}},
        {"payload": None},
        {"graph": "../../etc/passwd", "activity": OWN, "payload": {"question": OWN_DATA}},
        {"graph": "own-" + "0" * 32, "activity": f"activity:{ACTIVITIES[0].name}"},
        {"graph": 3},
        {"hidden": "map"},
        {"hidden": [{}]},
        {"hidden": ["map"] * 10**4},
        {"activity": OWN, "payload": {"question": {"kind": "essay"}}},
    ],
    ids=range(17),
)
def test_an_entry_that_cannot_be_asked_is_left_out_with_a_sentence(change):
    found = read_plan(file(GOOD, GOOD | change, 7, extra="x" * 10**5))
    assert len(found.entries) == 1
    assert [line.partition(":")[0] for line in found.left_out] == ["Entry 2", "Entry 3"]
    assert all(len(line) < 300 and line.endswith(".") for line in found.left_out)


@pytest.mark.parametrize("data", [b"", b"x", b"[]", b"[" * 10**5, b'{"questions": []}', b"\xff\xfe", b"PK\x03\x04"])
def test_a_file_of_something_else_holds_no_plan(data):
    assert read_plan(data) is None


@pytest.mark.parametrize("data", [file(), file(*[GOOD] * (MOST_ENTRIES + 1)), b" " * 9_000_000])
def test_a_plan_of_nothing_or_too_much_is_refused(data):
    with pytest.raises(NotReadable):
        read_plan(data)


def test_a_title_that_is_none_is_empty():
    assert read_plan(file(GOOD, plan=["x"])).title == ""
