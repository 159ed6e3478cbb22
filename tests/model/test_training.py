"""Training from scratch follows the surface's own objective."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from explorer.model.encoders import gcn
from explorer.model.encoders.encoder import encoder_of
from explorer.model.loss import alignment, nt_xent, uniformity
from explorer.model.scenario import SHIPPED, shipped_scenario
from explorer.model.surface_file import load_shipped
from explorer.model.training import settled_after, train_from_scratch, trained_loss


def train(surface, strength, temperature, **options):
    point = surface.nearest(strength, temperature)
    return point, list(train_from_scratch(surface.scenario, point, int(surface.seeds[0]), **options))


def test_it_reaches_the_cell_where_there_is_one_minimum(surface):
    point, steps = train(surface, 0.2, 0.5)
    cell = surface.by_seed["objective"][0][surface.cell(point)]
    assert steps[-1].objective == pytest.approx(cell, abs=1e-3)


def test_the_objective_never_rises_and_starts_at_chance_level(surface):
    _, steps = train(surface, 0.1, 0.2, steps=60)
    objective = np.array([step.objective for step in steps])
    assert (np.diff(objective) <= 0).all()
    assert steps[0].loss == pytest.approx(surface.chance_level, abs=1e-2)
    assert steps[0].effective_directions == pytest.approx(1, abs=1e-2)


def test_every_step_keeps_the_identities(surface):
    point, steps = train(surface, 0.2, 0.3, steps=30)
    for step in steps:
        assert step.alignment_term + step.uniformity_term == pytest.approx(step.loss)
        assert step.alignment_term == pytest.approx((step.alignment / 2 - 1) / point.temperature)
        decay = surface.scenario.weight_decay / 2 * np.sum(step.weights**2)
        assert step.objective == pytest.approx(step.loss + decay)


def test_above_the_collapse_temperature_it_never_escapes(surface):
    _, steps = train(surface, 0.0, 5.0)
    assert steps[-1].effective_directions == pytest.approx(1, abs=1e-4)
    assert np.linalg.norm(steps[-1].weights) < np.linalg.norm(steps[0].weights)


def test_below_it_escapes_and_slower_nearer_to_it(surface):
    half = []
    for temperature in (0.5, 1.5):
        _, steps = train(surface, 0.3, temperature)
        objective = np.array([step.objective for step in steps])
        assert steps[-1].effective_directions > 1.2
        half.append(np.flatnonzero(objective < (objective[0] + objective[-1]) / 2)[0])
    assert half[0] < half[1]


def test_the_same_seed_gives_the_same_run_and_another_start_another(surface):
    first, again, other = (train(surface, 0.2, 0.3, steps=5, start=start)[1] for start in (0, 0, 1))
    np.testing.assert_array_equal(first[-1].weights, again[-1].weights)
    assert np.abs(first[0].weights - other[0].weights).max() > 0


def test_the_loss_on_fresh_views_is_the_surface_s(surface):
    point = surface.nearest(0.2, 0.5)
    cell = surface.cell(point)
    loss = trained_loss(surface.scenario, point, int(surface.seeds[0]), surface.weights[0][cell].astype(float))
    assert loss == pytest.approx(surface.by_seed["loss"][0][cell], abs=1e-4)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_encoder_s_loss_on_fresh_views_is_its_surface_s(name):
    surface = load_shipped(name)
    point = surface.nearest(0.3, 0.5)
    loss = trained_loss(surface.scenario, point, int(surface.seeds[0]), surface.weights[0][point.cell].astype(float))
    assert loss == pytest.approx(surface.by_seed["loss"][0][point.cell], abs=1e-3)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_encoder_keeps_the_identities_and_learns(name):
    surface = load_shipped(name)
    point, steps = train(surface, 0.3, 0.5, steps=120)
    shape = encoder_of(surface.scenario).weights_shape(surface.scenario)
    for step in steps[::20]:
        assert step.weights.shape == shape
        assert step.alignment_term == pytest.approx((step.alignment / 2 - 1) / point.temperature)
        decay = surface.scenario.weight_decay / 2 * np.sum(step.weights**2)
        assert step.objective == pytest.approx(step.loss + decay)
    start, end = (trained_loss(surface.scenario, point, 0, step.weights) for step in (steps[0], steps[-1]))
    assert end < start - 0.1


def test_a_step_on_the_sphere_is_read_off_by_the_plain_formulas():
    surface = load_shipped("communities-sphere")
    scenario, point = surface.scenario, surface.nearest(0.3, 0.5)
    step = list(train_from_scratch(scenario, point, 0, steps=40))[-1]
    u = scenario.views(scenario.draws(0, "train"), [point.strength])[0] @ step.weights + np.eye(3)[0]
    pairs = u / np.linalg.norm(u, axis=-1, keepdims=True)  # (V, 2, N, 3)
    assert step.loss == pytest.approx(np.mean([nt_xent(*z, point.temperature) for z in pairs]))
    assert step.alignment == pytest.approx(np.mean([alignment(*z) for z in pairs]))
    spread = np.mean([uniformity(view) for z in pairs for view in z])
    assert step.effective_directions == pytest.approx(np.exp(-spread))


@pytest.mark.parametrize("change", [{}, {"batch_size": 16}, {"shares": ((0.5, 1), (0.75, 1))}])
def test_the_gcn_s_first_start_is_the_run_that_makes_its_cell(change):
    scenario = replace(shipped_scenario("communities-gcn"), **change)
    point = load_shipped("communities-gcn").nearest(0.3, 0.5)
    weights, _ = gcn.train(scenario, [point.strength], [point.temperature], 1, steps=25)
    steps = list(train_from_scratch(scenario, point, 1, steps=25))
    np.testing.assert_allclose(steps[-1].weights, weights[0, 0], atol=1e-12)
    other = list(train_from_scratch(scenario, point, 1, steps=0, start=1))
    assert np.abs(other[0].weights - steps[0].weights).max() > 0.01


def test_it_can_be_stopped_after_any_step(surface):
    steps: Any = train_from_scratch(surface.scenario, surface.nearest(0.2, 0.5), 0)
    assert next(steps).number == 0
    assert next(steps).number == 1
    steps.close()


def test_settled_after_finds_where_the_fall_ends():
    assert settled_after([5, 4, 3, 2.0001, 2, 2]) == 3
    assert settled_after([1, 1, 1]) == 0
