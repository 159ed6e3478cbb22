"""Training the linear encoder on the circle from scratch at one operating point, step by step, for all to watch.

The surface is solved by cooling from the top with BFGS; here W starts small and follows plain gradient descent on the
same objective, the same views and the same gradient. Near W = 0 a direction of Q with eigenvalue q grows by a factor
1 + η(q/τ − λ) a step: embeddings leave collapse fast where τ is far below τ*(p), slowly near it, and above it never.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from explorer.model.circle import log_mean_potential, nt_xent_circle
from explorer.model.encoders.linear import angles
from explorer.model.objective import Objective
from explorer.model.point import OperatingPoint
from explorer.model.scenario import Scenario

__all__ = ["Step", "settled_after", "train_from_scratch", "trained_loss"]

START = 1e-3
STEP_SIZE = 0.5
_SUFFICIENT_DECREASE = 0.3
_LEAST_STEP = 1e-6
_TOLERANCE = 1e-7


@dataclass(frozen=True, eq=False)
class Step:
    """Where training stands after a number of steps; values are means over the training views.

    Attributes
    ----------
    number : int
        0 is the start.
    weights : ndarray, shape (F, 2)
        W.
    objective : float
        J = L + (λ/2)‖W‖².
    loss, alignment_term, uniformity_term : float
        L = A_τ + U_τ, in nats.
    alignment : float
        ℓ_align.
    effective_directions : float
        N_eff.
    gradient : float
        Largest entry of ∂J/∂W.
    """

    number: int
    weights: np.ndarray
    objective: float
    loss: float
    alignment_term: float
    uniformity_term: float
    alignment: float
    effective_directions: float
    gradient: float


def train_from_scratch(
    scenario: Scenario, point: OperatingPoint, seed: int, *, steps: int = 300, start: int = 0
) -> Iterator[Step]:
    """Descend the gradient of J from small seeded W.

    Each step is W ← W − η ∂J/∂W with η = 0.5, halved until J falls by at least 0.3 η‖∂J/∂W‖² and grown back
    afterwards. It ends early where the gradient vanishes or no step lowers J.

    Parameters
    ----------
    scenario : Scenario
    point : OperatingPoint
    seed : int
        Whose views: the same training views as this seed's cell of the surface.
    steps : int
        At most this many.
    start : int
        Which small W to start from; the views stay.

    Yields
    ------
    Step
        The start, then the state after every step.

    Raises
    ------
    ValueError
        If the scenario has another encoder.

    References
    ----------
    Nocedal & Wright (2006), Numerical optimization, algorithm 3.1 (backtracking).
    """
    if scenario.encoder != "linear":
        raise ValueError(f"only the linear encoder on the circle is trained step by step; got {scenario.encoder!r}")
    views = _batches(scenario, point, seed, "train")
    objective = Objective(views, scenario.weight_decay)
    rng = scenario.rng(seed, "start").spawn(start + 1)[start]
    w = START * rng.standard_normal((1, views.shape[-1], 2))
    value, gradient = objective(w, point.temperature)
    eta = STEP_SIZE
    for number in range(steps + 1):
        yield _step(number, views[0], w[0], value[0], gradient[0], point.temperature, scenario.weight_decay)
        squared = float(np.sum(gradient**2))
        if np.abs(gradient).max() < _TOLERANCE:
            return
        while True:
            trial = w - eta * gradient
            trial_value, trial_gradient = objective(trial, point.temperature)
            if trial_value[0] <= value[0] - _SUFFICIENT_DECREASE * eta * squared:
                break
            eta /= 2
            if eta < _LEAST_STEP:
                return
        w, value, gradient = trial, trial_value, trial_gradient
        eta = min(1.3 * eta, STEP_SIZE)


def trained_loss(scenario: Scenario, point: OperatingPoint, seed: int, weights) -> float:
    """NT-Xent of weights on the fresh views of a seed, which they were not trained on, as the surface measures it.

    Parameters
    ----------
    scenario : Scenario
    point : OperatingPoint
    seed : int
    weights : ndarray, shape (F, 2)

    Returns
    -------
    float
        L in nats.
    """
    alignment_term, uniformity_term, _, _ = nt_xent_circle(
        angles(_batches(scenario, point, seed, "fresh")[0], weights), point.temperature
    )
    return float(np.mean(alignment_term + uniformity_term))


def settled_after(objective, share: float = 1e-3) -> int:
    """First step from which J stays within a share of its whole fall.

    Parameters
    ----------
    objective : array_like, shape (S,)
        J after every step.
    share : float

    Returns
    -------
    int
        An index below S.
    """
    above = np.asarray(objective) - np.min(objective)
    return int(np.flatnonzero(above <= share * above.max() + 1e-12)[0])


def _batches(scenario, point, seed, purpose):
    """Views at one strength as the objective takes them: shape (1, B, 2, n, F)."""
    views = scenario.views(scenario.draws(seed, purpose), [point.strength])
    return np.ascontiguousarray(scenario.batched(views, seed))


def _step(number, views, weights, value, gradient, temperature, weight_decay):
    """Read everything off one state. L comes from J and A_τ from the angles, so that nothing is summed twice."""
    phi = angles(views, weights)
    similarity = float(np.mean(np.cos(phi[:, 0] - phi[:, 1])))
    loss = float(value - weight_decay / 2 * np.sum(weights**2))
    weights = weights.copy()
    weights.flags.writeable = False
    return Step(
        number=number,
        weights=weights,
        objective=float(value),
        loss=loss,
        alignment_term=-similarity / temperature,
        uniformity_term=loss + similarity / temperature,
        alignment=2 - 2 * similarity,
        effective_directions=float(np.exp(-log_mean_potential(phi).mean())),
        gradient=float(np.abs(gradient).max()),
    )
