"""The shipped surfaces: small, recomputable from what they store, and true to what the model claims of them."""

from importlib.resources import files
from typing import Any

import numpy as np
import pytest

from explorer.model.encoders.encoder import encoder_of
from explorer.model.loss import alignment, split, uniformity
from explorer.model.measure import hardest_share
from explorer.model.probe import plan_probe, probe_accuracy
from explorer.model.scenario import SHIPPED
from explorer.model.solver import solve
from explorer.model.surface_file import load_shipped

pytestmark = pytest.mark.slow

LINEAR = [name for name in SHIPPED if SHIPPED[name].encoder != "gcn"]
# Where collapse at high temperature has a theory and lies on the map.
COLLAPSING = [name for name in LINEAR if SHIPPED[name].weight_decay > 0.1]


@pytest.fixture(params=SHIPPED)
def surface(request):
    return load_shipped(request.param)


@pytest.fixture(params=COLLAPSING)
def collapsing(request):
    return load_shipped(request.param)


@pytest.fixture
def communities():
    return load_shipped("communities")


def test_together_they_are_under_10_mb():
    assert sum(len((files("explorer") / "data" / f"{name}.npz").read_bytes()) for name in SHIPPED) < 10e6


def test_grid_and_seeds_are_those_of_the_entry(surface):
    entry = SHIPPED[surface.scenario.name]
    assert surface.loss.shape == (entry.cells, entry.cells)
    assert (surface.strengths[0], surface.strengths[-1]) == (0, 0.6)
    np.testing.assert_allclose(surface.temperatures[[0, -1]], [0.05, 5])
    assert len(surface.seeds) == entry.seeds
    assert 1 <= len(surface.weights) <= 3


def test_the_scenario_in_the_file_is_the_one_that_ships(surface):
    entry, scenario = SHIPPED[surface.scenario.name], surface.scenario
    assert (scenario.encoder, scenario.weight_decay, scenario.hops, scenario.batch_size) == (
        entry.encoder,
        entry.weight_decay,
        entry.hops,
        entry.batch_size,
    )


def test_random_cells_can_be_recomputed(surface):
    """With the dense losses of any dimension, from the stored weights and the seeds alone."""
    scenario, encoder = surface.scenario, encoder_of(surface.scenario)
    rng = np.random.default_rng(len(scenario.name))
    plan = plan_probe(scenario.graph.labels, scenario.rng(scenario.seed, "probe"), dimension=surface.dimension)
    clean, labels = encoder.clean(scenario), scenario.graph.labels
    alike = np.equal.outer(labels, labels) & ~np.eye(len(labels), dtype=bool)
    for _ in range(50):
        seed_index, t, p = (int(rng.integers(size)) for size in surface.weights.shape[:3])
        seed, tau = int(surface.seeds[seed_index]), surface.temperatures[t]
        w = surface.weights[seed_index, t, p].astype(float)
        stored = {name: surface.by_seed[name][seed_index, t, p] for name in surface.by_seed}
        views = encoder.views(scenario, scenario.draws(seed, "fresh"), surface.strengths[[p]])
        whole = unit(encoder.directions(views, w[None, None, None]))  # (1, V, 2, N, d)
        z = scenario.batched(whole, seed)[0]
        terms = np.mean([split(*pair, tau) for pair in z], axis=0)
        spread = [uniformity(view) for pair in whole[0] for view in pair]
        close: dict[str, Any] = {"rtol": 1e-5, "atol": 1e-5}
        np.testing.assert_allclose([stored["alignment_term"], stored["uniformity_term"]], terms, **close)
        np.testing.assert_allclose(stored["loss"], sum(terms), **close)
        np.testing.assert_allclose(stored["alignment"], np.mean([alignment(*pair) for pair in z]), **close)
        np.testing.assert_allclose(stored["uniformity"], np.mean(spread), **close)
        np.testing.assert_allclose(stored["effective_directions"], np.exp(-np.mean(spread)), **close)
        np.testing.assert_allclose(stored["gradient_norm"], np.mean([anchor_slopes(x, tau) for x in z]), **close)
        np.testing.assert_allclose(stored["hardest_negative_share"], hardest_share(z[:4], tau), **close)
        at_rest = unit(encoder.directions(clean, w))
        np.testing.assert_allclose(stored["accuracy"], probe_accuracy(at_rest, plan).mean(), **close)
        np.testing.assert_allclose(stored["tolerance"], (at_rest @ at_rest.T)[alike].mean(), **close)
        chance = np.log(2 * scenario.nodes_in_batch - 1)
        relative = (sum(terms) - surface.best_loss[t]) / (chance - surface.best_loss[t])
        np.testing.assert_allclose(stored["relative_loss"], relative, **close)


def unit(u):
    return u / np.linalg.norm(u, axis=-1, keepdims=True)


def anchor_slopes(pair, tau):
    """‖∂ℓ_i/∂z_i‖ along the circle or sphere of every anchor, with dense matrices."""
    z = np.concatenate(pair)
    s = z @ z.T / tau
    np.fill_diagonal(s, -np.inf)
    p = np.exp(s - s.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    g = p @ z - np.roll(z, len(z) // 2, axis=0)
    return np.linalg.norm(g - np.sum(g * z, axis=1, keepdims=True) * z, axis=1) / tau


@pytest.mark.parametrize("name", LINEAR)
def test_one_seed_solved_again_is_within_the_stated_spread(name):
    """Some strengths and temperatures, without the neighbours that the full grid offers."""
    surface = load_shipped(name)
    seed, scenario = int(surface.seeds[0]), surface.scenario
    t, p = np.arange(0, len(surface.temperatures), 3), np.arange(0, len(surface.strengths), 5)
    views = scenario.batched(scenario.views(scenario.draws(seed, "train"), surface.strengths[p]), seed)
    rng, dimension = np.random.default_rng(99), surface.dimension
    _, objective = solve(views, surface.temperatures[t], scenario.weight_decay, rng, dimension=dimension)
    difference = np.abs(objective - surface.by_seed["objective"][0][np.ix_(t, p)])
    spread = surface.spread["objective"][np.ix_(t, p)]
    assert np.mean(difference <= 2 * spread + 1e-3) > 0.9
    assert np.median(difference) <= np.median(spread) + 1e-4


def test_effective_directions_stay_on_their_scale(surface):
    nodes = surface.scenario.graph.nodes
    even = unit_circle(2 * np.pi * np.arange(nodes) / nodes)
    # on the sphere E exp(−4 + 4 cos θ) = (1 − e⁻⁸)/8 for uniform directions, a little less for evenly placed ones
    most = np.exp(-uniformity(even)) if surface.dimension == 2 else 8 / (1 - np.exp(-8)) * nodes / (nodes - 8)
    assert surface.by_seed["effective_directions"].min() >= 1
    assert surface.by_seed["effective_directions"].max() <= most + 1e-6


def unit_circle(phi):
    return np.stack([np.cos(phi), np.sin(phi)], axis=-1)


def test_no_cell_is_better_than_the_best(surface):
    assert surface.by_seed["relative_loss"].min() > 0


def test_loss_is_least_without_augmentation_at_the_lowest_temperature(surface):
    assert surface.loss_optimum() == surface.point(0, 0)


@pytest.mark.parametrize("name", LINEAR)
def test_the_loss_minimiser_is_not_the_accuracy_maximiser(name):
    surface = load_shipped(name)
    assert not surface.accuracy_ties()[surface.cell(surface.loss_optimum())]


# Collapse -----------------------------------------------------------------------------------------------------------


def test_collapse_begins_hot_and_without_augmentation(collapsing):
    region = collapsing.collapse_region()
    assert region[-1, 0]
    assert not region[0].any()


def test_what_has_no_collapse_is_never_collapsed(surface):
    if surface.scenario.name not in COLLAPSING:
        assert not surface.collapse_region()[surface.temperatures > 1].any()


def test_a_probe_on_collapsed_embeddings_scores_about_chance(surface):
    """The mean over the region; chance is to name the largest class or to guess, whichever is better."""
    region = surface.collapse_region()
    if region.any():
        share = np.bincount(surface.scenario.graph.labels) / surface.scenario.graph.nodes
        assert surface.accuracy[region].mean() <= share.max() + 0.04


def test_on_communities_collapse_is_weak_and_hot_and_nothing_else(communities):
    region = communities.collapse_region()
    assert region[-1, 0]
    assert not region[-1, -1]
    assert abs(communities.accuracy[region].mean() - 1 / 3) < 0.04
    # a staircase: whoever is collapsed stays so with less augmentation or more temperature
    assert (np.diff(region[:, 1:].astype(int), axis=1) <= 0).all()
    assert (np.diff(region.astype(int), axis=0) >= 0).all()


def steps_above_theory(surface):
    """Grid steps from τ*(p) up to the border between the hottest cell that is not collapsed and the next."""
    region, step = surface.collapse_region(), np.log(surface.temperatures[1] / surface.temperatures[0])
    hottest = np.array([surface.temperatures[~column].max() for column in region.T])
    leaves = region[-1]
    return np.log(hottest / surface.theory)[leaves] / step + 0.5


def test_on_communities_the_edge_of_collapse_lies_within_a_step_of_the_theory(communities):
    steps = steps_above_theory(communities)
    assert (np.abs(steps[1:]) <= 1).all()
    assert 0 <= steps[0] <= 2.5  # without augmentation an uncollapsed minimum lives on above τ*


def test_where_collapse_ends_on_the_map_so_does_the_theory(communities):
    step = communities.temperatures[-1] / communities.temperatures[-2]
    assert (communities.theory[communities.collapse_region()[-1]] <= communities.temperatures[-1] * step).all()
    assert (communities.theory[~communities.collapse_region()[-1]] >= communities.temperatures[-1] / step).all()


def test_collapsed_embeddings_have_chance_level_and_align(collapsing):
    t = collapsing.effective_directions < 1 + 1e-6
    assert t.any()
    np.testing.assert_allclose(collapsing.loss[t], collapsing.chance_level, atol=1e-3)
    assert (collapsing.alignment[t] < 1e-3).all()


def test_alignment_rises_with_the_strength_at_low_temperature(surface):
    """Where every augmentation has to be paid for."""
    low, (weak, middle, strong) = surface.temperatures <= 0.15, np.array([0, 1, 2]) * (len(surface.strengths) - 1) // 3
    assert (surface.alignment[low][:, weak] < 1e-6).all()
    assert (surface.alignment[low][:, middle] > surface.alignment[low][:, weak]).all()
    # With little weight decay, and with a GCN, embeddings draw together at strong augmentation instead of paying more.
    if surface.scenario.encoder != "gcn" and surface.scenario.weight_decay >= 0.3:
        assert (surface.alignment[low][:, strong] > surface.alignment[low][:, middle]).all()


@pytest.mark.parametrize("name", [name for name in SHIPPED if SHIPPED[name].encoder == "gcn"])
def test_the_gcn_draws_together_only_at_strong_augmentation_and_low_temperature(name):
    surface = load_shipped(name)
    spread, warm = surface.effective_directions, surface.temperatures >= 1
    assert not surface.collapse_region().any()
    assert spread[warm].min() > 2.5
    assert spread[:, surface.strengths <= 0.1].min() > 2.5
    assert spread[0, -1] < 1.6
    assert spread[0, -1] == spread.min()
    assert (np.diff(spread[0, ::3]) < 0).all()
