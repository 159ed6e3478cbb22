"""Where to draw the nodes: 2-D positions in [−1, 1]²."""

import numpy as np

__all__ = ["layout"]

# Above this the spring layout takes seconds, and nobody can follow single edges in the drawing anyway.
SPRING_NODES = 300

_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def layout(nodes: int, edges: np.ndarray, labels: np.ndarray, *, seed: int = 0) -> np.ndarray:
    """Place the nodes of a graph for drawing.

    Up to 300 nodes: a seeded spring layout (Fruchterman and Reingold 1991), which draws neighbours close. Above:
    one disc of nodes for each class, the best connected in its middle, in time O(N log N + E).

    Parameters
    ----------
    nodes : int
        N ≥ 1.
    edges : ndarray of int, shape (E, 2)
    labels : ndarray of int, shape (N,)
    seed : int

    Returns
    -------
    ndarray, shape (N, 2)
        In [−1, 1]², the longer side filled. A spring layout's two axes are stretched separately to fill the square:
        its proportions mean nothing. Discs stay round.
    """
    spring = nodes <= SPRING_NODES
    positions = _spring(nodes, edges, seed) if spring else _discs(nodes, edges, labels)
    positions = positions - (positions.min(axis=0) + positions.max(axis=0)) / 2
    extent = np.abs(positions).max(axis=0 if spring else None)
    return np.clip(positions / np.where(extent > 0, extent, 1), -1, 1)  # x / x rounds to 1 + 2e-16 on some machines


def _spring(nodes, edges, seed):
    """Return networkx's force-directed layout, shape (N, 2)."""
    import networkx  # here, not above: the app opens shipped surfaces and should not wait for it

    graph = networkx.empty_graph(nodes)
    graph.add_edges_from(np.asarray(edges).tolist())
    placed = networkx.spring_layout(graph, seed=seed % 2**32, k=1.6 / np.sqrt(nodes), iterations=100)
    return np.array([placed[node] for node in range(nodes)])


def _discs(nodes, edges, labels):
    """Return one sunflower (equal area a node) for each class, the classes around a circle, shape (N, 2)."""
    degrees = np.bincount(np.asarray(edges).ravel(), minlength=nodes)
    classes, sizes = np.unique(labels, return_counts=True)
    radii = np.sqrt(sizes / nodes)
    # Neighbouring centres on a circle of radius R are 2R·sin(π/C) apart: far enough for the two largest discs.
    ring = 0.0 if len(classes) == 1 else 1.2 * radii.max() / np.sin(np.pi / len(classes))
    positions = np.empty((nodes, 2))
    for index, (label, size) in enumerate(zip(classes, sizes, strict=True)):
        members = np.flatnonzero(labels == label)
        members = members[np.argsort(-degrees[members], kind="stable")]
        rank = np.arange(size)
        radius, angle = radii[index] * np.sqrt((rank + 0.5) / size), rank * _GOLDEN_ANGLE
        around = np.pi / 2 + 2 * np.pi * index / len(classes)
        positions[members, 0] = ring * np.cos(around) + radius * np.cos(angle)
        positions[members, 1] = ring * np.sin(around) + radius * np.sin(angle)
    return positions
