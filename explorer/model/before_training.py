"""What can be said of a scenario before anything is trained: what propagation leaves, and whether collapse can hold."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from explorer.model.encoders.linear import propagate
from explorer.model.graph import Graph
from explorer.model.scenario import Scenario
from explorer.model.theory import stability_matrix

__all__ = ["Smoothing", "push", "smoothing"]

# As for τ*(p): with few pairs the largest eigenvalue is biased upward.
_PAIRS_FACTOR = 4


class Smoothing(NamedTuple):
    """How far apart K propagations leave the nodes of a graph.

    Attributes
    ----------
    spread : float
        Mean squared distance of propagated features from their mean, over that of the features themselves.
    along_one : float
        Share of that spread along its leading direction; 1 where the nodes lie on a line.
    between_classes : float
        Share of it that lies between the classes' means; 1 where each class is one point.
    """

    spread: float
    along_one: float
    between_classes: float


def smoothing(graph: Graph, hops: int) -> list[Smoothing]:
    """Measure Â^k X of the un-augmented graph for k = 0 to K.

    Parameters
    ----------
    graph : Graph
        Not all of its nodes have the same features.
    hops : int
        K ≥ 0.

    Returns
    -------
    list of Smoothing
        K + 1 of them.

    References
    ----------
    Li, Han and Wu (2018), Deeper insights into graph convolutional networks, section 3: repeated propagation makes the
    features of connected nodes alike.
    """
    found: list[Smoothing] = []
    s, whole = np.asarray(graph.features, dtype=float), 1.0
    member = np.equal.outer(np.unique(graph.labels), graph.labels).astype(float)  # (C, N)
    for k in range(hops + 1):
        s = propagate(graph.edges, s, 1) if k else s
        centred = s - s.mean(axis=0)
        total = float(np.square(centred).sum())
        whole = whole if k else total
        means = member @ centred / member.sum(axis=1, keepdims=True)
        between = float(np.square(means).sum(axis=1) @ member.sum(axis=1))
        leading = float(np.linalg.eigvalsh(centred.T @ centred)[-1])
        found.append(Smoothing(total / whole, leading / total, between / total))
    return found


def push(scenario: Scenario, strengths: Iterable[float]) -> np.ndarray:
    """λmax(Q_p) of a linear encoder at some strengths, in the first seed's draws: shape (P,).

    Near W = 0 the objective is log(2n − 1) + ½ wᵀ(λI − Q/τ)w: where λmax(Q_p) > 0 and λ = 0, W = 0 is a saddle at every
    temperature; where it is not positive, W = 0 is stable at every temperature, whatever λ.

    Parameters
    ----------
    scenario : Scenario
        Of a linear encoder.
    strengths : iterable of float

    References
    ----------
    :func:`~explorer.model.theory.stability_matrix`.
    """
    draws = scenario.draws(scenario.seed, "theory", _PAIRS_FACTOR * scenario.pairs)
    views = (scenario.batched(scenario.views(draws, [p]), scenario.seed)[0] for p in strengths)
    return np.array([np.linalg.eigvalsh(stability_matrix(v))[-1] for v in views])
