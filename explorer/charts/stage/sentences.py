"""Why a cell is as it is: one sentence on its state and one on the layer shown, each a claim about the cell.

Of the claims of a group the first that holds in a cell is said there; the last of each holds wherever none before does.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from explorer.charts.object_cache import remembered
from explorer.model.claims import Claim, reads_classes, trend
from explorer.model.encoders.encoder import encoder_of, normalised
from explorer.model.surface import Surface

__all__ = ["BY_LAYER", "STATE", "Why", "merged_classes", "why"]

# ℓ_align below which the two views of a node are the same but for rounding.
_SAME = 1e-6
# Ratio of τ and τ* within which one is beside the other, whatever the grid: three steps of those that ship.
_BESIDE = 100 ** (3 / 30)
# Distance of two classes' centres, in root-mean-square radii of a class: nearer than the first they lie on each other,
# farther than the second a probe tells them apart.
_ON_EACH_OTHER, _APART = 1.0, 2.0
# How near accuracy must be to what is left when two classes cannot be told apart.
_LEDGE = 0.06
# The hardest 5 % count as a few that do most of the pushing beyond so many times their even share.
_CONCENTRATED = 3


@dataclass(frozen=True, eq=False)
class Why:
    """Sentences of a surface and which of them each cell has.

    Attributes
    ----------
    sentences : tuple of str
    cells : ndarray of int, shape (T, P)
        Indices into `sentences`.
    """

    sentences: tuple[str, ...]
    cells: np.ndarray


@remembered
def why(surface: Surface, layer: str = "") -> Why:
    """Say for every cell why it is so there.

    Parameters
    ----------
    surface : Surface
    layer : str
        The layer shown, which adds its own sentence; empty for the cell's state alone.

    Returns
    -------
    Why
        Worked out once a surface and layer.
    """
    groups = [STATE, BY_LAYER[layer]] if layer else [STATE]
    chosen = [_first(surface, group) for group in groups]
    pairs, cells = np.unique(np.stack([x.ravel() for x in chosen]), axis=1, return_inverse=True)
    texts = (" ".join(group[k].sentence for group, k in zip(groups, pair, strict=True)) for pair in pairs.T)
    return Why(tuple(texts), cells.reshape(surface.loss.shape))


def _first(surface, claims):
    return np.argmax([np.broadcast_to(one.holds(surface), surface.loss.shape) for one in claims], axis=0)


# Facts about cells --------------------------------------------------------------------------------------------------


@remembered
def _goes(surface: Surface, metric: str, axis: str) -> np.ndarray:
    return trend(surface, metric, axis)


def _over_theory(surface):
    """τ/τ*(p) of each cell; NaN where the theory does not apply."""
    if surface.theory is None:
        return np.full(surface.loss.shape, np.nan)
    with np.errstate(divide="ignore"):  # where nothing ever spreads, τ* is 0
        return surface.temperatures[:, None] / surface.theory


def _above(surface):
    return _over_theory(surface) > 1


def _beside(surface):
    over = _over_theory(surface)
    return (over <= _BESIDE) & (over >= 1 / _BESIDE)


def _free(surface):
    return surface.alignment < _SAME


def _decays(surface):
    """Whether weight decay is what the push has to beat: where the theory has τ*(p) on the map or near it."""
    return surface.theory is not None and surface.theory.min() < 2 * surface.temperatures[-1]


def _mixed_less(surface):
    """Whether strength drops edges and leaves more to tell nodes apart by: τ*(p) rises around the strength."""
    if surface.theory is None or not surface.scenario.drops_edges:
        return False
    p = np.arange(len(surface.strengths))
    ends = (surface.theory[np.clip(p + step, 0, p[-1])] for step in (2, -2))
    return np.subtract(*ends) > 0


def _stronger(surface, metric, way):
    return _goes(surface, metric, "strength") == way


def _cooler(surface, metric, way):
    """Whether a metric rises (1), falls (−1) or stays (0) when τ falls."""
    return _goes(surface, metric, "temperature") == -way


def _larger_part(surface, term):
    """Whether `term` changes more with strength around a cell than the other term of the loss."""
    t, p = np.indices(surface.loss.shape)
    ends = [(t, np.clip(p + step, 0, p.max())) for step in (2, -2)]
    moves = {name: abs(surface.difference(name, *ends).mean) for name in ("alignment_term", "uniformity_term")}
    other = ({*moves} - {term}).pop()
    return moves[term] >= moves[other]


@remembered
def merged_classes(surface: Surface) -> np.ndarray:
    """Cells where two of three or more classes lie on each other and the others stand apart: bool, shape (T, P).

    Read off the un-augmented embeddings of all seeds whose weights are stored, and off the accuracy, which is then
    what a probe reads that takes the larger of the two for both.
    """
    labels = surface.scenario.graph.labels
    classes, member, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    if len(classes) < 3:
        return np.zeros(surface.loss.shape, dtype=bool)
    encoder = encoder_of(surface.scenario)
    clean, found = encoder.clean(surface.scenario), []
    pairs = np.stack(np.triu_indices(len(classes), 1), axis=1)
    for weights in surface.weights:
        z = normalised(encoder.directions(clean, weights.astype(float)))  # (T, P, N, d)
        centres = np.stack([z[..., labels == k, :].mean(axis=-2) for k in classes], axis=-2)
        radius = np.sqrt(np.mean(np.sum((z - centres[..., member, :]) ** 2, axis=-1), axis=-1))
        a, b = (centres[..., pairs[:, side], :] for side in (0, 1))
        apart = np.sort(np.linalg.norm(a - b, axis=-1) / np.maximum(radius, 1e-9)[..., None], axis=-1)
        found.append((apart[..., 0] < _ON_EACH_OTHER) & (apart[..., 1] > _APART))
    left = 1 - np.minimum(*sizes[pairs].T) / len(labels)
    ledge = (abs(surface.accuracy[..., None] - left) < _LEDGE).any(axis=-1)
    return np.all(found, axis=0) & ledge


def _against(surface, baseline):
    """Accuracy of every cell minus a baseline's, and twice the error of that difference."""
    one = surface.baselines[baseline]
    return surface.accuracy - one.accuracy, 2 * np.hypot(one.error, surface.stderr["accuracy"])


def _beats(surface, baseline):
    gain, error = _against(surface, baseline)
    return gain > error


# The sentences ------------------------------------------------------------------------------------------------------


def _claim(name: str, sentence: str, holds: Any) -> Claim:
    return Claim(name, sentence, "a cell", holds)


def _cooling(spread, align):
    def holds(surface):
        return _cooler(surface, "uniformity", -spread) & _cooler(surface, "alignment", align)

    return holds


STATE: tuple[Claim, ...] = (
    _claim(
        "collapsed above τ*",
        "Collapsed: τ lies above τ*(p), where weight decay outweighs the push apart (∝ 1/τ), so all nodes share one "
        "direction.",
        lambda s: s.collapse_region() & _above(s),
    ),
    _claim(
        "collapsed beside τ*",
        "Collapsed: τ is close to τ*(p), where the push apart (∝ 1/τ) only just balances weight decay, so all nodes "
        "share one direction.",
        lambda s: s.collapse_region() & _beside(s),
    ),
    _claim("collapsed", "Collapsed: all nodes share one direction.", lambda s: s.collapse_region()),
    _claim(
        "nearly collapsed above τ*",
        "Nearly collapsed: above τ*(p) the collapsed state is stable; this one, with a little spread, lives on beside "
        "it.",
        lambda s: s.nearly_collapsed_region() & _above(s),
    ),
    _claim(
        "nearly collapsed beside τ*",
        "Nearly collapsed: τ is just below τ*(p), where the push apart (∝ 1/τ) only begins to outweigh weight decay.",
        lambda s: s.nearly_collapsed_region() & _beside(s),
    ),
    _claim(
        "identical views above τ*",
        "The two views are the same, so alignment is free. Above τ*(p) the collapsed state is stable; this spread-out "
        "one lives on beside it.",
        lambda s: _free(s) & _above(s),
    ),
    _claim(
        "identical views, cooling spreads",
        "The two views are the same, so alignment is free, and lower τ spreads the nodes further.",
        lambda s: _free(s) & _cooler(s, "uniformity", -1),
    ),
    _claim(
        "identical views",
        "The two views are the same, so alignment is free; around here lower τ adds nothing to the spread.",
        lambda s: _free(s),
    ),
    _claim(
        "spread above τ*",
        "Above τ*(p) the collapsed state is stable; this spread-out one lives on beside it.",
        lambda s: _above(s) & ~s.collapse_region() & ~s.nearly_collapsed_region(),
    ),
    _claim(
        "cooling trades",
        "Lower τ pushes the nodes further apart here and pays in alignment: what tells nodes apart also differs "
        "between the views of one node.",
        _cooling(1, 1),
    ),
    _claim(
        "cooling spreads",
        "Lower τ pushes the nodes further apart here, at no cost in alignment that the seeds can tell.",
        _cooling(1, 0),
    ),
    _claim(
        "cooling improves both against decay",
        "Lower τ spreads the nodes further and aligns their views better here: both terms grow as 1/τ, and weight "
        "decay counts for less beside them.",
        lambda s: _cooling(1, -1)(s) & _decays(s),
    ),
    _claim(
        "cooling improves both",
        "Lower τ spreads the nodes further and aligns their views better here: 1/τ multiplies both terms.",
        _cooling(1, -1),
    ),
    _claim(
        "cooling draws together",
        "Lower τ draws the nodes together here: 1/τ multiplies the price of alignment too, and nodes closer together "
        "have closer views.",
        _cooling(-1, -1),
    ),
    _claim(
        "cooling aligns",
        "Here the spread hardly moves with τ: the push apart and the price of alignment grow alike, and lower τ aligns "
        "better.",
        _cooling(0, -1),
    ),
    _claim(
        "cooling worsens both",
        "Lower τ makes both spread and alignment worse here.",
        _cooling(-1, 1),
    ),
    _claim(
        "cooling draws together only",
        "Lower τ draws the nodes together here, with no gain in alignment that the seeds can tell.",
        _cooling(-1, 0),
    ),
    _claim(
        "cooling unaligns",
        "Here the spread hardly moves with τ, and lower τ aligns worse.",
        _cooling(0, 1),
    ),
    _claim(
        "cooling does nothing",
        "Around here neither spread nor alignment moves with τ by more than the seeds' chance.",
        _cooling(0, 0),
    ),
)
"""What is said of a cell whatever the layer."""

_AT_CHANCE = _claim(
    "loss at chance",
    "The loss stays at chance level, log(2N − 1).",
    lambda s: s.collapse_region() & (abs(s.relative_loss - 1) < 0.01),
)
_LOSS = (
    _AT_CHANCE,
    _claim(
        "strength costs alignment",
        "Stronger augmentation raises the loss, most of it in the alignment term.",
        lambda s: _stronger(s, "loss", 1) & _larger_part(s, "alignment_term"),
    ),
    _claim(
        "strength costs uniformity",
        "Stronger augmentation raises the loss, most of it in the uniformity term: the nodes are less far apart.",
        lambda s: _stronger(s, "loss", 1) & _stronger(s, "uniformity", 1),
    ),
    _claim(
        "strength costs U",
        "Stronger augmentation raises the loss, most of it in the uniformity term.",
        lambda s: _stronger(s, "loss", 1),
    ),
    _claim(
        "strength pays by spread",
        "Stronger augmentation lowers the loss here: it spreads the nodes, and that brings more than it costs.",
        lambda s: _stronger(s, "loss", -1) & _stronger(s, "uniformity", -1),
    ),
    _claim(
        "strength pays",
        "Stronger augmentation lowers the loss here.",
        lambda s: _stronger(s, "loss", -1),
    ),
    _claim(
        "strength does not move the loss",
        "Strength does not move the loss here by more than the seeds' chance.",
        lambda s: _stronger(s, "loss", 0),
    ),
)
_RELATIVE = (
    _AT_CHANCE,
    _claim(
        "worse than chance",
        "On fresh views the loss is above chance level: what keeps the nodes apart does not keep their views together.",
        lambda s: s.relative_loss > 1.01,
    ),
    _claim(
        "nearer to collapse",
        "On the scale from the best possible loss at this τ to collapse, it is nearer to collapse.",
        lambda s: s.relative_loss >= 0.5,
    ),
    _claim(
        "nearer to the best",
        "On the scale from the best possible loss at this τ to collapse, it is nearer to the best.",
        lambda s: s.relative_loss < 0.5,
    ),
)
_ALIGNMENT = (
    _claim(
        "worthless alignment",
        "Alignment is perfect because all views lie on one point; that is worth nothing.",
        lambda s: s.collapse_region() & (s.alignment < 0.02),
    ),
    _claim("free alignment", "The distance of the two views is 0.", _free),
    _claim(
        "strength unaligns",
        "Stronger augmentation leaves the views of a node less in common, and their distance rises.",
        lambda s: _stronger(s, "alignment", 1),
    ),
    _claim(
        "strength teaches",
        "Stronger augmentation brings the views of a node closer here, and the directions become fewer: the encoder "
        "learns what to ignore.",
        lambda s: _stronger(s, "alignment", -1) & _stronger(s, "effective_directions", -1),
    ),
    _claim(
        "strength aligns",
        "Stronger augmentation brings the views of a node closer here.",
        lambda s: _stronger(s, "alignment", -1),
    ),
    _claim(
        "strength does not move alignment",
        "Strength does not move alignment here by more than the seeds' chance.",
        lambda s: _stronger(s, "alignment", 0),
    ),
)
_SPREAD = (
    _claim(
        "strength draws together",
        "Stronger augmentation draws the nodes together: the more the views of a node differ, the more spread costs.",
        lambda s: _stronger(s, "uniformity", 1),
    ),
    _claim(
        "strength spreads against decay",
        "Stronger augmentation spreads the nodes further: with fewer edges neighbours are mixed less, so there is more "
        "to push on.",
        lambda s: _stronger(s, "uniformity", -1) & _decays(s) & _mixed_less(s),
    ),
    _claim(
        "strength spreads",
        "Stronger augmentation spreads the nodes further here.",
        lambda s: _stronger(s, "uniformity", -1),
    ),
    _claim(
        "strength does not spread, few push",
        "Strength does not move the spread by more than the seeds' chance; the hardest 5 % of the negatives push with "
        f"more than {_CONCENTRATED} times their even share.",
        lambda s: s.hardest_negative_share > _CONCENTRATED * s.scenario.even_share,
    ),
    _claim(
        "strength does not spread",
        "Strength does not move the spread by more than the seeds' chance.",
        lambda s: _stronger(s, "uniformity", 0),
    ),
)
_TOLERANCE = (
    _claim(
        "worthless tolerance",
        "Nodes of one class lie close together because all nodes do.",
        lambda s: s.collapse_region() & (s.tolerance > 0.9),
    ),
    _claim(
        "cooling separates classmates",
        "Lower τ also pushes nodes of one class apart: tolerance falls.",
        lambda s: _cooler(s, "tolerance", -1),
    ),
    _claim(
        "cooling gathers classmates",
        "Lower τ brings nodes of one class closer together here: tolerance rises.",
        lambda s: _cooler(s, "tolerance", 1),
    ),
    _claim(
        "cooling leaves classmates",
        "τ does not move tolerance here by more than the seeds' chance.",
        lambda s: _cooler(s, "tolerance", 0),
    ),
)
_ACCURACY = (
    _claim(
        "guessing",
        "Nowhere on this map does the probe tell the classes better than who always guesses the largest.",
        lambda s: not reads_classes(s),
    ),
    _claim(
        "two classes on each other",
        "Two of the classes lie on each other, so the probe can only tell the rest apart.",
        merged_classes,
    ),
    _claim(
        "nothing to read",
        "The probe reads nothing better than from untrained weights.",
        lambda s: s.collapse_region() & ~_beats(s, "untrained"),
    ),
    _claim(
        "best and better than propagated features",
        "The seeds do not tell its accuracy from the best, and it is above that of the propagated features.",
        lambda s: s.accuracy_ties() & _beats(s, "propagated"),
    ),
    _claim(
        "best, no better than propagated features",
        "The seeds do not tell its accuracy from the best; the propagated features, without training, are read no "
        "worse.",
        lambda s: s.accuracy_ties(),
    ),
    _claim(
        "below the best, above propagated features",
        "Its accuracy is below the best, and still above that of the propagated features.",
        lambda s: _beats(s, "propagated"),
    ),
    _claim(
        "between",
        "Its accuracy is above that of untrained weights, and below the best.",
        lambda s: _beats(s, "untrained"),
    ),
    _claim(
        "training has not paid",
        "Untrained weights are read no worse.",
        lambda s: ~_beats(s, "untrained"),
    ),
)

BY_LAYER: dict[str, tuple[Claim, ...]] = {
    "loss": _LOSS,
    "relative_loss": _RELATIVE,
    "alignment": _ALIGNMENT,
    "uniformity": _SPREAD,
    "effective_directions": _SPREAD,
    "tolerance": _TOLERANCE,
    "accuracy": _ACCURACY,
}
"""What each layer adds."""
