"""Minimise the objective at every cell: cool from the top, then let neighbours exchange solutions."""

import numpy as np

from explorer.model.crew import Crew
from explorer.model.objective import Objective

__all__ = ["solve"]

_KICK = 1e-2
_TOLERANCE = 1e-4  # nats per unit of W: beyond it, no metric moves in a digit that is shown
_EVALUATIONS = 60
_EXCHANGE_EVALUATIONS = 30
_ROUNDS = 6
# A neighbour's solution is tried where it is another solution, not the same one a little further along: at this
# distance in W, and at half of it in later rounds, around the cells that have just gained. Trying everything finds
# 5 % more gain for four times the work.
_DISTANCE = 0.2
_MARGIN = 0.1
# In nats, a tenth of what seeds differ by: less is not worth a jump to another minimum, least of all at the edge of
# collapse, where both sides cost the same.
_GAIN = 2e-3


def solve(views, temperatures, weight_decay, rng, progress=lambda share: None, processes=1, dimension=2):
    """Solve every strength at every temperature.

    Deterministic annealing: from small seeded W at the highest τ, τ falls step by step and each step starts from the
    last solution plus a small seeded kick, which lets a collapsed solution leave the collapsed state where that is no
    longer stable. J has local minima, so afterwards every cell tries its four neighbours' solutions and keeps the
    lower J, until no cell gains.

    Parameters
    ----------
    views : ndarray, shape (P, B, 2, n, F)
        Propagated views of B batches at P strengths.
    temperatures : ndarray, shape (T,)
        Ascending, > 0.
    weight_decay : float
        λ ≥ 0.
    rng : numpy.random.Generator
        Seeds the start and the kicks.
    progress : callable
        Called with the share of the work that is done, 0 to 1. May raise to cancel.
    processes : int
        How many share the work, see :func:`~.crew.crew_size`. The result is the same.
    dimension : int
        d of the directions: 2 for the circle, 3 for the sphere.

    Returns
    -------
    weights : ndarray, shape (T, P, F, d)
    value : ndarray, shape (T, P)
        J.

    References
    ----------
    Rose (1998), Deterministic annealing for clustering, compression, classification, regression.
    """
    objective = Objective(np.ascontiguousarray(views, dtype=float), weight_decay)
    shape = len(temperatures), len(objective), views.shape[-1], dimension
    weights, value = np.empty(shape), np.empty(shape[:2])
    curvature = np.empty(
        (*shape[:2], shape[2] * dimension, shape[2] * dimension)
    )  # inverse Hessians: a good start for neighbours
    w, h = _KICK * rng.standard_normal(shape[1:]), None
    everyone = np.arange(len(objective))
    with Crew(objective, processes) as crew:
        for done, t in enumerate(reversed(range(len(temperatures)))):
            w = w + _KICK * rng.standard_normal(w.shape)
            w, value[t], h = crew.minimise(
                everyone, w, temperatures[t], _EVALUATIONS, inverse_hessian=h, tolerance=_TOLERANCE
            )
            weights[t], curvature[t] = w, h
            progress(0.6 * (done + 1) / len(temperatures))
        _exchange(crew, weights, value, curvature, temperatures, progress)
    return weights, value


def _exchange(crew, weights, value, curvature, temperatures, progress):
    """Let cells take over a better neighbour's solution, in place, until none gains."""
    changed = np.ones(value.shape, bool)
    for round_ in range(_ROUNDS):
        source, changed = changed, np.zeros(value.shape, bool)
        for t, tau in enumerate(temperatures):
            cells, theirs = _candidates(weights, source, t, distance=_DISTANCE / (2 if round_ else 1))
            if len(cells):
                goal = value[t, cells] - _GAIN
                w, j, h = crew.minimise(
                    cells,
                    weights[theirs],
                    tau,
                    _EXCHANGE_EVALUATIONS,
                    inverse_hessian=curvature[theirs],
                    goal=goal,
                    tolerance=_TOLERANCE,
                    reach=_MARGIN,
                )
                for p in np.unique(cells[j < goal]):
                    best = np.flatnonzero(cells == p)[np.argmin(j[cells == p])]
                    weights[t, p], value[t, p], curvature[t, p], changed[t, p] = w[best], j[best], h[best], True
            progress(0.6 + 0.4 * (round_ + (t + 1) / len(temperatures)) / _ROUNDS)
        if not changed.any():
            break


def _candidates(weights, source, t, distance):
    """Neighbours' solutions worth a try at temperature t: strengths (C,), and indices of where the solutions lie."""
    cells, rows, columns = [], [], []
    temperatures, strengths = source.shape
    for dt, dp in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        if not 0 <= t + dt < temperatures:
            continue
        p = np.arange(max(0, -dp), strengths - max(0, dp))
        p = p[source[t + dt, p + dp]]
        p = p[_apart(weights[t + dt, p + dp], weights[t, p]) > distance]
        cells.append(p)
        rows.append(np.full(len(p), t + dt))
        columns.append(p + dp)
    return np.concatenate(cells), (np.concatenate(rows), np.concatenate(columns))


def _apart(a, b):
    """Distance of solutions (C, F, d) from each other, whichever way they are turned about b = (1, 0, …).

    J does not change when all directions are turned about b or mirrored (on the circle: when every angle changes
    sign). The best turn R of the columns across b leaves ‖a − bR‖² = ‖a‖² + ‖b‖² − 2 Σ singular values of aᵀb there.
    """
    squares = np.sum(a**2 + b**2, axis=(1, 2))
    along = np.sum(a[:, :, 0] * b[:, :, 0], axis=1)
    across = np.linalg.svd(np.swapaxes(a[:, :, 1:], 1, 2) @ b[:, :, 1:], compute_uv=False).sum(axis=1)
    return np.sqrt(np.maximum(squares - 2 * (along + across), 0.0))
