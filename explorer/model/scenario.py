"""A scenario: all that a surface depends on, and the scenarios that ship with the app."""

from dataclasses import dataclass

import numpy as np

from explorer.model.encoders.linear import propagated_graph, propagated_views

from .augmentation import Draws, draw
from .graph import Graph, karate_club, planted_communities
from .theory import stability_matrix

__all__ = ["SHIPPED", "Scenario", "default_pairs", "shipped_scenario"]

SHIPPED = ("communities", "karate", "communities-batch16")

# One stream of random numbers for each purpose, so that none moves when another draws more.
_PURPOSES = {"train": 0, "fresh": 1, "theory": 2, "start": 3, "batches": 4, "probe": 5}


@dataclass(frozen=True)
class Scenario:
    """A graph and how to train on it.

    Attributes
    ----------
    name : str
        Key of the surface's file.
    graph : Graph
    hops : int
        K of the propagation Â^K X.
    weight_decay : float
        λ > 0.
    pairs : int
        V, view pairs that J is averaged over. Fresh pairs, which metrics are read on, are as many.
    batch_size : int or None
        Nodes in a batch; None takes them all.
    seed : int
        First of the surface's seeds.
    """

    name: str
    graph: Graph
    hops: int = 3
    weight_decay: float = 0.4
    pairs: int = 16
    batch_size: int | None = None
    seed: int = 0

    def __post_init__(self):
        if self.batch_size is not None and not 2 <= self.batch_size <= self.graph.nodes:
            raise ValueError(f"a batch holds 2 to {self.graph.nodes} nodes; got {self.batch_size}")

    @property
    def nodes_in_batch(self) -> int:
        """Positive pairs that compete in one loss: n, so that chance level is log(2n − 1)."""
        return self.batch_size or self.graph.nodes

    def rng(self, seed: int, purpose: str) -> np.random.Generator:
        """Source of randomness for one purpose of one seed: train, fresh, theory, start, batches or probe."""
        return np.random.default_rng([seed, _PURPOSES[purpose]])

    def draws(self, seed: int, purpose: str, pairs: int | None = None) -> Draws:
        """Draws behind the view pairs of one seed; `pairs` defaults to the scenario's."""
        return draw(self.graph, pairs or self.pairs, self.rng(seed, purpose))

    def clean(self) -> np.ndarray:
        """Propagated features of the un-augmented graph, scaled: shape (N, F)."""
        return propagated_graph(self.graph, self.hops) / self._scale()

    def views(self, draws: Draws, strengths) -> np.ndarray:
        """Propagated views at every strength, scaled once so that λmax(Q) = 1 at p = 0: shape (P, V, 2, N, F)."""
        views = [propagated_views(self.graph, draws, p, self.hops) for p in strengths]
        return np.stack(views) / self._scale()

    def batched(self, views, seed: int) -> np.ndarray:
        """Split the nodes of each view pair into batches by a seeded permutation, the same at every strength.

        Parameters
        ----------
        views : ndarray, shape (P, V, 2, N, F)
        seed : int

        Returns
        -------
        ndarray, shape (P, V·B, 2, n, F)
            Nodes that do not fill a last batch are left out of that pair, as is usual in training.
        """
        n = self.nodes_in_batch
        if self.batch_size is None:
            return views
        strengths, pairs, _, nodes, features = views.shape
        rng = self.rng(seed, "batches")
        order = np.stack([rng.permutation(nodes)[: nodes // n * n] for _ in range(pairs)])  # (V, B·n)
        taken = np.take_along_axis(views, order[None, :, None, :, None], axis=3)
        split = taken.reshape(strengths, pairs, 2, nodes // n, n, features)
        return split.swapaxes(2, 3).reshape(strengths, -1, 2, n, features)

    def _scale(self):
        clean = propagated_graph(self.graph, self.hops)
        return np.sqrt(np.linalg.eigvalsh(stability_matrix(np.stack([clean, clean])[None]))[-1])


def default_pairs(nodes: int) -> int:
    """View pairs that a graph needs: 16 for 48 nodes, fewer for larger graphs, whose views average over more nodes."""
    return int(np.clip(16 * 48 / nodes, 2, 16))


def shipped_scenario(name: str) -> Scenario:
    """Scenario behind a shipped surface.

    Parameters
    ----------
    name : {"communities", "karate", "communities-batch16"}

    Returns
    -------
    Scenario

    Raises
    ------
    ValueError
        If there is no such scenario.
    """
    if name == "communities":
        return Scenario(name, planted_communities())
    if name == "karate":
        return Scenario(name, karate_club(), hops=2)
    if name == "communities-batch16":
        return Scenario(name, planted_communities(), batch_size=16)
    raise ValueError(f"there is no scenario {name!r}; choose one of {', '.join(SHIPPED)}")
