"""The GCN against loops over nodes, finite differences and a training that is written out."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.model.augmentation import Draws, Shares, draw_pairs, kept_edges, masked_features
from explorer.model.encoders import gcn
from explorer.model.graph import Graph, karate_club, planted_communities
from explorer.model.loss import nt_xent
from explorer.model.scenario import Scenario

STRENGTHS = np.array([0.0, 0.3, 0.6])


@pytest.fixture(scope="module")
def graph():
    return planted_communities(classes=2, nodes=14, degree_inside=4, degree_outside=1, features=5)


@pytest.fixture(scope="module")
def scenario(graph):
    return Scenario("small", graph, hops=2, weight_decay=5e-4, pairs=3)


def random_weights(graph, cells, seed=0):
    """Weights with biases that matter."""
    count = gcn.parameter_count(graph.features.shape[1])
    return 0.5 * np.random.default_rng(seed).standard_normal((*cells, count))


def all_nodes(graph, pairs):
    return np.tile(np.arange(graph.nodes), (pairs, 1, 1))


def by_loops(edges, features, weights):
    """u of every node, from neighbour lists and sums over scalars."""
    nodes, inputs = features.shape
    w1, c1, w2, c2 = np.split(weights, np.cumsum([inputs * gcn.HIDDEN, gcn.HIDDEN, gcn.HIDDEN * 2]))
    w1, w2 = w1.reshape(inputs, gcn.HIDDEN), w2.reshape(gcn.HIDDEN, 2)
    neighbours = {i: [i] for i in range(nodes)}
    for i, k in edges:
        neighbours[i].append(k)
        neighbours[k].append(i)

    def convolved(values, i):
        return sum(values[k] / np.sqrt(len(neighbours[i]) * len(neighbours[k])) for k in neighbours[i])

    hidden = [[max(0.0, v) for v in convolved(features, i) @ w1 + c1] for i in range(nodes)]
    mixed = [sum(h * row for h, row in zip(hidden[i], w2, strict=True)) for i in range(nodes)]
    return np.array([convolved(mixed, i) + c2 for i in range(nodes)])


def views_by_loops(graph, draws, strength, weights):
    """u of both views of every pair, shape (V, 2, N, 2)."""
    kept = kept_edges(draws, strength)
    features = masked_features(graph.features, draws, strength) / graph.features.std()
    return np.array(
        [
            [by_loops(graph.edges[kept[v, side]], features[v, side], weights) for side in (0, 1)]
            for v in range(draws.pairs)
        ]
    )


def test_every_view_is_encoded_over_its_own_graph(graph):
    draws, weights = draw_pairs(graph, 2, np.random.default_rng(1)), random_weights(graph, (3,))
    u = gcn.directions(gcn.graph_views(graph, draws, STRENGTHS), weights[:, None, None])
    expected = [views_by_loops(graph, draws, p, w) for p, w in zip(STRENGTHS, weights, strict=True)]
    np.testing.assert_allclose(u, expected, atol=1e-12)


def test_every_view_is_encoded_at_its_own_strengths(graph):
    draws, weights = draw_pairs(graph, 2, np.random.default_rng(11)), random_weights(graph, (1,))
    u = gcn.directions(gcn.graph_views(graph, draws, [0.4], Shares((0.5, 1.0), (0.75, 0.0))), weights[:, None, None])
    for pair, view in np.ndindex(2, 2):
        kept = kept_edges(draws, (0.2, 0.4))[pair, view]
        features = masked_features(graph.features, draws, (0.3, 0.0))[pair, view] / graph.features.std()
        np.testing.assert_allclose(u[0, pair, view], by_loops(graph.edges[kept], features, weights[0]), atol=1e-12)


def test_the_whole_graph_is_encoded_by_every_cell(graph):
    weights = random_weights(graph, (2, 3))
    u = gcn.directions(gcn.whole_graph(graph), weights)
    for cell in np.ndindex(2, 3):
        expected = by_loops(graph.edges, graph.features / graph.features.std(), weights[cell])
        np.testing.assert_allclose(u[cell], expected, atol=1e-12)


def test_cells_of_every_temperature_are_encoded_side_by_side(graph):
    views = gcn.graph_views(graph, draw_pairs(graph, 2, np.random.default_rng(2)), STRENGTHS)
    weights = random_weights(graph, (4, 3))[:, :, None, None]
    rows = [gcn.directions(views, row) for row in weights]
    np.testing.assert_allclose(gcn.directions(views, weights), rows, atol=1e-12)


@pytest.mark.parametrize("temperature", [0.05, 0.5, 5.0])
def test_the_loss_is_nt_xent_of_the_embeddings(graph, temperature):
    draws, weights = draw_pairs(graph, 2, np.random.default_rng(3)), random_weights(graph, (3,))
    loss, _ = gcn.loss_and_gradient(gcn.graph_views(graph, draws, STRENGTHS), weights, temperature, all_nodes(graph, 2))
    for p, w, value in zip(STRENGTHS, weights, loss, strict=True):
        pairs = views_by_loops(graph, draws, p, w)
        assert value == pytest.approx(np.mean([nt_xent(*pair, temperature) for pair in pairs]), rel=1e-9)


def test_the_loss_of_batches_is_the_mean_of_theirs(graph):
    draws, weights = draw_pairs(graph, 2, np.random.default_rng(4)), random_weights(graph, (1,))
    batches = np.array([[[0, 5, 2, 9], [1, 7, 8, 3]], [[13, 12, 11, 10], [6, 5, 4, 3]]])
    loss, _ = gcn.loss_and_gradient(gcn.graph_views(graph, draws, [0.3]), weights, 0.5, batches)
    pairs = views_by_loops(graph, draws, 0.3, weights[0])
    each = [
        nt_xent(pair[0][nodes], pair[1][nodes], 0.5) for pair, own in zip(pairs, batches, strict=True) for nodes in own
    ]
    assert loss[0] == pytest.approx(np.mean(each), rel=1e-9)


@pytest.mark.parametrize("temperature", [0.05, 0.5, 5.0])
@pytest.mark.parametrize("in_batches", [False, True])
def test_the_gradient_is_the_derivative_of_the_loss(graph, temperature, in_batches):
    views = gcn.graph_views(graph, draw_pairs(graph, 2, np.random.default_rng(5)), STRENGTHS)
    batches = all_nodes(graph, 2)[:, :, :12].reshape(2, 3, 4) if in_batches else all_nodes(graph, 2)
    weights = random_weights(graph, (3,))

    def loss(w):
        return gcn.loss_and_gradient(views, w, temperature, batches)[0]

    _, gradient = gcn.loss_and_gradient(views, weights, temperature, batches)
    step, by_differences = 1e-6, np.empty_like(gradient)
    for entry in range(weights.shape[1]):
        shift = step * np.eye(weights.shape[1])[entry]
        by_differences[:, entry] = (loss(weights + shift) - loss(weights - shift)) / (2 * step)
    np.testing.assert_allclose(gradient, by_differences, atol=2e-6 * np.abs(gradient).max())
    assert np.abs(gradient).max(axis=1).min() > 1e-3  # of every strength


def test_the_order_of_the_nodes_does_not_matter(graph):
    draws, weights = draw_pairs(graph, 1, np.random.default_rng(6)), random_weights(graph, (3,))
    order = np.random.default_rng(7).permutation(graph.nodes)
    place = np.argsort(order)
    permuted = replace(graph, features=graph.features[order], edges=place[graph.edges])
    views = gcn.graph_views(graph, draws, STRENGTHS)
    permuted_views = gcn.graph_views(permuted, Draws(draws.edges, draws.features[:, :, order]), STRENGTHS)
    u, permuted_u = (gcn.directions(v, weights[:, None, None]) for v in (views, permuted_views))
    np.testing.assert_allclose(permuted_u, u[..., order, :], atol=1e-12)
    for here, there in zip(
        gcn.loss_and_gradient(views, weights, 0.3, all_nodes(graph, 1)),
        gcn.loss_and_gradient(permuted_views, weights, 0.3, all_nodes(graph, 1)),
        strict=True,
    ):
        np.testing.assert_allclose(here, there, atol=1e-10)


def test_the_scale_of_the_features_does_not_matter(graph):
    larger = replace(graph, features=1e3 * graph.features)
    weights = random_weights(graph, ())
    u, same = (gcn.directions(gcn.whole_graph(g), weights) for g in (graph, larger))
    np.testing.assert_allclose(u, same, rtol=1e-9)


def test_weights_without_an_output_are_collapsed_and_do_not_move(graph):
    views = gcn.graph_views(graph, draw_pairs(graph, 1, np.random.default_rng(8)), STRENGTHS)
    weights = np.zeros((3, gcn.parameter_count(5)))
    loss, gradient = gcn.loss_and_gradient(views, weights, 0.5, all_nodes(graph, 1))
    np.testing.assert_allclose(loss, np.log(2 * graph.nodes - 1))
    np.testing.assert_array_equal(gradient, 0)


def without_edges(features):
    nodes = len(features)
    names = [str(i) for i in range(nodes)]
    return Graph("lone", features, np.zeros((0, 2), int), np.zeros(nodes, int), ["a"], names, np.zeros((nodes, 2)))


def test_a_graph_without_edges_leaves_every_node_to_itself():
    lone = without_edges(np.random.default_rng(9).standard_normal((6, 3)))
    weights = random_weights(lone, (1,))
    pair = draw_pairs(lone, 1, np.random.default_rng(0))
    u = gcn.directions(gcn.graph_views(lone, pair, [0.0]), weights[:, None, None])
    np.testing.assert_allclose(u[0, 0, 0], by_loops([], lone.features / lone.features.std(), weights[0]), atol=1e-12)


def test_a_node_without_a_direction_lies_at_angle_zero_and_turns_nothing():
    lone = without_edges([[-1.0, -2.0], [1.0, 0.5], [0.3, 2.0]])  # the first makes no hidden unit fire
    weights = np.zeros((1, gcn.parameter_count(2)))
    weights[0, [0, gcn.HIDDEN + 1]] = 1.0  # one hidden unit a feature
    weights[0, 3 * gcn.HIDDEN : 3 * gcn.HIDDEN + 4] = [-1.0, 0.5, 0.2, -1.0]
    views = gcn.graph_views(lone, draw_pairs(lone, 1, np.random.default_rng(0)), [0.0])
    loss, gradient = gcn.loss_and_gradient(views, weights, 0.5, all_nodes(lone, 1))
    z = np.array([[1.0, 0.0], *by_loops([], lone.features, weights[0])[1:]])
    assert loss[0] == pytest.approx(nt_xent(z, z, 0.5), rel=1e-9)
    assert np.isfinite(gradient).all()
    assert np.abs(gradient).max() < 1


def test_features_that_are_all_the_same_number_are_refused(graph):
    with pytest.raises(ValueError, match="features that differ"):
        gcn.whole_graph(replace(graph, features=np.zeros((14, 5))))


def test_the_start_has_the_variance_of_glorot_and_no_bias():
    inputs = 200
    weights = gcn.glorot(inputs, np.random.default_rng(0))
    cut = (inputs + 1) * gcn.HIDDEN
    first, c1 = weights[: cut - gcn.HIDDEN], weights[cut - gcn.HIDDEN : cut]
    second, c2 = weights[cut:-2], weights[-2:]
    assert not c1.any()
    assert not c2.any()
    for layer, width in ((first, inputs + gcn.HIDDEN), (second, gcn.HIDDEN + 2)):
        assert layer.var() == pytest.approx(2 / width, rel=4 / np.sqrt(layer.size))
        assert np.abs(layer).max() <= np.sqrt(6 / width)


# Training -------------------------------------------------------------------------------------------------------


def trained_by_hand(scenario, strength, temperature, seed, steps):
    """One cell, one step after the other: a fresh pair, its batches, decay, and Adam with its numbers written out."""
    graph = scenario.graph
    theta = gcn.glorot(graph.features.shape[1], scenario.rng(seed, "start"))
    views_rng, batches_rng = scenario.rng(seed, "train"), scenario.rng(seed, "batches")
    m, v = np.zeros((2, *theta.shape))
    n = scenario.nodes_in_batch
    for t in range(1, steps + 1):
        views = gcn.graph_views(graph, draw_pairs(graph, 1, views_rng), [strength])
        batches = batches_rng.permutation(graph.nodes)[: graph.nodes // n * n].reshape(1, -1, n)
        g = gcn.loss_and_gradient(views, theta[None], temperature, batches)[1][0] + scenario.weight_decay * theta
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        theta = theta - 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return theta


@pytest.mark.parametrize("changes", [{}, {"weight_decay": 0.3}, {"weight_decay": 0.0}, {"batch_size": 4}])
def test_every_cell_is_trained_as_if_alone(scenario, changes):
    changed = replace(scenario, **changes)
    weights, _ = gcn.train(changed, STRENGTHS, [0.1, 1.0], seed=3, steps=12)
    for (t, tau), (p, strength) in [((1, 1.0), (0, 0.0)), ((0, 0.1), (2, 0.6))]:
        expected = trained_by_hand(changed, strength, tau, 3, 12)
        np.testing.assert_allclose(weights[t, p], expected, atol=1e-8)


def test_large_graphs_are_trained_some_strengths_at_a_time(scenario, monkeypatch):
    together = gcn.train(scenario, STRENGTHS, [0.3, 1.0], seed=0, steps=5)
    monkeypatch.setattr(gcn, "BLOCK", 1)
    for all_at_once, in_blocks in zip(
        together, gcn.train(scenario, STRENGTHS, [0.3, 1.0], seed=0, steps=5), strict=True
    ):
        np.testing.assert_allclose(in_blocks, all_at_once, atol=1e-10)


def test_the_objective_is_the_loss_on_further_views_with_the_decay(scenario):
    steps = 4
    weights, objective = gcn.train(scenario, STRENGTHS, [0.3], seed=1, steps=steps)
    rng = scenario.rng(1, "train")
    further = [draw_pairs(scenario.graph, 1, rng) for _ in range(steps + scenario.pairs)][steps:]
    for p, w, value in zip(STRENGTHS, weights[0], objective[0], strict=True):
        pairs = [views_by_loops(scenario.graph, draws, p, w)[0] for draws in further]
        loss = np.mean([nt_xent(*pair, 0.3) for pair in pairs])
        assert value == pytest.approx(loss + scenario.weight_decay / 2 * np.sum(w**2), rel=1e-9)


def test_training_lowers_the_loss_on_views_it_has_not_seen():
    club = Scenario("karate", karate_club(), hops=2, weight_decay=5e-4, pairs=8)
    strengths, temperatures = [0.0, 0.2, 0.5], [0.1, 0.5, 2.0]
    losses = []
    for steps in (0, 25, 100):
        weights, objective = gcn.train(club, strengths, temperatures, seed=0, steps=steps)
        losses.append(objective - club.weight_decay / 2 * np.sum(weights**2, axis=2))
    assert (losses[1] < losses[0]).all()
    assert (losses[2] < losses[1]).all()


def test_one_seed_gives_one_result_and_another_seed_another(scenario):
    first, again, other = (gcn.train(scenario, STRENGTHS, [0.3], seed, steps=3) for seed in (0, 0, 1))
    for a, b in zip(first, again, strict=True):
        np.testing.assert_array_equal(a, b)
    assert np.abs(first[0] - other[0]).max() > 0.1


def test_more_weight_decay_leaves_smaller_weights(scenario):
    norms = [
        np.linalg.norm(gcn.train(replace(scenario, weight_decay=decay), STRENGTHS, [0.3], 0, steps=60)[0], axis=2)
        for decay in (0.0, 0.1, 1.0)
    ]
    assert (norms[1] < norms[0]).all()
    assert (norms[2] < norms[1]).all()


def test_no_two_views_share_their_randomness(scenario, monkeypatch):
    seen = []

    def recorded(graph, pairs, rng):
        seen.append(draw_pairs(graph, pairs, rng))
        return seen[-1]

    monkeypatch.setattr(gcn, "draw_pairs", recorded)
    gcn.train(scenario, STRENGTHS, [0.3, 1.0], seed=0, steps=5)
    assert [draws.pairs for draws in seen] == [1] * (5 + scenario.pairs)
    seen.append(scenario.draws(0, "fresh"))
    seen.append(scenario.draws(1, "train"))
    for part in ("edges", "features"):
        views = np.concatenate([getattr(draws, part).reshape(2 * draws.pairs, -1) for draws in seen])
        assert len(np.unique(views, axis=0)) == len(views)
        assert np.abs(np.corrcoef(views) - np.eye(len(views))).max() < 0.8


def test_weights_survive_storage_as_float32(scenario):
    weights, _ = gcn.train(scenario, STRENGTHS, [0.1, 1.0], seed=0, steps=50)
    assert weights.shape == (2, 3, gcn.parameter_count(5))
    whole = gcn.whole_graph(scenario.graph)
    u, stored = (gcn.directions(whole, w) for w in (weights, weights.astype(np.float32)))
    np.testing.assert_allclose(stored, u, atol=1e-5 * np.abs(u).max())


def test_progress_counts_up_to_one_and_may_cancel(scenario):
    shares: list[float] = []
    gcn.train(scenario, STRENGTHS, [0.3], 0, shares.append, steps=4)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0

    def cancel(share):
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gcn.train(scenario, STRENGTHS, [0.3], 0, cancel, steps=4)
