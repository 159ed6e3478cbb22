"""Which points of the map a text names, however it is written, and which numbers bear them out."""

import pytest

from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped
from quizzes.types import Explanation
from quizzes.types.evidence import points_named, quotation


def cells(text, surface):
    return [(round(one.point.strength, 2), round(one.point.temperature, 2)) for one in points_named(text, surface)]


@pytest.mark.parametrize(
    "text",
    [
        "At strength 0.20, τ = 0.05 they align; at strength 0.60, τ = 5 they do not.",
        "p=0.2, tau=0.05 against p = .6 and τ = 5.0",
        "(0.2, 0.05) beats (0.6, 5)",
        "With a temperature of 0.05 and a strength of 0.2 … with temperature 5 and strength 0,6",
        "Strength 0.2 (τ = 0.05) and strength 0.6 (τ = 5)",
    ],
)
def test_two_points_are_found_in_many_spellings(text, surface):
    assert cells(text, surface) == [(0.2, 0.05), (0.6, 5.0)]


def test_what_is_named_alone_takes_the_other_from_before(surface):
    assert cells("At τ = 5 I compare strength 0 with, on the far side of the map, p = 0.6", surface) == [
        (0.0, 5.0),
        (0.6, 5.0),
    ]
    assert cells("At p = 0.2 I cool from τ = 5 to 0.05", surface) == [(0.2, 5.0), (0.2, 0.05)]


@pytest.mark.parametrize(
    "text",
    ["", "lower τ spreads", "τ = 0.5 alone", "p < 0.05 says nothing", "strength 7, τ = 90", "in 2020, 48 nodes"],
)
def test_no_point_is_made_up(text, surface):
    assert points_named(text, surface) == ()


def test_one_point_twice_is_one(surface):
    assert len(points_named("p = 0.2, τ = 0.5; again strength 0.20, τ = 0.5", surface)) == 1


@pytest.mark.parametrize("scenario", SHIPPED)
def test_what_is_quoted_from_the_map_is_borne_out_and_what_is_off_is_not(scenario):
    surface = load_shipped(scenario)
    for point in (surface.point(0, 0), surface.nearest(0.3, 1.0)):
        (one,) = points_named(quotation(surface, point), surface)
        assert one.point.cell == point.cell
        assert one.borne_out
        (bare,) = points_named(f"p = {point.strength:.2f}, τ = {point.temperature:.3f}: it is 77.77 there", surface)
        assert not bare.borne_out


def test_one_digit_bears_nothing_out(surface):
    point = surface.nearest(0.3, 1.0)
    said = f"p = {point.strength:.2f}, τ = {point.temperature:.3f}: the loss is {{}} there"
    for form, borne_out in ((".0f", False), (".1f", True), (".2f", True)):
        (one,) = points_named(said.format(format(surface.loss[point.cell], form)), surface)
        assert one.borne_out is borne_out


def test_points_are_not_rated_by_the_student(surface):
    question = Explanation(prompt="Why?", model_answer="So.", checklist=("It is so.",), points=2)
    text = "The views agree better where the strength is small."
    one = f"{text} At {quotation(surface, surface.nearest(0.2, 0.5))}."
    two = f"{one} At {quotation(surface, surface.nearest(0.6, 0.5))}."
    marks = [question.check({"text": written, "ticked": [0]}, surface) for written in (text, one, two)]
    assert [mark.correct for mark in marks] == [False, False, True]
    assert marks[0].score < marks[1].score < marks[2].score == 1
    assert "Name 2 points" in marks[0].message
    assert "Name one more" in marks[1].message
    assert (
        "number that the map has at strength 0.60"
        in question.check({"text": f"{one} Then strength 0.60, τ = 0.5.", "ticked": [0]}, surface).message
    )


@pytest.mark.parametrize(
    ("between", "points"), [(20, [(0.1, 5.0), (0.2, 0.05)]), (21, [(0.1, 5.0), (0.2, 5.0), (0.2, 0.05)])]
)
def test_a_strength_and_a_temperature_24_characters_apart_are_one_point(surface, between, points):
    assert cells(f"p = 0.1, τ = 5. Then p = 0.2{' ' * between}τ = 0.05", surface) == points
