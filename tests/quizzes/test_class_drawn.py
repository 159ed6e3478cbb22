"""What a class is shown of its answers: which words and numbers each type hands to the widgets that draw them."""

import numpy as np
import pytest

from quizzes.bank.for_generators import fixed
from quizzes.types import (
    Choice,
    Explanation,
    Formula,
    MultipleChoice,
    Number,
    OpenText,
    Point,
    Region,
    Slip,
    Text,
    Tolerance,
)
from quizzes.types.goals import near

DRAWN = ("placing.class_map", "spread.spread", "texts.show_note", "votes.show_note", "votes.votes")
TEXT = Text(prompt="?", accepted=("NT-Xent",))
CHANCE = Formula(prompt="?", target="chance")
REGION = Region(prompt="?", region=lambda surface: surface.collapse_region())
PLACE = Point(prompt="?", goal=near(lambda surface: surface.nearest(0.3, 0.5), "place", 0))
ALIKE, SLIP = ("log(2N-1)", "log(2*N - 1)"), "log(2N-2)"


@pytest.fixture
def draw(surface, monkeypatch):
    """Draws a question's class and returns what each widget was given: positional arguments and options by name."""
    seen = {}
    for name in DRAWN:
        short = name.partition(".")[2]
        monkeypatch.setattr(f"quizzes.widgets.{name}", lambda *args, short=short, **more: seen.update({short: args}))

    def shown(question, rounds, *, revealed=False, large=False):
        seen.clear()
        question.show_class(rounds, surface, revealed=revealed, large=large, key="k")
        return dict(seen)

    return shown


def texts(*written):
    return [{"text": text} for text in written]


def test_formulas_that_say_the_same_are_counted_and_those_of_one_student_are_not_shown(draw):
    seen = draw(CHANCE, {1: [*ALIKE, SLIP]})
    (_, counted, right) = seen["votes"]
    assert [text for _, text in seen["votes"][0]] == ["`log(2N-1)`"]
    assert counted[1].count(["right"]) == 2
    assert right is None
    assert seen["show_note"] == ("1 other formula, each of one student",)
    assert draw(CHANCE, {1: [ALIKE[0], SLIP]}) == {"show_note": ("No two formulas say the same yet.",)}
    seen = draw(CHANCE, {1: [ALIKE[0], SLIP, "N"]}, revealed=True)
    assert seen["votes"][2] == {"right"}
    assert seen["show_note"] == ("2 other formulas, each of one student",)
    assert "show_note" not in draw(CHANCE, {1: list(ALIKE)})


def test_texts_that_read_alike_are_counted_and_those_of_one_student_are_not_shown(draw):
    seen = draw(TEXT, {1: texts("nt xent", "NT-Xent", "Hinge")})
    assert [text for _, text in seen["votes"][0]] == ["NT\\-Xent"]
    assert seen["votes"][2] is None
    assert seen["show_note"] == ("1 other answer, each of one student",)
    assert draw(TEXT, {1: texts("NT-Xent", "Hinge")}) == {"show_note": ("No answer was given twice yet.",)}
    seen = draw(TEXT, {1: texts("NT-Xent", "Hinge", "Triplet")}, revealed=True)
    assert len(seen["votes"][0]) == 1
    assert seen["show_note"] == ("2 other answers, each of one student",)
    assert "show_note" not in draw(TEXT, {1: texts("Hinge", "hinge")})


def test_a_region_is_explained_once_somebody_has_marked_one(draw):
    assert "show_note" not in draw(REGION, {})
    assert draw(REGION, {1: [[0]]})["show_note"] == ("The whiter a cell, the more of the class marked it.",)
    assert "dashed: the true region" in draw(REGION, {1: [[0]]}, revealed=True)["show_note"][0]


def test_regions_are_those_of_the_latest_round_and_the_truth_comes_with_its_reveal(draw, surface):
    (scene,) = draw(REGION, {1: [[0], [0]], 2: [[1], [2]]})["class_map"]
    (shares,) = scene.areas
    assert shares.cells.ravel()[:3].tolist() == [0, 0.5, 0.5]
    (scene,) = draw(REGION, {1: [[0]]}, revealed=True)["class_map"]
    assert [region.kind for region in scene.areas] == ["class", "truth"]
    np.testing.assert_array_equal(scene.areas[1].cells, surface.collapse_region())


def test_the_legend_of_a_class_s_points_names_what_is_there(draw):
    here = {"strength": 0.3, "temperature": 0.5}
    assert "show_note" not in draw(PLACE, {1: []})
    assert draw(PLACE, {1: [here]})["show_note"] == ("○ answers (larger: more of them)",)
    assert draw(PLACE, {1: [here]}, large=True)["show_note"] == ("○ answers",)
    several = draw(PLACE, {1: [here], 2: [here]})["show_note"][0]
    assert several == "○ round 1 (larger: more answers) · ● round 2"
    assert draw(PLACE, {}, revealed=True)["show_note"][0].endswith("★ the true place · hatched: collapse")
    assert draw(PLACE, {}, revealed=True, large=True)["show_note"][0].endswith("★ the true place")


def test_the_truth_of_a_point_is_on_the_map_only_with_its_reveal(draw, surface):
    rounds = {1: [{"strength": 0.0, "temperature": 5.0}], 2: [{"strength": 0.3, "temperature": 0.5}]}
    (scene,) = draw(PLACE, rounds)["class_map"]
    assert [glyph.kind for glyph in scene.glyphs] == ["class", "revised"]
    assert "collapse" not in scene.overlays
    (scene,) = draw(PLACE, rounds, revealed=True)["class_map"]
    star = scene.glyphs[-1]
    here = surface.nearest(0.3, 0.5)
    assert (star.kind, star.strength, star.temperature) == ("truth", here.strength, here.temperature)
    assert "collapse" in scene.overlays


def test_a_place_that_is_to_be_met_exactly_takes_no_neighbour(surface):
    assert PLACE.goal.judged_by == "this very cell"
    assert near(lambda s: s.nearest(0.3, 0.5), "place", 2).judged_by == "within 2 steps of the grid"
    assert near(lambda s: s.nearest(0.3, 0.5), "place", 1).judged_by == "within 1 step of the grid"
    t, p = surface.nearest(0.3, 0.5).cell
    beside = {"strength": float(surface.strengths[p + 1]), "temperature": float(surface.temperatures[t])}
    mark = PLACE.check(beside, surface)
    assert (mark.correct, mark.feedback) == (False, "near")
    assert mark.message.startswith("One grid step away: ")
    assert mark.message.endswith("; the place lies at lower strength.")


def test_choices_are_summed_up_with_none_where_somebody_said_so(surface):
    choices = tuple(Choice(key, f"Choice {key}", "") for key in "ab")
    question = MultipleChoice(prompt="?", choices=choices, right=frozenset())
    bars = question.summarise({1: [["a"], ["none"]], 2: [["a", "b"]]}, surface).bars
    assert [(bar.words, bar.right, dict(bar.counts)) for bar in bars] == [
        ("Choice a", False, {1: 1, 2: 1}),
        ("Choice b", False, {1: 0, 2: 1}),
        ("none of these", True, {1: 1, 2: 0}),
    ]
    assert len(question.summarise({1: [["a"]]}, surface).bars) == 2


def test_the_lengths_of_an_explanation_count_as_they_are_said(surface):
    question = Explanation(prompt="?", model_answer="", checklist=("It is so.",))
    for length, message in ((39, "at least 40 characters"), (4001, "at most 4000 characters")):
        with pytest.raises(ValueError, match=message):
            question.check({"text": "x" * length, "ticked": None}, surface)
    for length in (40, 4000):
        assert question.check({"text": "x" * length, "ticked": None}, surface).feedback == "to rate"


@pytest.mark.parametrize(
    ("value", "allowed", "slips"),
    [
        (np.nan, 0.1, ()),
        (2.0, np.inf, ()),
        (2.0, 0.0, ()),
        (2.0, -0.1, ()),
        (2.0, 0.1, (2.2,)),  # what is nearly right would be called a slip
        (2.0, 0.1, (4.0, 4.2)),
    ],
)
def test_a_number_that_cannot_be_judged_is_ill_posed(value, allowed, slips, surface):
    kept = tuple(Slip(fixed(slip), "No.") for slip in slips)
    question = Number(prompt="?", value=lambda s: value, tolerance=Tolerance(lambda s: allowed), slips=kept)
    assert not question.well_posed(surface)
    sound = Number(
        prompt="?", value=lambda s: 2.0, tolerance=Tolerance(lambda s: 0.1), slips=(Slip(lambda s: 4.0, ""),)
    )
    assert sound.well_posed(surface)


def test_an_open_text_is_revealed_beside_the_model_answer_where_there_is_one(surface, monkeypatch):
    shown = []
    monkeypatch.setattr("quizzes.widgets.texts.show_texts", lambda *texts: shown.append(texts))
    monkeypatch.setattr("quizzes.widgets.texts.show_text", lambda *texts: shown.append(texts))
    with_model, without = OpenText(prompt="?", model_answer="So."), OpenText(prompt="?")
    for question in (with_model, without):
        for answer in ({"text": "Mine."}, None):
            question.reveal(answer, surface, key="k")
    assert shown == [("Mine.", "So."), (None, "So."), ("Mine.",)]


@pytest.mark.parametrize(
    ("allowed", "words"),
    [(0.012, "Within 0.012 counts."), (0.0199, "Within 0.019 counts."), (3.0, "Within 3 counts.")],
)
def test_a_tolerance_is_cut_and_never_promises_more(allowed, words, surface):
    question = Number(prompt="?", value=lambda s: 2.0, tolerance=Tolerance(lambda s: allowed))
    assert question.tolerance_words(surface) == words


def test_a_number_is_said_with_the_decimals_that_count(surface):
    for allowed, said in ((0.01, "2.35"), (0.1, "2.3"), (1.0, "2"), (30.0, "2"), (1e-9, "2.345678")):
        question = Number(prompt="?", value=lambda s: 2.3456781, tolerance=Tolerance(fixed(allowed)))
        assert question.truth(surface) == said
