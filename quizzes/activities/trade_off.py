"""Activity 5: the alignment-uniformity plane."""

from explorer.charts.texts import true_minus
from quizzes.activities.activity import Activity, Passage, Step
from quizzes.activities.facts import better_in_both
from quizzes.activities.front import BOTH, STRENGTH, cold, hot, push, start, unbeaten
from quizzes.activities.shorthand import choose, predict, visit
from quizzes.cells import at, column, strength, tau
from quizzes.types import Explanation, Point

ACTIVITY = Activity(
    name="trade-off",
    number=5,
    title="The trade-off",
    aim="Alignment and uniformity pull against each other; which way does τ push?",
    start=lambda surface: surface.point(*start(surface)),
    hidden=frozenset({"plane", "uniformity", "alignment", "circle"}),
    layer="accuracy",
    plane=True,
    steps=(
        Step(
            name="predict",
            kind="predict",
            title="Which way does τ push?",
            text=(
                Passage(
                    "ℓ_align is the distance between two views of a node; ℓ_uniform is low when nodes spread over the "
                    "circle. Both are better when lower. The plane of the two stays hidden until you have predicted."
                ),
            ),
            question=lambda surface: predict(
                f"At {strength(surface, column(surface, STRENGTH))}, you lower τ. What do you expect?",
                {
                    "uniformity": (
                        "Better uniformity, worse alignment",
                        "Uniformity is right; on this graph ℓ_align moves by less than its spread between seeds.",
                        "The push apart grows as 1/τ, and views differ in what separates nodes.",
                    ),
                    "free": (
                        "Better uniformity, alignment as it was",
                        "Uniformity is right; but what separates nodes also separates the two views of a node.",
                        "The push apart grows as 1/τ; here ℓ_align moves by less than its spread between seeds.",
                    ),
                    "alignment": (
                        "Better alignment, worse uniformity",
                        "The other way: low τ strengthens the push between nodes.",
                    ),
                    "both": ("Both get better", "Uniformity does; see what ℓ_align does on the way."),
                    "nothing": ("Neither changes", "τ weighs the negatives; that moves the balance."),
                },
                push,
            ),
            unlocks=frozenset({"plane", "uniformity", "alignment", "circle"}),
        ),
        Step(
            name="explore",
            kind="explore",
            title="Walk along the front",
            layer="alignment",
            text=(
                Passage(
                    "Each dot of the plane below is a cell of the map, the ring is your point. Down and left is "
                    "better. Keep the strength and walk along the temperatures."
                ),
            ),
            checkpoints=(
                visit(lambda surface: f"Stand at {at(surface, hot(surface))}", hot),
                visit(lambda surface: f"Stand at {at(surface, cold(surface))}", cold),
            ),
        ),
        Step(
            name="push",
            kind="answer",
            title="What τ did",
            question=lambda surface: choose(
                f"You went from {tau(surface, hot(surface)[0])} to {tau(surface, cold(surface)[0])} at one strength. "
                "What did the lower temperature do?",
                {
                    "uniformity": (
                        "It bought uniformity and paid in alignment",
                        "Compare the change of ℓ_align with its ±.",
                        "ℓ_uniform fell and ℓ_align rose.",
                    ),
                    "free": (
                        "It bought uniformity; alignment stayed, as far as the seeds can tell",
                        "Read ℓ_align and its ± at both ends again.",
                        "ℓ_uniform fell, and ℓ_align moved by less than its spread.",
                    ),
                    "alignment": (
                        "It bought alignment and paid in uniformity",
                        "Read both numbers at both ends again.",
                    ),
                    "both": ("It improved both", "Read ℓ_align at both ends again."),
                    "nothing": ("It changed neither beyond the spread", "Read both numbers at both ends again."),
                },
                push,
            ),
        ),
        Step(
            name="both",
            kind="answer",
            title="Better in both?",
            layer="uniformity",
            text=(Passage(lambda surface: f"Start from {at(surface, start(surface))}."),),
            question=lambda surface: Point(
                prompt=(
                    f"Find a point with both ℓ_align *and* ℓ_uniform lower than at {at(surface, start(surface))} "
                    f"(ℓ_align {surface.alignment[start(surface)]:.3f}, ℓ_uniform "
                    + true_minus(f"{surface.uniformity[start(surface)]:.2f}), by more than the spread between seeds.")
                ),
                goal=BOTH,
                layer="uniformity",
                edge=True,
                hints=("What makes alignment easier, whatever τ is?", "Try a weaker augmentation."),
            ),
        ),
        Step(
            name="unbeaten",
            kind="answer",
            title="And from here?",
            question=lambda surface: choose(
                f"Now take {at(surface, unbeaten(surface))}. Is there a point with both better?",
                {
                    "yes": ("Yes", "Look at the plane: nothing lies below and to the left of it."),
                    "no": ("No", "Nothing lies below and to the left of it: it is on the front."),
                },
                lambda s: "yes" if better_in_both(s, unbeaten(s)).any() else "no",
            ),
            after=(
                Passage(
                    "At strength 0 the two views are the same, so alignment costs nothing and that column cannot be "
                    "beaten in ℓ_align. Comparing across strengths compares different tasks; the trade-off shows at "
                    "*one* strength.",
                    lambda surface: bool(surface.alignment[:, 0].max() < 1e-6),
                ),
            ),
        ),
        Step(
            name="why",
            kind="explain",
            title="Why is there a front at all?",
            holds=lambda surface: push(surface) == "uniformity",
            question=lambda surface: Explanation(
                prompt=(
                    "Why can an encoder not have perfect alignment and perfect uniformity at once, and what "
                    "does τ choose?"
                ),
                model_answer=(
                    "Perfect alignment alone is easy: ignore the input, and collapse. Uniformity needs "
                    "features that tell nodes apart, and random damage hits those very features, so the "
                    "two views of a node come apart too. τ sets the exchange rate: lower τ pushes harder "
                    "for uniformity and accepts worse alignment."
                ),
                checklist=(
                    "Alignment alone is best in collapse.",
                    "What tells nodes apart also differs between the views of one node.",
                    "Lower τ buys uniformity at the price of alignment.",
                ),
                hints=("Which encoder has ℓ_align = 0 at every strength?",),
            ),
        ),
    ),
)
