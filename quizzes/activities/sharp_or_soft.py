"""Activity 1: what a low temperature does to the landscape and to hard negatives."""

from collections.abc import Callable

import numpy as np

from explorer.charts.texts import percent
from explorer.model.surface import Surface
from quizzes.activities.activity import Activity, Onward, Passage, Step
from quizzes.activities.facts import direction, two_errors
from quizzes.activities.shorthand import predict, visit
from quizzes.cells import Cell, at, column, row, strength, tau
from quizzes.types import Explanation, Number, Slip, Tolerance

STRENGTH = 0.2


def sharp(surface: Surface) -> Cell:
    """The cell at τ = 0.05."""
    return row(surface, 0.05), column(surface, STRENGTH)


def soft(surface: Surface) -> Cell:
    """The cell near τ = 1."""
    return row(surface, 1.0), column(surface, STRENGTH)


def apart(surface: Surface) -> bool:
    """Whether the map has such a low temperature and such a high one."""
    return sharp(surface) != soft(surface)


def share_moves(surface: Surface) -> str:
    """Which way the hardest 5 %'s share goes from τ ≈ 1 down to 0.05."""
    return direction(surface, "hardest_negative_share", soft(surface), sharp(surface), least=0.01)


def relief(surface: Surface) -> tuple[float, ...]:
    """How much the loss varies with strength at the two temperatures: (sharp, soft)."""
    return tuple(float(np.ptp(surface.loss[t])) for t, _ in (sharp(surface), soft(surface)))


def landscape(surface: Surface) -> str:
    """Whether the low-temperature row has more relief."""
    low, high = relief(surface)
    return "more" if low > 1.25 * high else "less" if high > 1.25 * low else "same"


def share_question(cell: Callable[[Surface], Cell]) -> Callable[[Surface], Number]:
    """Surface -> read the share at a cell, in per cent."""

    def question(surface: Surface) -> Number:
        where = cell(surface)
        other = soft if cell is sharp else sharp

        def value(s: Surface) -> float:
            return 100 * float(s.hardest_negative_share[where])

        return Number(
            prompt=(
                f"Put the point at {at(surface, where)}. Which share of the negatives' push comes from the "
                "hardest 5 %? Read it above the map."
            ),
            value=value,
            unit="%",
            tolerance=Tolerance(
                lambda s: max(0.3, 100 * two_errors(s, "hardest_negative_share", where)), "within {amount} % counts"
            ),
            slips=(
                Slip(lambda s: 100 * float(s.hardest_negative_share[other(s)]), "That is the other temperature."),
                Slip(lambda s: value(s) / 100, "Give it in per cent."),
            ),
            hints=("The readout “the hardest 5 % take” stands above the map and follows the point.",),
            where="Check that both sliders stand where the question says.",
        )

    return question


def why(surface: Surface) -> Explanation:
    """Why the gradient concentrates."""
    return Explanation(
        prompt=(
            "Why does a low temperature hand so much of the gradient to a few hard negatives? Two sentences will do."
        ),
        model_answer=(
            "In the gradient each negative has the weight exp(s/τ) / Σ exp(s/τ), a softmax of similarities. Dividing "
            "by a small τ stretches the differences between similarities, so the most similar negatives (the hard "
            "ones) take a larger share of the weight; a large τ flattens the weights, and all negatives push nearly "
            "alike."
        ),
        checklist=(
            "The weight of a negative is a softmax of its similarity, exp(s/τ) over the sum.",
            "A small τ stretches the differences between similarities.",
            "A large τ makes the weights nearly equal.",
        ),
        hints=("Which factor of the gradient holds τ and the similarity of one negative?",),
    )


ACTIVITY = Activity(
    name="sharp-or-soft",
    title="Sharp or soft",
    aim="What does a low temperature do to the landscape, and to the push of hard negatives?",
    minutes=8,
    start=lambda surface: surface.nearest(STRENGTH, 1.0),
    hidden=frozenset({"hardest_negative_share", "sentences", "loss"}),
    layer="alignment",
    readouts=("hardest_negative_share",),
    nothing=lambda surface: (
        "The temperatures of this map are too near each other to compare a low one with a high one."
    ),
    steps=(
        Step(
            name="predict-share",
            kind="predict",
            title="Who does the pushing?",
            holds=apart,
            text=(
                Passage(
                    "Each node is pushed away from all its negatives, near ones and far ones. The *hard* negatives "
                    "are the most similar ones. The loss stays hidden until you have predicted."
                ),
            ),
            question=lambda surface: predict(
                f"You lower the temperature from {tau(surface, soft(surface)[0])} to "
                f"{tau(surface, sharp(surface)[0])}. What happens to the share of the push that comes from the "
                "hardest 5 % of the negatives?",
                {
                    "rises": ("It rises", "A low temperature sharpens the softmax over negatives."),
                    "stays": (
                        "It hardly changes",
                        "Temperature changes how the push is shared, not only how strong it is.",
                    ),
                    "falls": ("It falls", "The other way: a low temperature favours the most similar negatives."),
                },
                share_moves,
            ),
            unlocks=frozenset({"hardest_negative_share", "sentences"}),
        ),
        Step(
            name="predict-landscape",
            kind="predict",
            title="The shape of the landscape",
            holds=apart,
            question=lambda surface: predict(
                f"Walk along the strength axis, once at {tau(surface, sharp(surface)[0])} and once at "
                f"{tau(surface, soft(surface)[0])}. At which temperature does the loss change more?",
                {
                    "more": ("At the low one", "All similarities are divided by τ, so differences grow."),
                    "same": (
                        "Equally",
                        "Similarities are divided by τ before they enter the loss, so relief depends on τ.",
                    ),
                    "less": ("At the high one", "The other way: dividing by a small τ makes differences larger."),
                },
                landscape,
            ),
            unlocks=frozenset({"loss"}),
        ),
        Step(
            name="explore",
            kind="explore",
            title="Go and look",
            holds=apart,
            layer="loss",
            text=(
                Passage("Move the point with the sliders, by dragging it, or with the arrow keys. Watch the circle."),
                Passage(
                    lambda surface: f"Stay at {strength(surface, sharp(surface)[1])} and change only the temperature."
                ),
            ),
            checkpoints=(
                visit(lambda surface: f"Stand at {at(surface, sharp(surface))}", sharp),
                visit(lambda surface: f"Stand at {at(surface, soft(surface))}", soft),
            ),
            after=(
                Passage(
                    lambda surface: (
                        "Across strengths the loss varies by {:.2f} nats at the low temperature and by "
                        "{:.2f} at the high one: a sharp landscape and a soft one.".format(*relief(surface))
                    ),
                    lambda surface: landscape(surface) == "more",
                ),
            ),
        ),
        Step(name="read-sharp", kind="answer", title="Read the sharp end", holds=apart, question=share_question(sharp)),
        Step(name="read-soft", kind="answer", title="Read the soft end", holds=apart, question=share_question(soft)),
        Step(
            name="why",
            kind="explain",
            title="Why?",
            question=why,
            holds=lambda surface: share_moves(surface) == "rises",
            after=(
                Passage(
                    lambda surface: (
                        f"Here the hardest 5 % take {percent(surface.hardest_negative_share[sharp(surface)])} of the "
                        f"push at {tau(surface, sharp(surface)[0])} and "
                        f"{percent(surface.hardest_negative_share[soft(surface)])} at "
                        f"{tau(surface, soft(surface)[0])}; an even share would be "
                        f"{percent(surface.scenario.even_share)}."
                    )
                ),
            ),
        ),
    ),
    onwards=(
        Onward(
            text="Choose a node on the circle: *Hard negatives* shows which others push it, and how hard.",
            place=sharp,
            panel="hard_negatives",
        ),
    ),
)
