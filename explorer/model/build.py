"""Build a surface: train and measure every cell for every seed, and average."""

import numpy as np

from explorer.model.axes import ascending, ascending_temperatures
from explorer.model.best_loss import best_loss
from explorer.model.encoders.encoder import encoder_of
from explorer.model.measure import METRICS, measure
from explorer.model.probe import plan_probe
from explorer.model.scenario import Scenario
from explorer.model.surface import Surface
from explorer.model.theory import collapse_temperature

__all__ = ["build_surface", "grid", "roughness"]

# Seeds whose weights are kept. A GCN has many more weights than the linear encoder.
_STORED_SEEDS = {"linear": 3, "linear-sphere": 2, "gcn": 1}
_SPLITS = 100
# τ* needs more view pairs than training: with few the largest eigenvalue is biased upward.
_THEORY_FACTOR = 4


def grid(cells: int = 31) -> tuple[np.ndarray, np.ndarray]:
    """Strengths from 0 to 0.6, and temperatures from 0.05 to 5, log-spaced; `cells` of each."""
    return np.linspace(0, 0.6, cells), np.geomspace(0.05, 5, cells)


def build_surface(
    scenario: Scenario, strengths=None, temperatures=None, seeds: int = 16, progress=lambda share: None
) -> Surface:
    """Compute a surface.

    Parameters
    ----------
    scenario : Scenario
    strengths : ndarray, shape (P,), optional
        Ascending, in [0, 1); by default those of :func:`grid`.
    temperatures : ndarray, shape (T,), optional
        Ascending, > 0; by default those of :func:`grid`.
    seeds : int
        S ≥ 2 independent seeds, from the scenario's on.
    progress : callable
        Called with the share of the work that is done, 0 to 1. May raise to cancel.

    Returns
    -------
    Surface

    Raises
    ------
    ValueError
        If the grid or the number of seeds makes no sense, or the probe cannot use the graph's labels.
    """
    default = grid()
    strengths = ascending("strengths", default[0] if strengths is None else strengths)
    temperatures = ascending_temperatures(default[1] if temperatures is None else temperatures)
    if not 0 <= strengths[0] <= strengths[-1] < 1:
        raise ValueError(f"strengths are probabilities below 1; got {strengths[0]:g} to {strengths[-1]:g}")
    if seeds < 2:
        raise ValueError(f"seeds must be at least 2, or there is no spread; got {seeds}")
    encoder = encoder_of(scenario)
    all_seeds = scenario.seed + np.arange(seeds)
    shape = len(temperatures), len(strengths)
    by_seed = {name: np.empty((seeds, *shape)) for name in (*METRICS, "accuracy", "objective")}
    by_split = np.zeros((_SPLITS, *shape))
    weights, theory = [], []
    plan = plan_probe(scenario.graph.labels, scenario.rng(scenario.seed, "probe"), _SPLITS, dimension=encoder.dimension)
    for index, seed in enumerate(map(int, all_seeds)):

        def within(start, width, index=index):
            return lambda share: progress((index + start + width * share) / seeds)

        trained, objective = encoder.train(scenario, strengths, temperatures, seed, within(0, 0.75))
        trained = trained.astype(np.float32)  # what is measured is what is stored
        metrics, accuracy = measure(
            scenario, strengths, temperatures, trained.astype(float), seed, plan, within(0.75, 0.2)
        )
        for name, values in (metrics | {"accuracy": accuracy.mean(axis=2), "objective": objective}).items():
            by_seed[name][index] = values
        by_split += np.moveaxis(accuracy, 2, 0) / seeds
        if index < _STORED_SEEDS[scenario.encoder]:
            weights.append(trained)
        if scenario.theory_applies:
            theory.append(theory_curve(scenario, strengths, seed))
    progress(1.0)
    return Surface(
        scenario,
        strengths,
        temperatures,
        all_seeds,
        by_seed,
        by_split,
        np.array(weights),
        best_loss(scenario.nodes_in_batch, encoder.dimension, temperatures),
        np.array(theory) if scenario.theory_applies else None,
    )


def theory_curve(scenario: Scenario, strengths, seed: int) -> np.ndarray:
    """τ*(p) at every strength from one seed's draws, four times as many view pairs as training uses: shape (P,)."""
    draws = scenario.draws(seed, "theory", _THEORY_FACTOR * scenario.pairs)
    views = (scenario.batched(scenario.views(draws, [p]), seed)[0] for p in strengths)
    return np.array([collapse_temperature(v, scenario.weight_decay) for v in views])


def roughness(values) -> float:
    """Fraction of cells at a jump: a step to the next cell more than twice as high as the steps beside it.

    Some jumps are real and no solver removes them: where two minima of J cross, the better one changes at once, as at
    any first-order phase transition, and metrics other than J jump with it. Averaging over seeds turns such a cliff
    into a slope, since every seed has it in another place. A jump counts when it exceeds twice the larger of its
    two neighbours on the same line and 2 % of the range of all values.

    Parameters
    ----------
    values : ndarray, shape (T, P)

    Returns
    -------
    float
        In [0, 1].
    """
    jumps = np.zeros(values.shape, bool)
    for view, mark in ((values, jumps), (values.T, jumps.T)):
        step = np.abs(np.diff(view, axis=0))
        trend = np.maximum(step[:-2], step[2:])
        steep = (step[1:-1] > 2 * trend) & (step[1:-1] > 0.02 * np.ptp(values))
        mark[1:-2] |= steep
    return float(jumps.mean())
