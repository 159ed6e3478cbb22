"""The contextual stochastic block model: classes that show in the edges and, dimly, in the features."""

import numpy as np

from explorer.model.features import centred

__all__ = ["contextual_block_model"]


def contextual_block_model(
    seed: int, classes: int, nodes: int, degree_inside: float, degree_outside: float, features: int, noise: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw a contextual block model (Deshpande, Sen, Montanari and Mossel 2018).

    Every pair of nodes is joined independently, with one probability inside a class and another across, chosen so
    that the *expected* mean degrees are those asked for. Nodes without any edge are kept where the draw leaves some
    (at the defaults, one node in two million): augmentation isolates nodes too, and the encoder copes with them.

    Parameters
    ----------
    seed : int
    classes : int
        At least 2. Class sizes differ by one node at most.
    nodes : int
        N, at least 2 a class.
    degree_inside, degree_outside : float
        Expected mean number of neighbours in a node's own class and in the others.
    features : int
        F, at least 1.
    noise : float
        Standard deviation of a node's features about its class mean. The class means themselves have
        standard normal entries.

    Returns
    -------
    features : ndarray, shape (N, F)
        Columns centred.
    edges : ndarray of int, shape (E, 2)
        The smaller node first, sorted.
    labels : ndarray of int, shape (N,)

    Raises
    ------
    ValueError
        If the sizes are too small, or more neighbours are asked for than there are nodes.
    """
    if classes < 2 or nodes < 2 * classes:
        raise ValueError(f"need at least 2 classes of at least 2 nodes, not {classes} classes of {nodes} nodes")
    if features < 1 or not 0 <= noise < np.inf:
        raise ValueError(f"need features ≥ 1 and a finite noise ≥ 0, not {features} and {noise}")
    labels = np.arange(nodes) * classes // nodes
    sizes = np.bincount(labels)
    pairs_inside = (sizes * (sizes - 1)).sum() / 2
    pairs_outside = nodes * (nodes - 1) / 2 - pairs_inside
    inside = nodes * degree_inside / 2 / pairs_inside
    outside = nodes * degree_outside / 2 / pairs_outside
    if not (0 <= inside <= 1 and 0 <= outside <= 1):
        raise ValueError(
            f"degrees {degree_inside} inside and {degree_outside} outside do not fit {classes} classes of {nodes} nodes"
        )

    rng = np.random.default_rng(seed)
    means = rng.standard_normal((classes, features))
    x = centred(means[labels] + noise * rng.standard_normal((nodes, features)))
    # Two sparse draws over all pairs, each kept where it applies: linear in the number of edges.
    sparse, dense = _random_pairs(nodes, outside, rng), _random_pairs(nodes, inside, rng)
    same = labels[dense[:, 0]] == labels[dense[:, 1]]
    across = labels[sparse[:, 0]] != labels[sparse[:, 1]]
    edges = np.concatenate([dense[same], sparse[across]])
    return x, edges[np.lexsort(edges.T[::-1])], labels


def _random_pairs(nodes, probability, rng):
    """Return each of the N(N−1)/2 pairs i < j with one probability, independently, shape (M, 2)."""
    starts = np.arange(nodes) * (2 * nodes - np.arange(nodes) - 1) // 2  # the number of pairs before (i, i+1)
    total = nodes * (nodes - 1) // 2
    chosen = rng.choice(total, rng.binomial(total, probability), replace=False, shuffle=False)
    i = np.searchsorted(starts, chosen, side="right") - 1
    # The last node starts no pair: its start equals `total`, which is never chosen.
    return np.stack([i, chosen - starts[i] + i + 1], axis=1)
