"""Augmentation: (graph, strength, draws) -> the two views of a positive pair.

The uniform draws are made once and compared with every strength p (common random numbers): an edge is dropped
where u < p, a feature is masked where f < p. What is dropped at a weak strength stays dropped at a stronger
one, so every curve over p is smooth and the same on every machine.
"""

from dataclasses import dataclass

import numpy as np

from .graph import Graph

__all__ = ["Draws", "draw", "kept_edges", "masked_features"]


@dataclass(frozen=True)
class Draws:
    """Uniform draws in [0, 1) behind V view pairs.

    Attributes
    ----------
    edges : ndarray, shape (V, 2, E)
        One number per pair, view and edge.
    features : ndarray, shape (V, 2, N, F)
        One number per pair, view, node and feature.
    """

    edges: np.ndarray
    features: np.ndarray

    @property
    def pairs(self) -> int:
        """V, the number of view pairs."""
        return len(self.edges)


def draw(graph: Graph, pairs: int, rng: np.random.Generator) -> Draws:
    """Draw the random numbers of `pairs` view pairs of a graph.

    Parameters
    ----------
    graph : Graph
        N nodes, E edges, F features.
    pairs : int
        V ≥ 1.
    rng : numpy.random.Generator
        The source of randomness. Draws are float32: enough for a strength, and half the memory.

    Returns
    -------
    Draws
    """
    edges = rng.random((pairs, 2, len(graph.edges)), dtype=np.float32)
    features = rng.random((pairs, 2, *graph.features.shape), dtype=np.float32)
    edges.flags.writeable = features.flags.writeable = False
    return Draws(edges, features)


def kept_edges(draws: Draws, strength: float) -> np.ndarray:
    """Which edges each view keeps: each is dropped with probability p.

    Parameters
    ----------
    draws : Draws
    strength : float
        p in [0, 1).

    Returns
    -------
    ndarray of bool, shape (V, 2, E)

    References
    ----------
    Rong et al. (2020), DropEdge; You et al. (2020), GraphCL, edge perturbation.
    """
    return draws.edges >= _checked(strength)


def masked_features(features: np.ndarray, draws: Draws, strength: float) -> np.ndarray:
    """Mask each feature entry with probability p and divide the survivors by 1 − p, so that the mean is kept.

    Parameters
    ----------
    features : ndarray, shape (N, F)
    draws : Draws
    strength : float
        p in [0, 1).

    Returns
    -------
    ndarray, shape (V, 2, N, F)

    References
    ----------
    You et al. (2020), GraphCL, attribute masking; Zhu et al. (2020), GRACE; Srivastava et al. (2014), dropout.
    """
    return features * ((draws.features >= _checked(strength)) / (1.0 - strength))


def _checked(strength):
    if not 0 <= strength < 1:
        raise ValueError(f"strength is a probability below 1; got {strength}")
    return np.float32(strength)
