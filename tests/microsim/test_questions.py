"""What the page accepts is what the question types of the app accept, cell by cell."""

import numpy as np

from explorer.microsim.questions import COUNT, questions
from explorer.model.surface_file import load_shipped
from quizzes.activities import course
from quizzes.types import Point, Region
from quizzes.types.goals import greatest, least

POINTS = {
    "least-loss": least("loss"),
    "best-accuracy": greatest("accuracy"),
    "most-directions": greatest("effective_directions"),
    "fewest-directions": least("effective_directions"),
    "widest-pairs": greatest("alignment"),
}


def accepted_by_type(name, surface):
    """Return the cells at which the app's own question marks an answer as right."""
    if name == "collapse":
        asked = (task.question for task in course.tasks("find-collapse", surface))
        return next(question.region(surface) for question in asked if isinstance(question, Region))
    question = Point(prompt="", goal=POINTS[name], edge=True)
    assert question.well_posed(surface)
    right = np.zeros(surface.loss.shape, dtype=bool)
    for t, temperature in enumerate(surface.temperatures):
        for p, strength in enumerate(surface.strengths):
            answer = {"strength": float(strength), "temperature": float(temperature)}
            right[t, p] = question.check(answer, surface).correct
    return right


def test_the_page_and_the_question_types_accept_the_same_cells(surface):
    asked = questions(surface)
    assert len(asked) == COUNT
    assert len({question.name for question in asked}) == COUNT
    for question in asked:
        np.testing.assert_array_equal(question.accepted, accepted_by_type(question.name, surface), question.name)
        assert 0 < question.accepted.sum() < question.accepted.size


def test_the_three_of_the_lesson_come_first_where_they_are_well_posed():
    assert [question.name for question in questions(load_shipped("communities"))] == [
        "least-loss",
        "best-accuracy",
        "collapse",
    ]


def test_a_wrong_place_is_told_the_way_to_the_nearest_right_one(surface):
    for question in questions(surface):
        texts, said = question.says()
        np.testing.assert_array_equal(said == 0, question.accepted)
        right = np.argwhere(question.accepted)
        for cell in np.random.default_rng(1).permutation(np.argwhere(~question.accepted))[:40]:
            text = texts[said[tuple(cell)]]
            distances = ((right - cell) ** 2).sum(axis=1)
            ways = right[distances == distances.min()] - cell
            assert any(all((word in text) == (sign * way[axis] > 0) for word, axis, sign in WAYS) for way in ways), (
                question.name,
                cell,
                text,
            )


WAYS = (("higher τ", 0, 1), ("lower τ", 0, -1), ("higher strength", 1, 1), ("lower strength", 1, -1))


def test_the_accuracy_is_said_to_be_better_elsewhere_only_where_it_is(surface):
    loss = questions(surface)[0]
    assert loss.name == "least-loss"
    assert ("better elsewhere" in loss.right) == (not (loss.accepted & surface.accuracy_ties()).any())
