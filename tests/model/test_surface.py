"""The Surface: its summaries against plain loops, its places, and its file."""

import copy
import itertools
import math

import numpy as np
import pytest

from explorer.model.build import build_surface, roughness
from explorer.model.loss import alignment, nt_xent
from explorer.model.point import OperatingPoint
from explorer.model.scenario import Scenario, default_pairs, shipped_scenario
from explorer.model.surface_file import load, save

STRENGTHS, TEMPERATURES = np.array([0.0, 0.3, 0.6]), np.geomspace(0.05, 5, 4)


SHARES: list[float] = []


@pytest.fixture(scope="module")
def surface():
    scenario = Scenario("small", shipped_scenario("karate").graph, hops=2, pairs=2, weight_decay=0.4)
    return build_surface(scenario, STRENGTHS, TEMPERATURES, seeds=4, progress=SHARES.append)


def test_what_is_done_grows_from_nothing_to_all(surface):
    assert sorted(SHARES) == SHARES
    assert 0 <= SHARES[0] < 0.25
    assert SHARES[-1] == 1


def test_means_and_spreads_are_over_seeds(surface):
    for name in ("loss", "alignment", "accuracy", "gradient_norm"):
        by_seed = surface.by_seed[name]
        np.testing.assert_allclose(getattr(surface, name), sum(by_seed) / 4)
        np.testing.assert_allclose(surface.spread[name], by_seed.std(axis=0, ddof=1))


def test_the_split_and_its_link_hold_in_every_cell(surface):
    np.testing.assert_allclose(surface.alignment_term + surface.uniformity_term, surface.loss, atol=1e-6)
    link = (surface.alignment / 2 - 1) / TEMPERATURES[:, None]
    np.testing.assert_allclose(surface.alignment_term, link, rtol=1e-6)


def test_relative_loss_is_one_at_collapse_and_zero_at_the_best_circle(surface):
    nodes = surface.scenario.graph.nodes
    even = 2 * np.pi * np.arange(nodes) / nodes
    z = np.stack([np.cos(even), np.sin(even)], axis=-1)
    best = [nt_xent(z, z, tau) for tau in TEMPERATURES]
    np.testing.assert_allclose(surface.best_loss, best, atol=1e-9)
    expected = (surface.loss - np.array(best)[:, None]) / (math.log(2 * nodes - 1) - np.array(best))[:, None]
    np.testing.assert_allclose(surface.relative_loss, expected, atol=1e-9)
    assert (surface.relative_loss > 0).all()


def test_optima_are_found_by_looking_everywhere(surface):
    losses = {(t, p): surface.loss[t, p] for t in range(4) for p in range(3)}
    assert surface.cell(surface.loss_optimum()) == min(losses, key=losses.get)
    accuracies = {cell: surface.accuracy[cell] for cell in losses}
    assert surface.cell(surface.accuracy_optimum()) == max(accuracies, key=accuracies.get)
    assert [int(row.argmin()) for row in surface.loss] == list(surface.best_strength())


def test_ties_use_the_error_of_the_paired_difference(surface):
    best = surface.cell(surface.accuracy_optimum())
    ties = surface.accuracy_ties()
    assert ties[best]
    for cell in np.ndindex(ties.shape):
        by_seed = [x[best] - x[cell] for x in surface.by_seed["accuracy"]]
        by_split = [x[best] - x[cell] for x in surface.accuracy_by_split]
        error = math.sqrt(np.var(by_seed, ddof=1) / len(by_seed) + np.var(by_split, ddof=1) / len(by_split))
        assert ties[cell] == (np.mean(by_seed) <= 2 * error)


def test_whatever_is_read_as_well_as_an_accepted_cell_is_accepted(surface):
    best = surface.accuracy_optimum()
    good = surface.as_good("accuracy", best)
    assert good[surface.cell(best)]
    assert (surface.accuracy[good].min() > surface.accuracy[~good]).all()
    left = np.arange(good.shape[1]) < 2 + np.zeros(good.shape)
    t, p = np.unravel_index(np.where(left, surface.accuracy, -1).argmax(), good.shape)
    assert not (surface.as_good("accuracy", (t, p), within=left) & ~left).any()
    assert (surface.as_good("loss", (0, 0)) == surface.ties("loss", (0, 0))).all()


def test_margins_over_seeds_and_splits_have_the_same_mean(surface):
    np.testing.assert_allclose(surface.accuracy_by_split.mean(axis=0), surface.accuracy, atol=1e-9)


def test_no_theory_where_it_does_not_apply(surface, tmp_path):
    assert surface.theory.shape == surface.theory_spread.shape == (3,)
    scenario = Scenario("free", shipped_scenario("karate").graph, hops=2, pairs=1, weight_decay=0)
    free = build_surface(scenario, STRENGTHS[:2], TEMPERATURES[2:], seeds=2)
    assert free.theory is free.theory_spread is free.theory_by_seed is None
    save(free, tmp_path / "free.npz")
    assert load(tmp_path / "free.npz").theory is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"strengths": [0.3, 0.1]}, "strengths must be finite numbers in ascending order"),
        ({"strengths": []}, "strengths must be finite numbers in ascending order"),
        ({"strengths": [0.0, 1.0]}, "probabilities below 1; got 0 to 1"),
        ({"strengths": [-0.1, 0.5]}, "probabilities below 1; got -0.1 to 0.5"),
        ({"temperatures": [0.0, 1.0]}, "temperatures must be positive; got 0"),
        ({"temperatures": [1.0, math.inf]}, "temperatures must be finite numbers"),
        ({"seeds": 1}, "seeds must be at least 2, or there is no spread; got 1"),
    ],
)
def test_a_grid_that_makes_no_sense_is_refused(surface, change, message):
    with pytest.raises(ValueError, match=message):
        build_surface(surface.scenario, **({"strengths": STRENGTHS, "temperatures": TEMPERATURES} | change))


@pytest.mark.parametrize("metric", ["loss", "tolerance", "accuracy"])
def test_a_difference_is_paired_over_seeds_and_for_accuracy_over_splits_too(surface, metric):
    a, b = surface.point(0, 1), surface.point(2, 2)
    found = surface.difference(metric, a, b)
    by_seed = [float(x[0, 1]) - float(x[2, 2]) for x in surface.by_seed[metric]]
    mean = sum(by_seed) / 4
    squared = sum((x - mean) ** 2 for x in by_seed) / 3 / 4
    if metric == "accuracy":
        by_split = [float(x[0, 1]) - float(x[2, 2]) for x in surface.accuracy_by_split]
        squared += sum((x - mean) ** 2 for x in by_split) / (len(by_split) - 1) / len(by_split)
    assert (found.mean, found.error) == pytest.approx((mean, math.sqrt(squared)))
    back = surface.difference(metric, b, a)
    assert (back.mean, back.error) == pytest.approx((-found.mean, found.error))
    assert found.told_apart == (abs(mean) > 2 * math.sqrt(squared))


def test_what_all_seeds_share_cancels_and_giving_seeds_other_partners_does_not_change_the_mean(surface):
    """The error of the paired difference against the spread of the mean over every pairing of the seeds."""
    shared = np.array([-3.0, 0.0, 2.0, 7.0])[:, None, None] + np.arange(12.0).reshape(4, 3)
    varied = copy.copy(surface)
    object.__setattr__(varied, "by_seed", {"loss": shared})
    paired = varied.difference("loss", (2, 1), (0, 0))
    assert (paired.mean, paired.error) == (7, 0)
    mixed = [np.mean(shared[list(order), 2, 1] - shared[:, 0, 0]) for order in itertools.permutations(range(4))]
    np.testing.assert_allclose(mixed, 7)


def test_one_cell_can_be_held_against_many(surface):
    point = surface.point(1, 1)
    found = surface.difference("loss", point, tuple(np.indices(surface.loss.shape)))
    assert found.mean.shape == found.error.shape == found.told_apart.shape == surface.loss.shape
    for cell in np.ndindex(surface.loss.shape):
        assert (found.mean[cell], found.error[cell]) == pytest.approx(surface.difference("loss", point, cell))
    row = surface.difference("loss", (0, np.arange(3)), (3, np.arange(3)))
    np.testing.assert_allclose(row.mean, surface.loss[0] - surface.loss[3])


def test_a_difference_of_nothing_known_is_refused(surface):
    with pytest.raises(ValueError, match="no metric 'beauty'; choose one of accuracy, "):
        surface.difference("beauty", (0, 0), (0, 1))


def test_collapsed_and_nearly_collapsed_cells_are_told_by_their_directions(surface):
    n = surface.effective_directions
    for cell in np.ndindex(n.shape):
        assert surface.collapse_region()[cell] == (n[cell] < 1.02)
        assert surface.nearly_collapsed_region()[cell] == (1.02 <= n[cell] < 1.2)
    assert surface.collapse_region()[-1, 0]
    assert not surface.collapse_region()[0].any()


def test_embeddings_are_one_cell_of_all_directions(surface):
    point = surface.point(1, 2)
    np.testing.assert_allclose(surface.embeddings(point, 1), surface.directions(1)[1, 2], atol=1e-12)
    phi = surface.angles(1)
    np.testing.assert_allclose(np.stack([np.cos(phi), np.sin(phi)], axis=-1), surface.directions(1), atol=1e-12)
    assert alignment(*surface.embeddings(surface.point(0, 0))) == pytest.approx(0, abs=1e-12)


def test_a_sphere_has_directions_and_no_angles():
    scenario = Scenario("small", shipped_scenario("karate").graph, "linear-sphere", hops=2, pairs=2)
    sphere = build_surface(scenario, STRENGTHS, TEMPERATURES, seeds=2)
    assert sphere.directions().shape == (4, 3, 2, 34, 3)
    np.testing.assert_allclose(np.linalg.norm(sphere.directions(), axis=-1), 1)
    point = sphere.point(0, 1)
    np.testing.assert_allclose(sphere.embeddings(point), sphere.directions()[point.cell], atol=1e-12)
    with pytest.raises(ValueError, match="no angles"):
        sphere.angles()


def test_nearest_moves_onto_the_grid(surface):
    assert surface.nearest(0.44, 1.0) == surface.point(2, 1)
    assert surface.nearest(9, 1e-9) == surface.point(0, 2)
    assert surface.cell(surface.nearest(0.31, 0.06)) == (0, 1)


@pytest.mark.parametrize(("strength", "temperature"), [(math.nan, 1), (0.1, math.inf), (0.1, 0), (0.1, -1)])
def test_nearest_refuses_what_is_no_place(surface, strength, temperature):
    with pytest.raises(ValueError, match="no point has strength"):
        surface.nearest(strength, temperature)


def test_a_point_off_the_grid_has_no_cell(surface):
    with pytest.raises(ValueError, match="not on the grid"):
        surface.cell(OperatingPoint(0.1, 0.05, (0, 0)))
    with pytest.raises(ValueError, match="not on the grid"):
        surface.cell(OperatingPoint(0.9, 9.0, (7, 7)))


def test_a_point_knows_its_cell(surface):
    for t, p in np.ndindex(4, 3):
        point = surface.point(t, p)
        assert point.cell == surface.cell(point) == (t, p)
        assert (point.strength, point.temperature) == (STRENGTHS[p], TEMPERATURES[t])
        assert surface.nearest(point.strength, point.temperature) == point


def test_seeds_without_stored_weights_are_refused(surface):
    with pytest.raises(ValueError, match="weights of 3 seeds are stored; there is no seed index 3"):
        surface.angles(3)


def test_nothing_can_be_changed(surface):
    for array in (surface.loss, surface.weights, surface.strengths, surface.by_seed["loss"], surface.theory):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(AttributeError):
        surface.seeds = ()


def test_builds_are_reproducible(surface):
    again = build_surface(surface.scenario, STRENGTHS, TEMPERATURES, seeds=2)
    np.testing.assert_allclose(again.by_seed["loss"], surface.by_seed["loss"][:2], atol=1e-6)


def test_a_surface_can_be_copied_for_a_variation(surface):
    assert copy.copy(surface).loss is not None


def test_roughness_counts_cliffs_and_not_slopes():
    ramp = np.linspace(0, 1, 100).reshape(10, 10)
    assert roughness(ramp) == 0
    cliff = ramp.copy()
    cliff[5:] += 3
    assert roughness(cliff) == pytest.approx(0.1)


def test_large_graphs_need_fewer_pairs():
    assert default_pairs(48) == 16
    assert default_pairs(34) == 16
    assert default_pairs(2708) == 2
