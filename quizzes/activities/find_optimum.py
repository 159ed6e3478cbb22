"""Activity 3: the least loss and the best accuracy are two different places."""

from typing import Any

import numpy as np

from explorer.model import claims
from explorer.model.surface import Surface
from quizzes.activities import strength_pays
from quizzes.activities.activity import Activity, Onward, Passage, Step
from quizzes.activities.facts import accuracy_below_best, at_lowest_tau, views_identical
from quizzes.activities.shorthand import single_choice
from quizzes.cells import at, tau
from quizzes.types import Number, Point, Prediction, Region, Slip, Tolerance
from quizzes.types.goals import greatest, least


def given_up_error(surface: Surface) -> float:
    """Twice the standard error of the accuracy given up, a paired difference; no finer than the digits shown."""
    _, error = surface.difference("accuracy", surface.accuracy_optimum(), surface.loss_optimum())
    return max(0.0051, 2 * float(error))


def where_best(surface: Surface, point: str, region: str, **more: Any) -> Point | Region:
    """Ask for the place of best accuracy: for a point, or, where a large part of the map ties, for that part.

    Parameters
    ----------
    surface : Surface
    point, region : str
        The prompt for the one and for the other; `region` takes the least accuracy that ties, as ``{least}``.
    """
    goal = greatest("accuracy")
    question = Point(prompt=point, goal=goal, edge=True, **more)
    if question.well_posed(surface):
        return question
    least_tied = float(np.floor(1000 * surface.accuracy[goal.accepted(surface)].min()) / 1000)
    return Region(prompt=region.format(least=f"{least_tied:.3f}"), region=lambda s: s.accuracy >= least_tied, **more)


def same_place(surface: Surface) -> str:
    """``"different"`` where the seeds tell the two optima apart, else ``"same"``."""
    return "different" if claims.optima_differ(surface) else "same"


ACTIVITY = Activity(
    name="find-the-optimum",
    title="Find the optimum",
    aim="Where is the loss least, where is accuracy best, and are they the same place?",
    minutes=10,
    start=lambda surface: surface.nearest(0.3, 1.0),
    hidden=frozenset({"accuracy", "loss_optimum", "accuracy_optimum", "collapse", "theory"}),
    steps=(
        Step(
            name="least-loss",
            kind="answer",
            title="The least loss",
            text=(
                Passage(
                    "Look for the lowest (darkest) spot of the NT-Xent layer. Drag, click, or use the arrow keys or "
                    "the sliders."
                ),
            ),
            question=lambda surface: Point(
                prompt="Place the point where the NT-Xent loss is least.",
                goal=least("loss"),
                edge=True,
                reveals=frozenset({"loss_optimum"}),
                hints=("Follow the loss downhill in both directions, and do not stop before the map does.",),
            ),
            unlocks=frozenset({"loss_optimum"}),
            after=(
                Passage(
                    "Where accuracy is best is not asked on this map: nowhere does the probe tell the classes better "
                    "than who always guesses the largest.",
                    lambda surface: not claims.reads_classes(surface),
                ),
            ),
        ),
        Step(
            name="predict-accuracy",
            kind="predict",
            title="Predict the best accuracy",
            holds=claims.reads_classes,
            text=(
                Passage(
                    "Downstream accuracy is that of a linear probe on the frozen embedding. Its layer is still hidden."
                ),
            ),
            question=lambda surface: Prediction(
                prompt="Where do you expect the accuracy to be best?",
                inner=where_best(surface, "", "The best is a part of the map here: mark where you expect it to lie."),
                hidden=frozenset({"accuracy", "accuracy_optimum"}),
            ),
            keeps_truth=True,
            unlocks=frozenset({"accuracy"}),
        ),
        Step(
            name="best-accuracy",
            kind="answer",
            title="Now find it",
            holds=claims.reads_classes,
            layer="accuracy",
            text=(
                Passage(
                    "The accuracy layer is open. Several cells may tie as far as the seeds can tell; each of them "
                    "counts."
                ),
            ),
            question=lambda surface: where_best(
                surface,
                "Place the point where the accuracy is best.",
                "A large part of the map ties for the best. Mark all cells with an accuracy of at least {least}.",
                layer="accuracy",
                reveals=frozenset({"accuracy_optimum"}),
                hints=("Look for the brightest patch, not for a single cell.",),
            ),
            unlocks=frozenset({"accuracy_optimum"}),
        ),
        Step(
            name="same",
            kind="answer",
            title="The same place?",
            holds=claims.reads_classes,
            question=lambda surface: single_choice(
                "Is the setting of least loss also one of best accuracy, as far as the seeds can tell?",
                {
                    "same": ("Yes, they coincide", "Compare the accuracy at both places, and its ±."),
                    "different": (
                        "No, they are different places",
                        "The loss is a proxy; its minimum is not what we are after.",
                    ),
                },
                same_place,
            ),
        ),
        Step(
            name="given-up",
            kind="answer",
            title="The price of least loss",
            holds=claims.optima_differ,
            question=lambda surface: Number(
                prompt=(
                    "How much accuracy does the setting of least loss give up against the best one? Give the "
                    "difference of the two accuracies, a number between 0 and 1."
                ),
                value=accuracy_below_best,
                tolerance=Tolerance(given_up_error),
                slips=(
                    Slip(
                        lambda s: float(s.accuracy[s.loss_optimum().cell]),
                        "That is the accuracy there; subtract it from the best.",
                    ),
                    Slip(
                        lambda s: float(s.accuracy.max()),
                        "That is the best accuracy; subtract the one at the least loss.",
                    ),
                    Slip(
                        lambda s: 100 * accuracy_below_best(s),
                        "Give it as a difference between 0 and 1, not in per cent.",
                    ),
                ),
                hints=("Read the accuracy at both stars on the map and subtract.",),
                where="Read the accuracy at both places.",
            ),
        ),
        Step(
            name="incomparable",
            kind="explain",
            title="Why the corner wins",
            holds=lambda surface: at_lowest_tau(surface) and views_identical(surface),
            question=lambda surface: single_choice(
                f"The least loss lies at {at(surface, surface.loss_optimum().cell)}, a corner of the map. "
                "Why does that not make it the best setting?",
                {
                    "scale": (
                        "τ rescales the loss itself, and identical views make alignment free",
                        "The loss is least there because the map ends there; nothing was learned about what to ignore.",
                    ),
                    "noise": (
                        "The corner is only noise between seeds",
                        "Compare the ± of the loss with its slope towards the corner.",
                    ),
                    "collapse": (
                        "The embedding has collapsed there",
                        "Look at the effective directions in the corner.",
                    ),
                    "train": (
                        "Training needs longer at low τ",
                        "Every cell is trained until it settles."
                        if surface.scenario.encoder_entry.solved
                        else "Every cell takes the same number of steps, and the loss is least there all the same.",
                    ),
                },
                "scale",
            ),
            after=(
                Passage(
                    lambda surface: (
                        "Similarities are divided by τ before they enter the loss, so the same embedding gets "
                        "another loss at another τ: raw losses do not compare across temperatures. "
                        f"{tau(surface, 0)} wins because the map ends there. At strength 0 the two views are "
                        "identical, so ℓ_align is 0 for free. The *relative loss* layer (0 = the best possible, 1 = "
                        "collapse) can be compared across temperatures."
                    )
                ),
            ),
        ),
        *strength_pays.STEPS,
    ),
    onwards=(
        Onward(
            text="Switch the map to *relative loss*: where is that least, and what does the probe read there?",
            place=lambda surface: surface.loss_optimum().cell,
            layer="relative_loss",
        ),
    ),
)
