"""Activity 2: what stronger augmentation costs at a fixed temperature."""

import numpy as np

from explorer.model.claims import peak_and_dip
from explorer.model.surface import Surface
from quizzes.activities import alignment_in_collapse
from quizzes.activities.activity import Activity, Onward, Passage, Step
from quizzes.activities.facts import direction, first_above_spread
from quizzes.activities.shorthand import choose, predict, visit, visit_some
from quizzes.cells import at, row, strength, tau
from quizzes.types import Number, Slip, Tolerance

TAU = 0.5
HALVES = "Compare what the first half of that range adds with what the second half adds."


def middle(surface: Surface) -> int:
    """The row at τ = 0.5."""
    return row(surface, TAU)


def end(surface: Surface) -> int:
    """The last column."""
    return len(surface.strengths) - 1


def third(surface: Surface) -> int:
    """The column a third of the way."""
    return end(surface) // 3


def moves(surface: Surface) -> str:
    """Which way ℓ_align goes from the weakest to the strongest augmentation."""
    t = middle(surface)
    return direction(surface, "alignment", (t, 0), (t, end(surface)), least=0.01)


def bend(surface: Surface) -> str:
    """How ℓ_align goes over the upper half of the strengths, where it lies clear of the spread."""
    t, half = middle(surface), end(surface) // 2
    values = surface.by_seed["alignment"][:, t]
    quarter = (half + end(surface)) // 2
    first, second = values[:, quarter] - values[:, half], values[:, end(surface)] - values[:, quarter]
    difference = second - first
    noise = 2 * difference.std(ddof=1) / np.sqrt(len(difference))
    if first.mean() + second.mean() < 0.01:
        return "flat"
    if abs(difference.mean()) <= max(noise, 0.1 * (first + second).mean()):
        return "steady"
    return "faster" if difference.mean() > 0 else "slower"


def first_strength(surface: Surface) -> Number:
    """The first strength at which ℓ_align stands above its spread."""
    t = middle(surface)
    return Number(
        prompt=(
            f"At {tau(surface, t)}, which is the first strength on the map at which ℓ_align is larger than its "
            "own spread between seeds (the ± beside it)?"
        ),
        value=lambda s: float(s.strengths[first_above_spread(s, t)]),
        tolerance=Tolerance(lambda s: 0.51 * float(s.strengths[1] - s.strengths[0]), "the exact step of the map"),
        slips=(Slip(lambda s: float(s.strengths[end(s)]), "That is the last strength; look for the first."),),
        hints=(
            (f"Set {tau(surface, t)} and the strength to 0; then raise the strength one step at a time."),
            "At strength 0 both views are the same, so ℓ_align is 0 and so is its spread.",
        ),
        where="Compare the value of ℓ_align with its ± under the map.",
    )


ACTIVITY = Activity(
    name="how-strong",
    number=2,
    title="How strong is too strong?",
    aim="Raise the strength at a fixed temperature and see what it does to alignment.",
    minutes=8,
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
                    "Strength *p* drops a share *p* of the edges and masks a share *p* of the features, "
                    "independently in both views. ℓ_align is the mean squared distance between the two views of a "
                    "node: 0 is perfect. Its layer and the circle stay hidden until you have predicted."
                ),
            ),
            question=lambda surface: predict(
                f"At {tau(surface, middle(surface))}, what does ℓ_align do when the strength goes from 0 to "
                f"{surface.strengths[-1]:.1f}?",
                {
                    "rises": (
                        "It rises: views agree less",
                        "The views have less in common, and the encoder can undo only a part.",
                    ),
                    "stays": (
                        "It stays: the encoder learns to ignore the damage",
                        "It learns to ignore a part of it, not all.",
                    ),
                    "falls": (
                        "It falls: harder views train a better encoder",
                        "ℓ_align is measured on views of the same strength, and those differ more.",
                    ),
                },
                moves,
            ),
            unlocks=frozenset({"alignment", "circle"}),
        ),
        Step(
            name="explore",
            kind="explore",
            title="Raise the strength",
            layer="alignment",
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
                    lambda surface: f"Stand at {at(surface, (middle(surface), end(surface)))}",
                    lambda surface: (middle(surface), end(surface)),
                ),
            ),
        ),
        Step(
            name="first",
            kind="answer",
            title="The first strength that shows",
            question=first_strength,
            holds=lambda surface: 0 < first_above_spread(surface, middle(surface)) < end(surface) - 1,
        ),
        Step(
            name="growth",
            kind="answer",
            title="And from there?",
            question=lambda surface: choose(
                f"Follow ℓ_align at {tau(surface, middle(surface))} over the upper half of the strengths, from "
                f"{surface.strengths[end(surface) // 2]:.2f} to {surface.strengths[-1]:.2f}. How does it grow?",
                {
                    "faster": (
                        "Faster and faster",
                        HALVES,
                        "The noise from masking grows as p/(1 − p), which bends upwards.",
                    ),
                    "steady": ("At a steady pace", HALVES, "Both halves of that range add about as much."),
                    "slower": ("Slower and slower", HALVES, "It grows, but the second half of that range adds less."),
                    "flat": ("It does not grow", "Compare both ends of that range.", "Both ends are about as high."),
                },
                bend,
            ),
        ),
        Step(
            name="peak",
            kind="answer",
            title="A dip on the way",
            layer="alignment",
            holds=lambda surface: peak_and_dip(surface, middle(surface)) is not None,
            question=lambda surface: choose(
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
            name="why",
            kind="explain",
            title="Why?",
            holds=lambda surface: moves(surface) == "rises",
            question=lambda surface: choose(
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
                    "as p/(1 − p). Averaging over neighbours smooths some of it away; the rest reaches the circle."
                ),
            ),
        ),
        *alignment_in_collapse.STEPS,
    ),
    onwards=(
        Onward(
            text="Look at the damage itself: *Graph views* shows both views of the graph as you raise the strength.",
            place=lambda surface: (middle(surface), end(surface)),
            layer="alignment",
            panel="graph_views",
        ),
    ),
)
