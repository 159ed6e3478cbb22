"""A scenario: all that a surface depends on, and the scenarios that ship with the app."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from explorer.model.augmentation import ALIKE, Draws, Shares, draw_pairs
from explorer.model.encoders.linear import propagated_graph, propagated_views
from explorer.model.graph import Graph, karate_club, planted_communities
from explorer.model.theory import stability_matrix

__all__ = ["ENCODERS", "GRAPHS", "SHIPPED", "EncoderEntry", "Scenario", "Shipped", "default_pairs", "shipped_scenario"]


@dataclass(frozen=True)
class EncoderEntry:
    """What pages and files have to know of an encoder.

    Attributes
    ----------
    title : str
        What a page calls it.
    described : str
        What a saved page calls it; ``{hops}`` stands for K.
    stored_seeds : int
        How many seeds keep their weights in a surface.
    layers : int or None
        Propagations that it makes itself; None if it is linear in Â^K X, for any K.
    solved : bool
        Whether J on fixed view pairs is minimised, as the theory of collapse supposes; otherwise Adam takes a fixed
        number of steps, each on a fresh pair.
    usual_decay : float
        λ that a page offers first.
    """

    title: str
    described: str
    stored_seeds: int
    layers: int | None = None
    solved: bool = True
    usual_decay: float = 0.3


# The names that a scenario may give its encoder.
ENCODERS: Mapping[str, EncoderEntry] = MappingProxyType(
    {
        "linear": EncoderEntry(
            "Linear, circle",
            "a linear encoder after {hops} propagations, onto the unit circle, trained until it settled",
            stored_seeds=3,
        ),
        "linear-sphere": EncoderEntry(
            "Linear, sphere",
            "a linear encoder after {hops} propagations, onto the unit sphere, trained until it settled",
            stored_seeds=2,
        ),
        "gcn": EncoderEntry(
            "GCN, circle",
            "a graph network of two layers, onto the unit circle, trained by a fixed number of Adam's steps",
            stored_seeds=1,  # it has many more weights than the linear ones
            layers=2,
            solved=False,
            usual_decay=5e-4,
        ),
    }
)
# What a page calls each graph, and what makes it.
_MADE = {"communities": ("Communities", planted_communities), "karate": ("Karate club", karate_club)}
GRAPHS: Mapping[str, str] = MappingProxyType({name: title for name, (title, _) in _MADE.items()})

# One stream of random numbers for each purpose, so that none moves when another draws more.
_PURPOSES = {"train": 0, "fresh": 1, "theory": 2, "start": 3, "batches": 4, "probe": 5, "untrained": 6}
# Of the features' own size: what rounding leaves of differences between nodes that propagation has made alike.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Scenario:
    """A graph and how to train on it.

    Attributes
    ----------
    name : str
        Key of the surface's file.
    graph : Graph
    encoder : str
        One of :data:`ENCODERS`.
    hops : int
        K of the propagation Â^K X; where the encoder's own layers propagate, once each, how many they are.
    weight_decay : float
        λ ≥ 0. Without weight decay nothing collapses at high temperature.
    pairs : int
        V, view pairs that J is averaged over. Fresh pairs, which metrics are read on, are as many.
    batch_size : int or None
        Nodes in a batch; None takes them all.
    seed : int
        First of the surface's seeds.
    shares : Shares
        Of p, the strength on the map's axis, for edges and features of either view: in [0, 1], the largest 1.

    Raises
    ------
    ValueError
        If a value makes no sense, or the encoder cannot tell any two nodes of the graph apart.
    """

    name: str
    graph: Graph
    encoder: str = "linear"
    hops: int = 3
    weight_decay: float = 0.3
    pairs: int = 16
    batch_size: int | None = None
    seed: int = 0
    shares: Shares = ALIKE

    def __post_init__(self) -> None:
        if not (isinstance(self.name, str) and self.name):
            raise ValueError(f"a scenario needs a name; got {self.name!r}")
        if self.encoder not in ENCODERS:
            raise ValueError(f"there is no encoder {self.encoder!r}; choose one of {', '.join(ENCODERS)}")
        for field, least, most, what in (
            ("hops", 0, 100, "hops, the number of propagations,"),
            ("pairs", 1, 10_000, "pairs, the number of view pairs,"),
            ("seed", 0, 2**62, "seed"),
        ):
            value = _whole(getattr(self, field), least, what)
            if value > most:  # a stranger's file would keep the server busy for days
                raise ValueError(f"{what} must be at most {most:,}; got {value:.3g}")
            object.__setattr__(self, field, value)
        if self.batch_size is not None:
            size = _whole(self.batch_size, 2, "batch_size, the number of nodes in a batch,")
            if size > self.graph.nodes:
                raise ValueError(f"batch_size must be at most {self.graph.nodes}, the graph's nodes; got {size}")
            object.__setattr__(self, "batch_size", size)
        object.__setattr__(self, "weight_decay", _weight_decay(self.weight_decay))
        object.__setattr__(self, "shares", _shares(self.shares))
        layers = self.encoder_entry.layers
        if layers not in (None, self.hops):
            raise ValueError(f"the encoder's layers propagate once each, so hops must be {layers}; got {self.hops}")
        if not self._scale > 0:
            raise ValueError(
                "no two nodes of this graph can be told apart: after propagation all have the same features; "
                "give nodes features that differ, or edges that tell them apart"
            )

    def settings(self) -> dict[str, Any]:
        """All but name and graph, by name; shares of p only where they differ, which older files know nothing of."""
        found = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("name", "graph")}
        return found if self.shares != ALIKE else {name: found[name] for name in found if name != "shares"}

    @property
    def nodes_in_batch(self) -> int:
        """Positive pairs that compete in one loss: n, so that chance level is log(2n − 1)."""
        return self.batch_size or self.graph.nodes

    @property
    def encoder_entry(self) -> EncoderEntry:
        """What is known of the encoder."""
        return ENCODERS[self.encoder]

    @property
    def theory_applies(self) -> bool:
        """Whether τ*(p) = λmax(Q_p)/λ says where collapse begins: for a linear encoder, solved with weight decay."""
        return self.encoder_entry.layers is None and self.encoder_entry.solved and self.weight_decay > 0

    @property
    def even_share(self) -> float:
        """What the hardest 5 % of an anchor's negatives, in whole ones, take of its push if all push alike."""
        negatives = 2 * self.nodes_in_batch - 2
        return float(np.ceil(0.05 * negatives) / negatives)

    @property
    def drops_edges(self) -> bool:
        """Whether strength drops edges along which the encoder propagates, so that neighbours are mixed less."""
        return max(self.shares.edges) > 0 and self.mixes_neighbours

    @property
    def mixes_neighbours(self) -> bool:
        """Whether the encoder propagates along any edge."""
        return self.hops > 0 and len(self.graph.edges) > 0

    def rng(self, seed: int, purpose: str) -> np.random.Generator:
        """Source of randomness for one purpose of one seed, such as "train", "fresh" or "start"."""
        return np.random.default_rng([seed, _PURPOSES[purpose]])

    def draws(self, seed: int, purpose: str, pairs: int | None = None) -> Draws:
        """Draws behind the view pairs of one seed; `pairs` defaults to the scenario's."""
        return draw_pairs(self.graph, pairs or self.pairs, self.rng(seed, purpose))

    def clean(self) -> np.ndarray:
        """Propagated features of the un-augmented graph, scaled: shape (N, F)."""
        return propagated_graph(self.graph, self.hops) / self._scale

    def views(self, draws: Draws, strengths: Iterable[float]) -> np.ndarray:
        """Propagated views at every strength, scaled once so that λmax(Q) = 1 at p = 0: shape (P, V, 2, N, F)."""
        views = [propagated_views(self.graph, draws, p, self.hops, self.shares) for p in strengths]
        return np.stack(views) / self._scale

    def batched(self, views: np.ndarray, seed: int) -> np.ndarray:
        """Split the nodes of each view pair into batches by a seeded permutation, the same at every strength.

        Parameters
        ----------
        views : ndarray, shape (P, V, 2, N, F)
            Propagated views, or their embeddings with F = d.
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

    @cached_property
    def _scale(self) -> float:
        """Square root of λmax(Q) at p = 0; 0 where that is rounding only."""
        clean = propagated_graph(self.graph, self.hops)
        largest = np.linalg.eigvalsh(stability_matrix(np.stack([clean, clean])[None]))[-1]
        scale = np.sqrt(max(0.0, largest))
        return float(scale) if scale > _ROUNDING * np.sqrt(np.mean(self.graph.features**2)) else 0.0


def _whole(value, least, what):
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{what} must be a whole number of at least {least}; got {value!r}")
    return int(value)


def _weight_decay(value):
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = np.nan
    if not (np.isfinite(number) and number >= 0):
        raise ValueError(f"weight_decay must be a finite number that is not negative; got {value!r}")
    return number


def _shares(value):
    """Four shares as they are read from anywhere; another largest than 1 would be another p, a name for the same."""
    try:
        edges, features = ((float(first), float(second)) for first, second in value)
    except (TypeError, ValueError):
        edges = features = np.nan, np.nan
    each = (*edges, *features)
    if not (all(0 <= share <= 1 for share in each) and max(each) == 1):
        raise ValueError(
            f"shares of p must be two for edges and two for features, from 0 to 1, the largest 1; got {value!r}"
        )
    return Shares(edges, features)


def default_pairs(nodes: int) -> int:
    """View pairs that a graph needs: 16 for 48 nodes, fewer for larger graphs, whose views average over more nodes."""
    return int(np.clip(16 * 48 / nodes, 2, 16))


@dataclass(frozen=True)
class Shipped:
    """What tells one shipped scenario from the others, and how large its surface is.

    Attributes
    ----------
    title : str
        What a page calls it.
    graph : str
        One of :data:`GRAPHS`.
    encoder, weight_decay, batch_size, hops
        As of :class:`Scenario`.
    cells : int
        Strengths of the grid, and temperatures.
    seeds : int
        Independent seeds that it is averaged over.
    """

    title: str
    graph: str
    encoder: str = "linear"
    weight_decay: float = 0.3
    batch_size: int | None = None
    hops: int = 3
    cells: int = 31
    seeds: int = 16


SHIPPED: Mapping[str, Shipped] = MappingProxyType(
    {
        "communities": Shipped("Communities", "communities"),
        "communities-batch16": Shipped("Communities, 16 nodes a batch", "communities", batch_size=16),
        "communities-light": Shipped("Communities, little weight decay", "communities", weight_decay=0.01, seeds=8),
        "communities-sphere": Shipped("Communities on the sphere", "communities", "linear-sphere", seeds=8),
        "communities-gcn": Shipped("Communities, GCN", "communities", "gcn", 5e-4, hops=2, cells=16, seeds=8),
        "karate": Shipped("Karate club", "karate", weight_decay=0.4, hops=2),
        "karate-gcn": Shipped("Karate club, GCN", "karate", "gcn", 5e-4, hops=2, cells=16, seeds=8),
    }
)


def shipped_scenario(name: str) -> Scenario:
    """Scenario behind a shipped surface.

    Parameters
    ----------
    name : str
        A key of :data:`SHIPPED`.

    Returns
    -------
    Scenario

    Raises
    ------
    ValueError
        If there is no such scenario.
    """
    if name not in SHIPPED:
        raise ValueError(f"there is no scenario {name!r}; choose one of {', '.join(SHIPPED)}")
    entry = SHIPPED[name]
    graph = _MADE[entry.graph][1]()
    return Scenario(name, graph, entry.encoder, entry.hops, entry.weight_decay, batch_size=entry.batch_size)
