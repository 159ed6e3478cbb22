"""The objective, the minimiser and the solver."""

import numpy as np
import pytest
from scipy.optimize import minimize

from explorer.model.loss import nt_xent
from explorer.model.minimise import minimise
from explorer.model.objective import Objective
from explorer.model.scenario import Scenario, shipped_scenario
from explorer.model.solver import apart, solve
from tests.minima import better_minimum

pytestmark = pytest.mark.slow

STRENGTHS = np.array([0.0, 0.1, 0.3])


@pytest.fixture(scope="module")
def objective():
    scenario = shipped_scenario("communities")
    return Objective(scenario.views(scenario.draws(0, "train", 4), STRENGTHS), 0.4)


def weights(scale, seed=0, dimension=2):
    return scale * np.random.default_rng(seed).normal(size=(3, 32, dimension))


@pytest.mark.parametrize("temperature", [0.005, 0.05, 0.5, 5])
@pytest.mark.parametrize("dimension", [2, 3, 5])
def test_value_is_the_mean_loss_of_the_pairs_plus_weight_decay(objective, temperature, dimension):
    w = weights(0.3, dimension=dimension)
    value, _ = objective(w, temperature)
    b = np.eye(dimension)[0]
    for p in range(3):
        losses = [nt_xent(*(b + pair @ w[p]), temperature) for pair in objective.views[p]]
        assert value[p] == pytest.approx(np.mean(losses) + 0.2 * np.sum(w[p] ** 2), abs=1e-10)


@pytest.mark.parametrize("temperature", [0.05, 0.5, 5])
@pytest.mark.parametrize("dimension", [2, 3, 5])
def test_gradient_equals_finite_differences(objective, temperature, dimension):
    w = weights(0.3, dimension=dimension)
    _, gradient = objective(w, temperature)
    rng = np.random.default_rng(1)
    for _ in range(20):
        direction = rng.normal(size=w.shape)
        up, down = objective(w + 1e-6 * direction, temperature)[0], objective(w - 1e-6 * direction, temperature)[0]
        np.testing.assert_allclose(np.sum(gradient * direction, axis=(1, 2)), (up - down) / 2e-6, atol=2e-6)


@pytest.mark.parametrize("temperature", [0.05, 5])
def test_the_sphere_holds_the_circle(objective, temperature):
    """Without a third column of W every direction stays on a great circle, and that is no place to leave by slope."""
    w = weights(0.3)
    value, gradient = objective(w, temperature)
    sphere, sphere_gradient = objective(np.concatenate([w, np.zeros((3, 32, 1))], axis=2), temperature)
    np.testing.assert_allclose(sphere, value, atol=1e-11)
    np.testing.assert_allclose(sphere_gradient[:, :, :2], gradient, atol=1e-10)
    np.testing.assert_allclose(sphere_gradient[:, :, 2], 0, atol=1e-12)


def test_solutions_that_are_turned_about_b_or_mirrored_are_the_same():
    rng = np.random.default_rng(0)
    for dimension in (2, 3, 4):
        w, other = rng.normal(size=(2, 5, 7, dimension))
        turn = np.eye(dimension)
        turn[1:, 1:] = np.linalg.qr(rng.normal(size=(dimension - 1, dimension - 1)))[0]
        np.testing.assert_allclose(apart(w, w @ turn), 0, atol=1e-6)
        np.testing.assert_allclose(apart(w @ turn, other), apart(w, other))
        assert (apart(w, other) <= np.linalg.norm(w - other, axis=(1, 2)) + 1e-9).all()
    shifted = w.copy()
    shifted[:, 0, 0] += 0.3  # along b nothing turns it back
    np.testing.assert_allclose(apart(w, shifted), 0.3)


@pytest.mark.parametrize("weight_decay", [-0.1, np.nan, np.inf])
def test_weight_decay_that_would_reward_or_forbid_every_weight_is_refused(objective, weight_decay):
    with pytest.raises(ValueError, match=f"weight_decay must be a number from 0 on; got {weight_decay}"):
        Objective(objective.views, weight_decay)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"temperatures": [1.0, 0.5]}, "temperatures must be finite numbers in ascending order"),
        ({"temperatures": [0.5, 0.5]}, "temperatures must be finite numbers in ascending order"),
        ({"temperatures": 0.5}, "temperatures must be finite numbers in ascending order"),
        ({"temperatures": []}, "temperatures must be finite numbers in ascending order"),
        ({"temperatures": ["warm"]}, "temperatures must be finite numbers in ascending order.*got .'warm'"),
        ({"temperatures": [0.0, 1.0]}, "temperatures must be positive; got 0"),
        ({"weight_decay": -1}, "weight_decay must be a number from 0 on; got -1"),
        ({"dimension": 1}, "dimension must be a whole number from 2 on, 2 for the circle; got 1"),
        ({"dimension": 2.5}, "dimension must be a whole number from 2 on, 2 for the circle; got 2.5"),
        ({"dimension": True}, "dimension must be a whole number from 2 on, 2 for the circle; got True"),
        ({"views": np.zeros((1, 2, 5, 3))}, r"views must be .* shape \(P, B, 2, n, F\) .*got shape \(1, 2, 5, 3\)"),
        ({"views": np.zeros((1, 1, 3, 5, 3))}, r"views must be .*; got shape \(1, 1, 3, 5, 3\)"),
        ({"views": np.full((1, 1, 2, 5, 3), np.nan)}, "views must be finite"),
    ],
)
def test_what_cannot_be_solved_is_refused_before_any_work(asked, sentence):
    sensible = {"views": np.ones((1, 1, 2, 5, 3)), "temperatures": [0.5, 1.0], "weight_decay": 0.4}
    with pytest.raises(ValueError, match=sentence):
        solve(**(sensible | asked), rng=None)


def test_minimum_is_as_low_as_scipys(objective):
    start = weights(0.1)
    _, value, _ = minimise(objective, start, 0.5, 200)
    for p in range(3):
        alone = objective.only([p])

        def j(w, alone=alone):
            value, gradient = alone(w.reshape(1, 32, 2), 0.5)
            return value[0], gradient.ravel()

        peer = minimize(j, start[p].ravel(), jac=True, method="BFGS")
        assert value[p] <= peer.fun + 1e-3


def test_problems_do_not_influence_each_other(objective):
    start = weights(0.1)
    together, value, _ = minimise(objective, start, 0.5, 25)
    for p in range(3):
        alone, alone_value, _ = minimise(objective.only([p]), start[[p]], 0.5, 25)
        np.testing.assert_allclose(alone[0], together[p], atol=1e-6)
        assert alone_value[0] == pytest.approx(value[p], abs=1e-8)


def test_a_solution_is_found_again_from_itself(objective):
    w, value, h = minimise(objective, weights(0.1), 0.5, 100)
    again, again_value, _ = minimise(objective, w, 0.5, 100, h)
    assert (again_value <= value).all()
    np.testing.assert_allclose(again, w, atol=1e-2)


@pytest.mark.parametrize("dimension", [2, 3])
@pytest.mark.parametrize("name", ["communities", "karate"])
def test_cells_start_no_worse_than_collapse_and_improve_as_they_cool(name, dimension):
    scenario = shipped_scenario(name)
    temperatures = np.geomspace(0.05, 5, 7)
    views = scenario.views(scenario.draws(0, "train", 4), STRENGTHS)
    shares: list[float] = []
    weights, value = solve(views, temperatures, 0.4, np.random.default_rng(0), shares.append, dimension=dimension)
    assert weights.shape == (7, 3, views.shape[-1], dimension)
    chance = np.log(2 * scenario.graph.nodes - 1)
    assert (value <= chance + 1e-6).all()
    assert (np.diff(value[:, 0]) > -1e-6).all()  # without augmentation a lower τ can only help
    assert shares == sorted(shares)


def test_searching_for_better_minima_never_raises_a_cell() -> None:
    scenario = shipped_scenario("karate")
    views = scenario.views(scenario.draws(3, "train", 2), np.linspace(0, 0.6, 7))
    temperatures = np.geomspace(0.05, 5, 7)
    _, searched = solve(views, temperatures, 0.4, np.random.default_rng(0))
    _, annealed = solve(views, temperatures, 0.4, np.random.default_rng(0), search=False)
    assert (searched <= annealed).all()
    assert (searched < annealed - 1e-4).any()


@pytest.mark.parametrize(("name", "dimension"), [("karate", 2), ("communities", 2), ("communities", 3)])
def test_a_light_search_ends_near_a_thorough_one_and_says_what_its_weights_are_worth(name: str, dimension: int) -> None:
    scenario = shipped_scenario(name)
    views = scenario.views(scenario.draws(3, "train", 4), np.linspace(0, 0.6, 7))
    temperatures = np.geomspace(0.05, 5, 7)
    how = {"views": views, "temperatures": temperatures, "weight_decay": 0.4, "dimension": dimension}
    _, thorough = solve(**how, rng=np.random.default_rng(0))
    weights, light = solve(**how, rng=np.random.default_rng(0), thorough=False)
    _, cooled = solve(**how, rng=np.random.default_rng(0), thorough=False, search=False)
    exact = Objective(views, 0.4)
    np.testing.assert_array_equal(light, [exact(w, t)[0] for w, t in zip(weights, temperatures, strict=True)])
    assert (light - thorough).mean() < (cooled - thorough).mean() / 2


def test_single_precision_moves_the_objective_and_its_gradient_by_rounding_only(objective: Objective) -> None:
    single, w = objective.in_single_precision(), weights(0.3)
    assert single.views.nbytes == objective.views.nbytes / 2
    for temperature in (0.05, 5):
        for found, expected in zip(single(w, temperature), objective(w, temperature), strict=True):
            assert found.dtype == float
            np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "hottest", "strongest", "dimension"),
    [("karate", 1.0, 0.3, 2), ("communities", 1.6, 0.4, 2), ("communities", 1.6, 0.4, 3)],
)
def test_random_starts_of_another_minimiser_find_no_better_minimum(name, hottest, strongest, dimension):
    """A sample, about as dense as a shipped grid; tests/benchmarks/minima.py does it on every shipped surface."""
    scenario = shipped_scenario(name)
    temperatures, strengths = np.geomspace(hottest / 10, hottest, 7), np.linspace(strongest - 0.2, strongest, 7)
    views = scenario.views(scenario.draws(0, "train"), strengths)
    weights, _ = solve(views, temperatures, scenario.weight_decay, np.random.default_rng(0), dimension=dimension)
    rng, missed = np.random.default_rng(20_000), 0
    for _ in range(12):
        t, p = rng.integers(7, size=2)
        missed += better_minimum(views[p], weights[t, p], temperatures[t], scenario.weight_decay, rng) > 2e-3
    assert missed <= 1


def test_progress_can_cancel():
    scenario = shipped_scenario("karate")
    views = scenario.views(scenario.draws(0, "train", 1), [0.1])

    def cancel(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve(views, np.array([1.0, 2.0]), 0.4, np.random.default_rng(0), cancel)


def test_batches_cover_each_view_pair_once_and_keep_pairs_together():
    graph = shipped_scenario("communities").graph
    scenario = Scenario("x", graph, batch_size=16)
    views = scenario.views(scenario.draws(0, "train", 2), [0.0, 0.3])
    batches = scenario.batched(views, 0)
    assert batches.shape == (2, 6, 2, 16, 32)
    for strength, pair in np.ndindex(2, 2):
        mine = batches[strength, 3 * pair : 3 * pair + 3]
        for view in range(2):
            assert sorted(map(tuple, mine[:, view].reshape(48, 32))) == sorted(map(tuple, views[strength, pair, view]))
    np.testing.assert_array_equal(batches[0, :, 0], batches[0, :, 1])  # at p = 0 the two views are one
