"""The linear encoder: simplified graph convolution s = Â^K X, then a linear map to the unit circle or sphere."""

import numpy as np
from scipy import sparse

from explorer.model.augmentation import ALIKE, Draws, Shares, kept_edges, masked_features
from explorer.model.graph import Graph

__all__ = ["angles", "directions", "propagate", "propagated_graph", "propagated_views", "unit_vectors"]

DENSE_NODES = 128
"""Up to this many nodes a dense batched product is faster than one sparse product a view."""


def propagate(edges: np.ndarray, features: np.ndarray, hops: int) -> np.ndarray:
    """Simplified graph convolution, s = Â^K X with Â = D^-½ (A + I) D^-½.

    Parameters
    ----------
    edges : ndarray of int, shape (E, 2)
        Undirected edges of the view, each once.
    features : ndarray, shape (N, F)
        The view's features.
    hops : int
        K ≥ 0.

    Returns
    -------
    ndarray, shape (N, F)

    References
    ----------
    Wu et al. (2019), Simplifying graph convolutional networks, eq. 8.
    """
    nodes = len(features)
    row, column = np.concatenate([edges, edges[:, ::-1]]).T if len(edges) else np.zeros((2, 0), int)
    scale = (1.0 + np.bincount(row, minlength=nodes)) ** -0.5
    operator = sparse.coo_array((scale[row] * scale[column], (row, column)), (nodes, nodes)).tocsr()
    s = np.asarray(features, dtype=float)
    for _ in range(hops):
        s = operator @ s + (scale**2)[:, None] * s  # the second term is the self-loop
    return s


def propagated_graph(graph: Graph, hops: int) -> np.ndarray:
    """Propagated features of the graph as it is, without augmentation: shape (N, F)."""
    return propagate(graph.edges, graph.features, hops)


def propagated_views(graph: Graph, draws: Draws, strength: float, hops: int, shares: Shares = ALIKE) -> np.ndarray:
    """Both propagated views of every pair, each over its own thinned graph.

    Parameters
    ----------
    graph : Graph
        N nodes with F features.
    draws : Draws
        V view pairs.
    strength : float
        p in [0, 1).
    hops : int
        K ≥ 0.
    shares : Shares
        Of p, for edges and features of either view.

    Returns
    -------
    ndarray, shape (V, 2, N, F)
    """
    strengths = shares.at(strength)
    kept = kept_edges(draws, strengths.edges)
    features = masked_features(graph.features, draws, strengths.features)
    if graph.nodes <= DENSE_NODES:
        return _propagate_dense(graph.edges, kept, features, hops)
    views = np.empty_like(features)
    for index in np.ndindex(kept.shape[:2]):
        views[index] = propagate(graph.edges[kept[index]], features[index], hops)
    return views


def _propagate_dense(edges, kept, features, hops):
    """:func:`propagate` for all views at once: kept (V, 2, E), features (V, 2, N, F)."""
    nodes = features.shape[2]
    adjacency = np.zeros((*kept.shape[:2], nodes, nodes))
    row, column = edges.T
    adjacency[:, :, row, column] = kept
    adjacency[:, :, column, row] = kept
    adjacency[:, :, np.arange(nodes), np.arange(nodes)] = 1.0
    scale = adjacency.sum(axis=3) ** -0.5
    operator = scale[..., :, None] * adjacency * scale[..., None, :]
    for _ in range(hops):
        features = operator @ features
    return features


def directions(propagated: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The encoder before normalisation, b + Wᵀ s with b = (1, 0, …): what it says when it ignores its input.

    Parameters
    ----------
    propagated : ndarray, shape (..., F)
    weights : ndarray, shape (F, d) or broadcastable (..., F, d)
        d = 2 for the circle, 3 for the sphere.

    Returns
    -------
    ndarray, shape (..., d)
    """
    u = propagated @ weights
    u[..., 0] += 1.0
    return u


def unit_vectors(propagated: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Embedding z of each row on the unit circle or sphere, (b + Wᵀ s)/‖b + Wᵀ s‖.

    Parameters
    ----------
    propagated : ndarray, shape (..., F)
    weights : ndarray, shape (F, d) or broadcastable (..., F, d)

    Returns
    -------
    ndarray, shape (..., d)
        Unit rows; NaN where b + Wᵀ s = 0 has no direction.
    """
    u = directions(propagated, weights)
    return u / np.linalg.norm(u, axis=-1, keepdims=True)


def angles(propagated: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Angle φ on the unit circle of each row, atan2 of b + Wᵀ s.

    Parameters
    ----------
    propagated : ndarray, shape (..., N, F)
    weights : ndarray, shape (F, 2) or broadcastable

    Returns
    -------
    ndarray, shape (..., N)
        In (−π, π].
    """
    u = directions(propagated, weights)
    return np.arctan2(u[..., 1], u[..., 0])
