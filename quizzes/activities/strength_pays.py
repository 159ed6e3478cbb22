"""The second part of activity 3: temperatures at which some augmentation lowers the loss."""

import numpy as np

from explorer.model.surface import Surface
from quizzes.activities.activity import Passage, Step
from quizzes.activities.facts import (
    begins_at_zero,
    best_where_strength_pays,
    less_smoothing_spreads,
    rows_that_want_strength,
)
from quizzes.activities.shorthand import single_choice, stand_in
from quizzes.cells import at, tau
from quizzes.types import Point
from quizzes.types.goals import Goal


def best_strength() -> Goal:
    """Goal: a τ whose least loss lies above strength 0, at that strength."""

    def regret(surface: Surface) -> np.ndarray:
        away = surface.loss - surface.loss.min(axis=1, keepdims=True)
        return np.where(rows_that_want_strength(surface)[:, None], away, np.nan)

    def accepted(surface: Surface) -> np.ndarray:
        t, p = np.indices(surface.loss.shape)
        from_best = surface.difference("loss", (t, p), (t, surface.best_strength()[:, None]))
        from_zero = surface.difference("loss", (t, p), (t, 0 * p))
        beats_zero = from_zero.told_apart & (from_zero.mean < 0)
        return ~from_best.told_apart & beats_zero & rows_that_want_strength(surface)[:, None]

    return Goal(
        regret, accepted, "least loss at a τ that wants some strength", "{regret} nats above the least loss at this τ"
    )


def bought(surface: Surface) -> tuple[float, float]:
    """What stronger augmentation buys at that τ: effective directions at strength 0 and at the best strength."""
    t, p = best_where_strength_pays(surface)
    return float(surface.effective_directions[t, 0]), float(surface.effective_directions[t, p])


def escapes(surface: Surface) -> bool:
    """Whether it buys the way out of collapse."""
    if not rows_that_want_strength(surface).any():
        return False
    t, _ = best_where_strength_pays(surface)
    region = surface.collapse_region()
    return bool(region[t, 0] and bought(surface)[1] > bought(surface)[0] + 0.1)


def _smooths_less(surface: Surface) -> str:
    return "dropping edges smooths less, so nodes differ more and " if less_smoothing_spreads(surface) else ""


def _only_hot(surface: Surface) -> bool:
    """Whether such rows lie in the hotter half alone."""
    return not rows_that_want_strength(surface)[: len(surface.temperatures) // 2].any()


STEPS = (
    Step(
        name="strength-pays",
        kind="answer",
        title="When strength pays",
        layer="relative_loss",
        holds=lambda surface: bool(rows_that_want_strength(surface).any()),
        text=(
            Passage(
                "At low τ the loss is least at strength 0. There are temperatures at which it is not.",
                lambda surface: (
                    begins_at_zero(surface) and not surface.best_strength()[: len(surface.temperatures) // 2].any()
                ),
            ),
        ),
        question=lambda surface: Point(
            prompt=(
                "Find a τ at which the strength of least loss is not 0, and place the point at that τ and "
                "its best strength."
            ),
            goal=best_strength(),
            edge=True,
            layer="relative_loss",
            hints=(
                *(["Try the high temperatures."] if _only_hot(surface) else []),
                "Hold τ and compare the loss at both ends of the row.",
            ),
        ),
    ),
    Step(
        name="look",
        kind="explore",
        title="Look at what it buys",
        layer="effective_directions",
        holds=escapes,
        checkpoints=(
            stand_in(
                lambda surface: f"At {tau(surface, best_where_strength_pays(surface)[0])}, stand at strength 0",
                lambda surface, cell: cell == (best_where_strength_pays(surface)[0], 0),
                lambda surface: (best_where_strength_pays(surface)[0], 0),
            ),
            stand_in(
                lambda surface: f"Then stand at {at(surface, best_where_strength_pays(surface))}",
                lambda surface, cell: cell == best_where_strength_pays(surface),
                best_where_strength_pays,
            ),
        ),
    ),
    Step(
        name="buys",
        kind="explain",
        title="What does strength buy?",
        holds=escapes,
        question=lambda surface: single_choice(
            f"What does stronger augmentation buy at {tau(surface, best_where_strength_pays(surface)[0])}?",
            {
                "escape": (
                    "It escapes collapse: the nodes spread out again",
                    "At strength 0 they all share one direction.",
                ),
                "align": ("Better alignment", "ℓ_align is worse at the stronger augmentation; look at it."),
                "scale": ("A smaller τ", "τ is the same in both places."),
                "nothing": ("Nothing: the losses are the same", "They differ by more than their spread."),
            },
            "escape",
        ),
        after=(
            Passage(
                lambda surface: (
                    "From {:.2f} effective directions at strength 0 to {:.2f}: ".format(*bought(surface))
                    + f"{_smooths_less(surface)}the loss's push beats weight decay."
                )
            ),
        ),
    ),
)
