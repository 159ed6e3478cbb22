"""Augmentation and encoder against their definitions, written out with dense matrices."""

import numpy as np
import pytest

from explorer.model.augmentation import ALIKE, Shares, draw_pairs, kept_edges, masked_features
from explorer.model.encoders import linear
from explorer.model.encoders.linear import angles, propagate, propagated_graph, propagated_views
from explorer.model.graph import karate_club, planted_communities


@pytest.fixture(scope="module")
def graph():
    return planted_communities()


@pytest.fixture(scope="module")
def draws(graph):
    return draw_pairs(graph, 200, np.random.default_rng(0))


def dense_sgc(nodes, edges, features, hops):
    a = np.eye(nodes)
    for i, k in edges:
        a[i, k] = a[k, i] = 1
    d = np.diag(a.sum(axis=1) ** -0.5)
    return np.linalg.matrix_power(d @ a @ d, hops) @ features


@pytest.mark.parametrize("hops", [0, 1, 3])
def test_propagation_equals_the_matrix_formula(graph, hops):
    expected = dense_sgc(graph.nodes, graph.edges, graph.features, hops)
    np.testing.assert_allclose(propagate(graph.edges, graph.features, hops), expected, atol=1e-12)


@pytest.mark.parametrize("limit", [0, 1000])
def test_views_propagate_over_their_own_thinned_graph(graph, draws, monkeypatch, limit):
    monkeypatch.setattr(linear, "DENSE_NODES", limit)  # the sparse and the dense path
    few = draw_pairs(graph, 2, np.random.default_rng(5))
    views = propagated_views(graph, few, 0.4, 3)
    kept, masked = kept_edges(few, 0.4), masked_features(graph.features, few, 0.4)
    for pair, view in np.ndindex(2, 2):
        expected = dense_sgc(graph.nodes, graph.edges[kept[pair, view]], masked[pair, view], 3)
        np.testing.assert_allclose(views[pair, view], expected, atol=1e-12)


@pytest.mark.parametrize("limit", [0, 1000])
def test_every_view_has_its_own_strengths_of_edges_and_of_features(graph, monkeypatch, limit):
    monkeypatch.setattr(linear, "DENSE_NODES", limit)
    few = draw_pairs(graph, 2, np.random.default_rng(6))
    views = propagated_views(graph, few, 0.4, 3, Shares((0.5, 1.0), (0.75, 0.0)))
    for pair, view in np.ndindex(2, 2):
        dropped, masked = ((0.2, 0.3), (0.4, 0.0))[view]
        edges = [edge for edge, u in zip(graph.edges, few.edges[pair, view], strict=True) if u >= dropped]
        x = graph.features / (1 - masked)
        x[few.features[pair, view] < masked] = 0
        np.testing.assert_allclose(views[pair, view], dense_sgc(graph.nodes, edges, x, 3), atol=1e-12)


def test_equal_shares_are_one_strength_to_the_last_bit(graph, draws):
    np.testing.assert_array_equal(kept_edges(draws, (0.3, 0.3)), draws.edges >= np.float32(0.3))
    x = graph.features * ((draws.features >= np.float32(0.3)) / (1 - 0.3))
    np.testing.assert_array_equal(masked_features(graph.features, draws, ALIKE.at(0.3).features), x)


def test_a_share_of_nothing_leaves_edges_or_features_alone(graph, draws):
    strengths = Shares(edges=(0.0, 0.0)).at(0.6)
    assert kept_edges(draws, strengths.edges).all()
    assert not masked_features(graph.features, draws, strengths.features).all()
    strengths = Shares(features=(0.0, 0.0)).at(0.6)
    assert not kept_edges(draws, strengths.edges).all()
    assert (masked_features(graph.features, draws, strengths.features) == graph.features).all()


def test_without_augmentation_both_views_are_the_graph(draws):
    graph = karate_club()
    views = propagated_views(graph, draw_pairs(graph, 1, np.random.default_rng(0)), 0.0, 2)
    np.testing.assert_allclose(views[0, 0], propagated_graph(graph, 2), atol=1e-12)
    np.testing.assert_array_equal(views[0, 0], views[0, 1])


def test_dropped_and_masked_are_as_many_as_the_shares_say(graph, draws):
    strengths = Shares((0.5, 1.0), (0.75, 0.25)).at(0.4)
    kept = kept_edges(draws, strengths.edges).mean(axis=(0, 2))
    masked = (masked_features(graph.features, draws, strengths.features) == 0).mean(axis=(0, 2, 3))
    np.testing.assert_allclose(kept, [0.8, 0.6], atol=5 * (draws.edges.size / 2) ** -0.5)
    np.testing.assert_allclose(masked, [0.3, 0.1], atol=5 * (draws.features.size / 2) ** -0.5)


@pytest.mark.parametrize("strength", [0.1, 0.6])
def test_dropping_and_masking_have_their_probability_and_keep_the_mean(graph, draws, strength):
    count = draws.edges.size
    assert kept_edges(draws, strength).mean() == pytest.approx(1 - strength, abs=5 * count**-0.5)
    mean = masked_features(graph.features, draws, strength).mean(axis=(0, 1))
    standard_error = np.abs(graph.features) * np.sqrt(strength / (1 - strength) / (2 * draws.pairs))
    assert (np.abs(mean - graph.features) <= 5.5 * standard_error).all()


def test_what_a_weak_strength_drops_a_strong_one_drops_too(draws):
    weak, strong = kept_edges(draws, 0.2), kept_edges(draws, 0.3)
    assert (strong <= weak).all()
    assert strong.sum() < weak.sum()


def test_draws_are_seeded(graph):
    first, again = (draw_pairs(graph, 2, np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first.edges, again.edges)
    np.testing.assert_array_equal(first.features, again.features)


def test_an_encoder_that_ignores_its_input_says_b(graph):
    phi = angles(propagated_graph(graph, 3), np.zeros((32, 2)))
    np.testing.assert_array_equal(phi, 0)


def test_angles_are_those_of_the_projected_features(graph):
    s, w = propagated_graph(graph, 3), np.random.default_rng(0).normal(size=(32, 2))
    for node, angle in enumerate(angles(s, w)):
        u = np.array([1, 0]) + w.T @ s[node]
        np.testing.assert_allclose([np.cos(angle), np.sin(angle)], u / np.linalg.norm(u), atol=1e-12)


@pytest.mark.parametrize("strength", [-0.1, 1.0, (0.1, 1.0), (-0.1, 0.2)])
def test_a_strength_that_is_no_probability_is_refused(graph, draws, strength):
    with pytest.raises(ValueError, match="probability below 1"):
        kept_edges(draws, strength)
