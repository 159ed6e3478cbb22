"""The NT-Xent kernel on the circle as a Fourier series, summed over all views by small matrix products.

exp((cos θ − 1)/τ) = Σ_{m<M} a_m cos mθ. Every m < M is bK ± k with K = 2A, b < B and k ≤ A, and

    cos mφ = cos bKφ cos kφ ∓ sin bKφ sin kφ,        sin mφ = sin bKφ cos kφ ± cos bKφ sin kφ,

so that A + B harmonics of every view do the work of M, and a sum over views is one product of the two sets. The
coefficients of a series are held by these products of a coarse and a fine harmonic, R = 2B − 1 by C = 2A + 1.
"""

import math
import threading
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import sparse

from explorer.model.loss import checked_temperature

__all__ = ["Harmonics", "KernelSeries", "kernel_series", "series_terms"]

# A coarse row costs about as much as two fine ones, since it multiplies whole products.
_COARSE_COST = 2


@dataclass(frozen=True)
class KernelSeries:
    """How to turn moments, sums of products over views, into the coefficients of a series.

    Attributes
    ----------
    coarse, fine : int
        B ≥ 1 and A ≥ 1.
    both : tuple
        Moments to the coefficients of Σ_k exp((cos(φ − φ_k) − 1)/τ), and of its derivative in φ after them.
    slope : tuple
        Moments to the coefficients of the derivative alone.
    """

    coarse: int
    fine: int
    both: tuple
    slope: tuple


def series_terms(tau: float) -> int:
    """M, how many terms the series of exp((cos θ − 1)/τ) needs for a float64 sum: about 9/√τ."""
    return len(_coefficients(tau))


@lru_cache(maxsize=256)
def kernel_series(tau: float) -> KernelSeries:
    """Fourier series of exp((cos θ − 1)/τ), cut where its terms no longer change a float64 sum.

    Parameters
    ----------
    tau : float
        τ. The number of terms grows like τ^-½.

    Returns
    -------
    KernelSeries

    Raises
    ------
    ValueError
        If τ is no temperature.

    References
    ----------
    Abramowitz & Stegun 9.6.34.
    """
    a = _coefficients(tau)
    count = len(a)
    # A and B reach M − 1 = A(2B − 1)
    shapes = ((b, max(1, -(-(count - 1) // (2 * b - 1)))) for b in range(1, 3 + math.isqrt(count)))
    coarse, fine = min(shapes, key=lambda shape: _COARSE_COST * shape[0] + shape[1])
    m = np.arange(count)
    b = (m + fine - 1) // (2 * fine)
    k = m - 2 * fine * b
    entries = []  # sin mφ (row m) and cos mφ (row M + m) from products of (sin, cos) bKφ with (sin, cos) kφ
    for row, coarse_cos, fine_cos, value in ((1, 1, 1, 1), (1, 0, 0, -np.sign(k)), (0, 0, 1, 1), (0, 1, 0, np.sign(k))):
        i, j = coarse_cos * coarse + b - 1, fine_cos * (fine + 1) + abs(k) - 1  # sin 0φ, at −1, is left out
        entries.append([row * count + m, i * (2 * fine + 1) + j, value * np.ones(count) * (i >= 0) * (j >= 0)])
    row, column, value = np.concatenate(entries, axis=1)
    there = value != 0
    place = row[there].astype(int), column[there].astype(int)
    t = sparse.csr_array((value[there], place), (2 * count, (2 * coarse - 1) * (2 * fine + 1)))
    turned = sparse.vstack([-t[count:], t[:count]])  # (S, C) -> (−C, S)
    potential = t.T @ (sparse.diags_array(np.tile(a, 2)) @ t)
    slope = t.T @ (sparse.diags_array(np.tile(m * a, 2)) @ turned)
    both = sparse.vstack([potential, slope])
    return KernelSeries(coarse, fine, _two_entries(both), _two_entries(slope))


@lru_cache(maxsize=256)
def _coefficients(tau):
    tau, points = checked_temperature(tau), 64
    while True:
        theta = np.arange(points) * (2 * np.pi / points)
        a = np.fft.rfft(np.exp((np.cos(theta) - 1) / tau)).real / points
        a[1:] *= 2
        small = np.flatnonzero(np.abs(a) < 2e-16 * np.abs(a).max())
        if len(small) and small[0] < points // 2 - 4:
            return a[: small[0]]
        points *= 2


def _two_entries(matrix):
    """Rows of a sparse matrix with at most two entries each, as two pairs of (column, value)."""
    matrix = matrix.tocsr()
    matrix.eliminate_zeros()
    counts = np.diff(matrix.indptr)
    columns, values = np.zeros((2, len(counts)), int), np.zeros((2, len(counts)))
    place = np.arange(matrix.nnz) - np.repeat(matrix.indptr[:-1], counts), np.repeat(np.arange(len(counts)), counts)
    columns[place], values[place] = matrix.indices, matrix.data
    return tuple(zip(columns, values, strict=True))


class Harmonics:
    """Coarse and fine harmonics of G batches of n angles, given by their cosines and sines, each (G, n).

    The two sets lie in memory that each thread keeps and fills again: fresh pages cost more than the arithmetic on
    them. They are valid until the same thread makes the next ones.
    """

    def __init__(self, cos: np.ndarray, sin: np.ndarray, series: KernelSeries) -> None:
        self.series = series
        coarse, fine = series.coarse, series.fine
        q = _fill(_scratch("fine", (2, fine + 1, *cos.shape)), cos, sin)
        p = _scratch("coarse", (2, coarse, *cos.shape))
        turn = (2 * q[0, fine] * q[1, fine], 2 * q[1, fine] ** 2 - 1) if coarse > 1 else (sin, cos)
        _fill(p, turn[1], turn[0])
        self._p, self._q = (x.reshape(-1, *cos.shape)[1:].transpose(1, 0, 2) for x in (p, q))  # (G, R, n), (G, C, n)

    def moments(self, weights: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Sum of every product over the views, weighted by (G, n): shape (G, R·C)."""
        p = self._p
        if weights is not None:  # rows first, as p lies in memory
            rows = p.swapaxes(0, 1)
            p = np.multiply(rows, weights, out=_scratch("product", rows.shape)).swapaxes(0, 1)
        return (p @ self._q.swapaxes(1, 2)).reshape(len(p), -1)

    def potential_and_slope(self, moments: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """Σ_k w_k exp((cos(φ_i − φ_k) − 1)/τ) at every view from the moments with weights w: shape (G, n).

        With it its derivative by φ_i with all φ_k held, of the same shape.
        """
        return self._at_views(moments, self.series.both, 2).swapaxes(0, 1)

    def slope(self, moments: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        """The derivative of :meth:`potential_and_slope` alone: shape (G, n)."""
        return self._at_views(moments, self.series.slope, 1)[:, 0]

    def _at_views(self, moments, entries, functions):
        (i, x), (j, y) = entries
        coefficients = moments.take(i, axis=1) * x + moments.take(j, axis=1) * y
        groups, rows, views = self._p.shape
        coefficients = coefficients.reshape(groups, functions * rows, self._q.shape[1])
        product = np.matmul(coefficients, self._q, out=_scratch("product", (groups, functions * rows, views)))
        return np.einsum("gbn,gfbn->gfn", self._p, product.reshape(groups, functions, rows, views))


def _fill(e, cos, sin):
    """Write sin kφ into e[0, k] and cos kφ into e[1, k] for k = 0, 1, …; the known range doubles each step.

    cos(j+k)φ = 2 cos kφ cos jφ − cos(k−j)φ and sin(j+k)φ = 2 cos kφ sin jφ + sin(k−j)φ.
    """
    count = e.shape[1]
    e[0, 0], e[1, 0] = 0.0, 1.0
    if count > 1:
        e[0, 1], e[1, 1] = sin, cos
    k = 1
    while k + 1 < count:
        more = min(k, count - 1 - k)  # rows k+1 … k+more from rows 1 … more
        new = e[:, k + 1 : k + more + 1]
        np.multiply(e[:, 1 : more + 1], 2 * e[1, k], out=new)
        mirror = e[:, k - more : k][:, ::-1]
        new[0] += mirror[0]
        new[1] -= mirror[1]
        k += more
    return e


_memory = threading.local()


def _scratch(name, shape):
    kept, size = getattr(_memory, name, None), int(np.prod(shape))
    if kept is None or len(kept) < size:
        kept = np.empty(size)
        setattr(_memory, name, kept)
    return kept[:size].reshape(shape)
