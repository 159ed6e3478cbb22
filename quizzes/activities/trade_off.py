"""Activity 5: the alignment-uniformity plane."""

import numpy as np

from explorer.charts.object_cache import remembered
from explorer.charts.texts import true_minus
from explorer.model.claims import stretches
from explorer.model.scenario import SHIPPED
from explorer.model.surface import Surface
from explorer.model.surface_file import load_shipped, openable
from quizzes.activities.activity import Activity, Beside, Onward, Passage, Step
from quizzes.activities.facts import dominating
from quizzes.activities.pareto import BOTH, cold, cooling_path, course_of_cooling, dominated_cell, hot, unbeaten
from quizzes.activities.shorthand import predict, single_choice, visit
from quizzes.cells import at, column, strength, tau
from quizzes.types import Explanation, Point, SingleChoice

WAYS = {
    "trade": ("Better uniformity, worse alignment", "ℓ_uniform falls and ℓ_align rises over this stretch."),
    "both": ("Both get better", "Both numbers fall over this stretch."),
    "worse": ("Both get worse", "Both numbers rise over this stretch."),
    "back": ("Better alignment, worse uniformity", "ℓ_align falls and ℓ_uniform rises over this stretch."),
}


def gcn_of(surface: Surface) -> str:
    """Name of the surface of the same graph by a GCN."""
    return f"{surface.scenario.name}-gcn"


@remembered
def gcn_course(surface: Surface) -> str:
    """What cooling does with the GCN, at the strength of the walk; empty where that is not clear or cannot be shown."""
    if gcn_of(surface) not in openable() or not cooling_path(surface):
        return ""
    gcn = load_shipped(gcn_of(surface))
    p = column(gcn, float(surface.strengths[hot(surface)[1]]))
    found = stretches(gcn, p) if gcn.strengths[p] == surface.strengths[hot(surface)[1]] else ()
    names = tuple(name for name, _, _ in found)
    if names == ("trade", "back") and found[0][1] - found[0][2] <= (found[0][1] - found[1][2]) / 2:
        return ""  # it turns before half of the way
    return {("trade",): "trade", ("trade", "back"): "late", ("trade", "both", "back"): "middle"}.get(names, "")


def weaker_helps(surface: Surface) -> tuple[str, ...]:
    """The hint to weaken augmentation, where that leads to such a point."""
    cell = dominated_cell(surface)
    helps = dominating(surface, cell)[:, : cell[1]].any()
    return ("Try a weaker augmentation.",) if helps else ()


def decays(surface: Surface) -> tuple[float, float]:
    """Weight decay here and with the GCN."""
    return surface.scenario.weight_decay, load_shipped(gcn_of(surface)).scenario.weight_decay


def _stretch(number: int) -> Step:
    """The question what cooling does on one stretch of the path."""

    def question(surface: Surface) -> SingleChoice:
        _, hot, cold = cooling_path(surface)[number]
        return single_choice(
            f"At {strength(surface, hot[1])}, what does cooling do from {tau(surface, hot[0])} to "
            f"{tau(surface, cold[0])}?",
            {
                key: (text, "Read ℓ_align and ℓ_uniform at both ends of this stretch.", said)
                for key, (text, said) in WAYS.items()
            },
            lambda s: cooling_path(s)[number][0],
        )

    return Step(
        name=f"stretch-{number + 1}",
        kind="answer",
        title=("From the hot end", "Then", "And then")[number],
        holds=lambda surface: len(cooling_path(surface)) > number,
        question=question,
    )


ACTIVITY = Activity(
    name="trade-off",
    title="The trade-off",
    aim="What does cooling do to alignment and uniformity, and where does it turn?",
    minutes=12,
    start=lambda surface: surface.point(*dominated_cell(surface)),
    hidden=frozenset({"plane", "uniformity", "alignment", "circle"}),
    layer="accuracy",
    plane=True,
    steps=(
        Step(
            name="predict",
            kind="predict",
            title="What does cooling do?",
            text=(
                Passage(
                    "ℓ_align is the distance between two views of a node; ℓ_uniform is low when nodes spread over the "
                    "circle. Both are better when lower. The plane of the two stays hidden until you have predicted."
                ),
            ),
            holds=lambda surface: course_of_cooling(surface) != "",
            question=lambda surface: predict(
                f"At {strength(surface, hot(surface)[1])} you lower τ from {tau(surface, hot(surface)[0])} "
                f"to {tau(surface, cold(surface)[0])}. What do you expect on the way?",
                {
                    "trade": (
                        "All the way better uniformity, worse alignment",
                        "So the textbooks have it. Follow both numbers to the cold end before you believe it.",
                        "What tells nodes apart also differs between the views of one node.",
                    ),
                    "both": ("All the way both get better", "Follow both numbers over the whole path."),
                    "worse": ("All the way both get worse", "Follow both numbers over the whole path."),
                    "back": (
                        "All the way better alignment, worse uniformity",
                        "Follow both numbers over the whole path.",
                        "1/τ multiplies the price of misaligned pairs as well.",
                    ),
                    "turns": (
                        "It turns: not the same all the way",
                        "Follow both numbers over the whole path.",
                        "1/τ multiplies the push apart and the price of misaligned pairs; which matters more changes.",
                    ),
                },
                course_of_cooling,
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
                    "Each dot of the plane below is a cell of the map, the ring is your point, and the line walks down "
                    "the temperatures at your strength. Down and left is better. Walk along it, and watch whether it "
                    "turns."
                ),
            ),
            holds=lambda surface: course_of_cooling(surface) != "",
            checkpoints=(
                visit(lambda surface: f"Stand at {at(surface, hot(surface))}", hot),
                visit(
                    lambda surface: f"Stand at {at(surface, cooling_path(surface)[-1][2])}",
                    lambda surface: cooling_path(surface)[-1][2],
                ),
            ),
        ),
        *(_stretch(number) for number in range(3)),
        Step(
            name="turn",
            kind="explain",
            title="Why does it turn?",
            holds=lambda surface: (
                course_of_cooling(surface) == "turns"
                and cooling_path(surface)[0][0] in ("trade", "both")
                and cooling_path(surface)[-1][0] == "back"
            ),
            question=lambda surface: Explanation(
                prompt="At first cooling spreads the nodes; at the cold end it draws them together. Why does it turn?",
                model_answer=(
                    "1/τ multiplies the whole loss: the push apart, and the price of misaligned pairs as well. While "
                    "something else holds the nodes together, the stronger push wins and they spread. Once views that "
                    "cannot be aligned cost more than spread brings, drawing together is cheaper."
                ),
                checklist=(
                    "1/τ multiplies the push apart.",
                    "1/τ multiplies the price of misaligned pairs as well.",
                    "Nodes closer together have closer views, so drawing together pays that price.",
                ),
                hints=("Which terms of the loss hold 1/τ?",),
            ),
        ),
        Step(
            name="gcn",
            kind="answer",
            title="The same walk with a GCN",
            holds=lambda surface: gcn_course(surface) != "",
            beside=Beside(figure="walk", scenario=gcn_of, place=hot),
            text=(
                Passage(
                    "The second plane holds the same walk with a two-layer GCN on the same graph. Follow the line from "
                    "its hot end to the cold one; the ring is at the τ of your point."
                ),
            ),
            question=lambda surface: single_choice(
                "What does cooling do there?",
                {
                    "trade": (
                        "All the way better uniformity, worse alignment",
                        "Follow the line to its cold end.",
                        "As the textbooks have it, from end to end.",
                    ),
                    "late": (
                        "Over most of the way better uniformity, worse alignment; at the cold end it turns round",
                        "Follow the line from its hot end: which way does it go, and does it turn?",
                        "As the textbooks have it, but for the cold end.",
                    ),
                    "middle": (
                        "It trades, then both get better, then it turns round",
                        "Is there a stretch of the line that goes down and to the left?",
                        "There is a stretch on which both get better.",
                    ),
                    "none": ("Nothing: the line stays in one place", "Look at both ends of the line."),
                },
                gcn_course,
            ),
            after=(
                Passage(
                    lambda surface: (
                        "The stretch on which both get better is missing. It was 1/τ beating weight decay, and the "
                        "GCN's is {:.0f} times weaker: {:g} here, {:g} there. What cooling does depends on what holds "
                        "the nodes together.".format(np.divide(*decays(surface)), *decays(surface))
                    ),
                    lambda surface: (
                        gcn_course(surface) in ("trade", "late")
                        and "both" in [name for name, _, _ in cooling_path(surface)]
                        and bool(np.divide(*decays(surface)) > 10)
                    ),
                ),
            ),
        ),
        Step(
            name="both",
            kind="answer",
            title="Better in both?",
            layer="uniformity",
            question=lambda surface: Point(
                prompt=(
                    f"Find a point with both ℓ_align *and* ℓ_uniform lower than at "
                    f"{at(surface, dominated_cell(surface))} (ℓ_align "
                    f"{surface.alignment[dominated_cell(surface)]:.3f}, ℓ_uniform "
                    + true_minus(f"{surface.uniformity[dominated_cell(surface)]:.2f}), ")
                    + "by more than the spread between seeds."
                ),
                goal=BOTH,
                layer="uniformity",
                edge=True,
                hints=("What makes alignment easier, whatever τ is?", *weaker_helps(surface)),
            ),
        ),
        Step(
            name="unbeaten",
            kind="answer",
            holds=lambda surface: not dominating(surface, unbeaten(surface)).any(),
            title="And from here?",
            question=lambda surface: single_choice(
                f"Now take {at(surface, unbeaten(surface))}. Is there a point with both better?",
                {
                    "yes": ("Yes", "Look at the plane: nothing lies below and to the left of it."),
                    "no": ("No", "Nothing lies below and to the left of it: it is on the front."),
                },
                "no",
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
            question=lambda surface: Explanation(
                prompt="Why can an encoder not have perfect alignment and perfect uniformity at once?",
                model_answer=(
                    "Perfect alignment alone is easy: ignore the input, and collapse. Uniformity needs features that "
                    "tell nodes apart, and random damage hits those very features, so the two views of a node come "
                    "apart too. τ alone does not choose between them, since 1/τ multiplies both."
                ),
                checklist=(
                    "Alignment alone is best in collapse.",
                    "What tells nodes apart also differs between the views of one node.",
                    "1/τ multiplies both terms, so τ alone does not choose.",
                ),
                hints=("Which encoder has ℓ_align = 0 at every strength?",),
            ),
        ),
    ),
    onwards=(
        Onward(
            text="A two-layer GCN has another path down τ. Walk it, and compare.",
            place=dominated_cell,
            layer="uniformity",
            scenario=lambda surface: f"{surface.scenario.name}-gcn",
            holds=lambda surface: f"{surface.scenario.name}-gcn" in SHIPPED,
        ),
    ),
)
