"""What the room sees, and what it does not see yet."""

import time

import pytest

from quizzes.attempt import judge
from quizzes.posed import pose
from quizzes.store import connection, items
from quizzes.store.answers import record_answer
from tests.views.classroom.conftest import said, sign_in


@pytest.fixture
def wall(open_page, room):
    """Return a function that draws the projector as it stands, with all its HTML."""
    page = sign_in(open_page("projector", room=room.id))

    def draw():
        connection.watch().stale(room.id)
        page.run()
        assert not page.exception, page.exception[0].message
        return said(page) + "".join(one.proto.body for one in page.get("html"))

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


def test_hidden_answers_are_not_counted_as_none(engine, instructor, put, answer, wall):
    item = put("which_term_moves")
    key = pose(item).steps[0].question.choices[0].key
    answer(item, *[key] * 4)
    shown = wall()
    assert "of 4 answered" in shown
    assert "%)" not in shown
    items.adjust(engine, instructor, item, show_distribution=True)
    assert "4 (100%)" in wall()


def test_formulas_that_say_the_same_are_counted_and_single_ones_are_not_shown(engine, instructor, put, answer, wall):
    item = put("type_the_loss")
    right, slipped = (found[0] for found in (pose(item).steps[0].question.samples(None).right,
                                             pose(item).steps[0].question.samples(None).wrong))  # fmt: skip
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
