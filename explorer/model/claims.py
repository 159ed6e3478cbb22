"""Claims: sentences about surfaces, each with the range it speaks of and the predicate that makes it true there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from explorer.model.surface import Surface

__all__ = [
    "CLAIMS",
    "Claim",
    "claim",
    "goes",
    "guessed",
    "peak_and_dip",
    "reads_classes",
    "regimes",
    "stretches",
    "table",
    "trend",
]

# Share of the way from one end of a path to the other that a value may go back without turning round.
_STRAY = 0.1
# Grid steps to either side over which a cell's surroundings are compared.
_REACH = 2


@dataclass(frozen=True)
class Claim:
    """A sentence about a surface.

    Attributes
    ----------
    name : str
        Unique.
    sentence : str
        What is said.
    range : str
        What it speaks of: a row, a path, every cell.
    holds : Surface -> bool, or ndarray of bool of shape (T, P)
        Whether the surface bears it out over that whole range; for a sentence about single cells, in which cells.
    """

    name: str
    sentence: str
    range: str
    holds: Callable[[Surface], bool | np.ndarray]


def trend(surface: Surface, metric: str, axis: str) -> np.ndarray:
    """Which way a metric goes around each cell, as far as the seeds can tell.

    Parameters
    ----------
    surface : Surface
    metric : str
        A key of `by_seed`.
    axis : {"temperature", "strength"}
        Along which it is compared: two grid steps to either side, fewer at the border.

    Returns
    -------
    ndarray of int, shape (T, P)
        1 where it rises with the axis, −1 where it falls, 0 where the difference is not told apart.
    """
    t, p = np.indices(surface.loss.shape)
    ends = []
    for step in (_REACH, -_REACH):
        if axis == "temperature":
            ends.append((np.clip(t + step, 0, t.max()), p))
        else:
            ends.append((t, np.clip(p + step, 0, p.max())))
    change = surface.difference(metric, *ends)
    return np.where(change.told_apart, np.sign(change.mean), 0).astype(int)


def goes(surface: Surface, metric: str, cells: Iterable[tuple[int, int]]) -> str:
    """How a metric goes along a path, over the whole of it.

    Parameters
    ----------
    surface : Surface
    metric : str
        A key of `by_seed`.
    cells : iterable of (t, p)
        In the order walked; two or more.

    Returns
    -------
    str
        ``"rises"`` or ``"falls"``: the ends are told apart, and on the way it never goes back by more than a tenth of
        the whole. ``"stays"``: no two cells of the path are told apart from its start. ``"turns"``: anything else.
    """
    path = tuple(np.array(list(cells)).T)
    start, end = tuple(index[0] for index in path), tuple(index[-1] for index in path)
    from_start = surface.difference(metric, path, start)
    if not from_start.told_apart.any():
        return "stays"
    whole = surface.difference(metric, end, start)
    values = np.sign(whole.mean) * getattr(surface, metric)[path]
    back = np.max(np.maximum.accumulate(values) - values)
    below = values[0] - values.min()
    if not whole.told_apart or max(back, below) > _STRAY * abs(whole.mean):
        return "turns"
    return "rises" if whole.mean > 0 else "falls"


def _row(surface, t):
    return [(t, p) for p in range(len(surface.strengths))]


def _column(surface, p, rows=None):
    """Cells of a column from high τ to low."""
    rows = range(len(surface.temperatures)) if rows is None else rows
    return [(t, p) for t in sorted(rows, reverse=True)]


# Whole surfaces -----------------------------------------------------------------------------------------------------

_FOUND: dict[str, Claim] = {}
CLAIMS: Mapping[str, Claim] = MappingProxyType(_FOUND)
"""Claims about whole surfaces by name."""


def claim(sentence: str, range: str) -> Callable[[Callable[[Surface], bool]], Callable[[Surface], bool]]:
    """Enter a predicate under its name with the sentence that it stands for."""

    def enter(holds):
        if holds.__name__ in _FOUND:
            raise ValueError(f"two claims are called {holds.__name__!r}")
        _FOUND[holds.__name__] = Claim(holds.__name__, sentence, range, holds)
        return holds

    return enter


def _borders(surface):
    """How many cells of each column are collapsed, if all of them lie at its hot end; else None."""
    region = surface.collapse_region()
    return region.sum(axis=0) if not (region[:-1] & ~region[1:]).any() else None


@claim("Some settings collapse: all directions become one.", "the map")
def collapses(surface: Surface) -> bool:
    return bool(surface.collapse_region().any())


@claim("No setting collapses.", "the map")
def never_collapses(surface: Surface) -> bool:
    return not surface.collapse_region().any()


@claim("Collapse is at high temperature: what is hotter than a collapsed cell is collapsed as well.", "every strength")
def collapse_is_hot(surface: Surface) -> bool:
    return collapses(surface) and _borders(surface) is not None


@claim("The hottest row escapes collapse under strong augmentation, and does not under weak.", "the hottest row")
def strength_escapes(surface: Surface) -> bool:
    row = surface.collapse_region()[-1]
    return bool(row[0] and not row[-1] and (np.diff(row.astype(int)) <= 0).all())


@claim("The whole hottest row is collapsed.", "the hottest row")
def hottest_row_is_collapsed(surface: Surface) -> bool:
    return bool(surface.collapse_region()[-1].all())


@claim("The border of collapse lies within one grid step of τ*(p).", "every strength above 0 with a border")
def border_follows_theory(surface: Surface) -> bool:
    borders = _borders(surface)
    if surface.theory is None or borders is None or not borders[1:].any():
        return False
    expected = (surface.temperatures[:, None] > surface.theory).sum(axis=0)
    return bool((abs(borders - expected)[1:] <= 1).all())


@claim("τ*(p) rises with the strength of the augmentation.", "every strength")
def theory_rises(surface: Surface) -> bool:
    return surface.theory is not None and bool((np.diff(surface.theory) > 0).all())


@claim("The probe tells the classes better than who always guesses the largest of them.", "the best cell")
def reads_classes(surface: Surface) -> bool:
    """Elsewhere no cell's accuracy says anything of its embedding, and which has the highest is chance."""
    best = surface.accuracy_optimum().cell
    return bool(surface.accuracy[best] - guessed(surface) > 2 * surface.stderr["accuracy"][best])


def guessed(surface: Surface) -> float:
    """Accuracy of who always guesses the largest class."""
    labels = surface.scenario.graph.labels
    return float(np.unique(labels, return_counts=True)[1].max() / len(labels))


@claim("The probe reads collapse as well as chance: within 0.1 of the largest class.", "collapse, in the mean")
def collapse_reads_chance(surface: Surface) -> bool:
    region = surface.collapse_region()
    return bool(region.any() and surface.accuracy[region].mean() < guessed(surface) + 0.1)


@claim("The loss is least without augmentation at the lowest temperature.", "the map")
def least_loss_in_the_corner(surface: Surface) -> bool:
    return surface.loss_optimum().cell == (0, 0)


@claim("The setting of least loss is not one of best accuracy.", "the map")
def optima_differ(surface: Surface) -> bool:
    return reads_classes(surface) and not surface.accuracy_ties()[surface.loss_optimum().cell]


@claim("Lower τ hands the hardest negatives a larger share, all the way down.", "every strength, outside collapse")
def cooling_sharpens(surface: Surface) -> bool:
    region = surface.collapse_region()
    columns = [_column(surface, p, np.flatnonzero(~region[:, p])) for p in range(region.shape[1])]
    paths = [path for path in columns if len(path) > 1]
    return bool(paths) and all(goes(surface, "hardest_negative_share", path) == "rises" for path in paths)


@claim("Lower τ lowers the loss, all the way down.", "strength 0, every τ")
def cooling_lowers_the_loss_of_identical_views(surface: Surface) -> bool:
    return alignment_is_free_at_zero(surface) and goes(surface, "loss", _column(surface, 0)) == "falls"


@claim("At the cold end lower τ raises the loss.", "the strongest augmentation, the coldest quarter")
def cooling_raises_the_loss_of_unlike_views(surface: Surface) -> bool:
    quarter = range(len(surface.temperatures) // 4 + 1)
    return goes(surface, "loss", _column(surface, len(surface.strengths) - 1, quarter)) == "rises"


@claim("Without augmentation alignment costs nothing.", "strength 0, every τ")
def alignment_is_free_at_zero(surface: Surface) -> bool:
    return bool((surface.alignment[:, surface.strengths == 0] < 1e-6).all() and surface.strengths[0] == 0)


@claim("The strongest augmentation aligns worse than none.", "every τ, outside collapse")
def strength_costs_alignment(surface: Surface) -> bool:
    rows = np.arange(len(surface.temperatures))
    change = surface.difference("alignment", (rows, -1), (rows, 0))
    free = ~surface.collapse_region()[:, [0, -1]].any(axis=1)
    return bool(surface.strengths[0] == 0 and (change.told_apart & (change.mean > 0))[free].all() and free.any())


@claim("At the lowest τ accuracy falls from its best strength to the strongest.", "the coldest row")
def too_strong_hurts_when_cold(surface: Surface) -> bool:
    best = int(surface.accuracy[0].argmax())
    path = [(0, p) for p in range(best, len(surface.strengths))]
    falls = len(path) > 1 and goes(surface, "accuracy", path) == "falls"
    return falls and reads_classes(surface) and not strong_is_harmless_when_cold(surface)


@claim("At the lowest τ the strongest augmentation reads as well as any other.", "the coldest row")
def strong_is_harmless_when_cold(surface: Surface) -> bool:
    best = int(surface.accuracy[0].argmax())
    gap = surface.difference("accuracy", (0, best), (0, -1)).mean
    return bool(reads_classes(surface) and gap < 0.01)


@claim(
    "Cooling passes three regimes: it trades alignment for uniformity, then both get better, then it trades back.",
    "the path down τ at strength 0.2, outside collapse",
)
def three_regimes(surface: Surface) -> bool:
    return regimes(surface, int(abs(surface.strengths - 0.2).argmin())) == ("trade", "both", "back")


@claim(
    "Cooling trades alignment for uniformity, as the textbook has it, and turns round only when cold.",
    "the path down τ at strength 0.2, outside collapse",
)
def textbook_then_turn(surface: Surface) -> bool:
    return regimes(surface, int(abs(surface.strengths - 0.2).argmin())) == ("trade", "back")


def regimes(surface: Surface, p: int) -> tuple[str, ...]:
    """Stretches of the path down τ at one strength, from the border of collapse to the coldest cell.

    Alignment turns at the row of largest ℓ_align, uniformity at that of least ℓ_uniform; between these two rows the
    one has turned and the other has not. A stretch counts if both metrics go one way along the whole of it
    (:func:`goes`), else it is ``"unclear"``. One of less than two steps, or on which neither metric changes by over
    a tenth of its range on the path, is part of the turn and left out.

    Returns
    -------
    tuple of str
        ``"trade"``: uniformity gets better, alignment worse. ``"both"``: both get better. ``"worse"``: both get worse.
        ``"back"``: alignment gets better, uniformity worse.
    """
    return tuple(name for name, _, _ in stretches(surface, p))


def stretches(surface: Surface, p: int) -> tuple[tuple[str, int, int], ...]:
    """As :func:`regimes`, with the rows where each stretch begins (hot) and ends (cold)."""
    rows = np.flatnonzero(~surface.collapse_region()[:, p])
    if len(rows) < 2 * _REACH:
        return ()
    turns = [rows[surface.alignment[rows, p].argmax()], rows[surface.uniformity[rows, p].argmin()]]
    marks = [int(rows[-1]), *sorted(map(int, turns), reverse=True), int(rows[0])]
    names = {
        ("rises", "falls"): "trade",
        ("falls", "falls"): "both",
        ("rises", "rises"): "worse",
        ("falls", "rises"): "back",
    }
    whole = {metric: np.ptp(getattr(surface, metric)[rows, p]) for metric in ("alignment", "uniformity")}

    def moves(hot, cold):
        changes = {metric: abs(np.subtract(*getattr(surface, metric)[[hot, cold], p])) for metric in whole}
        return any(changes[metric] > _STRAY * whole[metric] for metric in whole)

    found = []
    for hot, cold in pairwise(marks):
        if hot - cold >= _REACH and moves(hot, cold):
            path = _column(surface, p, range(cold, hot + 1))
            ways = goes(surface, "alignment", path), goes(surface, "uniformity", path)
            found.append((names.get(ways, "unclear"), hot, cold))
    return tuple(found)


@claim(
    "Weak augmentation first costs alignment most: ℓ_align peaks, then falls again, while accuracy rises and "
    "the directions become fewer. The encoder learns what to ignore.",
    "τ = 0.5, from the peak to the dip after it",
)
def weak_strength_peak(surface: Surface) -> bool:
    return peak_and_dip(surface, int(abs(np.log(surface.temperatures / 0.5)).argmin())) is not None


def peak_and_dip(surface: Surface, t: int) -> tuple[int, int] | None:
    """Columns of a row between which ℓ_align falls, accuracy rises and N_eff falls; None if there are none.

    The peak lies among the weakest third of the strengths, the dip after it among the weaker half.
    """
    third, half = len(surface.strengths) // 3, len(surface.strengths) // 2
    peak = int(surface.alignment[t, : third + 1].argmax())
    dip = peak + int(surface.alignment[t, peak : half + 1].argmin())
    if not 0 < peak < dip:
        return None

    def move(metric):
        change = surface.difference(metric, (t, dip), (t, peak))
        return np.sign(change.mean) if change.told_apart else 0

    ways = [move(metric) for metric in ("alignment", "accuracy", "effective_directions")]
    return (peak, dip) if ways == [-1, 1, -1] else None


@claim("The best trained cell is read better than untrained weights of its scale.", "the best cell")
def training_beats_untrained(surface: Surface) -> bool:
    return read_against(surface, "untrained") == "better"


@claim("The best trained cell is read better than the propagated features it is made of.", "the best cell")
def training_beats_propagation(surface: Surface) -> bool:
    return read_against(surface, "propagated") == "better"


def read_against(surface: Surface, baseline: str) -> str:
    """Whether the best cell is read ``"better"`` or ``"worse"`` than a baseline; ``""`` if that cannot be told."""
    best, without = surface.accuracy_optimum().cell, surface.baselines[baseline]
    gain = surface.accuracy[best] - without.accuracy
    if abs(gain) <= 2 * np.hypot(without.error, surface.stderr["accuracy"][best]):
        return ""
    if gain > 0:
        return "better" if reads_classes(surface) else ""
    return "worse"


def table(claims: Iterable[Claim], surfaces: Mapping[str, Surface]) -> str:
    """Which claim holds where, as text: a row a claim, a column a surface; of single cells, their share."""
    rows = [("claim", "over", *surfaces)]
    for one in claims:
        cells = []
        for surface in surfaces.values():
            found = np.asarray(one.holds(surface))
            cells.append(f"{100 * found.mean():.0f} %" if found.ndim else "yes" if found else "-")
        rows.append((one.name, one.range, *cells))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows)
