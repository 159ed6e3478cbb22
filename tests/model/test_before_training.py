"""What is said of a scenario before it is trained."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.model.before_training import push, smoothing
from explorer.model.build import theory_curve
from explorer.model.graph import karate_club, planted_communities
from explorer.model.scenario import Scenario


@pytest.mark.parametrize("graph", [karate_club(), planted_communities()], ids=["karate", "communities"])
def test_smoothing_is_what_a_naive_loop_measures(graph):
    operator = np.eye(graph.nodes)
    for a, b in graph.edges:
        operator[a, b] = operator[b, a] = 1
    degree = operator.sum(axis=1)
    operator /= np.sqrt(np.outer(degree, degree))
    first = None
    for k, found in enumerate(smoothing(graph, 6)):
        x = np.linalg.matrix_power(operator, k) @ graph.features
        pairs = [(i, j) for i in range(graph.nodes) for j in range(graph.nodes)]
        distance = sum(np.sum((x[i] - x[j]) ** 2) for i, j in pairs)
        first = first or distance
        assert found.spread == pytest.approx(distance / first)
        within = sum(np.sum((x[i] - x[graph.labels == graph.labels[i]].mean(axis=0)) ** 2) for i in range(graph.nodes))
        total = distance / (2 * graph.nodes)
        assert found.between_classes == pytest.approx(1 - within / total)
        singular = np.linalg.svd(x - x.mean(axis=0), compute_uv=False)
        assert found.along_one == pytest.approx(singular[0] ** 2 / np.sum(singular**2))


def test_many_propagations_leave_a_line():
    # A connected graph's nodes end on multiples of one vector, by the root of their degree.
    *_, last = smoothing(karate_club(), 60)
    assert last.spread < 0.05
    assert last.along_one > 0.999


@pytest.mark.parametrize("batch", [None, 16])
def test_the_push_over_weight_decay_is_the_temperature_of_collapse(batch):
    scenario = Scenario("mine", karate_club(), hops=2, pairs=2, weight_decay=0.4, batch_size=batch)
    strengths = np.array([0.0, 0.3, 0.6])
    np.testing.assert_allclose(push(scenario, strengths) / 0.4, theory_curve(scenario, strengths, 0))
    np.testing.assert_allclose(push(replace(scenario, weight_decay=0.0), strengths), push(scenario, strengths))
