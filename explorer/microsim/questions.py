"""What the page asks, and which cells count: read from the surface when the page is made, judged in the browser."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt

from explorer.model.surface import COLLAPSED_BELOW, Surface

COUNT = 3
"""Questions on a page."""

MOST = 0.25
"""An optimum that more of the map ties with is no place."""


@dataclass(frozen=True, eq=False)
class MapQuestion:
    """A place to find on the map.

    Attributes
    ----------
    name : str
    prompt : str
    accepted : ndarray of bool, shape (T, P)
        Cells that count.
    right : str
        What is said there.
    shows : frozenset of str
        Overlays that are laid over the map once it is found.
    """

    name: str
    prompt: str
    accepted: np.ndarray
    right: str
    shows: frozenset[str] = frozenset()

    def says(self) -> tuple[list[str], np.ndarray]:
        """Return what is said, and which of it at every cell, shape (T, P): 0 is right, else the way to go."""
        (t, p), (rows, columns) = _nearest(self.accepted), np.indices(self.accepted.shape)
        up, across = np.sign(t - rows), np.sign(p - columns)
        texts, said = [self.right], np.zeros(self.accepted.shape, dtype=int)
        for sign_up in (0, 1, -1):
            for sign_across in (0, 1, -1):
                here = (up == sign_up) & (across == sign_across) & ~self.accepted
                if here.any():
                    said[here] = len(texts)
                    texts.append(f"Not yet: the nearest place that counts lies at {_way(sign_up, sign_across)}.")
        return texts, said


def questions(surface: Surface) -> tuple[MapQuestion, ...]:
    """Return the first three places that this surface has.

    Parameters
    ----------
    surface : Surface

    Returns
    -------
    tuple of MapQuestion
    """
    return tuple(question for question in _all(surface) if question.accepted.any())[:COUNT]


def _all(surface):
    """Yield every question; one that is not well posed here accepts nothing."""
    loss, best = _ties(surface, "loss", -1), surface.as_good("accuracy", surface.accuracy_optimum())
    elsewhere = "" if (loss & best).any() else " Yet the accuracy is better elsewhere."
    yield MapQuestion(
        "least-loss",
        "Move the point to where the NT-Xent loss is least.",
        _place(loss),
        f"Right: no cell's loss is lower, as far as the seeds can tell.{elsewhere}",
        frozenset({"loss_optimum"}),
    )
    yield MapQuestion(
        "best-accuracy",
        "Move the point to where a linear probe reads the classes best.",
        _place(best),
        "Right: no cell's accuracy is higher by more than twice its usual error. The loss never saw a class.",
        frozenset({"accuracy_optimum"}),
    )
    yield MapQuestion(
        "collapse",
        "Move the point to where the embedding has collapsed onto one direction.",
        surface.collapse_region(),
        f"Right: fewer than {COLLAPSED_BELOW:g} effective directions are left. Pairs agree, and so does everything "
        f"else: the loss stays near chance, {surface.chance_level:.2f}.",
        frozenset({"collapse", "theory"}),
    )
    yield MapQuestion(
        "most-directions",
        "Move the point to where the directions are spread most evenly.",
        _place(_ties(surface, "effective_directions", 1)),
        "Right: no cell has more effective directions, as far as the seeds can tell.",
    )
    yield MapQuestion(
        "fewest-directions",
        "Move the point to where the embedding has drawn together most.",
        _place(_ties(surface, "effective_directions", -1)),
        "Right: no cell has fewer effective directions, as far as the seeds can tell.",
    )
    yield MapQuestion(
        "widest-pairs",
        "Move the point to where the two views of a node differ most.",
        _place(_ties(surface, "alignment", 1)),
        "Right: no cell's pairs lie further apart, as far as the seeds can tell.",
    )


def _place(cells):
    """Return the cells, or none of them where they are too many for a place."""
    return cells if cells.mean() <= MOST else np.zeros_like(cells)


def _ties(surface, metric, sign):
    """Return the cells that the seeds do not tell from the greatest (sign 1) or least (sign −1): bool, (T, P)."""
    values = sign * getattr(surface, metric)
    return surface.ties(metric, np.unravel_index(values.argmax(), values.shape))


def _nearest(accepted):
    """Return the indices t and p of the accepted cell nearest to every cell, each (T, P)."""
    return distance_transform_edt(~accepted, return_distances=False, return_indices=True)


def _way(up, across):
    """Return a direction on the map in words."""
    words = {(1, 0): "a higher τ", (-1, 0): "a lower τ", (0, 1): "a higher strength", (0, -1): "a lower strength"}
    return " and ".join(words[step] for step in ((up, 0), (0, across)) if step in words)
