"""The encoders behind one face: what is common to all, on every encoder."""

import numpy as np
import pytest

from explorer.model.encoders.encoder import encoder_of, normalised, or_collapsed
from explorer.model.loss import nt_xent
from explorer.model.probe import plan_probe, probe_accuracy
from explorer.model.scenario import ENCODERS, Scenario, shipped_scenario

STRENGTHS, TEMPERATURES = np.array([0.0, 0.3]), np.array([0.2, 1.0])


@pytest.fixture(scope="module", params=ENCODERS)
def scenario(request):
    hops = ENCODERS[request.param].layers or 2
    return Scenario("x", shipped_scenario("karate").graph, request.param, hops=hops, pairs=2)


def test_training_gives_weights_of_the_shape_that_is_named_and_lowers_the_loss(scenario):
    encoder = encoder_of(scenario)
    weights, objective = encoder.train(scenario, STRENGTHS, TEMPERATURES, 0, lambda share: None)
    assert weights.shape == (2, 2, *encoder.weights_shape(scenario))
    assert objective.shape == (2, 2)
    chance = np.log(2 * scenario.graph.nodes - 1)
    assert (objective < chance).all()
    z = normalised(encoder.directions(encoder.clean(scenario), weights))
    assert z.shape == (2, 2, scenario.graph.nodes, encoder.dimension)
    assert nt_xent(z[0, 0], z[0, 0], 0.2) < chance


def test_views_without_augmentation_are_the_clean_graph_and_weights_broadcast(scenario):
    encoder, rng = encoder_of(scenario), np.random.default_rng(0)
    weights = rng.normal(size=(2, *encoder.weights_shape(scenario)))
    views = encoder.views(scenario, scenario.draws(0, "fresh"), [0.0, 0.0])
    u = encoder.directions(views, weights[:, None, None])
    assert u.shape == (2, 2, 2, scenario.graph.nodes, encoder.dimension)
    for cell in range(2):
        clean = encoder.directions(encoder.clean(scenario), weights[cell])
        np.testing.assert_allclose(u[cell], np.broadcast_to(clean, u[cell].shape), atol=1e-10)


def test_untrained_weights_have_the_size_of_the_trained(scenario):
    encoder, rng = encoder_of(scenario), np.random.default_rng(0)
    trained = 3 * rng.normal(size=encoder.weights_shape(scenario))
    sizes = [np.linalg.norm(encoder.untrained(scenario, trained, rng)) for _ in range(50)]
    assert np.mean(sizes) == pytest.approx(np.linalg.norm(trained), rel=0.05)


def test_directions_become_unit_vectors_and_none_becomes_the_first_axis():
    np.testing.assert_array_equal(normalised(np.array([[3.0, 4.0], [0, 0]])), [[0.6, 0.8], [1, 0]])
    np.testing.assert_array_equal(normalised(np.zeros(3)), [1, 0, 0])


@pytest.mark.parametrize("dimension", [2, 3])
def test_where_collapse_is_the_minimum_nothing_is_left_to_read(dimension):
    """One step of τ above τ* descent creeps, and what it leaves the probe reads."""
    encoder = {2: "linear", 3: "linear-sphere"}[dimension]
    scenario = Scenario("x", shipped_scenario("communities").graph, encoder)
    face = encoder_of(scenario)
    weights, objective = face.train(scenario, np.array([0.0]), np.array([3.4, 4.0]), 0, lambda share: None)
    chance = np.log(2 * scenario.graph.nodes - 1)
    assert objective == pytest.approx(chance, abs=1e-12)
    assert (weights == 0).all()
    labels = scenario.graph.labels
    plan = plan_probe(labels, scenario.rng(0, "probe"), dimension=dimension)
    accuracy = probe_accuracy(normalised(face.directions(face.clean(scenario), weights)), plan)
    assert np.abs(accuracy.mean(axis=-1) - 1 / 3).max() < 0.03


def test_solutions_below_chance_level_are_left_as_they_are():
    weights, objective = np.arange(1.0, 9).reshape(1, 2, 2, 2), np.array([[4.0, 4.2]])
    found, value = or_collapsed(weights, objective, 4.1)
    np.testing.assert_array_equal(found, [[weights[0, 0], np.zeros((2, 2))]])
    np.testing.assert_array_equal(value, [[4.0, 4.1]])
