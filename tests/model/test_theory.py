"""Collapse temperature: the matrix against its definition, and its promise against the solver."""

import numpy as np
import pytest

from explorer.model import solver
from explorer.model.objective import Objective
from explorer.model.scenario import shipped_scenario
from explorer.model.theory import collapse_temperature, stability_matrix


def views(seed=0, pairs=3, nodes=5, features=4):
    return np.random.default_rng(seed).normal(size=(pairs, 2, nodes, features))


def test_stability_matrix_equals_its_definition():
    s = views()
    expected = np.zeros((4, 4))
    for first, second in s:
        both = np.concatenate([first, second])
        for i in range(10):
            for k in range(10):
                if k != i:
                    expected += np.outer(both[i] - both[k], both[i] - both[k]) / (10 * 9) / len(s)
            j = (i + 5) % 10
            expected -= np.outer(both[i] - both[j], both[i] - both[j]) / 10 / len(s)
    np.testing.assert_allclose(stability_matrix(s), expected, atol=1e-12)


@pytest.mark.parametrize("dimension", [2, 3])
@pytest.mark.parametrize("temperature", [0.5, 3])
def test_is_the_curvature_of_the_objective_at_collapse(temperature, dimension):
    """J(εw) = log(2N−1) + ε²/2 wᵀ(λI − Q/τ)w + O(ε³) in the last column."""
    s = views()
    objective = Objective(s[None], 0.4)
    w = np.random.default_rng(1).normal(size=4)
    h = 1e-3

    def j(step):
        return objective(np.stack([*np.zeros((dimension - 1, 4)), step * w], axis=1)[None], temperature)[0][0]

    curvature = (j(h) - 2 * j(0) + j(-h)) / h**2
    assert curvature == pytest.approx(w @ (0.4 * np.eye(4) - stability_matrix(s) / temperature) @ w, rel=1e-3)


@pytest.mark.parametrize("dimension", [2, 3])
@pytest.mark.parametrize("name", ["communities", "karate"])
def test_embeddings_leave_collapse_within_two_steps_below_the_theory(name, dimension):
    """Cooling from collapse, with the same view pairs, on the circle and on the sphere: Q knows no dimension.

    The search for better minima is left out: on `karate` without augmentation the transition is of first order, so
    minima away from collapse survive above τ*, where collapse is stable but not the lowest minimum. Cooling follows
    the collapsed state until it is no longer stable, which is what τ* is about.
    """
    scenario = shipped_scenario(name)
    strengths, temperatures = np.linspace(0, 0.6, 7), np.geomspace(0.05, 5, 31)[15:]
    s = scenario.views(scenario.draws(0, "train"), strengths)
    start = scenario.rng(0, "start")
    weights, _ = solver.solve(s, temperatures, scenario.weight_decay, start, dimension=dimension, search=False)
    norm = np.linalg.norm(weights, axis=(2, 3))
    for p in range(len(strengths)):
        expected = np.flatnonzero(temperatures < collapse_temperature(s[p], scenario.weight_decay)).max()
        assert 0 <= expected - np.flatnonzero(norm[:, p] > 0.1).max() <= 2


@pytest.mark.parametrize("name", ["communities", "karate"])
def test_rises_with_the_strength(name):
    scenario = shipped_scenario(name)
    s = scenario.views(scenario.draws(0, "theory", 64), [0.0, 0.2, 0.4, 0.6])
    curve = [collapse_temperature(x, 0.4) for x in s]
    assert curve[0] == pytest.approx(1 / 0.4)  # features are scaled so that λmax(Q) = 1 at p = 0
    assert (np.diff(curve) > 0).all()


def test_views_that_only_disagree_never_spread():
    s = views()
    s[:, 1] = -s[:, 0]
    s -= s.mean(axis=2, keepdims=True)
    s *= 0
    assert collapse_temperature(s, 0.4) == 0


@pytest.mark.parametrize("weight_decay", [0, -1, np.nan, np.inf])
def test_without_weight_decay_there_is_no_collapse_temperature(weight_decay):
    with pytest.raises(ValueError, match="weight_decay must be positive"):
        collapse_temperature(views(), weight_decay)


def test_wrong_shapes_are_refused():
    with pytest.raises(ValueError, match=r"\(V, 2, N, F\)"):
        collapse_temperature(np.zeros((3, 5, 4)), 0.4)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e200])
def test_views_without_a_finite_matrix_are_refused(value):
    s = views()
    s[1, 0, 2, 3] = value
    with pytest.raises(ValueError, match="views must be finite"):
        collapse_temperature(s, 0.4)
