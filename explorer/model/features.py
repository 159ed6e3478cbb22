"""Feature columns: centred, one-hot where a graph has none, and never more than 64 for a user's own graph."""

import numpy as np

__all__ = ["MAX_COLUMNS", "centred", "one_hot", "reduced"]

MAX_COLUMNS = 64

# Oversampling and power iterations of the randomised SVD. With these the kept variance is within 0.1 % of the exact
# SVD's even where the spectrum decays slowly; the test compares the two.
_OVERSAMPLING = 16
_POWER_ITERATIONS = 8


def centred(features: np.ndarray) -> np.ndarray:
    """Subtract every column's mean.

    Parameters
    ----------
    features : array_like, shape (N, F)

    Returns
    -------
    ndarray, shape (N, F)
    """
    features = np.asarray(features, dtype=np.float64)
    return features - features.mean(axis=0)


def one_hot(nodes: int, *, seed: int = 0, columns: int = MAX_COLUMNS) -> np.ndarray:
    """Centred one-hot features: each node says only which node it is.

    Up to `columns` nodes this is the centring matrix C = I − 11ᵀ/N itself. For more nodes it is C's SVD cut at
    `columns`. All of C's singular values are equal but one, which is 0, so every orthonormal set of columns
    orthogonal to 1 is a leading SVD of C and none is better than another: a seeded random one is drawn, and no N × N
    matrix is ever made. Two nodes are then nearly, no longer exactly, orthogonal, and masking an entry hides one of
    `columns` coordinates of a node and not its whole identity.

    Parameters
    ----------
    nodes : int
        N ≥ 1.
    seed : int
        Chooses among the equally good bases.
    columns : int
        The most columns to return.

    Returns
    -------
    ndarray, shape (N, min(N, columns))
        Columns with mean 0.
    """
    if nodes <= columns:
        return np.eye(nodes) - 1 / nodes
    gaussian = np.random.default_rng(seed).standard_normal((nodes, min(columns, nodes - 1)))
    basis, _ = np.linalg.qr(centred(gaussian))
    return centred(basis)  # centred again: QR leaves a mean of rounding errors


def reduced(features: np.ndarray, *, seed: int = 0, columns: int = MAX_COLUMNS) -> np.ndarray:
    """Keep the `columns` leading principal directions of centred features, by a seeded randomised SVD.

    Range finder with power iterations (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1): with X ≈ U S Vᵀ
    the result is U S, so distances between nodes are those of the best rank-`columns` approximation of X. It costs
    O(N·F·columns) instead of the exact SVD's O(N·F·min(N, F)).

    Parameters
    ----------
    features : ndarray, shape (N, F)
        Columns centred. Returned unchanged if F ≤ `columns`.
    seed : int
        Seeds the range finder.
    columns : int
        The most columns to keep.

    Returns
    -------
    ndarray, shape (N, min(N, F, columns))
        Columns with mean 0, mutually orthogonal, in order of falling variance.
    """
    nodes, width = features.shape
    if width <= columns:
        return features
    sketch = min(columns + _OVERSAMPLING, nodes, width)
    basis = np.linalg.qr(features @ np.random.default_rng(seed).standard_normal((width, sketch)))[0]
    for _ in range(_POWER_ITERATIONS):
        basis = np.linalg.qr(features.T @ basis)[0]
        basis = np.linalg.qr(features @ basis)[0]
    left, values, right = np.linalg.svd(basis.T @ features, full_matrices=False)
    # An SVD fixes its vectors up to sign: make the largest loading positive, so that every machine agrees.
    signs = np.sign(right[np.arange(len(right)), np.abs(right).argmax(axis=1)])
    return (basis @ (left * values * signs))[:, :columns]
