"""Augmentation: (graph, strength, draws) -> the two views of a positive pair.

The uniform draws are made once and compared with every strength p (common random numbers): an edge is dropped
where u < p, a feature is masked where f < p. What is dropped at a weak strength stays dropped at a stronger
one, so every curve over p is smooth and the same on every machine.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from explorer.model.graph import Graph

__all__ = ["ALIKE", "GRACE", "Draws", "Shares", "draw_pairs", "kept_edges", "masked_features"]


class Shares(NamedTuple):
    """How strongly edges and features of either view are augmented, as shares of p, the strongest of the four.

    Attributes
    ----------
    edges, features : tuple of float
        For the first view and for the second, in [0, 1].
    """

    edges: tuple[float, float] = (1.0, 1.0)
    features: tuple[float, float] = (1.0, 1.0)

    def at(self, strength: float) -> "Shares":
        """Return the four strengths at p, for :func:`kept_edges` and :func:`masked_features`."""
        return Shares(*((first * strength, second * strength) for first, second in self))

    def __str__(self) -> str:
        """Say what is dropped and masked: ``edges 0.5p and p, features p``, the first view and the second."""
        return ", ".join(f"{name} {_of_p(*pair)}" for name, pair in zip(self._fields, self, strict=True))


ALIKE = Shares()
"""One strength for all four."""

GRACE = Shares(edges=(0.5, 1.0), features=(0.75, 1.0))
"""Those of Zhu et al. (2020), Deep graph contrastive representation learning, on Cora: at p = 0.4, with τ = 0.4."""


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


def draw_pairs(graph: Graph, pairs: int, rng: np.random.Generator) -> Draws:
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


def kept_edges(draws: Draws, strength: float | tuple[float, float]) -> np.ndarray:
    """Which edges each view keeps: each is dropped with probability p.

    Parameters
    ----------
    draws : Draws
    strength : float, or one for each view
        p in [0, 1).

    Returns
    -------
    ndarray of bool, shape (V, 2, E)

    References
    ----------
    Rong et al. (2020), DropEdge; You et al. (2020), GraphCL, edge perturbation.
    """
    p = np.reshape(strength, (-1, 1))  # one of both views, or of each
    return draws.edges >= _checked(p)


def masked_features(features: np.ndarray, draws: Draws, strength: float | tuple[float, float]) -> np.ndarray:
    """Mask each feature entry with probability p and divide the survivors by 1 − p, so that the mean is kept.

    Parameters
    ----------
    features : ndarray, shape (N, F)
    draws : Draws
    strength : float, or one for each view
        p in [0, 1).

    Returns
    -------
    ndarray, shape (V, 2, N, F)

    References
    ----------
    You et al. (2020), GraphCL, attribute masking; Zhu et al. (2020), GRACE; Srivastava et al. (2014), dropout.
    """
    p = np.reshape(strength, (-1, 1, 1))  # one of both views, or of each
    return features * ((draws.features >= _checked(p)) / (1.0 - p))


def _of_p(first, second):
    each = ["p" if share == 1 else f"{share:g}p" if share else "0" for share in (first, second)]
    return " and ".join(dict.fromkeys(each))


def _checked(p):
    if not ((p >= 0) & (p < 1)).all():
        raise ValueError(f"strength is a probability below 1; got {', '.join(f'{x:g}' for x in p.flat)}")
    return np.float32(p)
