"""Every question type alike: its samples of right, wrong and invalid answers, and what a mark must say."""

import json
from dataclasses import FrozenInstanceError, fields
from typing import Any

import numpy as np
import pytest

import quizzes.types
from quizzes.attempt import judge
from quizzes.question import InvalidAnswer, Mark, Question, register
from quizzes.types import (
    Choice,
    Explanation,
    Formula,
    MultipleChoice,
    Number,
    OpenText,
    Point,
    Prediction,
    Region,
    SingleChoice,
    Slip,
    Text,
    Tolerance,
)
from quizzes.types.goals import greatest, least, place
from quizzes.types.point import way_to
from quizzes.types.region import grown, intersection_over_union
from tests.values import changeable

CHOICES = tuple(Choice(key, f"Choice {key}", f"Feedback {key}.") for key in "abc")
LOSS_POINT = Point(identifier="point", prompt="Where?", goal=least("loss"), edge=True)

QUESTIONS = [
    SingleChoice(identifier="single", prompt="Which?", choices=CHOICES, right=frozenset("b")),
    MultipleChoice(identifier="multiple", prompt="Which?", choices=CHOICES, right=lambda surface: frozenset("ac")),
    MultipleChoice(identifier="multiple-none", prompt="Which?", choices=CHOICES, right=frozenset()),
    Number(
        identifier="number",
        prompt="How much?",
        value=lambda surface: float(surface.loss.min()),
        tolerance=Tolerance(lambda surface: float(surface.spread["loss"].min()) + 0.01),
        slips=(Slip(lambda surface: -float(surface.loss.min()), "The sign is turned."),),
        unit="nats",
    ),
    Number(identifier="integer", prompt="How many?", value=lambda surface: -3.0, tolerance=Tolerance.rounding(0)),
    Number(
        identifier="relative",
        prompt="How much?",
        value=lambda surface: 50.0,
        tolerance=Tolerance.relative(0.02, lambda surface: 50.0),
    ),
    LOSS_POINT,
    Point(identifier="accuracy", prompt="Where?", goal=greatest("accuracy"), layer="accuracy", edge=True),
    Point(identifier="place", prompt="Where?", goal=place(lambda s: s.nearest(0.3, 0.5), "middle")),
    Region(identifier="region", prompt="Which?", region=lambda surface: surface.collapse_region()),
    Prediction(identifier="prediction", prompt="Predict.", inner=LOSS_POINT),
    Prediction(
        identifier="choice-prediction",
        prompt="Predict.",
        inner=SingleChoice(prompt="?", choices=CHOICES, right=frozenset("a")),
    ),
    *(
        Formula(identifier=target, prompt="Type.", target=target)
        for target in ("loss", "alignment", "uniformity", "chance")
    ),
    Formula(identifier="form", prompt="Type.", target="uniformity", forms=frozenset({"wang-isola-uniformity"})),
    Text(identifier="text", prompt="What is it called?", accepted=("NT-Xent", "normalised temperature-scaled")),
    Explanation(identifier="evidence", prompt="Explain.", model_answer="Because.", checklist=("One.",), points=3),
    OpenText(identifier="open", prompt="What is unclear?", model_answer="Nothing."),
    Explanation(identifier="explanation", prompt="Explain.", model_answer="Because.", checklist=("One.", "Two.")),
]
BY_NAME = {question.identifier: question for question in QUESTIONS}
each = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.identifier)


def test_every_registered_type_is_tested_here():
    assert {question.kind for question in QUESTIONS} == set(register.types)


def test_what_a_question_is_made_of_cannot_be_changed():
    """Sessions share the questions of the bank."""
    assert changeable(quizzes.types) == set()


@each
def test_protocol(question, surface):
    assert isinstance(question, Question)
    assert question.well_posed(surface)
    assert question.truth(surface)


@each
def test_samples(question, surface):
    samples = question.samples(surface)
    assert samples.right
    assert samples.wrong or not question.judged
    assert len(samples.invalid) >= 5
    for answer in samples.right:
        mark = question.check(answer, surface)
        assert mark.correct is True, (answer, mark)
        assert mark.score == 1.0
    for answer in samples.wrong:
        mark = question.check(answer, surface)
        assert not mark.correct, (answer, mark)
        assert mark.score is None if mark.correct is None else mark.score < 1.0
        assert mark.message
        assert mark.feedback
        assert mark.feedback != "right"
    for answer in samples.invalid:
        with pytest.raises(InvalidAnswer) as caught:
            question.check(answer, surface)
        assert str(caught.value).endswith((".", "?"))


@each
def test_answers_survive_json(question, surface):
    samples = question.samples(surface)
    for answer in (*samples.right, *samples.wrong):
        again = json.loads(json.dumps(answer))
        assert question.check(again, surface) == question.check(answer, surface)


@each
def test_a_parsed_answer_is_judged_alike_and_said_in_words(question, surface):
    samples = question.samples(surface)
    for answer in (*samples.right, *samples.wrong):
        parsed = question.parse(answer, surface)
        assert question.parse(parsed, surface) == parsed
        assert question.check(parsed, surface) == question.check(answer, surface)
        assert question.say(parsed)
    for answer in samples.invalid:
        with pytest.raises(InvalidAnswer):
            question.parse(answer, surface)


@each
def test_hostile_text_is_refused_and_not_repeated_as_markup(question, surface):
    for text in (
        "<img src=x onerror=alert(1)>",
        "**bold** $x$ :smile:",
        "=1+1",
        "x" * 100_000,
        "\x00",
        "'; DROP TABLE",
    ):
        with pytest.raises(InvalidAnswer) as caught:
            question.check(text, surface)
        assert text not in str(caught.value)


def test_attempts_are_limited_and_a_malformed_answer_costs_none(surface):
    question = BY_NAME["number"]
    assert question.attempts_left(0) == question.attempts == 3
    assert question.attempts_left(5) == 0
    assert question.closed(["1"] * 3, solved=False)
    assert question.closed(["1"], solved=True)
    assert not question.closed(["1"] * 2, solved=False)
    assert BY_NAME["explanation"].attempts_left(99) is None
    with pytest.raises(InvalidAnswer):
        question.check("about three", surface)


@pytest.mark.parametrize(
    ("name", "attempts"),
    [
        ("single", 1),
        ("multiple", 2),
        ("number", 3),
        ("point", 3),
        ("region", 3),
        ("prediction", 1),
        ("loss", None),
        ("open", None),
    ],
)
def test_how_often_each_type_may_be_tried(name, attempts):
    assert BY_NAME[name].attempts == attempts


@each
def test_nothing_of_a_question_changes(question):
    for one in (question, *getattr(question, "choices", ())):
        for field in fields(one):
            with pytest.raises(FrozenInstanceError):
                setattr(one, field.name, None)


def test_a_mark_keeps_its_score_in_range():
    with pytest.raises(ValueError, match="score"):
        Mark(False, 1.2, "", "")


# --- single types ---


def test_a_choice_says_whether_it_is_right_and_why(surface):
    choices = (Choice("a", "A", "Look at A again.", "A holds here."), Choice("b", "B", "B is a constant."))
    question = SingleChoice(prompt="?", choices=choices, right=frozenset("a"))
    assert question.check("a", surface).message == "Right. A holds here."
    assert question.check("b", surface).message == "Not quite. B is a constant."
    turned = SingleChoice(prompt="?", choices=choices, right=frozenset("b"))
    assert turned.check("a", surface).message == "Not quite. Look at A again."
    assert turned.check("b", surface).message == "Right. B is a constant."
    predicted = Prediction(prompt="?", inner=question)
    assert predicted.check("a", surface).message == "As predicted. A holds here."
    assert predicted.check("b", surface).message == "Not as predicted. B is a constant."


def test_number_says_how_close(surface):
    number: Any = BY_NAME["relative"]
    assert number.tolerance_words(surface) == "Within 2\u00a0% of the value counts."
    assert number.check("50.9", surface).correct
    near, far = number.check("52", surface), number.check("90", surface)
    assert [number.check(text, surface).feedback for text in ("52.9", "53.1")] == ["near", "too high"]
    assert near.feedback == "near"
    assert near.score == 0.5
    assert "a little too high" in near.message
    assert "too high" in far.message
    assert number.check("-50", surface).feedback == "sign"


@pytest.mark.parametrize("typed", ["2,5", " 2.5 ", "2.5 nats", "+2.5", "25e-1", "−2.5"])
def test_number_reads_what_people_type(typed, surface):
    value = -2.5 if typed.startswith("−") else 2.5
    number = Number(prompt="?", value=lambda s: value, tolerance=Tolerance.rounding(2), unit="nats")
    assert number.check(typed, surface).correct


def test_point_tells_its_regret_in_the_surfaces_units_and_the_way(surface):
    best = surface.cell(surface.loss_optimum())
    row = min(best[0] + 8, surface.loss.shape[0] - 1)
    answer = {"strength": float(surface.strengths[best[1]]), "temperature": float(surface.temperatures[row])}
    mark = LOSS_POINT.check(answer, surface)
    regret = surface.loss[row, best[1]] - surface.loss[best]
    assert f"{regret:.2g} above the minimum; the minimum lies at lower τ" in mark.message
    worse = LOSS_POINT.check({**answer, "temperature": float(surface.temperatures[-1])}, surface)
    assert 0 <= worse.score < mark.score < 1


def test_point_tolerance_comes_from_the_spread(surface):
    accepted, regret = LOSS_POINT.goal.accepted(surface), LOSS_POINT.goal.regret(surface)
    best = LOSS_POINT.goal.best(surface)
    assert accepted[best]
    assert regret[best] == 0
    error = surface.spread["loss"][best] / np.sqrt(len(surface.seeds))
    assert regret[accepted].max() <= 2 * error < regret[~accepted].min()


def test_region_allows_one_cell_along_the_border(surface):
    region: Any = BY_NAME["region"]
    true = surface.collapse_region()
    for mask in (true, grown(true), ~grown(~true)):
        assert region.check(np.flatnonzero(mask).tolist(), surface).correct
    wide = grown(grown(grown(true)))
    mark = region.check(np.flatnonzero(wide).tolist(), surface)
    assert not mark.correct
    assert mark.score == pytest.approx(0.95 * intersection_over_union(wide, true) / region.needed(surface))
    assert "lie outside" in mark.message
    piece = np.flatnonzero(true)[: true.sum() // 3].tolist()
    assert "is missing" in region.check(piece, surface).message


def test_region_refuses_what_is_one_cell_too_much(surface):
    region: Any = BY_NAME["region"]
    true, needed = np.flatnonzero(surface.collapse_region()), region.needed(surface)
    others = np.flatnonzero(~surface.collapse_region())
    most = int(len(true) / needed - len(true) + 1e-9)  # true / (true + most) still reaches what is needed
    answers = [[*true.tolist(), *others[:count].tolist()] for count in (most, most + 1)]
    assert [region.check(answer, surface).feedback for answer in answers] == ["right", "near"]


def test_region_says_how_much_of_it_is_missing(surface):
    true = np.flatnonzero(surface.collapse_region())
    message = BY_NAME["region"].check(true[: len(true) // 4].tolist(), surface).message
    assert f"{100 * (1 - (len(true) // 4) / len(true)):.0f}\u00a0% of the region is missing" in message


def test_a_grown_region_has_every_cell_beside_it():
    mask = np.random.default_rng(0).random((9, 8)) < 0.15
    expected = mask.copy()
    for row, column in np.argwhere(mask):
        for up, across in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            if 0 <= row + up < 9 and 0 <= column + across < 8:
                expected[row + up, column + across] = True
    np.testing.assert_array_equal(grown(mask), expected)


@pytest.mark.parametrize(
    ("cell", "words", "steps"),
    [
        ((4, 5), "higher τ", 1),
        ((6, 5), "lower τ", 1),
        ((5, 4), "higher strength", 1),
        ((5, 7), "lower strength", 2),
        ((8, 4), "lower τ and higher strength", 3),
    ],
)
def test_the_way_to_a_cell_in_words(cell, words, steps):
    accepted = np.zeros((12, 12), bool)
    accepted[5, 5] = True
    assert way_to(accepted, cell) == (words, steps)


def test_the_way_leads_to_the_nearest_as_the_crow_flies():
    accepted = np.zeros((6, 6), bool)
    accepted[0, 3] = accepted[2, 1] = True
    assert way_to(accepted, (0, 0)) == ("higher τ and higher strength", 2)
    assert way_to(accepted.T, (0, 0)) == ("higher τ and higher strength", 2)


def test_a_point_nobody_has_placed_is_not_on_the_map(surface):
    assert LOSS_POINT.on_map(None, surface).student is None
    both = LOSS_POINT.on_map({"strength": 0.2, "temperature": 0.5}, surface)
    assert (both.student, both.truth) == (surface.nearest(0.2, 0.5), surface.loss_optimum())
    assert LOSS_POINT.on_map(None, surface, truth=False).truth is None


def test_an_open_text_without_a_model_answer_says_that_any_counts(surface):
    assert OpenText(prompt="?").truth(surface) == "Any answer counts"
    assert OpenText(prompt="?", model_answer="So.").truth(surface) == "So."


def test_multiple_choice_gives_nothing_for_guessing(surface):
    question = BY_NAME["multiple"]
    assert question.check(["a"], surface).score == pytest.approx(1 / 3)
    assert question.check(["b"], surface).score == 0


def test_an_explanation_is_not_judged_before_it_is_rated(surface):
    text = "Because the push apart goes as one over the temperature."
    assert BY_NAME["explanation"].check({"text": text, "ticked": None}, surface).correct is None
    assert BY_NAME["explanation"].check({"text": text, "ticked": [0]}, surface).score == 0.5


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("single", "b", "Choice b"),
        ("multiple", ["a", "c"], "Choice a; Choice c"),
        ("multiple", ["none"], "none of these"),
        ("number", -2.5, "−2.5 nats"),
        ("point", {"strength": 0.2, "temperature": 0.5}, "strength 0.20, τ = 0.5"),
        ("region", [1, 2, 3], "3 cells"),
        ("prediction", {"strength": 0.2, "temperature": 0.5}, "strength 0.20, τ = 0.5"),
        ("loss", "log(2N-1)", "log(2N-1)"),
        ("explanation", {"text": "So.", "ticked": None}, "So."),
    ],
)
def test_an_answer_in_words(name, answer, words):
    assert BY_NAME[name].say(answer) == words


def test_what_students_read_is_rewritten_down_to_the_choices():
    question = Prediction(
        prompt="a", explanation="b", inner=SingleChoice(prompt="c", choices=CHOICES, right=frozenset("a"))
    )
    loud: Any = question.rewritten(str.upper)
    assert (loud.prompt, loud.explanation, *loud.inner.prompts) == ("A", "B", "C")
    assert [choice.text for choice in loud.inner.choices] == ["CHOICE A", "CHOICE B", "CHOICE C"]
    assert [choice.key for choice in loud.inner.choices] == ["a", "b", "c"]


@pytest.mark.parametrize("typed", ["nt xent", "NT–XENT.", "“NTXent”", " nt-xent!", "ＮＴ-Xent", "NT\u00a0Xent"])
def test_a_text_counts_however_it_is_spelt(typed, surface):
    text = Text(prompt="?", accepted=("NT-Xent",))
    assert text.check({"text": typed}, surface).correct


@pytest.mark.parametrize("typed", ["-1", "–1", "−1", " —1. "])
def test_a_minus_counts_however_it_is_typed(typed, surface):
    assert Text(prompt="?", accepted=("-1",)).check({"text": typed}, surface).correct


@pytest.mark.parametrize(("accepted", "other"), [("1", "-1"), ("2.5", "25"), ("C", "C++"), ("i", "j"), ("a+b", "a-b")])
def test_texts_that_say_something_else_are_told_apart(accepted, other, surface):
    assert not Text(prompt="?", accepted=(accepted,)).check({"text": other}, surface).correct


def test_wrong_texts_that_read_alike_are_one_mistake(surface):
    text = Text(prompt="?", accepted=("NT-Xent",))
    marks = [text.check({"text": typed}, surface) for typed in ("Cross-entropy", "cross entropy.", "Hinge")]
    assert marks[0].feedback == marks[1].feedback != marks[2].feedback


def test_an_open_text_counts_as_taking_part(surface):
    attempt = judge(BY_NAME["open"], {"text": "Why does it collapse?"}, surface, "q")
    assert (attempt.correct, attempt.score) == (None, 1.0)
