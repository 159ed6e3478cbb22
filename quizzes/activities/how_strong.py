"""Activity 2: what stronger augmentation costs at a fixed temperature."""

import numpy as np

from explorer.model.augmentation import ALIKE
from explorer.model.claims import peak_and_dip
from explorer.model.surface import Surface
from quizzes.activities import alignment_in_collapse, too_strong
from quizzes.activities.activity import Activity, Onward, Passage, Step
from quizzes.activities.facts import direction
from quizzes.activities.shorthand import predict, single_choice, visit, visit_some
from quizzes.cells import at, masks_features, row, strength, tau, whole_range
from quizzes.types import Point
from quizzes.types.goals import Goal

TAU = 0.5
HALVES = "Compare what the first half of that range adds with what the second half adds."


def middle(surface: Surface) -> int:
    """The row of the grid nearest to τ = 0.5."""
    return row(surface, TAU)


def strongest(surface: Surface) -> int:
    """The column of the strongest augmentation."""
    return len(surface.strengths) - 1


def third(surface: Surface) -> int:
    """The column a third of the way, or the third if that is farther; fewer where the grid has no more."""
    return max(strongest(surface) // 3, min(3, strongest(surface) - 1))


def moves(surface: Surface) -> str:
    """Which way ℓ_align goes from the weakest to the strongest augmentation."""
    t = middle(surface)
    return direction(surface, "alignment", (t, 0), (t, strongest(surface)), least=0.01)


def halves(surface: Surface) -> np.ndarray:
    """Strengths where the upper half of the columns begins, midway, and where it ends, shape (3,)."""
    begin, end = surface.strengths[[strongest(surface) // 2, -1]]
    return np.array([begin, (begin + end) / 2, end])


def has_halves(surface: Surface) -> bool:
    """Whether the grid is fine enough there to compare them."""
    begin, _, end = halves(surface)
    return bool(np.diff(surface.strengths)[strongest(surface) // 2 :].max() <= (end - begin) / 3)


def bend(surface: Surface) -> str:
    """How ℓ_align goes over the upper half of the strengths, where it lies clear of the spread."""
    values = surface.by_seed["alignment"][:, middle(surface)]
    at_three = np.array([np.interp(halves(surface), surface.strengths, row) for row in values])
    first, second = np.diff(at_three, axis=1).T
    difference = second - first
    noise = 2 * difference.std(ddof=1) / np.sqrt(len(difference))
    if first.mean() + second.mean() < 0.01:
        return "flat"
    if abs(difference.mean()) <= max(noise, 0.1 * (first + second).mean()):
        return "steady"
    return "faster" if difference.mean() > 0 else "slower"


def rising_for_good(surface: Surface) -> tuple[int, int] | None:
    """Columns at which ℓ_align may be said to begin to rise to the end of the range; None if it rises all the way.

    From the first on it never falls back by more than its spread; the last is the dip, or what is not told from it.
    """
    t = middle(surface)
    values, spread = surface.alignment[t], surface.spread["alignment"][t]
    falls = [p for p in range(len(values) - 1) if (values[p + 1 :] < values[p] - spread[p]).any()]
    if not falls:
        return None
    first = falls[-1] + 1
    dip = first + int(values[first:].argmin())
    later = np.arange(dip, len(values))
    tied = ~surface.difference("alignment", (t, later), (t, dip)).told_apart
    last = dip + int(np.argmin([*tied, False])) - 1
    return first, last


def rises_again(surface: Surface) -> bool:
    """Whether ℓ_align rises from 0 strength, falls back, and then ends above where it had fallen to."""
    found, t = rising_for_good(surface), middle(surface)
    if found is None:
        return False
    falls_from = surface.difference("alignment", (t, found[0] - 1), (t, 0))
    again = surface.difference("alignment", (t, strongest(surface)), (t, found[1]))
    return bool(falls_from.told_apart and falls_from.mean > 0 and again.told_apart and again.mean > 0)


def from_where_it_rises() -> Goal:
    """Goal: those columns at τ = 0.5."""

    def away(surface: Surface) -> np.ndarray:
        first, last = rising_for_good(surface) or (0, 0)
        t, p = np.indices(surface.loss.shape)
        outside = np.maximum(np.maximum(first - p, p - last), 0)
        dip = first + surface.alignment[middle(surface), first : last + 1].argmin()
        # Of the cells that count, the dip is shown: from the others it may fall a little, and a later step says so.
        return np.maximum(abs(t - middle(surface)), outside) + 0.001 * abs(p - dip)

    return Goal(
        away,
        lambda surface: away(surface) < 0.5,
        "strength from which ℓ_align rises for good",
        "{regret} away",
        unit="grid step",
    )


def _shares(surface: Surface) -> str:
    shares = surface.scenario.shares
    if shares == ALIKE:
        return "a share *p* of the edges and masks a share *p* of the features"
    return f"edges and masks features with a probability of its own each, {shares} in the first view and the second"


ACTIVITY = Activity(
    name="how-strong",
    title="How strong is too strong?",
    aim="Raise the strength at a fixed temperature and see what it does to alignment.",
    minutes=10,
    start=lambda surface: surface.nearest(0.1, TAU),
    hidden=frozenset({"alignment", "circle", "collapse", "theory"}),
    layer="loss",
    steps=(
        Step(
            name="predict",
            kind="predict",
            title="Two views drift apart?",
            text=(
                Passage(
                    lambda surface: (
                        f"Strength *p* drops {_shares(surface)}, independently in both views. ℓ_align is the mean "
                        "squared distance between the two views of a node: 0 is perfect. Its layer and the circle stay "
                        "hidden until you have predicted."
                    )
                ),
            ),
            question=lambda surface: predict(
                f"At {tau(surface, middle(surface))}, what does ℓ_align do when the strength goes from "
                f"{whole_range(surface)}?",
                {
                    "rises": (
                        "It rises: views agree less",
                        "The views have less in common, and the encoder can undo only a part.",
                    ),
                    "stays": (
                        "It stays: the encoder learns to ignore the damage",
                        "It learns to ignore a part of it, not all.",
                        "Here it ignores all of it, as far as the seeds can tell.",
                    ),
                    "falls": (
                        "It falls: harder views train a better encoder",
                        "ℓ_align is measured on views of the same strength, and those differ more.",
                    ),
                },
                moves,
            ),
            # That harder views train a better encoder is no more than a guess, even where ℓ_align falls.
            holds=lambda surface: moves(surface) != "falls",
            unlocks=frozenset({"alignment", "circle"}),
        ),
        Step(
            name="explore",
            kind="explore",
            title="Raise the strength",
            layer="alignment",
            holds=lambda surface: third(surface) >= 3,
            text=(
                Passage(
                    lambda surface: (
                        f"Stay at {tau(surface, middle(surface))}. On the circle, a line joins the two views of a node."
                    )
                ),
            ),
            checkpoints=(
                visit(
                    lambda surface: f"Stand at {at(surface, (middle(surface), 0))}",
                    lambda surface: (middle(surface), 0),
                ),
                visit_some(
                    lambda surface: (
                        f"Stop at three strengths up to {surface.strengths[third(surface)]:.2f}, at the same τ"
                    ),
                    lambda surface, cell: cell[0] == middle(surface) and 0 < cell[1] <= third(surface),
                    3,
                    lambda surface: tuple((middle(surface), p) for p in (1, 2, 3)),
                ),
                visit(
                    lambda surface: f"Stand at {at(surface, (middle(surface), strongest(surface)))}",
                    lambda surface: (middle(surface), strongest(surface)),
                ),
            ),
        ),
        Step(
            name="for-good",
            kind="answer",
            title="From where does it rise for good?",
            layer="alignment",
            holds=rises_again,
            question=lambda surface: Point(
                prompt=(
                    f"At {tau(surface, middle(surface))} ℓ_align rises, falls back, and rises again. Place the point "
                    "at that τ and at the strength from which it **rises to the end of the range**, never falling "
                    "back by more than its spread (the ± beside it)."
                ),
                goal=from_where_it_rises(),
                edge=True,
                layer="alignment",
                hints=("Walk from the strongest augmentation back towards 0, and stop where ℓ_align no longer falls.",),
            ),
        ),
        Step(
            name="peak",
            kind="answer",
            title="A dip on the way",
            layer="alignment",
            holds=lambda surface: peak_and_dip(surface, middle(surface)) is not None,
            question=lambda surface: single_choice(
                "At weak strengths ℓ_align rises to a peak and falls again, here from {} to {}. What do accuracy and "
                "the effective directions do meanwhile?".format(
                    *(strength(surface, p) for p in peak_and_dip(surface, middle(surface)) or (0, 0))
                ),
                {
                    "teaches": (
                        "Accuracy rises, the directions become fewer",
                        "The encoder drops directions in which views differ and classes do not: augmentation teaches "
                        "it what to ignore.",
                    ),
                    "spreads": ("Both rise", "Read the effective directions at both strengths."),
                    "ruins": ("Both fall", "Read the accuracy at both strengths."),
                    "nothing": ("Neither moves; the peak is chance", "Read both numbers with their ±."),
                },
                "teaches",
            ),
        ),
        Step(
            name="growth",
            kind="answer",
            title="And from there?",
            holds=has_halves,
            question=lambda surface: single_choice(
                f"Follow ℓ_align at {tau(surface, middle(surface))} over the upper half of the strengths, from "
                f"{surface.strengths[strongest(surface) // 2]:.2f} to {surface.strengths[-1]:.2f}. How does it grow?",
                {
                    "faster": (
                        "Faster and faster",
                        HALVES,
                        "The noise from masking grows as p/(1 − p), which bends upwards."
                        if masks_features(surface)
                        else "The second half of that range adds more.",
                    ),
                    "steady": ("At a steady pace", HALVES, "Both halves of that range add about as much."),
                    "slower": ("Slower and slower", HALVES, "It grows, but the second half of that range adds less."),
                    "flat": (
                        "It does not grow",
                        "Compare both ends of that range.",
                        "Its end is no higher than its beginning, or hardly.",
                    ),
                },
                bend,
            ),
        ),
        Step(
            name="why",
            kind="explain",
            title="Why?",
            holds=lambda surface: moves(surface) == "rises",
            question=lambda surface: single_choice(
                "Why does ℓ_align grow with strength although the encoder is trained to keep it small?",
                {
                    "common": (
                        "The two views have less and less in common, and what is left out is random",
                        "No fixed encoder can undo damage that it cannot foresee.",
                    ),
                    "weights": (
                        "Weight decay forbids the encoder to react",
                        "Weight decay is the same at every strength; the views differ more.",
                    ),
                    "repel": (
                        "The negatives push the two views of a node apart",
                        "Negatives are other nodes; the two views of a node attract each other at every strength.",
                    ),
                    "tau": ("The temperature is too low", "The temperature stayed where it was."),
                },
                "common",
            ),
            after=(
                Passage(
                    "A masked entry is 0 and a survivor is divided by 1 − p: the mean is kept, the variance grows "
                    "as p/(1 − p). Averaging over neighbours smooths some of it away; the rest reaches the circle.",
                    lambda surface: masks_features(surface) and surface.scenario.mixes_neighbours,
                ),
            ),
        ),
        *alignment_in_collapse.STEPS,
        *too_strong.STEPS,
    ),
    onwards=(
        Onward(
            text="Look at the damage itself: *Graph views* shows both views of the graph as you raise the strength.",
            place=lambda surface: (middle(surface), strongest(surface)),
            layer="alignment",
            panel="graph_views",
        ),
    ),
)
