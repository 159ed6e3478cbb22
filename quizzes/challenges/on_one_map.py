"""Challenges that one surface decides."""

import numpy as np

from explorer.charts.texts import strength_text
from explorer.model import claims
from explorer.model.counts import counted
from explorer.model.scenario import SHIPPED
from explorer.model.surface import Surface
from quizzes.activities import Passage
from quizzes.cells import Cell, strength, tau
from quizzes.challenges.challenge import Challenge, outside

ALIGNED = 0.05
"""ℓ_align that counts as nearly perfect."""
DAMAGED = 0.2
"""Strength from which the views are truly different."""
COLD = 0.1


def high(surface: Surface) -> float:
    """The highest accuracy in whole hundredths that a few cells reach: one in 33 or more."""
    return float(np.floor(100 * np.quantile(surface.accuracy, 0.97)) / 100)


def fair(surface: Surface) -> float:
    """An accuracy two hundredths below :func:`high`."""
    return round(high(surface) - 0.02, 2)


def is_read(surface: Surface) -> bool:
    """Whether these accuracies are more than who always guesses the largest class gets right."""
    return claims.reads_classes(surface) and fair(surface) > claims.guessed(surface)


def strengths(surface: Surface) -> np.ndarray:
    """Strength p of every cell, shape (T, P)."""
    return surface.strengths[None, :] + 0 * surface.loss


def temperatures(surface: Surface) -> np.ndarray:
    """Temperature τ of every cell, shape (T, P)."""
    return surface.temperatures[:, None] + 0 * surface.loss


def read_at(surface: Surface, cell: Cell) -> str:
    """The accuracy of a cell in words."""
    return f"accuracy {surface.accuracy[cell]:.3f}"


def loss_at(surface: Surface, cell: Cell) -> str:
    """The loss of a cell in words."""
    return f"loss {surface.loss[cell]:.2f}"


def directions_at(surface: Surface, cell: Cell) -> str:
    """The effective directions of a cell in words."""
    return f"{surface.effective_directions[cell]:.2f} effective directions"


def is_high(surface: Surface) -> np.ndarray:
    """Cells read as well as that: bool, shape (T, P)."""
    return np.round(surface.accuracy, 3) >= high(surface)


def is_fair(surface: Surface) -> np.ndarray:
    """Cells read almost as well: bool, shape (T, P)."""
    return np.round(surface.accuracy, 3) >= fair(surface)


def cold_and_fair(surface: Surface) -> np.ndarray:
    """Those of them that are cold: bool, shape (T, P)."""
    return is_fair(surface) & (temperatures(surface) <= COLD)


def no_dearer(surface: Surface) -> np.ndarray:
    """Cells whose loss is no higher than where accuracy is best: bool, shape (T, P)."""
    return np.round(surface.loss, 2) <= np.round(surface.loss[surface.accuracy_optimum().cell], 2)


def aligned_though_damaged(surface: Surface) -> np.ndarray:
    """Cells of nearly perfect alignment though the views differ: bool, shape (T, P)."""
    return (strengths(surface) >= DAMAGED - 1e-9) & (np.round(surface.alignment, 3) <= ALIGNED)


def weakest_is_best(surface: Surface) -> bool:
    """Whether most directions are to be had there at the least strength that counts."""
    cells = aligned_though_damaged(surface)
    if not cells.any():
        return False
    found = np.argwhere(cells & (surface.effective_directions == surface.effective_directions[cells].max()))[0]
    return bool(surface.strengths[found[1]] == surface.strengths[surface.strengths >= DAMAGED - 1e-9][0])


# Out of collapse -----------------------------------------------------------------------------------------------------


def way_out(surface: Surface) -> Cell | None:
    """A collapsed cell, as hot as can be, at an end of a row with several that are not; None if there is none."""
    region = surface.collapse_region()
    for t in range(len(region))[::-1]:
        for p in (0, -1 + region.shape[1]):
            if region[t, p] and (~region[t]).sum() > 1:
                return t, p
    return None


def in_the_row(surface: Surface) -> np.ndarray:
    """Mask (T, P) of the row in which :func:`way_out` begins; nothing where there is no way out."""
    start = way_out(surface)
    return np.zeros_like(surface.loss, dtype=bool) if start is None else np.indices(surface.loss.shape)[0] == start[0]


def columns_away(surface: Surface) -> np.ndarray:
    """Columns between each cell and the one in which :func:`way_out` begins, shape (T, P)."""
    return abs(np.indices(surface.loss.shape)[1] - (way_out(surface) or (0, 0))[1]).astype(float)


# Past the theory -----------------------------------------------------------------------------------------------------


def above_theory(surface: Surface) -> np.ndarray:
    """τ/τ*(p) of every cell, shape (T, P); 0 where there is no theory."""
    if surface.theory is None:
        return np.zeros_like(surface.loss)
    return surface.temperatures[:, None] / surface.theory


def alive_above_theory(surface: Surface) -> np.ndarray:
    """Cells above τ*(p) that have not collapsed: bool, shape (T, P)."""
    return ~surface.collapse_region() & (above_theory(surface) > 1)


ON_ONE_MAP = (
    Challenge(
        name="frugal",
        title="Cheap and good",
        text=lambda surface: f"Reach an accuracy of at least **{high(surface):.2f}** at the least **loss** you can.",
        target=is_high,
        value=lambda surface: surface.loss,
        better="low",
        said=loss_at,
        besides=read_at,
        start=outside(is_high),
        layer="accuracy",
        why=(
            Passage(
                "Lower losses lie towards the weak, cold corner, where nothing teaches the encoder what to ignore.",
                claims.least_loss_in_the_corner,
            ),
        ),
        holds=lambda surface: is_read(surface) and not is_high(surface)[surface.loss_optimum().cell],
    ),
    Challenge(
        name="heat",
        title="Stand the heat",
        text=lambda surface: f"Keep an accuracy of at least **{fair(surface):.2f}** at the highest **τ** you can.",
        target=is_fair,
        value=temperatures,
        better="high",
        said=lambda surface, cell: tau(surface, cell[0]),
        besides=read_at,
        start=outside(is_fair),
        layer="accuracy",
        holds=lambda surface: is_read(surface) and not is_fair(surface)[-1].any(),
    ),
    Challenge(
        name="storm",
        title="Weather the storm",
        text=lambda surface: (
            f"With τ of {COLD:g} or less, keep an accuracy of at least **{fair(surface):.2f}** under the **strongest "
            "augmentation** you can."
        ),
        target=cold_and_fair,
        value=strengths,
        better="high",
        said=lambda surface, cell: strength(surface, cell[1]),
        besides=lambda surface, cell: f"{tau(surface, cell[0])}, {read_at(surface, cell)}",
        start=outside(cold_and_fair),
        layer="accuracy",
        why=(
            Passage(
                "Now try it on the sphere: is it the augmentation that hurts, or the lack of room?",
                lambda surface: f"{surface.scenario.name}-sphere" in SHIPPED,
            ),
        ),
        holds=lambda surface: is_read(surface) and surface.dimension == 2 and not is_fair(surface)[0, -1],
    ),
    Challenge(
        name="quiet",
        title="Share the push",
        text=lambda surface: (
            f"Keep an accuracy of at least **{fair(surface):.2f}** while the **hardest 5 % of the negatives** take as "
            "little of the push as you can."
        ),
        target=is_fair,
        value=lambda surface: surface.hardest_negative_share,
        better="low",
        said=lambda surface, cell: f"they take {100 * surface.hardest_negative_share[cell]:.1f} %",
        besides=read_at,
        start=outside(is_fair),
        layer="hardest_negative_share",
        holds=is_read,
    ),
    Challenge(
        name="fooled",
        title="Fool the loss",
        text=lambda surface: (
            f"Where accuracy is best the loss is {surface.loss[surface.accuracy_optimum().cell]:.2f}. Find the **worst "
            "accuracy** that you can get for a loss no higher."
        ),
        target=no_dearer,
        value=lambda surface: surface.accuracy,
        better="low",
        said=read_at,
        besides=loss_at,
        start=outside(no_dearer),
        holds=claims.reads_classes,
        why=(Passage("A low loss says that the task set by τ and strength is solved, not that it was worth solving."),),
    ),
    Challenge(
        name="wishes",
        title="Both wishes",
        text=lambda surface: (
            f"At strength {strength_text(DAMAGED)} or more, keep ℓ_align at {ALIGNED:g} or less and get the most "
            "**effective directions** you can."
        ),
        target=aligned_though_damaged,
        value=lambda surface: surface.effective_directions,
        better="high",
        said=directions_at,
        besides=lambda surface, cell: f"ℓ_align {surface.alignment[cell]:.3f}, {strength(surface, cell[1])}",
        start=outside(aligned_though_damaged),
        layer="alignment",
        why=(
            Passage(
                "It lies at the weakest strength allowed: the less the views differ, the less spread costs.",
                weakest_is_best,
            ),
        ),
    ),
    Challenge(
        name="escape",
        title="Out of collapse",
        text=lambda surface: (
            "You stand in collapse. Leave it **without touching τ**, by as few **steps of the strength** as you can."
        ),
        target=lambda surface: ~surface.collapse_region(),
        value=columns_away,
        better="low",
        said=lambda surface, cell: counted(int(columns_away(surface)[cell]), "step"),
        besides=directions_at,
        start=lambda surface: way_out(surface) or (0, 0),
        within=in_the_row,
        lost="You touched τ. Go back to the start.",
        layer="effective_directions",
        overlays=(),
        holds=lambda surface: way_out(surface) is not None,
        why=(Passage("The border of collapse does not lie at one τ: strength moves it."),),
    ),
    Challenge(
        name="beyond",
        title="Past the border",
        text=lambda surface: (
            "Above τ\\*(p) the collapsed state is stable. Find a point above it that has **not collapsed**, at the "
            "largest **τ/τ\\*** you can."
        ),
        target=alive_above_theory,
        value=above_theory,
        better="high",
        said=lambda surface, cell: f"τ/τ\\* = {above_theory(surface)[cell]:.2f}",
        besides=directions_at,
        start=outside(alive_above_theory),
        layer="effective_directions",
        holds=lambda surface: surface.theory is not None,
        why=(
            Passage("τ\\* says where collapse becomes a minimum. A spread-out one can live on beside it above that."),
        ),
    ),
)
