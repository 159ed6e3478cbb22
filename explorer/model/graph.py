"""The graph: a frozen record, and two graphs that ship with the app."""

from dataclasses import dataclass, fields

import numpy as np

from explorer.model.block_model import contextual_block_model
from explorer.model.features import one_hot
from explorer.model.layout import layout

__all__ = ["Graph", "karate_club", "planted_communities"]


@dataclass(frozen=True, eq=False)
class Graph:
    """N nodes with features, joined by E undirected edges.

    Arrays are copied and made read-only, so one graph can safely be shared between sessions. Two graphs are equal
    only if they are the same object.

    Attributes
    ----------
    name : str
        What to call the graph on the page.
    features : ndarray of float64, shape (N, F)
        X, as given. Every constructor of this module gives columns with mean 0.
    edges : ndarray of int64, shape (E, 2)
        Each undirected edge once, without self-loops.
    labels : ndarray of int64, shape (N,)
        The class of each node, an index into `label_names`. Only the downstream probe reads it, never the loss.
    label_names : tuple of str
        The name of each class.
    node_names : tuple of str, length N
        The name of each node.
    positions : ndarray of float64, shape (N, 2)
        Where to draw each node, in [−1, 1]².

    Raises
    ------
    ValueError
        If a shape, an index or a value does not fit; the message names both offending values.
    """

    name: str
    features: np.ndarray
    edges: np.ndarray
    labels: np.ndarray
    label_names: tuple[str, ...]
    node_names: tuple[str, ...]
    positions: np.ndarray

    def __post_init__(self) -> None:
        for field in ("features", "positions"):
            self._freeze(field, np.array(getattr(self, field), dtype=np.float64))
        for field in ("edges", "labels"):
            self._freeze(field, _integers(field, getattr(self, field)))
        for field in ("label_names", "node_names"):
            object.__setattr__(self, field, tuple(str(name) for name in getattr(self, field)))
        self._validate()

    def _freeze(self, field, array):
        array.flags.writeable = False
        object.__setattr__(self, field, array)

    def _validate(self):
        if self.features.ndim != 2 or 0 in self.features.shape:
            raise ValueError(f"features must be N × F with N, F ≥ 1, not of shape {self.features.shape}")
        nodes = len(self.features)
        if not np.isfinite(self.features).all():
            raise ValueError("features must be finite numbers")
        if self.edges.ndim != 2 or self.edges.shape[1] != 2:
            raise ValueError(f"edges must be of shape (E, 2), not {self.edges.shape}")
        if self.edges.size and not 0 <= self.edges.min() <= self.edges.max() < nodes:
            raise ValueError(f"edges name nodes {self.edges.min()} to {self.edges.max()}, but there are {nodes} nodes")
        low, high = np.sort(self.edges, axis=1).T
        if (low == high).any():
            raise ValueError(f"edges join node {low[low == high][0]} with itself")
        if len(np.unique(low * nodes + high)) < len(low):
            raise ValueError("edges name a pair of nodes twice; each undirected edge is given once")
        if self.labels.shape != (nodes,):
            raise ValueError(f"labels must be of shape ({nodes},), one a node, not {self.labels.shape}")
        if not 0 <= self.labels.min() <= self.labels.max() < len(self.label_names):
            raise ValueError(
                f"labels run from {self.labels.min()} to {self.labels.max()}, "
                f"but there are {len(self.label_names)} label names"
            )
        if len(self.node_names) != nodes:
            raise ValueError(f"there are {len(self.node_names)} node names for {nodes} nodes")
        if self.positions.shape != (nodes, 2) or not np.isfinite(self.positions).all():
            raise ValueError(f"positions must be finite and of shape ({nodes}, 2), not {self.positions.shape}")
        if np.abs(self.positions).max() > 1:
            raise ValueError(f"positions must lie in [−1, 1]², not reach {np.abs(self.positions).max()}")

    def __reduce__(self) -> tuple:
        # Arrays forget on unpickling and deep-copying that they are read-only; going through the constructor
        # freezes them again.
        return Graph, tuple(getattr(self, field.name) for field in fields(self))

    @property
    def nodes(self) -> int:
        """N: the rows of `features`."""
        return len(self.features)


def planted_communities(
    seed: int = 0,
    classes: int = 3,
    nodes: int = 48,
    degree_inside: float = 8.0,
    degree_outside: float = 3.0,
    features: int = 32,
    noise: float = 2.5,
) -> Graph:
    """Draw communities that both edges and features hint at, from a contextual block model.

    Parameters
    ----------
    seed, classes, nodes, degree_inside, degree_outside, features, noise
        See `block_model.contextual_block_model`.

    Returns
    -------
    Graph

    Raises
    ------
    ValueError
        If the sizes are too small, or more neighbours are asked for than there are nodes.

    Examples
    --------
    >>> graph = planted_communities()
    >>> graph.nodes, graph.features.shape
    (48, (48, 32))
    """
    x, edges, labels = contextual_block_model(seed, classes, nodes, degree_inside, degree_outside, features, noise)
    return Graph(
        name="Planted communities",
        features=x,
        edges=edges,
        labels=labels,
        label_names=tuple(f"Community {c + 1}" for c in range(classes)),
        node_names=tuple(str(i + 1) for i in range(nodes)),
        positions=layout(nodes, edges, labels, seed=seed),
    )


def karate_club() -> Graph:
    """Zachary's karate club (1977): 34 members, 78 friendships, and the two factions it split into.

    Edges carry no weight here; features are one-hot, centred; members keep Zachary's numbers 1–34.

    Returns
    -------
    Graph
    """
    import networkx  # here, not above: the app opens shipped surfaces and should not wait for it

    club = networkx.karate_club_graph()
    factions = ("Mr. Hi", "Officer")
    labels = np.array([factions.index(club.nodes[member]["club"]) for member in range(len(club))])
    edges = np.array(sorted(club.edges()))
    return Graph(
        name="Karate club",
        features=one_hot(len(club)),
        edges=edges,
        labels=labels,
        label_names=factions,
        node_names=tuple(str(member + 1) for member in range(len(club))),
        positions=layout(len(club), edges, labels),
    )


def _integers(field, values):
    """Return a fresh int64 array; refuse values that a cast would change."""
    array = np.asarray(values)
    if array.size and not np.issubdtype(array.dtype, np.integer):
        raise ValueError(f"{field} must be integers, not {array.dtype}")
    return np.array(array, dtype=np.int64)
