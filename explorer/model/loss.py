"""NT-Xent, its exact split and the metrics alignment and uniformity, for embeddings of any dimension.

Every function reads as its formula. Rows are L2-normalised inside, so s_ik = z_i·z_k is the cosine similarity.
The 2N views of a batch are stacked as (z1, z2); j(i) is the other view of the same node. The solver uses the
linear-time form for the circle in :mod:`explorer.model.circle_loss`; the tests hold the two together.
"""

import numpy as np

__all__ = [
    "alignment",
    "checked_scale",
    "checked_temperature",
    "negative_weights",
    "nt_xent",
    "nt_xent_gradient",
    "split",
    "uniformity",
]

# Similarities are rounded to 1e-16, and 1e-16/τ is what that does to a loss.
_LEAST_TEMPERATURE = 1e-6


def checked_temperature(temperature: float) -> float:
    """τ as a number.

    Raises
    ------
    ValueError
        If τ is not a number from 10⁻⁶ on: below it, rounding of the similarities would show in the loss.
    """
    tau = _number(temperature)
    if not 0 < tau < np.inf:
        raise ValueError(f"temperature must be a positive number; got {temperature}")
    if tau < _LEAST_TEMPERATURE:
        raise ValueError(f"temperature must be at least {_LEAST_TEMPERATURE:g}, or rounding shows; got {temperature}")
    return tau


def checked_scale(t: float) -> float:
    """Scale t of the Gaussian potential as a number.

    Raises
    ------
    ValueError
        If t is not positive, or so large that rounding of the squared distances would show in the potential.
    """
    scale, most = _number(t), 1 / (2 * _LEAST_TEMPERATURE)
    if not 0 < scale <= most:
        raise ValueError(f"t must be a positive number, at most {most:g}; got {t}")
    return scale


def _number(value):
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return np.nan


def nt_xent(z1: np.ndarray, z2: np.ndarray, temperature: float) -> float:
    """Mean NT-Xent loss over the 2N anchors of a batch of N positive pairs.

    L = 1/2N Σ_i [ −s_ij(i)/τ + log Σ_{k≠i} exp(s_ik/τ) ]

    Parameters
    ----------
    z1, z2 : array_like, shape (N, d)
        The two views; row i of both is the positive pair of node i. Need not be normalised.
    temperature : float
        τ > 0, dimensionless.

    Returns
    -------
    float
        The loss in nats. It is log(2N − 1) when all embeddings coincide.

    Raises
    ------
    ValueError
        If the shapes differ, a row has no direction (norm 0 or not finite), or τ is not positive.

    References
    ----------
    Chen et al. (2020), A simple framework for contrastive learning of visual representations, eq. 1.

    Examples
    --------
    >>> float(round(nt_xent([[1, 0], [0, 1]], [[1, 0], [0, 1]], 0.5), 4))
    0.2395
    """
    alignment_term, uniformity_term = split(z1, z2, temperature)
    return alignment_term + uniformity_term


def split(z1: np.ndarray, z2: np.ndarray, temperature: float) -> tuple[float, float]:
    """Exact decomposition of NT-Xent: the alignment term A_τ and the uniformity term U_τ.

    A_τ = −1/2N Σ_i s_ij(i)/τ  and  U_τ = 1/2N Σ_i log Σ_{k≠i} exp(s_ik/τ), so that L = A_τ + U_τ.

    Parameters
    ----------
    z1, z2, temperature
        As for :func:`nt_xent`.

    Returns
    -------
    tuple of float
        (A_τ, U_τ) in nats.

    Raises
    ------
    ValueError
        As for :func:`nt_xent`.

    References
    ----------
    Chen et al. (2020), eq. 1, with the logarithm of the quotient written as a difference.
    """
    z, _ = _stack(z1, z2)
    tau = checked_temperature(temperature)
    n = len(z) // 2
    positive = np.sum(z[:n] * z[n:], axis=1)
    return float(-np.mean(positive) / tau), float(np.mean(_log_partition(z, tau)))


def nt_xent_gradient(z1: np.ndarray, z2: np.ndarray, temperature: float) -> tuple[np.ndarray, np.ndarray]:
    """Gradient of :func:`nt_xent` with respect to the rows as given, through the normalisation.

    With p_ik = exp(s_ik/τ)/Σ_{m≠i} exp(s_im/τ) for k ≠ i and p_ii = 0, and P the matrix that joins partners,
    ∂L/∂Z = (p + pᵀ − 2P) Z / (2Nτ) for unit rows; the normalisation projects it onto each row's tangent.

    Parameters
    ----------
    z1, z2, temperature
        As for :func:`nt_xent`.

    Returns
    -------
    tuple of ndarray, shape (N, d)
        (∂L/∂z1, ∂L/∂z2).

    Raises
    ------
    ValueError
        As for :func:`nt_xent`, or if a row is so short (below about 1e-300) that its gradient is not finite.

    References
    ----------
    The derivative of Chen et al. (2020), eq. 1.
    """
    z, norms = _stack(z1, z2)
    tau = checked_temperature(temperature)
    n = len(z) // 2
    p = np.exp(_logits(z, tau) - _log_partition(z, tau)[:, None])
    partner = np.roll(z, n, axis=0)
    on_unit_rows = ((p + p.T) @ z - 2 * partner) / (2 * n * tau)
    tangent = on_unit_rows - np.sum(on_unit_rows * z, axis=1, keepdims=True) * z
    with np.errstate(over="ignore"):
        gradient = tangent / norms
    if not np.isfinite(gradient).all():
        row = int(np.flatnonzero(~np.isfinite(gradient).all(axis=1))[0])
        raise ValueError(f"{'z1' if row < n else 'z2'} is too short in row {row % n} for a finite gradient")
    return gradient[:n], gradient[n:]


def negative_weights(z1: np.ndarray, z2: np.ndarray, temperature: float, anchor: int) -> np.ndarray:
    """How the gradient of one anchor is shared among its negatives.

    ∂ℓ_i/∂s_ik = p_ik/τ for a negative k, so the share of k is exp(s_ik/τ) over its sum over all negatives of i.

    Parameters
    ----------
    z1, z2, temperature
        As for :func:`nt_xent`.
    anchor : int
        Row of z1 that is the anchor, 0 ≤ anchor < N.

    Returns
    -------
    ndarray, shape (2N,)
        Shares that add up to 1, in the order of (z1, z2); 0 for the anchor and its positive. All 0 when N = 1.

    Raises
    ------
    ValueError
        As for :func:`nt_xent`, or if `anchor` is not a row.

    References
    ----------
    Wang & Liu (2021), Understanding the behaviour of contrastive loss, eq. 5 (relative penalty).
    """
    z, _ = _stack(z1, z2)
    tau = checked_temperature(temperature)
    n = len(z) // 2
    if not (isinstance(anchor, int | np.integer) and 0 <= anchor < n):
        raise ValueError(f"anchor must be a row of z1, 0 to {n - 1}; got {anchor}")
    logits = z @ z[anchor] / tau
    logits[[anchor, anchor + n]] = -np.inf
    if n == 1:
        return np.zeros(2)
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()


def alignment(z1: np.ndarray, z2: np.ndarray) -> float:
    """Mean squared distance of positive pairs, ℓ_align = mean ‖z_i − z_j(i)‖² (α = 2).

    Parameters
    ----------
    z1, z2 : array_like, shape (N, d)
        The two views.

    Returns
    -------
    float
        In [0, 4]; 0 when the two views of every node coincide.

    Raises
    ------
    ValueError
        If the shapes differ or a row has no direction.

    References
    ----------
    Wang & Isola (2020), Understanding contrastive representation learning through alignment and uniformity, eq. 2.
    """
    z, _ = _stack(z1, z2)
    n = len(z) // 2
    return float(np.mean(np.sum((z[:n] - z[n:]) ** 2, axis=1)))


def uniformity(z: np.ndarray, t: float = 2.0) -> float:
    """Logarithm of the mean Gaussian potential, ℓ_uniform = log mean_{i<k} exp(−t‖z_i − z_k‖²).

    Parameters
    ----------
    z : array_like, shape (N, d)
        One view, N ≥ 2.
    t : float
        Scale of the potential, > 0.

    Returns
    -------
    float
        At most 0; 0 when all embeddings coincide.

    Raises
    ------
    ValueError
        If N < 2, a row has no direction or t is not positive.

    References
    ----------
    Wang & Isola (2020), eq. 3, over pairs of distinct points as in the authors' published code.
    """
    z, _ = _normalised(z, "z")
    t = checked_scale(t)
    if len(z) < 2:
        raise ValueError(f"uniformity needs at least 2 points; got {len(z)}")
    i, k = np.triu_indices(len(z), 1)
    exponent = -t * np.sum((z[i] - z[k]) ** 2, axis=1)
    top = exponent.max()  # so that the mean never underflows
    return float(top + np.log(np.mean(np.exp(exponent - top))))


def _logits(z, tau):
    """s_ik/τ with −∞ on the diagonal: an anchor is not its own candidate."""
    logits = z @ z.T / tau
    np.fill_diagonal(logits, -np.inf)
    return logits


def _log_partition(z, tau):
    """Log Σ_{k≠i} exp(s_ik/τ), shifted by the row's maximum so that it never overflows."""
    logits = _logits(z, tau)
    top = logits.max(axis=1)
    return top + np.log(np.sum(np.exp(logits - top[:, None]), axis=1))


def _normalised(z, name):
    z = np.asarray(z, dtype=float)
    if z.ndim != 2 or z.size == 0:
        raise ValueError(f"{name} must have shape (N, d) with N, d ≥ 1; got {z.shape}")
    # By powers of two, which round nothing: squares of entries near 1e160 or 1e-160 would leave float64's range.
    exponent = np.frexp(np.abs(z).max(axis=1, keepdims=True))[1]
    scaled = np.ldexp(z, -exponent)
    length = np.linalg.norm(scaled, axis=1, keepdims=True)
    without = ~np.isfinite(length[:, 0]) | (length[:, 0] == 0)
    if without.any():
        row = int(np.flatnonzero(without)[0])
        raise ValueError(f"{name} has no direction in row {row}: it is {z[row]}")
    with np.errstate(over="ignore"):  # a norm may be too large for a float64 where its entries are not
        return scaled / length, np.ldexp(length, exponent)


def _stack(z1, z2):
    (a, norms_a), (b, norms_b) = _normalised(z1, "z1"), _normalised(z2, "z2")
    if a.shape != b.shape:
        raise ValueError(f"the two views must have the same shape; got {a.shape} and {b.shape}")
    return np.concatenate([a, b]), np.concatenate([norms_a, norms_b])
