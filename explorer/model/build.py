"""Build a surface: train and measure every cell for every seed, and average."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.model.axes import ascending, ascending_temperatures
from explorer.model.best_loss import best_loss
from explorer.model.encoders.encoder import encoder_of
from explorer.model.measure import measure
from explorer.model.probe import plan_probe
from explorer.model.scenario import Scenario
from explorer.model.surface import Surface
from explorer.model.theory import collapse_temperature

__all__ = ["SeedRun", "assemble", "build_surface", "checked_grid", "grid", "roughness", "run_seed"]

_SPLITS = 100
# τ* needs more view pairs than training: with few the largest eigenvalue is biased upward.
_THEORY_FACTOR = 4


def grid(cells: int = 31) -> tuple[np.ndarray, np.ndarray]:
    """Strengths from 0 to 0.6, and temperatures from 0.05 to 5, log-spaced; `cells` of each."""
    return np.linspace(0, 0.6, cells), np.geomspace(0.05, 5, cells)


def build_surface(
    scenario: Scenario,
    strengths: Sequence[float] | np.ndarray | None = None,
    temperatures: Sequence[float] | np.ndarray | None = None,
    seeds: int = 16,
    progress: Callable[[float], None] = lambda share: None,
) -> Surface:
    """Train every seed in every cell of a grid, and measure what comes of it.

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
    strengths, temperatures = checked_grid(strengths, temperatures)
    if seeds < 2:
        raise ValueError(f"seeds must be at least 2, or there is no spread; got {seeds}")
    runs = []
    for index in range(seeds):

        def within(share: float, index: int = index) -> None:
            progress((index + share) / seeds)

        runs.append(run_seed(scenario, strengths, temperatures, scenario.seed + index, within))
    progress(1.0)
    return assemble(scenario, strengths, temperatures, runs)


@dataclass(frozen=True, eq=False)
class SeedRun:
    """What one seed finds in every cell.

    Attributes
    ----------
    seed : int
    metrics : mapping of str to ndarray, shape (T, P)
        Every metric on fresh views, `accuracy`, and `objective` on the training views.
    accuracy_by_split : ndarray, shape (R, T, P)
    weights : ndarray of float32, shape (T, P, *w)
    theory : ndarray, shape (P,), or None
        τ*(p), where the theory applies.
    """

    seed: int
    metrics: Mapping[str, np.ndarray]
    accuracy_by_split: np.ndarray
    weights: np.ndarray
    theory: np.ndarray | None


def run_seed(
    scenario: Scenario,
    strengths: np.ndarray,
    temperatures: np.ndarray,
    seed: int,
    progress: Callable[[float], None] = lambda share: None,
    thorough: bool = True,
) -> SeedRun:
    """Train and measure every cell with one seed; nothing in it depends on the other seeds.

    Parameters
    ----------
    scenario : Scenario
    strengths : ndarray, shape (P,)
    temperatures : ndarray, shape (T,)
        As :func:`checked_grid` returns them.
    seed : int
    progress : callable
        Called with the share of the work that is done, 0 to 1. May raise to cancel.
    thorough : bool
        Without, it is a first look: lower minima are looked for only briefly.

    Returns
    -------
    SeedRun

    Raises
    ------
    ValueError
        If the probe cannot use the graph's labels.
    """
    encoder = encoder_of(scenario)
    plan = plan_probe(scenario.graph.labels, scenario.rng(scenario.seed, "probe"), _SPLITS, dimension=encoder.dimension)
    trained, objective = encoder.train(
        scenario, strengths, temperatures, seed, lambda share: progress(0.75 * share), thorough
    )
    trained = trained.astype(np.float32)  # what is measured is what is stored
    metrics, accuracy = measure(
        scenario, strengths, temperatures, trained.astype(float), seed, plan, lambda share: progress(0.75 + 0.2 * share)
    )
    theory = theory_curve(scenario, strengths, seed) if scenario.theory_applies else None
    progress(1.0)
    found = metrics | {"accuracy": accuracy.mean(axis=2), "objective": objective}
    return SeedRun(seed, found, np.moveaxis(accuracy, 2, 0), trained, theory)


def assemble(scenario: Scenario, strengths: np.ndarray, temperatures: np.ndarray, runs: Sequence[SeedRun]) -> Surface:
    """Average the seeds into a surface; the weights of the first few are kept.

    Parameters
    ----------
    scenario, strengths, temperatures
        What the runs were made for.
    runs : sequence of SeedRun
        At least two, or there is no spread.

    Returns
    -------
    Surface
    """
    stored = runs[: scenario.encoder_entry.stored_seeds]
    return Surface(
        scenario,
        strengths,
        temperatures,
        np.array([run.seed for run in runs]),
        {name: np.stack([run.metrics[name] for run in runs]) for name in runs[0].metrics},
        np.mean([run.accuracy_by_split for run in runs], axis=0),
        np.array([run.weights for run in stored]),
        best_loss(scenario.nodes_in_batch, encoder_of(scenario).dimension, temperatures),
        np.array([run.theory for run in runs]) if scenario.theory_applies else None,
    )


def checked_grid(
    strengths: Sequence[float] | np.ndarray | None = None, temperatures: Sequence[float] | np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Axes that a surface can have, by default those of :func:`grid`.

    Raises
    ------
    ValueError
        If they do not ascend, a strength is no probability below 1, or a temperature is not above 0.
    """
    default = grid()
    strengths = ascending("strengths", default[0] if strengths is None else strengths)
    if not 0 <= strengths[0] <= strengths[-1] < 1:
        raise ValueError(f"strengths are probabilities below 1; got {strengths[0]:g} to {strengths[-1]:g}")
    return strengths, ascending_temperatures(default[1] if temperatures is None else temperatures)


def theory_curve(scenario: Scenario, strengths: np.ndarray, seed: int) -> np.ndarray:
    """τ*(p) at every strength from one seed's draws, four times as many view pairs as training uses: shape (P,)."""
    draws = scenario.draws(seed, "theory", _THEORY_FACTOR * scenario.pairs)
    views = (scenario.batched(scenario.views(draws, [p]), seed)[0] for p in strengths)
    return np.array([collapse_temperature(v, scenario.weight_decay) for v in views])


def roughness(values: np.ndarray) -> float:
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
