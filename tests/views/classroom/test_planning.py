"""A plan of one's own questions, from the list of plans to the class, without a browser."""

import json
from dataclasses import replace

import pytest

from explorer.model.surface_file import load_shipped
from quizzes import bank
from quizzes.activities import ACTIVITIES
from quizzes.attempt import judge
from quizzes.escaping import plain_markdown
from quizzes.own import WrittenChoice, WrittenNumber, WrittenPoint, WrittenText
from quizzes.own.choice import Option
from quizzes.plan_file import plan_json
from quizzes.posed import OWN, pose
from quizzes.store import items
from quizzes.store.answers import record_answer
from quizzes.store.items import choose, open_item, open_second_round
from quizzes.store.plans import Entry, create_plan, follow_plan, get_plan, list_plans, plan_of, save_plan
from quizzes.views.classroom.hiding import hidden_by_default
from tests.views.classroom.conftest import everything, said, sign_in

CHOICE = WrittenChoice(
    prompt="Which term <b>pushes</b>?", options=(Option("Alignment"), Option("**Uniformity**", True))
)
NUMBER = WrittenNumber(prompt="What is log 2?", value=0.69, tolerance=0.01, unit="nats")
TEXT = WrittenText(prompt="Which loss is it?", accepted=("NT-Xent",))
OPEN = WrittenText(prompt="What is unclear?", model_answer="Nothing.")
SURFACE = load_shipped("communities")
PLACE = SURFACE.nearest(0.3, 0.7)
POINT = WrittenPoint(prompt="Where is it?", strength=PLACE.strength, temperature=PLACE.temperature)
WRITTEN = (CHOICE, NUMBER, TEXT, OPEN, POINT)


def entry(written):
    return Entry(OWN, {"question": written.data()}, "communities", frozenset({"map"} - {"map" * written.about_map}))


@pytest.fixture
def plan(engine, instructor):
    return create_plan(engine, instructor, "Lecture 3", map(entry, WRITTEN))


@pytest.fixture
def following(engine, instructor, room, plan):
    follow_plan(engine, instructor, room.id, plan.id)
    return plan


def press(page, label, place=0):
    buttons = [button for button in page.button if button.label == label]
    buttons[place].click().run()
    assert not page.exception, page.exception[0].message
    return page


def box(page, label):
    return next(one for one in (*page.text_input, *page.text_area, *page.checkbox) if one.label == label)


def test_a_plan_is_made_and_a_question_written_before_there_is_a_class(open_page, engine, instructor):
    page = sign_in(open_page("instructor"))
    box(page, "New plan").input("Lecture 4")
    press(page, "Make a plan")
    page.session_state["planning:source"] = "My own"
    page.run()
    box(page, "Wording").input("Which term pushes?")
    box(page, "Choice A").input("Alignment")
    box(page, "Choice B").input("Uniformity")
    for _ in range(2):
        press(page, "Remove the last")
    assert "Mark exactly one choice as right" in said(page)
    page.checkbox(key="planning:own:right1").check().run()
    assert plain_markdown("Which term pushes?") == page.radio[0].label
    press(page, "Add to the plan")
    (made,) = list_plans(engine, instructor)
    expected = WrittenChoice(prompt="Which term pushes?", options=(Option("Alignment"), Option("Uniformity", True)))
    assert (made.title, [one.payload["question"] for one in made.entries]) == ("Lecture 4", [expected.data()])
    assert box(page, "Wording").value == ""


def test_a_class_is_led_through_its_plan(open_page, engine, instructor, room, following):
    page = sign_in(open_page("instructor", room=room.id))
    for place, written in enumerate(WRITTEN):
        press(page, f"Next: {plain_markdown(written.name)}")
        item = items.current(engine, room.id)
        assert (item.entry, item.payload["question"]) == (following.entries[place].id, written.data())
        assert f"{place + 1} of 5" in said(page)
    assert "Nothing that was not asked yet follows" in said(page)


def test_students_answer_questions_that_the_instructor_wrote(open_page, engine, instructor, room, enter):
    member, code = enter("Ada")
    for written in WRITTEN:
        item = choose(engine, instructor, room.id, OWN, {"question": written.data()})
        item = open_item(engine, instructor, item)
        (step,) = pose(item).steps
        student = open_page("student", me=code)
        assert plain_markdown(written.prompt) in said(student) + "".join(one.label for one in student.radio)
        attempt = judge(step.question, step.question.samples(SURFACE).right[0], SURFACE, step.question.identifier)
        record_answer(engine, member, item.id, 1, attempt)
        items.reveal(engine, instructor, item, [step.question.identifier])
        told = said(open_page("student", me=code))
        assert step.question.say(attempt.answer) in told.replace("\\", "") or written is POINT
    assert plain_markdown(POINT.prompt) in said(sign_in(open_page("projector", room=room.id)))


def test_what_was_asked_can_be_asked_again_and_gone_back_to(open_page, engine, instructor, room, following):
    state = {"classroom:view": "Plan"}
    page = sign_in(open_page("instructor", state=state, room=room.id))
    press(page, "Put before the class", 1)
    first = items.current(engine, room.id)
    page.session_state["classroom:view"] = "History"
    press(page.run(), "Ask again")
    second = items.current(engine, room.id)
    assert first.id != second.id
    assert (first.payload, first.entry) == (second.payload, second.entry)
    page.session_state["classroom:view"] = "History"
    press(page.run(), "Back to it", 1)
    assert items.current(engine, room.id).id == first.id


def test_rounds_stand_side_by_side(open_page, engine, instructor, room, enter, following):
    item = open_item(engine, instructor, choose(engine, instructor, room.id, OWN, {"question": CHOICE.data()}))
    members = [enter(name)[0] for name in "abc"]
    for round_, keys in ((1, "aab"), (2, "abb")):
        if round_ == 2:
            item = open_second_round(engine, instructor, item)
        for member, key in zip(members, keys, strict=True):
            attempt = judge(CHOICE.question(), key, SURFACE, CHOICE.identifier)
            record_answer(engine, member, item.id, round_, attempt)
    page = sign_in(open_page("instructor", state={"classroom:view": "History"}, room=room.id))
    text = said(page)
    assert "1 of 3 right (33%)" in text
    assert "2 of 3 right (67%)" in text


def test_entries_are_moved_changed_and_removed(open_page, engine, instructor, plan):
    page = sign_in(open_page("instructor", state={"classroom:plan": plan.id}))

    def names():
        return [one.payload["question"]["prompt"] for one in get_plan(engine, instructor, plan.id).entries]

    before = names()
    press(page, "Down", 0)
    assert names() == [before[1], before[0], *before[2:]]
    press(page, "Remove", 4)
    assert names() == [before[1], before[0], *before[2:4]]
    press(page, "Change", 0)
    assert box(page, "Wording").value == NUMBER.prompt
    box(page, "Wording").input("How much is log 2?").run()
    press(page, "Keep the change")
    changed = get_plan(engine, instructor, plan.id).entries[0]
    assert (changed.id, names()[0]) == (plan.entries[1].id, "How much is log 2?")
    assert changed.payload["question"] == {**NUMBER.data(), "prompt": "How much is log 2?"}


def test_a_question_that_is_opened_and_kept_is_the_same(open_page, engine, instructor, plan):
    page = sign_in(open_page("instructor", state={"classroom:plan": plan.id}))
    for place in range(len(WRITTEN)):
        press(page, "Change", place)
        press(page, "Keep the change")
    assert [one.payload["question"] for one in get_plan(engine, instructor, plan.id).entries] == [
        one.data() for one in WRITTEN
    ]


def test_another_pages_change_is_not_overwritten(open_page, engine, instructor, plan):
    here, there = (sign_in(open_page("instructor", state={"classroom:plan": plan.id})) for _ in range(2))
    press(here, "Remove", 0)
    press(there, "Remove", 0)
    assert "changed on another page" in said(there)
    assert len(get_plan(engine, instructor, plan.id).entries) == 4


def test_a_copy_is_opened(open_page, engine, instructor, room, following):
    page = sign_in(open_page("instructor", state={"classroom:view": "Plan"}, room=room.id))
    press(page, "Make a copy")
    assert plan_of(engine, instructor, room.id).title == "Lecture 3 (copy)"
    press(page, "Delete the plan")
    assert plan_of(engine, instructor, room.id) is None
    assert [one.title for one in list_plans(engine, instructor)] == ["Lecture 3"]


def test_a_file_of_questions_is_added(open_page, engine, instructor):
    plan = create_plan(engine, instructor, "Empty")
    page = sign_in(open_page("instructor", state={"classroom:plan": plan.id}))
    page.file_uploader[0].set_value(
        ("q.json", json.dumps({"questions": [one.data() for one in WRITTEN]}).encode(), "application/json")
    )
    press(page, "Add what it asks")
    kept = get_plan(engine, instructor, plan.id).entries
    assert [one.payload["question"] for one in kept] == [one.data() for one in WRITTEN]
    assert "Added 5 entries" in said(page)
    (step,) = pose(kept[0]).steps
    assert kept[0].hidden == hidden_by_default(step)


def test_a_whole_plan_goes_out_as_a_file_and_comes_back(open_page, engine, instructor, plan):
    quiz = [bank.build("least_loss_point", "communities", seed, SURFACE).identifier for seed in (1, 2)]
    drawn = Entry("bank", {"items": quiz}, "communities", frozenset({"map"}))
    guided = Entry(f"activity:{ACTIVITIES[0].name}", {}, "communities")
    whole = save_plan(engine, instructor, replace(plan, entries=(*plan.entries, drawn, guided)))
    page = sign_in(open_page("instructor"))
    page.file_uploader[0].set_value(("plan.json", plan_json(whole), "application/json"))
    press(page, "Make a plan of it")
    assert "Added 7 entries" in said(page)
    first, second = list_plans(engine, instructor)
    assert (first.title, second.title) == ("Lecture 3", "Lecture 3")
    assert [replace(one, id="") for one in first.entries] == [replace(one, id="") for one in second.entries]
    assert first.entries[0].id != second.entries[0].id


def test_what_is_typed_into_a_plan_is_text_on_every_page(open_page, engine, instructor, room):
    hostile = "<b>x</b> **x** [a](http://b.c) $x$ :red[y] www.b.c a@b.c"
    written = WrittenChoice(prompt=hostile, title=hostile, options=(Option(hostile, True), Option("b")))
    plan = create_plan(engine, instructor, hostile, [entry(written)])
    follow_plan(engine, instructor, room.id, plan.id)
    item = choose(engine, instructor, room.id, OWN, {"question": written.data()})
    open_item(engine, instructor, item)
    pages = [("instructor", {"classroom:view": view}) for view in ("Run", "Plan", "History", "Dashboard")]
    for name, state in [*pages, ("projector", {})]:
        page = sign_in(open_page(name, state=state, room=room.id))
        markdown = [*everything(page)[0], *(one.label for one in (*page.button, *page.radio))]
        markdown += [one.value for one in (*page.header, *page.subheader, *page.title)]
        assert [one for one in markdown if hostile in one or "<b>" in one or "www.b" in one] == []
