"""Training an encoder from scratch at one operating point, step by step, for all to watch.

The linear encoder's surface is solved by cooling from the top with BFGS; here W starts small and follows plain gradient
descent on the same objective, the same views and the same gradient. Near W = 0 a direction of Q with eigenvalue q grows
by a factor 1 + η(q/τ − λ) a step: embeddings leave collapse fast where τ is far below τ*(p), slowly near it, and above
it never. The GCN follows Adam here as everywhere: its first start is the run that made the cell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.model.adam import Adam
from explorer.model.augmentation import draw_pairs
from explorer.model.circle_loss import log_mean_potential, nt_xent_circle
from explorer.model.dense_loss import log_mean_potential_dense, nt_xent_dense
from explorer.model.encoders import gcn
from explorer.model.encoders.encoder import encoder_of, normalised
from explorer.model.encoders.linear import directions
from explorer.model.objective import Objective
from explorer.model.point import OperatingPoint
from explorer.model.scenario import Scenario

__all__ = ["TrainingStep", "settled_after", "train_from_scratch", "trained_loss"]

START = 1e-3
STEP_SIZE = 0.5
_SUFFICIENT_DECREASE = 0.3
_LEAST_STEP = 1e-6
_TOLERANCE = 1e-7


@dataclass(frozen=True, eq=False)
class TrainingStep:
    """Where training stands after a number of steps; values are means over the views that the next step is taken on.

    Attributes
    ----------
    number : int
        0 is the start.
    weights : ndarray, shape (*w)
        As the encoder takes them: W of shape (F, d), or all the GCN's in one vector.
    objective : float
        J = L + (λ/2)‖W‖², the norm over all weights.
    loss, alignment_term, uniformity_term : float
        L = A_τ + U_τ, in nats.
    alignment : float
        ℓ_align.
    effective_directions : float
        N_eff.
    gradient : float
        Largest entry of ∂J/∂weights.
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
) -> Iterator[TrainingStep]:
    """Train from a seeded start.

    The linear encoder descends the gradient of J from small W. Each step is W ← W − η ∂J/∂W with η = 0.5, halved until
    J falls by at least 0.3 η‖∂J/∂W‖² and grown back afterwards. It ends early where the gradient vanishes or no step
    lowers J. The GCN takes every step of Adam, each on a fresh view pair, as :func:`~explorer.model.encoders.gcn.train`
    does.

    Parameters
    ----------
    scenario : Scenario
    point : OperatingPoint
    seed : int
        Whose views: the same training views as this seed's cell of the surface.
    steps : int
        At most this many.
    start : int
        Which weights to start from; the views stay.

    Yields
    ------
    TrainingStep
        The start, then the state after every step.

    References
    ----------
    Nocedal & Wright (2006), Numerical optimization, algorithm 3.1 (backtracking).
    """
    run = _descent if scenario.encoder_entry.solved else _adam
    return run(scenario, point, seed, steps, start)


def _descent(scenario, point, seed, steps, start):
    """Plain gradient descent of the linear encoder, on the circle or the sphere."""
    views = scenario.views(scenario.draws(seed, "train"), [point.strength])
    views = np.ascontiguousarray(scenario.batched(views, seed))  # (1, B, 2, n, F)
    objective = Objective(views, scenario.weight_decay)
    rng = scenario.rng(seed, "start").spawn(start + 1)[start]
    w = START * rng.standard_normal((1, *encoder_of(scenario).weights_shape(scenario)))
    value, gradient = objective(w, point.temperature)
    eta = STEP_SIZE
    for number in range(steps + 1):
        loss = float(value[0] - scenario.weight_decay / 2 * np.sum(w**2))
        z = normalised(directions(views[0], w[0]))
        yield _step(number, z, w[0], loss, float(value[0]), gradient[0], point.temperature)
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


def _adam(scenario, point, seed, steps, start):
    """Adam of the GCN, with the draws that its surface is trained on."""
    graph, decay = scenario.graph, scenario.weight_decay
    rng = scenario.rng(seed, "start")
    weights = gcn.glorot(graph.features.shape[1], rng.spawn(start)[-1] if start else rng)[None]
    adam = Adam(weights, gcn.LEARNING_RATE)
    draws_rng, batches_rng = scenario.rng(seed, "train"), scenario.rng(seed, "batches")
    for number in range(steps + 1):
        views = gcn.graph_views(graph, draw_pairs(graph, 1, draws_rng), [point.strength], scenario.shares)
        batches = gcn.random_batches(graph.nodes, scenario.nodes_in_batch, batches_rng)  # (1, B, n)
        loss, gradient = gcn.loss_and_gradient(views, weights, point.temperature, batches)
        gradient += decay * weights
        z = normalised(gcn.directions(views, weights[:, None, None]))[0, 0][:, batches[0]]  # (2, B, n, d)
        value = float(loss[0] + decay / 2 * np.sum(weights**2))
        yield _step(number, z.swapaxes(0, 1), weights[0], float(loss[0]), value, gradient[0], point.temperature)
        adam.step(gradient)


def trained_loss(scenario: Scenario, point: OperatingPoint, seed: int, weights: np.ndarray) -> float:
    """NT-Xent of weights on the fresh views of a seed, which they were not trained on, as the surface measures it.

    Parameters
    ----------
    scenario : Scenario
    point : OperatingPoint
    seed : int
    weights : ndarray, shape (*w)

    Returns
    -------
    float
        L in nats.
    """
    encoder = encoder_of(scenario)
    views = encoder.views(scenario, scenario.draws(seed, "fresh"), [point.strength])
    z = scenario.batched(normalised(encoder.directions(views, np.asarray(weights)[None, None, None])), seed)
    terms = (
        nt_xent_circle(np.arctan2(z[..., 1], z[..., 0]), point.temperature)
        if z.shape[-1] == 2
        else nt_xent_dense(z.swapaxes(-1, -2), point.temperature)
    )
    return float(np.mean(terms[0] + terms[1]))


def settled_after(objective: Sequence[float] | np.ndarray, share: float = 1e-3) -> int:
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


def _step(number, z, weights, loss, objective, gradient, temperature):
    """Read the rest off the directions z of the training views, shape (B, 2, n, d), so that nothing is summed twice."""
    similarity = float(np.mean(np.sum(z[:, 0] * z[:, 1], axis=-1)))
    on_circle = z.shape[-1] == 2
    potential = log_mean_potential(np.arctan2(z[..., 1], z[..., 0])) if on_circle else log_mean_potential_dense(z)
    weights = weights.copy()
    weights.flags.writeable = False
    return TrainingStep(
        number=number,
        weights=weights,
        objective=objective,
        loss=loss,
        alignment_term=-similarity / temperature,
        uniformity_term=loss + similarity / temperature,
        alignment=2 - 2 * similarity,
        effective_directions=float(np.exp(-potential.mean())),
        gradient=float(np.abs(gradient).max()),
    )
