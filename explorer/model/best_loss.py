"""The least NT-Xent that any encoder could reach at a temperature: pairs aligned, and placed as well as possible."""

import numpy as np
from scipy.optimize import minimize

from explorer.model.circle_loss import nt_xent_circle
from explorer.model.dense_loss import nt_xent_dense

__all__ = ["best_loss"]

_STARTS = 1
_EVALUATIONS = 100
# Beyond so many points a spiral is as good as the best placing in every digit that is shown, and moving it costs n².
_MOVED = 200


def best_loss(pairs: int, dimension: int, temperatures: np.ndarray) -> np.ndarray:
    """NT-Xent of aligned pairs, evenly spaced on the circle or placed on the sphere so as to minimise it.

    On the sphere no even spacing exists for most numbers of points. Points cool from the highest temperature down, and
    at every temperature a random placing tries to do better; more than 200 points are left on a spiral.

    Parameters
    ----------
    pairs : int
        n ≥ 2.
    dimension : int
        d: 2 for the circle, 3 for the sphere.
    temperatures : ndarray, shape (T,)
        τ > 0.

    Returns
    -------
    ndarray, shape (T,)
        L_best(τ) in nats.

    References
    ----------
    Wang & Isola (2020), theorem 1: with many negatives the best placing is the uniform one. Saff & Kuijlaars (1997),
    Distributing many points on a sphere, for the spiral.
    """
    temperatures = np.asarray(temperatures, dtype=float)
    if dimension == 2:
        even = np.tile(2 * np.pi * np.arange(pairs) / pairs, (2, 1))
        return np.array([sum(nt_xent_circle(even, tau)[:2]) for tau in temperatures])
    if pairs > _MOVED:
        z = np.tile(_spiral(pairs), (2, 1, 1))
        return np.array([float(sum(nt_xent_dense(z, tau)[:2])) for tau in temperatures])
    rng = np.random.default_rng(pairs)
    starts = [_spiral(pairs), *rng.standard_normal((_STARTS, 3, pairs))]
    best = np.empty(len(temperatures))
    for t in np.argsort(temperatures)[::-1]:
        placed = [_placed(start, temperatures[t]) for start in starts]
        lowest = min(range(len(placed)), key=lambda i: placed[i][0])
        best[t], starts[0] = placed[lowest]
    return best


def _placed(start, tau):
    """Least loss found from a start (3, n), and the points."""

    def loss(flat):
        u = flat.reshape(start.shape)
        norm = np.linalg.norm(u, axis=0)
        z = u / norm
        alignment_term, uniformity_term, gradient, _ = nt_xent_dense(np.stack([z, z]), tau)
        return float(alignment_term + uniformity_term), (gradient.sum(axis=0) / norm).ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxfun": _EVALUATIONS})
    return found.fun, found.x.reshape(start.shape)


def _spiral(points):
    """Points nearly evenly on the sphere, shape (3, n)."""
    height = 1 - 2 * (np.arange(points) + 0.5) / points
    turn = np.pi * (1 + np.sqrt(5)) * np.arange(points)
    radius = np.sqrt(1 - height**2)
    return np.stack([radius * np.cos(turn), radius * np.sin(turn), height])
