"""What the room sees, and what it does not see yet."""

import time
from dataclasses import replace

import pytest

from explorer.charts.texts import typeset
from explorer.model import library
from explorer.model.augmentation import ALIKE, GRACE
from explorer.model.surface_file import load_shipped
from quizzes import bank
from quizzes.attempt import judge
from quizzes.posed import pose
from quizzes.store import connection, items
from quizzes.store.answers import record_answer
from quizzes.store.classes import set_show_join
from quizzes.types import SingleChoice
from tests.views.classroom.conftest import said, sign_in


@pytest.fixture
def wall(open_page, room):
    """Return a function that draws the projector as it stands, with all its HTML."""
    page = sign_in(open_page("projector", room=room.id))

    def draw():
        connection.watch().stale(room.id)
        page.run()
        assert not page.exception, page.exception[0].message
        return said(page) + "".join(one.proto.body for one in page.get("html") if "<style>" not in one.proto.body)

    return draw


@pytest.fixture
def answer(engine, enter):
    """Return a function that has new students answer an item."""

    def give(item, *answers):
        step = pose(item).steps[0]
        for text in answers:
            member, _ = enter(f"S{time.monotonic_ns()}")
            attempt = judge(step.question, text, step.surface, step.question.identifier, 1.0)
            record_answer(engine, member, item.id, item.round, attempt)

    return give


def choices(item):
    """The choices of an item that poses one question of that type."""
    (question,) = (step.question for step in pose(item).steps)
    assert isinstance(question, SingleChoice)
    return question.choices


@pytest.mark.parametrize("shares", [ALIKE, GRACE])
def test_a_map_says_what_its_strength_stands_for(instructor, engine, room, wall, monkeypatch, tmp_path, shares):
    monkeypatch.setenv("SURFACES_DATA", str(tmp_path))
    surface = load_shipped("karate")
    own = library.keep(replace(surface, scenario=replace(surface.scenario, shares=shares)))
    identifier = bank.build("least_loss_point", own.scenario.name, 1, own).identifier
    items.choose(engine, instructor, room.id, "bank", {"items": [identifier]})
    assert ("p: edges 0.5p and p, features 0.75p and p" in wall()) == (shares == GRACE)


def test_hidden_answers_are_not_counted_as_none(engine, instructor, put, answer, wall):
    item = put("which_term_moves")
    key = choices(item)[0].key
    answer(item, *[key] * 4)
    shown = wall()
    assert "<b>4</b> of 4 answered" in shown
    assert "%)" not in shown
    items.adjust(engine, instructor, item, show_distribution=True)
    assert "4 (100%)" in wall()


def test_the_distribution_comes_after_closing_unless_the_instructor_keeps_it_back(
    engine, instructor, put, answer, wall
):
    item = put("which_term_moves")
    answer(item, *[choice.key for choice in choices(item)[:2]])
    assert "%)" not in wall()
    items.close_item(engine, instructor, item)
    shown = wall()
    assert shown.count("1 (50%)") == 2
    assert "✓" not in shown
    items.adjust(engine, instructor, item, show_after=False)
    assert "%)" not in wall()


def test_with_the_truth_come_the_right_answer_both_rounds_and_why(engine, instructor, put, answer, wall):
    item = put("which_term_moves")
    step = pose(item).steps[0]
    samples = step.question.samples(step.surface)
    (right,), wrong = samples.right, samples.wrong
    answer(item, *wrong[:1] * 3)
    item = items.open_second_round(engine, instructor, item)
    answer(item, right)
    assert typeset(step.question.explanation) not in wall()
    items.reveal(engine, instructor, item, [step.question.identifier])
    shown = wall()
    letter = "ABCD"[[choice.key for choice in choices(item)].index(right)]
    assert f"✓ Right: **{letter}**" in shown
    assert shown.count("✓") == 1
    assert "Round 1" in shown
    assert "Round 2" in shown
    assert "3 (100%)" in shown
    assert "1 of 1 right (100%)" in shown
    assert typeset(step.question.explanation) in shown


def test_how_to_join_comes_on_demand_in_place_of_the_question(engine, instructor, room, put, wall):
    item = put("which_term_moves")
    prompt = typeset(pose(item).steps[0].question.prompt)
    assert prompt in wall()
    set_show_join(engine, instructor, room.id, True)
    shown = wall()
    assert prompt not in shown
    assert f'<div class="code">{room.code}</div>' in shown
    set_show_join(engine, instructor, room.id, False)
    assert prompt in wall()


def test_formulas_that_say_the_same_are_counted_and_single_ones_are_not_shown(engine, instructor, put, answer, wall):
    item = put("type_the_loss")
    samples = pose(item).steps[0].question.samples(None)
    right, slipped = samples.right[0], samples.wrong[0]
    answer(item, right, f"({right})", slipped)
    assert right not in wall()
    items.adjust(engine, instructor, item, show_distribution=True)
    shown = wall()
    assert f"`{right}`" in shown
    assert slipped not in shown
    assert "2 (67%)" in shown
    assert "1 other formula" in shown
    assert "✓" not in shown
    items.reveal(engine, instructor, item, ())
    assert "✓" in wall()
