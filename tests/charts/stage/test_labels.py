"""Names, glyphs, ticks, cells and words of a scene, against what they should be where one can say so by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest

from explorer.charts.stage import Area, Glyph, Scene, recipes, scene_inputs, surface_inputs
from explorer.charts.stage.inputs import numbers, split_extent, states, strength_ticks, temperature_ticks
from explorer.charts.stage.sentences import why
from explorer.model.augmentation import ALIKE, GRACE, Shares
from explorer.model.surface_file import load_shipped


def rows(surface, *glyphs, **scene):
    return {row["text"]: row for row in scene_inputs(Scene(surface, glyphs=glyphs, **scene))["labels"]}


def test_a_name_stands_on_the_side_where_there_is_room(surface):
    found = rows(surface, Glyph(0.1, 0.5, "left"), Glyph(0.5, 0.5, "right"), Glyph(0.2, 5.0, "top"), Glyph(0.1, 0.3))
    assert {text: row["side"] for text, row in found.items()} == {"left": "right", "right": "left", "top": "right"}
    assert {text: row["lower"] for text, row in found.items()} == {"left": 0, "right": 0, "top": 1}
    assert (found["left"]["strength"], found["left"]["temperature"]) == (0.1, 0.5)


def with_shares(surface, shares):
    return replace(surface, scenario=replace(surface.scenario, shares=shares))


def test_the_recipe_of_grace_is_marked_only_where_the_surface_has_its_strengths(surface):
    (mark,) = recipes(with_shares(surface, GRACE))
    np.testing.assert_allclose(GRACE.at(mark.strength), [(0.2, 0.4), (0.3, 0.4)])
    assert mark.temperature == 0.4
    assert not recipes(surface)
    assert not recipes(with_shares(surface, Shares((0.5, 1.0), (0.75, 0.9))))
    weak = replace(with_shares(surface, GRACE), strengths=np.linspace(0, 0.39, len(surface.strengths)))
    assert not recipes(weak)


@pytest.mark.parametrize(
    ("shares", "title", "said"),
    [
        (ALIKE, "augmentation strength p →", "over augmentation strength (left"),
        (GRACE, "strength p: edges 0.5p and p, features 0.75p and p →", "p, edges 0.5p and p, features 0.75p and p,"),
        (Shares((0, 0), (1, 1)), "strength p: edges 0, features p →", "over strength p, edges 0, features p, (left"),
    ],
)
def test_the_axis_says_what_its_strength_stands_for(surface, shares, title, said):
    found = surface_inputs(with_shares(surface, shares), 0, frozenset())
    assert found["strength_title"] == title
    assert said in found["words"]["map"]["loss"]
    assert said in found["words"]["map"][""]


@pytest.mark.parametrize(("apart", "lower"), [(0.1, 1), (0.25, 0)])
def test_names_give_way_only_where_they_would_meet(surface, apart, lower):
    found = rows(surface, Glyph(0.1, 0.5, "one"), Glyph(0.1 + apart, 0.5, "two"))
    assert (found["one"]["lower"], found["two"]["lower"]) == (0, lower)


@pytest.mark.parametrize(("share", "lower"), [(0.049, 1), (0.051, 0)])
def test_a_line_is_a_twentieth_of_the_map(surface, share, lower):
    height = math.log(surface.temperatures[-1] / surface.temperatures[0])
    found = rows(surface, Glyph(0.1, 0.5 * math.exp(share * height), "high"), Glyph(0.1, 0.5, "low"))
    assert (found["high"]["lower"], found["low"]["lower"]) == (0, lower)


def test_the_largest_glyph_is_drawn_first_and_optima_last(surface):
    glyphs = (Glyph(0.1, 0.5, count=2), Glyph(0.2, 0.5, kind="truth", count=9), Glyph(0.3, 0.5, kind="class", count=5))
    marks = scene_inputs(Scene(surface, glyphs=glyphs, overlays={"loss_optimum", "accuracy_optimum"}))["marks"]
    assert [mark["count"] for mark in marks] == [9, 5, 2, 1, 1]
    assert [mark["kind"] for mark in marks[:3]] == ["truth", "class", "student"]
    assert len({mark["shape"] for mark in marks}) == 3
    best = surface.loss_optimum()
    assert (marks[3]["strength"], marks[3]["temperature"]) == (best.strength, best.temperature)


def test_a_region_is_named_in_its_middle(surface):
    mask = np.zeros(surface.loss.shape, bool)
    mask[4:7, 10:13] = True
    found = rows(surface, areas=(Area(mask, "student"), Area(~mask, "truth", "truly"), Area(mask, "class")))
    assert set(found) == {"your region", "truly"}
    here = found["your region"]
    assert here["strength"] == pytest.approx(surface.strengths[11])
    assert here["temperature"] == pytest.approx(surface.temperatures[5])
    assert here["side"] == "within"
    assert not rows(surface, areas=(Area(mask & False, "student"),))


def test_the_theory_is_named_where_it_leaves_the_map_and_clear_of_the_line(surface):
    for theory, place, side in (
        (np.linspace(0.5, 50, len(surface.strengths)), 2, "right"),
        (np.linspace(0.9, 0.5, len(surface.strengths)), -1, "under"),
        (np.linspace(0.5, 0.9, len(surface.strengths)), -10, "under the rise"),
    ):
        made = replace(surface, theory_by_seed=np.tile(theory, (len(surface.seeds), 1)))
        (found,) = rows(made, overlays={"theory"}).values()
        assert found["strength"] == pytest.approx(made.strengths[place])
        assert found["temperature"] == pytest.approx(theory[place])
        assert found["side"] == side
    beyond = replace(surface, theory_by_seed=np.full((len(surface.seeds), len(surface.strengths)), 99.0))
    assert not rows(beyond, overlays={"theory"})


@pytest.mark.parametrize(("beyond", "side"), [(0, "right"), (1, "under the rise")])
def test_the_theory_is_named_under_its_line_from_the_middle_of_the_map_on(surface, beyond, side):
    middle = len(surface.strengths) // 2
    theory = np.where(np.arange(len(surface.strengths)) <= middle + beyond, np.linspace(0.5, 2, 31), 99.0)
    made = replace(surface, theory_by_seed=np.tile(theory, (len(surface.seeds), 1)))
    (found,) = rows(made, overlays={"theory"}).values()
    assert found["side"] == side


def test_the_theory_is_named_up_to_the_highest_temperature(surface):
    theory = np.linspace(0.5, surface.temperatures[-1] * 0.999, len(surface.strengths))
    theory[10:] = surface.temperatures[-1] * 0.999
    theory[12:] = 99.0
    made = replace(surface, theory_by_seed=np.tile(theory, (len(surface.seeds), 1)))
    (found,) = rows(made, overlays={"theory"}).values()
    assert found["strength"] == pytest.approx(surface.strengths[11])


def test_a_theory_without_a_temperature_is_not_drawn(surface):
    theory = np.linspace(0.5, 2, len(surface.strengths))
    theory[:3] = np.nan, 0.0, -1.0
    made = replace(surface, theory_by_seed=np.tile(theory, (len(surface.seeds), 1)))
    found = scene_inputs(Scene(made, overlays={"theory"}))
    assert [row["strength"] for row in found["curve"]] == numbers(surface.strengths[3:])
    assert found["thresholds"] == numbers(made.theory)


@pytest.mark.parametrize(
    ("last", "ticks"),
    [
        (0.1, [0, 0.02, 0.04, 0.06, 0.08, 0.1]),
        (0.3, [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]),
        (0.6, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]),
        (0.95, [0, 0.2, 0.4, 0.6, 0.8]),
    ],
)
def test_strengths_are_ticked_at_round_steps(last, ticks):
    assert strength_ticks(np.linspace(0, last, 7)) == pytest.approx(ticks)


def test_a_short_axis_away_from_zero_is_ticked_within(surface):
    assert strength_ticks(np.linspace(0.13, 0.31, 5)) == pytest.approx([0.15, 0.2, 0.25, 0.3])
    assert temperature_ticks(np.geomspace(0.3, 2, 5)) == pytest.approx([0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 2])


def test_numbers_have_five_digits():
    assert numbers([1.23456789, -0.000123456789, 123456.7]) == [1.2346, -0.00012346, 123460.0]


def test_the_bars_share_one_axis_of_whole_nats_with_room_for_chance(surface):
    terms = np.stack([surface.alignment_term, surface.uniformity_term, surface.loss])
    low, high = split_extent(surface)
    assert (low, high) == (math.floor(min(terms.min(), 0)), math.ceil(max(terms.max(), surface.chance_level)))


def test_cells_are_numbered_by_row_and_what_is_not_there_is_less_than_zero(surface):
    columns = len(surface.strengths)
    there = scene_inputs(Scene(surface, surface.point(3, 7), pinned=surface.point(0, 2), anchor=5, weights=True))
    assert (there["cell"], there["pinned"], there["weighted"]) == (3 * columns + 7, 2, True)
    assert surface_inputs(surface, 0, frozenset())["words"]["nodes"][there["anchor"]] == 5
    nowhere = scene_inputs(Scene(surface, anchor=10**6))
    assert (nowhere["cell"], nowhere["pinned"], nowhere["anchor"]) == (-1, -1, -1)


def test_shares_are_ninths_and_nothing_where_nobody_chose(surface):
    shares = np.zeros(surface.loss.shape)
    shares.flat[:4] = 1.0, 0.5, 0.001, 0.0
    assert scene_inputs(Scene(surface, areas=(Area(shares, "class"),)))["shares"][:5] == "94100"
    assert scene_inputs(Scene(surface, areas=(Area(0 * shares, "class"),)))["shares"] == ""


def test_a_cell_is_collapsed_nearly_collapsed_or_neither(surface):
    found = states(surface)
    directions = surface.effective_directions
    assert set(np.unique(found)) <= {0, 1, 2}
    assert ((found == 2) == surface.collapse_region()).all()
    assert ((found >= 1) == (surface.nearly_collapsed_region() | surface.collapse_region())).all()
    assert directions[found == 0].min() > directions[found > 0].max()


def test_the_words_name_what_is_seen(surface):
    words = surface_inputs(surface, 1, frozenset())["words"]
    assert words["circle"] == "Both views of 48 nodes on the unit circle; arrow keys choose a node"
    assert words["seed"] == f"seed {surface.seeds[1]}, one of {len(surface.seeds)}; outer ring: density"
    low, high = surface.loss.min(), surface.loss.max()
    assert words["map"]["loss"].startswith(f"Map of NT-Xent loss, from {low:.2f} to {high:.2f}, over augmentation")
    assert [len(words[name]) for name in ("places", "strengths")] == list(surface.loss.shape)


def test_the_sentences_are_those_of_each_cell(surface):
    fixed = surface_inputs(surface, 0, frozenset())
    for name, cells in fixed["says"].items():
        said = why(surface, name)
        expected = [said.sentences[k] for k in said.cells.ravel()]
        assert [fixed["sentences"][k] for k in cells] == expected


def test_a_legend_says_units_direction_and_digits(surface):
    layers = surface_inputs(surface, 0, frozenset())["layers"]
    assert layers["loss"] == {
        "title": "NT-Xent loss",
        "units": "nats",
        "hint": "nats · lower is better",
        "format": ".2f",
    }
    assert layers["alignment"]["title"] == "Alignment"
    assert (layers["alignment"]["format"], layers["relative_loss"]["format"]) == (".3f", ".2f")
    assert layers["tolerance"]["hint"] == "mean similarity in a class"


def test_the_middle_of_the_map_parts_the_sides(surface):
    found = rows(surface, Glyph(0.299, 0.5, "before"), Glyph(0.305, 0.1, "behind"))
    assert (found["before"]["side"], found["behind"]["side"]) == ("right", "left")


def test_a_sphere_can_be_turned_by_keys():
    words = surface_inputs(load_shipped("communities-sphere"), 0, frozenset())["words"]
    assert words["circle"].endswith("on the unit sphere; arrow keys choose a node, with Shift they turn it")


def test_a_bare_scene_shows_the_first_seed_and_sizes_nothing(surface):
    bare = Scene(surface)
    assert (bare.seed_index, bare.weights, scene_inputs(bare)["weighted"]) == (0, False, False)


def test_scenes_and_areas_are_told_apart_by_what_they_are_and_not_cell_by_cell(surface):
    mask = np.ones(surface.loss.shape, bool)
    areas = [Area(mask.copy(), "student") for _ in range(2)]
    scenes = [Scene(surface, areas=(region,)) for region in areas]
    assert areas[0] != areas[1]
    assert scenes[0] != scenes[1]
    assert len({*areas, *scenes}) == 4


@pytest.mark.parametrize(("seeds", "known"), [([1, 2], True), ([1, 1], False)])
def test_two_seeds_tell_of_chance_and_one_that_stands_twice_does_not(surface, seeds, known):
    few = replace(surface, seeds=surface.seeds[seeds], by_seed={k: v[seeds] for k, v in surface.by_seed.items()})
    words = surface_inputs(few, 0, frozenset())["words"]
    assert all((value is not None) is known for value in words["stderr"])
    assert bool(words["lie"]) is known


@pytest.mark.parametrize(("lines", "lower"), [(0, 0), (1, 1)])
def test_a_name_under_the_theory_takes_the_line_below_it(surface, lines, lower):
    theory = np.linspace(0.9, 0.5, len(surface.strengths))
    height = math.log(surface.temperatures[-1] / surface.temperatures[0])
    made = replace(surface, theory_by_seed=np.tile(theory, (len(surface.seeds), 1)))
    glyph = Glyph(float(surface.strengths[-1]), 0.5 * math.exp(-0.05 * lines * height), "here")
    assert rows(made, glyph, overlays={"theory"})["here"]["lower"] == lower
