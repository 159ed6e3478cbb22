"""What a scene puts into its charts is what the surface says, and nothing of what is hidden."""

import json
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from explorer.charts.stage import LAYERS, OVERLAYS, TERMS, Area, Glyph, Scene, scene_inputs, surface_inputs
from explorer.charts.stage.embedding import TURN
from explorer.charts.stage.inputs import edges, numbers, states, temperature_ticks
from explorer.charts.stage.sentences import why
from explorer.model.surface import Surface


def inputs(scene):
    return surface_inputs(scene.surface, scene.seed_index, scene.hidden), scene_inputs(scene)


def sent(scene):
    """Everything that a scene sends, as text."""
    return json.dumps(inputs(scene))


def arrays(scene):
    """Every array of one number a cell that a scene sends, by name."""
    fixed, _ = inputs(scene)
    size = scene.surface.loss.size
    groups = {
        "metric": fixed["metrics"],
        "spread": fixed["words"]["spread"],
        "signal": fixed,
        "word": fixed["words"],
    }
    found = {
        f"{group} {name}": values
        for group, members in groups.items()
        for name, values in members.items()
        if isinstance(values, list | str) and len(values) == size
    }
    return {
        name: np.array([np.nan if x is None else float(x) for x in values]).reshape(scene.shape)
        for name, values in found.items()
    }


def determines(known, sought):
    """Whether who knows τ can compute the one array from the other: in most rows it is affine in it, its exponential
    or its logarithm."""
    with np.errstate(all="ignore"):
        forms = (known, np.exp(known), np.exp(-known), np.log(np.abs(known)))
    return any(np.isfinite(form).all() and _affine(form, sought) for form in forms)


def _affine(known, sought):
    misses = []
    for a, b in zip(known, sought, strict=True):
        if np.ptp(b) > 0.05 * np.ptp(sought):
            a, b = (a - a.mean()) / max(np.ptp(a), 1e-12), b - b.mean()
            misses.append(np.abs(b - a * (a @ b) / max(a @ a, 1e-12)).max() / np.ptp(b))
    return np.mean(np.array(misses) < 0.02) > 0.7


@pytest.mark.parametrize("name", [*LAYERS, *TERMS])
def test_metrics_are_those_of_the_surface(surface, name):
    values = np.reshape(surface_inputs(surface, 0, frozenset())["metrics"][name], surface.loss.shape)
    assert values == pytest.approx(getattr(surface, name), rel=1e-4, abs=1e-9)


def test_angles_are_those_of_the_seed_to_a_pixel(surface):
    steps = surface_inputs(surface, 1, frozenset())["azimuth"]
    angles = np.reshape(steps, surface.angles(1).shape) * 2 * np.pi / TURN
    assert np.abs(np.angle(np.exp(1j * (angles - surface.angles(1))))).max() < 1.01 * np.pi / TURN


def test_the_cells_tile_the_map(surface):
    signals = surface_inputs(surface, 0, frozenset())
    across, up = np.array(signals["across"]), np.log(signals["up"])
    assert across[1:] + across[:-1] == pytest.approx(2 * surface.strengths, abs=1e-4)
    assert up[1:] + up[:-1] == pytest.approx(2 * np.log(surface.temperatures), abs=1e-4)


def test_edges_lie_midway_whatever_the_steps():
    assert edges(np.array([0.0, 1.0, 3.0])).tolist() == [-0.5, 0.5, 2.0, 4.0]


def test_ticks_count_one_to_nine_within_the_axis():
    ticks = temperature_ticks(np.geomspace(0.05, 5, 31))
    assert ticks[0] == 0.05
    assert ticks[-1] == 5
    assert 0.7 in ticks
    assert temperature_ticks(np.geomspace(0.1, 1, 16))[:3] == [0.1, 0.2, 0.3]


def test_what_is_no_number_is_sent_as_none():
    assert numbers([1.0, np.nan, np.inf]) == [1.0, None, None]


@pytest.mark.parametrize("name", [*LAYERS, "split", "circle", "sentences", *OVERLAYS])
def test_hidden_values_are_nowhere_in_what_is_sent(surface, name):
    scene = Scene(surface, surface.nearest(0.3, 0.5), layer="accuracy", overlays=OVERLAYS, hidden={name})
    fixed, moving = inputs(scene)
    text = sent(scene)
    for gone in scene.hidden & {*LAYERS}:
        for part in (fixed["layers"], fixed["metrics"], fixed["words"]["spread"]):
            assert gone not in part
        assert LAYERS[gone].short not in text
        assert f"{LAYERS[gone].title}, from" not in text
        assert ", ".join(map(str, numbers(getattr(surface, gone))[:40])) not in text
    if "split" in scene.hidden:
        assert not {*TERMS, "extent", "chance"} & {*fixed, *fixed["metrics"]}
    if "circle" in scene.hidden:
        assert "azimuth" not in text
        assert "names" not in fixed["words"]
    if "sentences" in scene.hidden:
        assert not any(sentence in text for sentence in why(surface).sentences)
    if "accuracy" in scene.hidden:
        assert "stderr" not in fixed["words"]
        assert moving["layer"] == ""
    if "collapse" in scene.hidden:
        assert moving["collapse"] == ""
        assert "state" not in fixed["words"]
    if "theory" in scene.hidden:
        assert moving["curve"] == []


@pytest.mark.parametrize("name", LAYERS)
def test_nothing_that_is_sent_determines_a_hidden_layer(surface, name):
    found = arrays(Scene(surface, hidden={name}))
    sums = {f"{a} + {b}": found[a] + found[b] for a, b in combinations(found, 2)}
    sought = getattr(surface, name)
    assert [known for known, values in (found | sums).items() if determines(values, sought)] == []


def test_the_search_finds_what_gives_a_layer_away(surface):
    for known, sought in (
        (surface.effective_directions, surface.uniformity),
        (surface.uniformity, surface.effective_directions),
        (surface.loss, surface.relative_loss),
        (surface.relative_loss, surface.loss),
        (surface.alignment_term + surface.uniformity_term, surface.loss),
        (surface.alignment_term, surface.alignment),
    ):
        assert determines(np.vectorize(lambda x: float(f"{x:.5g}"))(known), sought)
    assert not determines(surface.accuracy, surface.alignment)


def test_only_chosen_overlays_are_sent(surface):
    bare = scene_inputs(Scene(surface))
    assert bare["collapse"] == ""
    assert {name: bare[name] for name in ("curve", "marks", "labels")} == {"curve": [], "marks": [], "labels": []}
    everything = scene_inputs(Scene(surface, overlays=OVERLAYS))
    assert len(everything["curve"]) == len(surface.strengths)
    assert {row["text"] for row in everything["labels"]} == {
        "collapse",
        "τ*(p), theory",
        "least loss",
        "best accuracy",
    }


def test_of_a_single_seed_nothing_is_said_of_chance(surface: Surface) -> None:
    twice = {name: values[[0, 0]] for name, values in surface.by_seed.items()}
    theory = surface.theory_by_seed[[0, 0]]
    one = replace(surface, seeds=np.array([0, 0]), by_seed=twice, theory_by_seed=theory, weights=surface.weights[:1])
    for this, several in ((one, False), (surface, True)):
        found = surface_inputs(this, 0, frozenset())
        words = found["words"]
        assert bool(found["sentences"]) == bool(words["lie"]) == bool(words["down"]) == several
        for values in (*words["spread"].values(), words["stderr"]):
            assert (None not in values) if several else set(values) == {None}
        assert found["metrics"]["loss"] == numbers(this.by_seed["loss"].mean(axis=0))


def test_a_surface_without_theory_has_no_curve(surface):
    class Bare:
        theory = None

        def __getattr__(self, name):
            return getattr(surface, name)

    scene = replace(Scene(surface, overlays={"theory"}), surface=Bare())
    assert scene_inputs(scene)["curve"] == []


def test_areas_are_one_digit_a_cell(surface):
    mask = surface.collapse_region()
    found = scene_inputs(Scene(surface, areas=(Area(mask, "student"), Area(mask / 90, "class"))))
    assert np.array_equal(np.reshape([int(x) for x in found["student"]], mask.shape) > 0, mask)
    assert set(found["shares"]) == {"0", "1"}  # a hundredth of a class is still seen


def test_a_scene_refuses_what_it_cannot_draw(surface):
    with pytest.raises(ValueError, match="gradient"):
        Scene(surface, layer="gradient")
    with pytest.raises(ValueError, match="border"):
        Scene(surface, overlays={"border"})
    with pytest.raises(ValueError, match=r"\(2, 2\)"):
        Scene(surface, areas=(Area(np.ones((2, 2), dtype=bool)),))


def test_names_at_one_place_keep_apart(surface):
    marks = tuple(Glyph(0.2, 0.5, text) for text in ("yours", "right", "third"))
    rows = scene_inputs(Scene(surface, glyphs=marks))["labels"]
    assert sorted(row["lower"] for row in rows) == [0, 1, 2]


def test_states_follow_the_collapse_region(surface):
    assert np.array_equal(states(surface) == 2, surface.collapse_region())
