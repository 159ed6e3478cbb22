"""The second part of activity 4: the border of collapse as it is, and as theory has it."""

from explorer.model.surface import COLLAPSED_BELOW, Surface
from quizzes.activities.activity import Passage, Step
from quizzes.activities.facts import (
    begins_at_zero,
    border_moves,
    has_border,
    hottest_uncollapsed,
    less_smoothing_spreads,
    region_shrinks,
)
from quizzes.activities.shorthand import single_choice
from quizzes.cells import column, strength, tau, theory
from quizzes.types import Number, Slip, Tolerance

STRENGTH = 0.2


def highest(surface: Surface) -> Number:
    """The highest τ without collapse at zero augmentation."""
    t = hottest_uncollapsed(surface, 0)
    return Number(
        prompt="At strength 0, which is the highest τ on the map that has not collapsed?",
        value=lambda s: float(s.temperatures[t]),
        tolerance=Tolerance(
            lambda s: 0.51 * float(s.temperatures[min(t + 1, len(s.temperatures) - 1)] - s.temperatures[t]),
            "the exact step of the map",
        ),
        slips=(Slip(lambda s: float(s.temperatures[-1]), "At the top of the map all nodes share one direction."),),
        hints=("Set the strength to 0 and lower τ from the top until the effective directions leave 1.",),
        where=f"Fewer than {COLLAPSED_BELOW:g} effective directions is collapse.",
    )


def theory_number(surface: Surface) -> Number:
    """τ*(0) worked out from the eigenvalue."""
    decay = surface.scenario.weight_decay
    eigenvalue = float(theory(surface)[0]) * decay
    return Number(
        prompt=(
            f"Near collapse the objective is J ≈ log(2N−1) + ½ wᵀ(λI − Q/τ)w. Here λmax(Q) = {eigenvalue:.3g} at "
            f"strength 0, and weight decay is λ = {decay:g}. Above which τ* is the collapsed state stable?"
        ),
        value=lambda s: float(theory(s)[0]),
        tolerance=Tolerance.relative(0.02, lambda s: float(theory(s)[0])),
        slips=(Slip(lambda s: decay / eigenvalue, "Turn the fraction over: τ* = λmax(Q)/λ."),),
        hints=("The collapsed state is stable when every direction w costs: λ − λmax(Q)/τ > 0.",),
    )


def strongest_border(surface: Surface) -> str:
    """Where collapse begins at the strongest augmentation, in words."""
    last = len(surface.strengths) - 1
    if not has_border(surface, last):
        return f"{strength(surface, last)} nothing on the map is collapsed"
    return f"{strength(surface, last)} above {tau(surface, hottest_uncollapsed(surface, last))}"


def beside(surface: Surface) -> int:
    """The column in which the border is held against the theory."""
    return column(surface, STRENGTH)


def rows_below(surface: Surface, p: int) -> int:
    """How many grid steps the hottest uncollapsed cell of a column lies below τ*(p); negative if above."""
    t = hottest_uncollapsed(surface, p)
    return int((surface.temperatures <= float(theory(surface)[p])).sum()) - 1 - t


def compared(surface: Surface) -> str:
    """Where the hottest uncollapsed cell lies against τ*, as near as the grid can tell."""
    steps = rows_below(surface, beside(surface))
    return "near" if abs(steps) <= 1 else "below" if steps > 1 else "above"


def outlasts_theory(surface: Surface) -> bool:
    """Whether at strength 0 cells above τ*(0) have not collapsed."""
    known = begins_at_zero(surface) and has_border(surface, 0) and surface.theory is not None
    return known and rows_below(surface, 0) < 0


STEPS = (
    Step(
        name="highest",
        kind="answer",
        title="The border at strength 0",
        question=highest,
        holds=lambda surface: begins_at_zero(surface) and has_border(surface, 0),
    ),
    Step(
        name="moves",
        kind="answer",
        title="Which way does the border run?",
        holds=lambda surface: border_moves(surface) in ("rises", "falls", "dips", "stays"),
        question=lambda surface: single_choice(
            f"Follow the border of collapse from {strength(surface, 0)} to "
            f"{strength(surface, len(surface.strengths) - 1)}. Which way does it run, a step of τ to and fro aside?",
            {
                "rises": (
                    "It rises: strength takes ground from collapse",
                    "Compare the border at both ends, and in between.",
                ),
                "falls": (
                    "It falls: strength gives ground to collapse",
                    "Compare the border at both ends, and in between.",
                ),
                "dips": (
                    "It falls first, and rises a little towards the strong end",
                    "Compare the border at both ends, and in between.",
                    "Spread-out solutions survive longest without augmentation; later less smoothing helps again.",
                ),
                "stays": ("It stays where it is", "Compare the border at both ends, and in between."),
            },
            border_moves,
        ),
    ),
    Step(
        name="theory",
        kind="answer",
        title="What theory says",
        question=theory_number,
        holds=lambda surface: begins_at_zero(surface) and theory(surface)[0] > 0,
        unlocks=frozenset({"theory"}),
    ),
    Step(
        name="compare",
        kind="answer",
        title="Compare",
        text=(Passage("The curve τ*(p) is on the map now."),),
        question=lambda surface: single_choice(
            f"At {strength(surface, beside(surface))}, where does the highest uncollapsed τ lie against "
            f"τ* = {theory(surface)[beside(surface)]:.2f}?",
            {
                "near": (
                    "Within one step of the map",
                    "Count the steps of the τ slider between the two.",
                    "Theory finds the border without training anything.",
                ),
                "below": (
                    "More than one step below it",
                    "Count the steps of the τ slider between the two.",
                    "Below τ* the embedding has left collapse, but spreads too little to count.",
                ),
                "above": (
                    "More than one step above it",
                    "Count the steps of the τ slider between the two.",
                    "τ* tells where collapse becomes stable, not where everything else ends.",
                ),
            },
            compared,
        ),
        holds=lambda surface: surface.theory is not None and has_border(surface, beside(surface)),
        after=(
            Passage(
                lambda surface: (
                    f"Highest uncollapsed: {tau(surface, hottest_uncollapsed(surface, beside(surface)))}. Theory: "
                    f"τ* = {theory(surface)[beside(surface)]:.2f}, the largest eigenvalue of Q divided by λ."
                ),
            ),
            Passage(
                lambda surface: (
                    f"At strength 0 {tau(surface, hottest_uncollapsed(surface, 0))} has not collapsed although τ* is "
                    f"{theory(surface)[0]:.2f}. Above τ* the collapsed state is a minimum of the objective, but a "
                    "spread-out one can live on beside it. The map keeps the lower of the two."
                ),
                outlasts_theory,
            ),
        ),
    ),
    Step(
        name="why",
        kind="explain",
        title="Why does strength shrink it?",
        holds=lambda surface: region_shrinks(surface) and less_smoothing_spreads(surface),
        text=(
            Passage(
                lambda surface: (
                    f"At {strength(surface, 0)} collapse begins above "
                    f"{tau(surface, hottest_uncollapsed(surface, 0))}; at {strongest_border(surface)}."
                ),
            ),
        ),
        question=lambda surface: single_choice(
            "Why does stronger augmentation shrink the collapsed region here?",
            {
                "smooth": (
                    "Dropping edges smooths less, so nodes differ more: λmax(Q) grows, and τ* with it",
                    "That is λmax(Q_p)/λ rising with p.",
                ),
                "decay": ("Weight decay becomes weaker", "λ is the same everywhere on the map."),
                "align": ("The two views agree better", "They agree less; look at ℓ_align."),
                "temperature": ("It lowers the temperature", "The two axes are set independently."),
            },
            "smooth",
        ),
        after=(Passage(lambda surface: f"τ*(p) rises from {theory(surface)[0]:.2f} to {theory(surface)[-1]:.2f}."),),
    ),
)
