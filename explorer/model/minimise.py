"""Batched BFGS: minimise many small smooth problems side by side, one evaluation a step for all of them.

Each problem keeps its own inverse Hessian and its own line search, so that none waits for another. A problem
leaves when its gradient is small or when it no longer gains: J has corners where the encoder sends a node through
the origin (its angle is undefined there), and some minima sit in such a corner, where no gradient vanishes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from explorer.model.objective import Objective

__all__ = ["minimise"]

_SUFFICIENT_DECREASE = 1e-4
_MAX_STEP = 1.0
_MAX_REJECTIONS = 6


def minimise(
    objective: Objective,
    start: np.ndarray,
    temperature: float,
    evaluations: int,
    inverse_hessian: np.ndarray | None = None,
    tolerance: float = 1e-5,
    least_gain: float = 1e-7,
    goal: float | np.ndarray = np.inf,
    patience: float = 8,
    reach: float = np.inf,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Minimise every problem of an objective from its own start.

    Parameters
    ----------
    objective : Objective
        P problems; called with weights (P, F, d) and τ.
    start : ndarray, shape (P, F, d)
        Where each problem starts.
    temperature : float
        τ.
    evaluations : int
        At most this many evaluations of each problem, the first included.
    inverse_hessian : ndarray, shape (P, Fd, Fd), optional
        A guess from a nearby problem; symmetric and positive definite.
    tolerance : float
        A problem is solved when no entry of its gradient exceeds this.
    least_gain : float
        A problem is given up when two accepted steps in a row lower J by less, in nats.
    goal : float or ndarray, shape (P,)
        A problem is given up when it is above its goal and `patience` more steps like the last would not reach it.
    patience : float
    reach : float
        A problem is given up at once when it starts so far above its goal.

    Returns
    -------
    weights : ndarray, shape (P, F, d)
    value : ndarray, shape (P,)
    inverse_hessian : ndarray, shape (P, Fd, Fd)

    References
    ----------
    Nocedal & Wright (2006), Numerical optimization, algorithm 6.1 with backtracking.
    """
    problems, size = len(start), start[0].size
    scale = 0.5 / max(objective.weight_decay, 0.1)
    identity = scale * np.eye(size)
    h = np.tile(identity, (problems, 1, 1)) if inverse_hessian is None else inverse_hessian.copy()
    x = start.reshape(problems, size).copy()
    value, g = objective(start, temperature)
    g = g.reshape(problems, size)
    d, slope = _direction(h, g)
    step, rejections, idle = np.ones(problems), np.zeros(problems, int), np.zeros(problems, int)
    fresh = np.full(problems, inverse_hessian is None)  # whether h is the identity again
    goal = np.broadcast_to(goal, problems)
    active = (np.abs(g).max(axis=1) > tolerance) & (value - goal <= reach)
    members, part = np.arange(problems), objective  # the problems that `part` evaluates

    for _ in range(evaluations - 1):
        if not active.any():
            break
        if active[members].mean() < 0.7:  # copying the views pays only now and then
            members = np.flatnonzero(active)
            part = objective.only(members)
        trial = x[members] + (step[:, None] * d)[members]
        trial_value, trial_g = part(trial.reshape(-1, *start.shape[1:]), temperature)
        trial_g = trial_g.reshape(len(members), size)
        live = active[members]
        accepted = live & (trial_value <= value[members] + _SUFFICIENT_DECREASE * (step * slope)[members])

        m = members[accepted]
        gain = value[m] - trial_value[accepted]
        _update(h, m, trial[accepted] - x[m], trial_g[accepted] - g[m])
        x[m], value[m], g[m] = trial[accepted], trial_value[accepted], trial_g[accepted]
        d[m], slope[m] = _direction(h[m], g[m])
        step[m], rejections[m], fresh[m] = 1.0, 0, False
        idle[m] = np.where(gain < least_gain, idle[m] + 1, 0)
        hopeless = value[m] - goal[m] > patience * gain
        active[m] = (np.abs(g[m]).max(axis=1) > tolerance) & (idle[m] < 2) & ~hopeless

        r, high = members[live & ~accepted], trial_value[live & ~accepted]
        parabola = -slope[r] * step[r] ** 2 / (2 * np.maximum(high - value[r] - step[r] * slope[r], 1e-300))
        step[r] = np.clip(parabola, 0.1 * step[r], 0.5 * step[r])
        rejections[r] += 1
        stuck = r[rejections[r] > _MAX_REJECTIONS]
        active[stuck[fresh[stuck]]] = False  # not even steepest descent gains: a corner
        h[stuck] = identity
        d[stuck], slope[stuck] = _direction(h[stuck], g[stuck])
        step[stuck], rejections[stuck], fresh[stuck] = 1.0, 0, True
    return x.reshape(start.shape), value, h


def _direction(h, g):
    """Quasi-Newton direction, no longer than the largest step, and its slope."""
    d = -(h @ g[:, :, None])[:, :, 0]
    d *= np.minimum(1.0, _MAX_STEP / np.maximum(np.linalg.norm(d, axis=1), 1e-300))[:, None]
    return d, np.einsum("pi,pi->p", d, g)


def _update(h, m, s, y):
    """BFGS update of h[m] in place, skipped where the curvature along the step is not safely positive."""
    sy = np.einsum("pi,pi->p", s, y)
    good = sy > 1e-10 * np.linalg.norm(s, axis=1) * np.linalg.norm(y, axis=1)
    m, s, y, rho = m[good], s[good], y[good], 1 / sy[good]
    hy = (h[m] @ y[:, :, None])[:, :, 0]
    rho_hy, curvature = rho[:, None] * hy, rho * (1 + rho * np.einsum("pi,pi->p", y, hy))
    # c s sᵀ − s (ρHy)ᵀ − (ρHy) sᵀ as one product of two columns with two rows
    left = np.stack([s, rho_hy], axis=2)
    h[m] += left @ np.stack([curvature[:, None] * s - rho_hy, -s], axis=1)
