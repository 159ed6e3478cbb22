"""What the textbooks say of contrastive learning, next to what a surface bears out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from explorer.model import claims
from explorer.model.claims import goes, peak_and_dip, read_against, stretches
from explorer.model.surface import Surface
from quizzes.activities import Passage
from quizzes.activities.facts import has_border, hottest_uncollapsed
from quizzes.activities.pareto import WALKED, cooling_path
from quizzes.cells import at, column, row, strength, tau


@dataclass(frozen=True)
class Saying:
    """A sentence of the textbooks.

    Parameters
    ----------
    name
        Unique among the sayings.
    sentence
        As one reads it.
    verdicts
        What a surface makes of it; the first that holds is said.
    """

    name: str
    sentence: str
    verdicts: tuple[Passage, ...]

    def on(self, surface: Surface) -> str:
        """The verdict of a surface; a dash where none holds."""
        return next(filter(None, (verdict.on(surface) for verdict in self.verdicts)), "–")


def in_table(surfaces: Mapping[str, Surface]) -> str:
    """Every saying with the verdict of each surface, as a table in markdown; surfaces by what heads their column."""
    rows = [["The textbook", *surfaces], [":--" for _ in range(len(surfaces) + 1)]]
    rows += [[saying.sentence, *(saying.on(surface) for surface in surfaces.values())] for saying in SAYINGS]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _weak_hot_corner(surface: Surface) -> bool:
    hot = claims.strength_escapes(surface) and claims.collapse_is_hot(surface)
    return bool(hot) and has_border(surface, 0)


def _hot_row(surface: Surface) -> bool:
    return bool(claims.hottest_row_is_collapsed(surface) and claims.collapse_is_hot(surface))


def _beside(surface: Surface) -> int:
    return column(surface, WALKED)


def _trades_first_or_never(surface: Surface) -> bool:
    names = [name for name, _, _ in cooling_path(surface)]
    return bool(names) and (names[0] == "trade" or "trade" not in names)


_ELSE = {
    "both": "both get better",
    "worse": "both get worse",
    "back": "alignment gets better and uniformity pays",
}
"""What lower τ does instead, by the name of a stretch."""


def _where_it_trades(surface: Surface) -> str:
    first, hot, cold = cooling_path(surface)[0]
    where = f"at {strength(surface, hot[1])} from {tau(surface, hot[0])} to {tau(surface, cold[0])}"
    if first != "trade":
        return f"**No**: {where} {_ELSE[first]}."
    if len(cooling_path(surface)) == 1:
        return f"**Yes**: {where}."
    after = {"both": "then both get better", "back": "then it turns round", "worse": "then both get worse"}
    way = [after[name] for name, _, _ in cooling_path(surface)[1:]]
    return f"**Partly**: {where}; {', '.join(way)}."


def _sharpens_at_zero_only(surface: Surface) -> bool:
    free = ~surface.collapse_region()[:, 0]
    path = [(int(t), 0) for t in np.flatnonzero(free)[::-1]]
    if surface.strengths[0] != 0 or len(path) < 2 or claims.cooling_sharpens(surface):
        return False
    return goes(surface, "hardest_negative_share", path) == "rises"


def _peak(surface: Surface) -> tuple[int, int] | None:
    return peak_and_dip(surface, row(surface, 0.5))


def _costs_but_peaks(surface: Surface) -> bool:
    return claims.strength_costs_alignment(surface) and _peak(surface) is not None


def _cold_accuracy(surface: Surface) -> str:
    return f"{surface.accuracy[0].max():.2f} at the best strength, {surface.accuracy[0, -1]:.2f} at the strongest"


def _best(surface: Surface) -> float:
    return float(surface.accuracy.max())


def _worse_than_propagation(surface: Surface) -> bool:
    return read_against(surface, "propagated") == "worse"


SAYINGS = (
    Saying(
        "collapse",
        "Weak augmentation with high τ collapses.",
        (
            Passage(
                lambda surface: (
                    f"**Yes**: at {strength(surface, 0)} above {tau(surface, hottest_uncollapsed(surface, 0))}, at "
                    f"{strength(surface, len(surface.strengths) - 1)} nowhere."
                ),
                _weak_hot_corner,
            ),
            Passage(
                lambda surface: f"**Partly**: at {tau(surface, len(surface.temperatures) - 1)} every strength does.",
                _hot_row,
            ),
            Passage("**No**: nothing collapses.", claims.never_collapses),
        ),
    ),
    Saying(
        "trade-off",
        "Lower τ buys uniformity and pays in alignment.",
        (
            Passage(_where_it_trades, _trades_first_or_never),
            Passage(
                lambda surface: (
                    f"**No**: near {strength(surface, _beside(surface))} the path down τ has no simple course."
                ),
                lambda surface: not cooling_path(surface) and bool(stretches(surface, _beside(surface))),
            ),
        ),
    ),
    Saying(
        "hard-negatives",
        "Lower τ hands the hardest negatives more of the push.",
        (
            Passage(
                "**Yes**: all the way down, at every strength.",
                claims.cooling_sharpens,
            ),
            Passage("**Partly**: all the way down at strength 0, but not at every strength.", _sharpens_at_zero_only),
        ),
    ),
    Saying(
        "strength",
        "Stronger augmentation costs alignment.",
        (
            Passage(
                lambda surface: "**Yes** from end to end; but at {} ℓ_align has a peak at {} and a dip at {}.".format(
                    tau(surface, row(surface, 0.5)), *(strength(surface, p) for p in _peak(surface) or ())
                ),
                _costs_but_peaks,
            ),
            Passage(
                "**Yes**: the strongest aligns worse than none, at every τ outside collapse.",
                claims.strength_costs_alignment,
            ),
        ),
    ),
    Saying(
        "too-strong",
        "Too strong augmentation hurts what can be read.",
        (
            Passage(
                lambda surface: f"**No**, not even at {tau(surface, 0)}: accuracy {_cold_accuracy(surface)}.",
                claims.strong_is_harmless_when_cold,
            ),
            Passage(
                lambda surface: f"**Yes**, at {tau(surface, 0)}: accuracy {_cold_accuracy(surface)}.",
                claims.too_strong_hurts_when_cold,
            ),
        ),
    ),
    Saying(
        "proxy",
        "The lower the loss, the better the embedding.",
        (
            Passage(
                lambda surface: (
                    f"**No**: accuracy {surface.accuracy[surface.loss_optimum().cell]:.2f} at the least loss, "
                    f"{_best(surface):.2f} at {at(surface, surface.accuracy_optimum().cell)}."
                ),
                claims.optima_differ,
            ),
        ),
    ),
    Saying(
        "learning",
        "Training beats the features that it starts from.",
        (
            Passage(
                lambda surface: (
                    f"**Yes**: accuracy {_best(surface):.3f} at the best cell, "
                    f"{surface.baselines['propagated'].accuracy:.3f} for the propagated features."
                ),
                claims.training_beats_propagation,
            ),
            Passage(
                lambda surface: (
                    f"**No**: accuracy {_best(surface):.3f} at the best cell, "
                    f"{surface.baselines['propagated'].accuracy:.3f} for the propagated features."
                ),
                _worse_than_propagation,
            ),
        ),
    ),
)
