"""How long a seed will take, from a short timing of its own work on this machine."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from explorer.model.augmentation import draw_pairs
from explorer.model.encoders import gcn
from explorer.model.encoders.encoder import encoder_of
from explorer.model.measure import measure
from explorer.model.minimise import minimise
from explorer.model.objective import Objective
from explorer.model.probe import plan_probe
from explorer.model.scenario import Scenario
from explorer.model.solver import searched_lightly, start_spacing

__all__ = ["evaluations", "seconds_for_seed"]

# Evaluations of J that the search was counted to make for a cell, from and to, on graphs of 34 to 2,708 nodes: to cool
# it, polish it and try its neighbours' solutions, and from random starts if it is a cell that makes them.
_COOLING = 45, 400
_STARTING = 250, 900
# Of a light search, where every cell starts once.
_LIGHT = 30, 160

_TIMED_STRENGTHS, _TIMED_TEMPERATURES, _TIMED_EVALUATIONS = 3, 3, 4
_LONG_ENOUGH = 0.05  # seconds, so that one interruption does not count for many
_SPLITS = 100
# A seed makes the views of training, as many fresh ones, and four times as many for τ*(p).
_SETS_OF_VIEWS = 6


def seconds_for_seed(
    scenario: Scenario,
    strengths: np.ndarray,
    temperatures: np.ndarray,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[float, float]:
    """Seconds that :func:`~explorer.model.build.run_seed` will take, from and to, if this machine stays as busy.

    A few cells are worked on for a moment: their views are made, J is minimised for some steps, or the GCN's gradient
    taken once, and what they embed is measured. The rest is counting.

    Parameters
    ----------
    scenario : Scenario
    strengths, temperatures : ndarray
        Axes of the grid.
    clock : callable
        Seconds that only go up.

    Returns
    -------
    least, most : float
        The search for better minima makes their difference; Adam's steps are as many in every cell.

    Raises
    ------
    ValueError
        If the probe cannot use the graph's labels.
    """
    few, some = _evenly(strengths, _TIMED_STRENGTHS), _evenly(temperatures, _TIMED_TEMPERATURES)
    cells, timed = len(strengths) * len(temperatures), len(few) * len(some)
    train = _time_search if scenario.encoder_entry.solved else _time_gcn
    by_strength, by_cell = train(scenario, few, some, clock)
    measured = _time_measuring(scenario, few, some, clock) * cells / timed
    views = by_strength * len(strengths) / len(few)
    least, most = (views + count * by_cell * cells / timed for count in evaluations(scenario, cells))
    return least + measured, most + measured


def evaluations(scenario: Scenario, cells: int) -> tuple[float, float]:
    """How often a cell of a grid of so many is evaluated while it is trained, on the average: from and to."""
    graph = scenario.graph
    if not scenario.encoder_entry.solved:
        return (gcn.STEPS + scenario.pairs,) * 2
    numbers = scenario.pairs * 2 * graph.features.size
    if searched_lightly(numbers):
        return _LIGHT
    share = start_spacing(cells) ** -2
    return _COOLING[0] + share * _STARTING[0], _COOLING[1] + share * _STARTING[1]


def _time_search(scenario, strengths, temperatures, clock):
    """Seconds for all views of these strengths, and for one evaluation in each of these cells."""
    draws = scenario.draws(scenario.seed, "train")
    views, made = _timed(lambda: scenario.batched(scenario.views(draws, strengths), scenario.seed), clock)
    objective = Objective(np.ascontiguousarray(views, dtype=float), scenario.weight_decay)
    if searched_lightly(views[0].size):
        objective = objective.in_single_precision()
    shape = len(strengths), *encoder_of(scenario).weights_shape(scenario)
    weights = 0.1 * scenario.rng(scenario.seed, "start").standard_normal(shape)

    def search():
        for tau in temperatures:
            minimise(objective, weights, tau, _TIMED_EVALUATIONS, tolerance=0.0)

    return made * _SETS_OF_VIEWS, _timed(search, clock)[1] / _TIMED_EVALUATIONS


def _time_gcn(scenario, strengths, temperatures, clock):
    """Nothing for views, which every step makes anew, and seconds for one step in each of these cells."""
    graph, rng = scenario.graph, scenario.rng(scenario.seed, "train")
    weights = np.tile(gcn.glorot(graph.features.shape[1], rng), (len(strengths), 1))
    batches = gcn.random_batches(graph.nodes, scenario.nodes_in_batch, rng)
    drawn = draw_pairs(graph, 1, rng)

    def step():
        views = gcn.graph_views(graph, drawn, strengths, scenario.shares)
        for tau in temperatures:
            gcn.loss_and_gradient(views, weights, tau, batches)

    return 0.0, _timed(step, clock)[1]


def _time_measuring(scenario, strengths, temperatures, clock):
    encoder, seed = encoder_of(scenario), scenario.seed
    plan = plan_probe(scenario.graph.labels, scenario.rng(seed, "probe"), _SPLITS, dimension=encoder.dimension)
    shape = len(temperatures), len(strengths), *encoder.weights_shape(scenario)
    weights = 0.1 * scenario.rng(seed, "start").standard_normal(shape)
    return _timed(lambda: measure(scenario, strengths, temperatures, weights, seed, plan), clock)[1]


def _timed(work, clock):
    """What some work returns, and the mean of the seconds that it takes, repeated while that is short."""
    start, times = clock(), 0
    while True:
        result, times = work(), times + 1
        gone = clock() - start
        if gone > _LONG_ENOUGH:
            return result, gone / times


def _evenly(axis: np.ndarray, count: int) -> np.ndarray:
    """At most `count` steps of an axis, from its first to its last."""
    return axis[np.unique(np.linspace(0, len(axis) - 1, count).round().astype(int))]
