"""Where both views of every node lie at every cell, in whole steps: what the circle and the sphere are drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explorer.charts.object_cache import remembered

if TYPE_CHECKING:
    from explorer.model.surface import Surface

TURN = 4096
"""Steps of a full turn: 0.0015 rad, a fifth of a pixel on the rim of the largest circle."""

HEIGHT = 1000
"""Steps from the middle of the sphere to its pole."""

MAX_NODES = 600
"""Larger graphs show an evenly spaced sample of their nodes."""


@remembered
def nodes_shown(surface: Surface) -> np.ndarray:
    """Return the indices of the nodes that are drawn, ascending, at most `MAX_NODES`."""
    count = len(surface.scenario.graph.labels)
    return np.unique(np.linspace(0, count - 1, min(count, MAX_NODES)).astype(int))


@remembered
def view_embeddings(surface: Surface, seed_index: int) -> np.ndarray:
    """Return both views' embeddings of one fresh view pair at every cell, shape (T, P, 2, N, d), N the nodes shown."""
    return surface.directions(seed_index)[..., nodes_shown(surface), :]


def whole_steps(z: np.ndarray) -> dict[str, list[int]]:
    """Return directions as whole numbers, flat in the order of the array.

    Parameters
    ----------
    z : (…, d) array
        Unit vectors, d = 2 or 3.

    Returns
    -------
    dict of str to list of int
        ``azimuth`` in 1/TURN of a turn and, for d = 3, ``third``, along the third axis, in 1/HEIGHT.
    """
    turns = np.arctan2(z[..., 1], z[..., 0]) / (2 * np.pi)
    steps = {"azimuth": (np.round(turns * TURN).astype(int) % TURN).ravel().tolist()}
    if z.shape[-1] == 3:
        steps["third"] = np.round(z[..., 2] * HEIGHT).astype(int).ravel().tolist()
    return steps
