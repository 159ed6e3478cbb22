"""Collapse temperature τ*(p) by linear stability of the collapsed state W = 0.

Near W = 0 the objective is J ≈ log(2N−1) + ½ wᵀ(λI − Q/τ)w in the second column w of W: embeddings spread along
the leading eigenvector of Q as soon as the loss's push Q/τ beats weight decay λ.
"""

import numpy as np

__all__ = ["collapse_temperature", "stability_matrix"]


def stability_matrix(views: np.ndarray) -> np.ndarray:
    """Q = mean over i, k≠i of (s_i−s_k)(s_i−s_k)ᵀ − mean over i of (s_i−s_j(i))(s_i−s_j(i))ᵀ.

    Parameters
    ----------
    views : ndarray, shape (V, 2, N, F)
        Propagated views. i and k run over the 2N views of one pair of graphs; Q is averaged over the V pairs.

    Returns
    -------
    ndarray, shape (F, F)
        Symmetric; not necessarily positive: strong augmentation can turn the push into a pull.

    Raises
    ------
    ValueError
        If the shape is not (V, 2, N, F) with V, N ≥ 1, or Q is not finite.

    References
    ----------
    The second-order expansion of Chen et al. (2020), eq. 1, at z_i = b.
    """
    views = np.asarray(views, dtype=float)
    if views.ndim != 4 or views.shape[1] != 2 or 0 in views.shape:
        raise ValueError(f"views must have shape (V, 2, N, F); got {views.shape}")
    pairs, _, nodes, features = views.shape
    anchors = 2 * nodes
    s = views.reshape(pairs, anchors, features)
    with np.errstate(over="ignore", invalid="ignore"):  # refused below
        # Σ_{i,k} (s_i−s_k)(s_i−s_k)ᵀ = 2·2N Σ_i c_i c_iᵀ with c_i = s_i − mean(s)
        c = (s - s.mean(axis=1, keepdims=True)).reshape(-1, features)
        d = (views[:, 0] - views[:, 1]).reshape(-1, features)
        q = 2 * c.T @ c / (pairs * (anchors - 1)) - d.T @ d / (pairs * nodes)
    if not np.isfinite(q).all():
        raise ValueError("views must be finite numbers, small enough that their squares are")
    return q


def collapse_temperature(views: np.ndarray, weight_decay: float) -> float:
    """τ* = λmax(Q)/λ: above it the collapsed state is stable, below it embeddings spread.

    Parameters
    ----------
    views : ndarray, shape (V, 2, N, F)
        Propagated views. With few pairs the largest eigenvalue is biased upward; 64 are enough for 48 nodes.
    weight_decay : float
        λ > 0.

    Returns
    -------
    float
        τ*, in the units of τ; 0 where the collapsed state is stable at every temperature.

    Raises
    ------
    ValueError
        If λ is not a positive number or the views have the wrong shape.

    References
    ----------
    ``stability_matrix``; deterministic annealing's first phase transition has the same form (Rose 1998, eq. 42).
    """
    if not 0 < weight_decay < np.inf:
        raise ValueError(f"weight_decay must be positive, or nothing ever collapses; got {weight_decay}")
    return max(0.0, float(np.linalg.eigvalsh(stability_matrix(views))[-1])) / weight_decay
