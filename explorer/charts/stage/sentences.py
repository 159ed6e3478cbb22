"""One sentence on what training does in each cell, chosen from the cell's own numbers."""

import numpy as np

COLLAPSED = "Collapsed: every node has the same direction, so the loss stays at chance level."
NEARLY = "Nearly collapsed: the nodes share one direction and the loss can hardly tell them apart."
UNKNOWN = "Nothing is known about training here."

_PUSH = (
    "The push is shared almost evenly among the negatives",
    "The nearer negatives take more than their share of the push",
    "A few hard negatives take far more than their share of the push",
)
_PULL = (
    "and little gradient is left: the embedding has settled.",
    "and a moderate gradient still moves the embedding.",
    "and the gradient is large: small changes of a view move the embedding far.",
)

SENTENCES = (COLLAPSED, NEARLY, UNKNOWN, *(f"{push}, {pull}" for push in _PUSH for pull in _PULL))
"""The table; a cell stores an index into it."""


def sentence_indices(gradient_norm, hardest_negative_share, state):
    """Choose a sentence for every cell.

    The size of the gradient and the share of the hardest negatives are compared with the thirds of the cells outside
    collapse.

    Parameters
    ----------
    gradient_norm, hardest_negative_share : (T, P) float arrays
        Metrics of the surface.
    state : (T, P) int array
        0 for a cell whose directions are spread, 1 where it is nearly collapsed, 2 where it is collapsed.

    Returns
    -------
    (T, P) uint8 array
        Indices into ``SENTENCES``.
    """
    known = np.isfinite(gradient_norm) & np.isfinite(hardest_negative_share)
    spread_out = known & (state == 0)
    chosen = 3 + 3 * _thirds(hardest_negative_share, spread_out) + _thirds(gradient_norm, spread_out)
    chosen = np.where(state > 0, 2 - state, chosen)
    return np.where(known, chosen, 2).astype(np.uint8)


def _thirds(values, among):
    """Return 0, 1 or 2 for the third of ``values[among]`` that each value falls in."""
    if not among.any():
        return np.zeros(values.shape, dtype=int)
    low, high = np.quantile(values[among], [1 / 3, 2 / 3])
    return (values > low).astype(int) + (values > high).astype(int)
