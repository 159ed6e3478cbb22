"""NT-Xent of unit vectors in any dimension with its gradient: all pairs of views, many batches side by side.

With p_ik = exp(s_ik/τ)/Z_i for k ≠ i and p_ii = 0, ∂L/∂z_i = [Σ_k (p_ik + p_ki) z_k − 2 z_j(i)] / (2Nτ). Rows of the
kernel are made, used for both sums and forgotten, so that memory does not grow with N².
"""

import numpy as np

from explorer.model.loss import checked_scale, checked_temperature

__all__ = ["log_mean_potential_dense", "nt_xent_dense"]

BLOCK = 150_000
"""Entries of the kernel held at once: few enough for the cache, enough to hide the calls."""
# Below this τ the sum of an anchor's exp((s − 1)/τ) may underflow, unless its largest term is made 1.
_SHIFTED = 0.01


def nt_xent_dense(z: np.ndarray, temperature: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Loss terms and gradient of NT-Xent for unit vectors, for many batches at once.

    Parameters
    ----------
    z : ndarray, shape (..., 2, d, N)
        Unit vectors by their components; [..., 0, :, i] and [..., 1, :, i] are the positive pair of node i. Leading
        axes are batches.
    temperature : float
        τ.

    Returns
    -------
    alignment_term : ndarray, shape (...)
        A_τ of each batch.
    uniformity_term : ndarray, shape (...)
        U_τ of each batch; L = A_τ + U_τ.
    gradient : ndarray, shape (..., 2, d, N)
        ∂L/∂z of each batch's own L, tangent to the sphere at z.
    anchor_gradient : ndarray, shape (..., 2, d, N)
        Tangent ∂ℓ_i/∂z_i of the anchor's own term ℓ_i = −s_ij/τ + log Σ_{k≠i} exp(s_ik/τ), not divided by 2N.

    Raises
    ------
    ValueError
        If τ is no temperature.

    References
    ----------
    Chen et al. (2020), eq. 1, and its derivative.
    """
    tau = checked_temperature(temperature)
    dimension, nodes = z.shape[-2:]
    views = 2 * nodes
    both = z.reshape(-1, 2, dimension, nodes).swapaxes(1, 2)
    flat = np.ones((len(both), dimension + 1, views))  # the components and a row of ones
    flat[:, :-1].reshape(both.shape)[...] = both
    log_partition = np.empty((len(flat), views))
    own, others = np.empty((2, len(flat), dimension, views))
    step = max(1, BLOCK // views**2)
    for start in range(0, len(flat), step):
        part = slice(start, start + step)
        log_partition[part], own[part], others[part] = _softmax_sums(flat[part], tau)
    partner = np.roll(flat[:, :-1], nodes, axis=2)
    similarity = np.einsum("gdn,gdn->gn", flat[:, :-1, :nodes], partner[:, :, :nodes])
    own -= partner
    others -= partner
    others += own
    others /= views
    shape = *z.shape[:-3], dimension, 2, nodes
    gradients = (_tangent(x, flat[:, :-1], tau).reshape(shape).swapaxes(-3, -2) for x in (others, own))
    return (
        similarity.mean(axis=1).reshape(z.shape[:-3]) / -tau,
        log_partition.mean(axis=1).reshape(z.shape[:-3]),
        *gradients,
    )


def log_mean_potential_dense(z: np.ndarray, t: float = 2.0) -> np.ndarray:
    """ℓ_uniform of many sets of unit vectors: log mean over pairs of distinct nodes of exp(−t‖z_i − z_k‖²).

    Parameters
    ----------
    z : ndarray, shape (..., N, d)
        Unit vectors of one view, N ≥ 2.
    t : float
        Scale of the potential, > 0.

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    ValueError
        If N < 2 or t is not positive.

    References
    ----------
    Wang & Isola (2020), eq. 3.
    """
    tau, nodes = 1 / (2 * checked_scale(t)), z.shape[-2]  # the potential is the kernel at this τ, over e^(1/τ)
    if nodes < 2:
        raise ValueError(f"uniformity needs at least 2 points; got {nodes}")
    flat = np.ones((int(np.prod(z.shape[:-2])), z.shape[-1] + 1, nodes))
    flat[:, :-1] = z.reshape(-1, *z.shape[-2:]).swapaxes(1, 2)
    step = max(1, BLOCK // nodes**2)
    parts = [_softmax_sums(flat[start : start + step], tau)[0] for start in range(0, len(flat), step)]
    log_potential = np.concatenate(parts) - 1 / tau
    top = log_potential.max(axis=1, keepdims=True)
    mean = np.exp(log_potential - top).mean(axis=1) / (nodes - 1)
    return (np.log(mean) + top[:, 0]).reshape(z.shape[:-2])


def _softmax_sums(flat, tau):
    """Log Σ_{k≠i} exp(s_ik/τ), Σ_k p_ik z_k and Σ_k p_ki z_k of batches (G, d + 1, 2N) with a last row 1."""
    batches, rows, views = flat.shape
    scaled = flat / tau
    scaled[:, -1] *= -1  # so that the product is (s − 1)/τ
    log_z, own = np.empty((batches, views)), np.empty((batches, rows - 1, views))
    others: np.ndarray | float = 0.0
    step = max(1, min(views, BLOCK // views))
    for start in range(0, views, step):
        anchors = slice(start, start + step)
        kernel = scaled[:, :, anchors].swapaxes(1, 2) @ flat
        itself = kernel.reshape(batches, -1)[:, start :: views + 1]
        itself[...] = -np.inf
        top = kernel.max(axis=2, keepdims=True) if tau < _SHIFTED else None
        if top is not None:
            kernel -= top
        np.exp(kernel, out=kernel)
        sums = flat @ (kernel if tau >= _SHIFTED and step == views else kernel.swapaxes(1, 2))  # whole, it is symmetric
        weight = 1 / sums[:, -1]
        log_z[:, anchors] = np.log(sums[:, -1]) + 1 / tau
        if top is not None:
            log_z[:, anchors] += top[..., 0]
        own[:, :, anchors] = sums[:, :-1] * weight[:, None]
        others = others + (flat[:, :-1, anchors] * weight[:, None]) @ kernel
    return log_z, own, others


def _tangent(x, z, tau):
    """What is left of x/τ once its part along z is taken away, at every view."""
    x -= np.einsum("gdn,gdn->gn", x, z)[:, None] * z
    x /= tau
    return x
