"""The second part of activity 4: the border of collapse as it is, and as theory has it."""

from explorer.model.surface import COLLAPSED_BELOW
from quizzes.activities.activity import Passage, Step
from quizzes.activities.asks import choose
from quizzes.activities.facts import has_border, hottest_uncollapsed, region_shrinks, theory_at, theory_rises
from quizzes.cells import strength, tau
from quizzes.types import Number, Slip, Tolerance


def highest(surface):
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


def theory_number(surface):
    """τ*(0) worked out from the eigenvalue."""
    decay = surface.scenario.weight_decay
    eigenvalue = float(theory_at(surface, 0)) * decay
    return Number(
        prompt=(
            f"Near collapse the objective is J ≈ log(2N−1) + ½ wᵀ(λI − Q/τ)w. Here λmax(Q) = {eigenvalue:.3g} at "
            f"strength 0, and weight decay is λ = {decay:g}. Above which τ* is the collapsed state stable?"
        ),
        value=lambda s: float(s.theory[0]),
        tolerance=Tolerance.relative(0.02, lambda s: float(s.theory[0])),
        slips=(Slip(lambda s: decay / eigenvalue, "Turn the fraction over: τ* = λmax(Q)/λ."),),
        hints=("The collapsed state is stable when every direction w costs: λ − λmax(Q)/τ > 0.",),
    )


def strongest_border(surface):
    """Where collapse begins at the strongest augmentation, in words."""
    last = len(surface.strengths) - 1
    if not has_border(surface, last):
        return f"{strength(surface, last)} nothing on the map is collapsed"
    return f"{strength(surface, last)} above {tau(surface, hottest_uncollapsed(surface, last))}"


def steps_below(surface):
    """How many grid steps the hottest uncollapsed cell at strength 0 lies below τ*(0); negative if above."""
    t = hottest_uncollapsed(surface, 0)
    return int((surface.temperatures <= theory_at(surface, 0)).sum()) - 1 - t


def compared(surface):
    """Where the hottest uncollapsed cell lies against τ*(0)."""
    steps = steps_below(surface)
    return "near" if 0 <= steps <= 2 else "far below" if steps > 2 else "above"


STEPS = (
    Step(
        name="highest",
        kind="answer",
        title="The border at strength 0",
        question=highest,
        holds=lambda surface: has_border(surface, 0),
    ),
    Step(
        name="theory",
        kind="answer",
        title="What theory says",
        question=theory_number,
        holds=lambda surface: surface.theory is not None,
        unlocks=frozenset({"theory"}),
    ),
    Step(
        name="compare",
        kind="answer",
        title="Compare",
        text=(Passage("The curve τ*(p) is on the map now."),),
        question=lambda surface: choose(
            f"At strength 0, where does the highest uncollapsed τ lie against τ* = {theory_at(surface, 0):.2f}?",
            {
                "near": (
                    "Below it, by two steps of the map at most",
                    "Compare the two numbers: your highest τ without collapse, and τ*.",
                    "Theory finds the border with no fit at all.",
                ),
                "far below": (
                    "More than two steps below it",
                    "Count the steps of the τ slider between the two.",
                    "Just below τ* the embedding still spreads too little to count.",
                ),
                "above": (
                    "Above it",
                    "Above τ* the collapsed state is stable; look at the effective directions there.",
                    "τ* tells where collapse becomes stable, not where everything else ends.",
                ),
            },
            compared,
        ),
        holds=lambda surface: surface.theory is not None and has_border(surface, 0),
        after=(
            Passage(
                lambda surface: (
                    f"Highest uncollapsed: {tau(surface, hottest_uncollapsed(surface, 0))}. Theory: τ* = "
                    f"{theory_at(surface, 0):.2f}. Just below the curve the encoder grows only a little, so the "
                    f"count of directions crosses {COLLAPSED_BELOW:g} only a step or two lower."
                ),
                lambda surface: compared(surface) == "near",
            ),
            Passage(
                "Above τ* the collapsed state is a minimum of the objective, but a spread-out minimum with a lower "
                "value can exist beside it for a while. The map keeps the lower one; *Train here* on the Explore "
                "page starts from a small W and stays collapsed.",
                lambda surface: compared(surface) == "above",
            ),
        ),
    ),
    Step(
        name="why",
        kind="explain",
        title="Why does strength shrink it?",
        holds=lambda surface: region_shrinks(surface) and theory_rises(surface),
        text=(
            Passage(
                lambda surface: (
                    f"At {strength(surface, 0)} collapse begins above "
                    f"{tau(surface, hottest_uncollapsed(surface, 0))}; at {strongest_border(surface)}."
                )
            ),
        ),
        question=lambda surface: choose(
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
        after=(
            Passage(lambda surface: f"τ*(p) rises from {theory_at(surface, 0):.2f} to {theory_at(surface, -1):.2f}."),
        ),
    ),
)
