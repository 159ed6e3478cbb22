"""What a class did, as files: with what was asked, when it was open and what was right."""

import csv
import io
import json

import pytest

from explorer.model.surface_file import load_shipped
from quizzes import bank
from quizzes.attempt import Attempt, judge
from quizzes.class_record import COLUMNS, attempts_csv, class_json
from quizzes.own import WrittenChoice
from quizzes.own.choice import Option
from quizzes.posed import BANK, OWN, pose
from quizzes.store.answers import record_answer
from quizzes.store.backoff import Backoff
from quizzes.store.classes import create_class
from quizzes.store.errors import NotSignedIn
from quizzes.store.items import choose, close_item, open_item, open_second_round
from quizzes.store.members import join

SURFACE = load_shipped("communities")
OWN_CHOICE = WrittenChoice(prompt="=Which <b>?", options=(Option("=a", True), Option("b")), explanation="So.")


@pytest.fixture
def room(engine, instructor):
    """A class that was asked a question of its own twice round, one of the bank, and one nobody knows any more."""
    room = create_class(engine, instructor, "Graphs")
    guard = Backoff(free=10, base=1, longest=1, forgive=1)
    ada, _ = join(engine, room.code, "Ada", client="x", guard=guard, student_id=" u0001 ")
    bob, _ = join(engine, room.code, "=cmd", client="x", guard=guard)
    item = open_item(engine, instructor, choose(engine, instructor, room.id, OWN, {"question": OWN_CHOICE.data()}))
    (step,) = pose(item).steps
    for member, key in ((ada, "b"), (bob, "a")):
        record_answer(engine, member, item.id, 1, judge(step.question, key, SURFACE, step.question.identifier, 4.0))
    item = open_second_round(engine, instructor, item)
    record_answer(engine, ada, item.id, 2, judge(step.question, "a", SURFACE, step.question.identifier))
    close_item(engine, instructor, item)
    identifier = bank.build("least_loss_point", "communities", 1, SURFACE).identifier
    item = open_item(engine, instructor, choose(engine, instructor, room.id, BANK, {"items": [identifier]}))
    (step,) = pose(item).steps
    right = step.question.samples(SURFACE).right[0]
    record_answer(engine, bob, item.id, 1, judge(step.question, right, SURFACE, identifier))
    item = open_item(engine, instructor, choose(engine, instructor, room.id, "activity:of another version"))
    record_answer(engine, ada, item.id, 1, Attempt("old", ["x" * 10**5], "gone"))
    return room


def test_every_attempt_is_a_row(engine, instructor, room):
    header, *rows = csv.reader(io.StringIO(attempts_csv(engine, instructor, room.id).decode("utf-8-sig"), newline=""))
    assert tuple(header) == COLUMNS
    table = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["time (UTC)"] for row in table] == sorted(row["time (UTC)"] for row in table)
    first, second, third, bank_row, old = table
    assert (first["nickname"], first["student id"], first["answer in words"]) == ("Ada", "u0001", "b")
    assert (first["right"], first["score"], first["counts"], first["seconds"]) == ("no", "0.0", "yes", "4.0")
    assert (second["nickname"], second["wording"]) == ("'=cmd", "'=Which <b>?")
    assert (second["answer in words"], second["right"]) == ("'=a", "yes")
    assert (third["round"], third["attempt"], third["item"]) == ("2", "1", "1")
    assert bank_row["answer in words"].startswith("strength ")
    assert (old["wording"], old["item"]) == ("", "3")
    assert len(old["answer in words"]) <= 32_767


def test_json_says_what_was_asked_what_is_right_and_when_it_was_open(engine, instructor, room):
    held = json.loads(class_json(engine, instructor, room.id))
    own, drawn, unknown = held["items"]
    (question,) = own["questions"]
    assert (question["wording"], question["choices"], question["right answer"]) == ("=Which <b>?", ["=a", "b"], "=a")
    assert [one["round"] for one in own["open"]] == [1, 2]
    assert all(one["opened_at"] <= one["closed_at"] for one in own["open"])
    assert drawn["questions"][0]["right answer"].startswith("strength ")
    assert drawn["questions"][0]["wording"].startswith("Among all points")
    assert unknown["questions"] == []
    ada = next(member for member in held["members"] if member["nickname"] == "Ada")
    assert (ada["student_id"], [answer["in words"] for answer in ada["answers"]][:2]) == ("u0001", ["b", "=a"])


def test_only_an_instructor_takes_them_away(engine, room):
    for make in (attempts_csv, class_json):
        with pytest.raises(NotSignedIn):
            make(engine, None, room.id)
