"""The quiz bank over 200 seeds: well-posed truth, right answers right, wrong ones with feedback of their own."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from explorer.charts.stage.layers import LAYERS
from explorer.model.surface_file import NotOpened, load_shipped
from quizzes.bank import (
    DIFFICULTIES,
    GENERATORS,
    LENGTHS,
    TOPICS,
    IllPosed,
    beside_the_choice,
    build,
    draw_questions,
    rebuild,
)
from quizzes.bank.audit import audit, entries, rivals, table
from quizzes.bank.direction import what_happens
from quizzes.question import InvalidAnswer
from quizzes.types import MultipleChoice, Number, Point, Prediction, SingleChoice
from quizzes.views import quiz as quiz_page

SEEDS = range(200)
ENTRIES = entries()


def test_the_bank_is_large_enough():
    assert len(GENERATORS) >= 25
    assert len(ENTRIES) >= 60
    for topic in TOPICS:
        assert sum(kind.topic == topic for kind in GENERATORS.values()) >= 5
    for difficulty in DIFFICULTIES:
        assert sum(kind.difficulty == difficulty for kind in GENERATORS.values()) >= 8
    assert sum("karate" in kind.scenarios for kind in GENERATORS.values()) >= 10
    assert len({kind.make.__doc__ for kind in GENERATORS.values()}) == len(GENERATORS)


@pytest.mark.parametrize(("name", "scenario"), ENTRIES, ids=lambda value: value)
def test_item_over_200_seeds(name, scenario):
    surface = load_shipped(scenario)
    answers = {}
    for seed in SEEDS:
        drawn = build(name, scenario, seed, surface)
        question = drawn.question
        assert question.identifier == drawn.identifier
        assert question.well_posed(surface)
        texts = [
            question.prompt,
            question.asked.prompt,
            *question.asked.options,
        ]
        key = " ".join(sorted(texts))
        _check_texts(drawn)
        samples = question.samples(surface)
        for answer in samples.right:
            mark = question.check(answer, surface)
            assert mark.correct, (seed, answer, mark)
            assert mark.score == 1.0
        for answer in samples.wrong:
            mark = question.check(answer, surface)
            assert not mark.correct, (seed, answer, mark)
        if key not in answers:
            answers[key] = question.truth(surface)
            _check_feedback(question.asked, surface)
            for answer in samples.invalid:
                with pytest.raises(InvalidAnswer):
                    question.check(answer, surface)
        if drawn.place is not None:
            cell = surface.cell(surface.nearest(drawn.place.strength, drawn.place.temperature))
            assert surface.strengths[cell[1]] == drawn.place.strength
            assert surface.temperatures[cell[0]] == drawn.place.temperature
        assert drawn.place is not None or not drawn.reads


@pytest.mark.parametrize(("name", "scenario"), ENTRIES, ids=lambda value: value)
def test_no_wrong_answer_is_true_no_key_can_be_guessed_and_variants_are_many(name, scenario):
    found = audit(name, scenario, load_shipped(scenario), range(100))
    said = table([found])
    assert found.rivals == [], said
    assert found.typed or found.commonest <= 0.85, said
    assert len(found.variants) >= 8, said


def test_a_true_distractor_a_constant_key_and_a_single_variant_are_found():
    surface = load_shipped("communities")
    drawn = build("raw_loss_moves", "communities", 0, surface)
    question: Any = drawn.question
    (right,) = question.right_keys(surface)
    assert rivals(drawn, surface) == []
    wrong = next(choice.key for choice in question.choices if choice.key != right)
    assert rivals(replace(drawn, true={**drawn.true, wrong: lambda s: True}), surface) == [wrong]
    assert rivals(replace(drawn, true={**drawn.true, right: lambda s: False}), surface) == [right]
    once = audit("raw_loss_moves", "communities", surface, [3, 3, 3])
    assert (once.commonest, len(once.variants), once.typed) == (1.0, 1, False)


@pytest.mark.parametrize("seed", range(6))
def test_a_reason_goes_with_what_happens_either_way(seed):
    surface = load_shipped("communities")
    cold, hot = (0, 0), (20, 0)
    rng = np.random.default_rng(seed)
    draft = what_happens(surface, rng, "loss", cold, hot, {"rises": "As it must.", "falls": "Wrong."}, "Think.")
    assert draft.question.explanation.endswith(" As it must.")
    with pytest.raises(IllPosed):
        what_happens(surface, rng, "loss", cold, hot, {"falls": "Wrong.", "stays": "Wrong."}, "Think.")


NEEDS_A_MAP = re.compile(r"[Ss]witch|\blayer|\bslider|[Pp]lace the point|[Ss]how the|\btab\b|[Ww]atch the|the curve τ")
NOT_ON_A_MAP_TO_ANSWER_ON = re.compile(r"[Ss]witch|\blayer|\btab\b|accuracy optimum")
NOT_BESIDE = re.compile(r"collapse region|[Hh]atch|optimum")


@pytest.mark.parametrize(("name", "scenario"), ENTRIES, ids=lambda value: value)
def test_the_page_shows_what_an_item_is_read_from(name, scenario):
    surface = load_shipped(scenario)
    for seed in range(20):
        drawn = build(name, scenario, seed, surface)
        question: Any = drawn.question
        if question.on_grid:  # it brings a map of its own, which shows one layer
            assert drawn.reads <= {question.asked.layer}
            for text in (question.prompt, *question.hints):
                assert not NOT_ON_A_MAP_TO_ANSWER_ON.search(text), text
        elif drawn.reads:
            assert drawn.read_off_map
            shown = {*LAYERS, "split", "hardest_negative_share"} - quiz_page.GIVEN_AWAY - question.hidden
            assert drawn.reads <= shown
            for text in question.hints:
                assert not NOT_BESIDE.search(text), text
        else:
            assert not drawn.read_off_map
            for text in (question.prompt, *question.hints):
                assert not NEEDS_A_MAP.search(text), text
            assert not isinstance(question, Prediction), "no map follows this prediction"


def _check_texts(drawn):
    question = drawn.question
    assert question.hints, "no hint"
    assert len(question.explanation) > 5
    for text in (question.prompt, question.explanation, *question.hints):
        assert "nan" not in text
        assert not re.search(r"\{[a-z_]+\}", re.sub(r"\$.*?\$|`.*?`", "", text)), text
        assert text.count("$") % 2 == 0


def _check_feedback(question, surface):
    """A near miss and the typical wrong answers get feedback of their own."""
    if isinstance(question, Number):
        truth, allowed = question.value(surface), question.tolerance.amount(surface)
        assert question.slips, "no typical wrong answer"
        messages = [question.check(float(slip.value(surface)), surface).message for slip in question.slips]
        assert messages == [slip.message for slip in question.slips]
        assert len(set(messages)) == len(messages)
        near = [question.check(truth + sign * 1.6 * allowed, surface) for sign in (1, -1)]
        assert {mark.feedback for mark in near} == {"near"}
    elif isinstance(question, SingleChoice):
        wrong = question.samples(surface).wrong
        assert len(wrong) >= 2
        assert all(len(question.check(key, surface).message) > 15 for key in wrong)
    elif isinstance(question, MultipleChoice):
        said = {question.check(answer, surface).message for answer in question.samples(surface).wrong}
        assert len(said) == len(question.choices)
    elif isinstance(question, Point):
        closer, farther = (question.check(answer, surface) for answer in question.samples(surface).wrong[:2])
        assert closer.score >= farther.score
        assert closer.message != farther.message


def test_the_same_seed_gives_the_same_item():
    for name, scenario in ENTRIES:
        surface = load_shipped(scenario)
        first, again = build(name, scenario, 7, surface), rebuild(f"{name}.{scenario}.7", load_shipped)
        assert first.question.prompt == again.question.prompt
        assert first.place == again.place
        assert first.question.truth(surface) == again.question.truth(surface)


@pytest.mark.parametrize("count", LENGTHS)
def test_draw_spreads_over_topics_and_repeats_no_generator(count):
    for seed in range(20):
        questions = draw_questions(count, seed, load_shipped)
        assert len(questions) == count
        assert len({drawn.generator for drawn in questions}) == count
        sizes = [sum(drawn.topic == topic for drawn in questions) for topic in TOPICS]
        assert max(sizes) - min(sizes) <= 1
        assert [drawn.identifier for drawn in questions] == [
            drawn.identifier for drawn in draw_questions(count, seed, load_shipped)
        ]
        assert [drawn.difficulty for drawn in questions] == sorted(drawn.difficulty for drawn in questions)


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_narrow_choice_is_filled_up_with_other_numbers(topic, difficulty):
    kinds = [kind for kind in GENERATORS.values() if (kind.topic, kind.difficulty) == (topic, difficulty)]
    questions = draw_questions(10, 1, load_shipped, topics=[topic], difficulties=[difficulty])
    assert len(kinds) >= 2
    assert len(questions) == len({drawn.identifier for drawn in questions}) == 10
    assert {drawn.generator for drawn in questions} == {kind.name for kind in kinds}
    assert beside_the_choice(questions, 10, topics=[topic], difficulties=[difficulty], graph=None) == ""


def test_what_a_choice_does_not_give_is_filled_up_from_the_nearest_difficulty_and_said(take_kinds):
    take_kinds("surface", 3)
    chosen = {"topics": ["surface"], "difficulties": [3]}
    questions = draw_questions(5, 1, load_shipped, **chosen)
    assert [(drawn.topic, drawn.difficulty) for drawn in questions] == [("surface", 2)] * 5
    said = beside_the_choice(questions, 5, **chosen, graph=None)
    assert said == "Not every topic has questions of the difficulty chosen: 5 medium ones stand in."
    assert "Only 5 of 6" in beside_the_choice(questions, 6, **chosen, graph=None)
    mixed = draw_questions(4, 1, load_shipped, topics=["surface", "loss"], difficulties=[3])
    assert {(drawn.topic, drawn.difficulty) for drawn in mixed} == {("surface", 2), ("loss", 3)}


def test_where_nothing_opens_nothing_is_drawn():
    def load(name):
        raise NotOpened(name)

    assert draw_questions(5, 0, load) == []


def test_two_students_get_different_quizzes():
    quizzes = {tuple(drawn.identifier for drawn in draw_questions(10, seed, load_shipped)) for seed in range(30)}
    assert len(quizzes) == 30


def test_draw_keeps_to_the_choice_of_topics_and_difficulties():
    for drawn in draw_questions(20, 3, load_shipped, topics=["surface", "loss"], difficulties=[1, 2]):
        assert drawn.topic in ("surface", "loss")
        assert drawn.difficulty in (1, 2)
    hard = draw_questions(5, 3, load_shipped, topics=["loss"], difficulties=[3])
    assert {(drawn.topic, drawn.difficulty) for drawn in hard} == {("loss", 3)}
    with pytest.raises(ValueError, match="topics"):
        draw_questions(5, 0, load_shipped, topics=["astrology"])


def test_a_flat_surface_is_rejected():
    from dataclasses import replace

    surface = load_shipped("communities")
    flat = replace(
        surface,
        by_seed={name: np.ones_like(values) for name, values in surface.by_seed.items() if name != "relative_loss"},
    )
    for name in (
        "best_accuracy_point",
        "few_directions_region",
        "directions_lost",
    ):
        with pytest.raises(IllPosed):
            build(name, "communities", 0, flat)


@pytest.mark.parametrize(
    "identifier", ["no_such.communities.1", "chance_level.karate.1", "chance_level.communities.x", "x", ""]
)
def test_an_unknown_identifier_is_refused(identifier):
    with pytest.raises((KeyError, ValueError)):
        rebuild(identifier, load_shipped)
