"""Activity 4: where representation collapse lies, and what theory says about its border."""

from ..types import Number, Region, Slip, Tolerance
from .activity import Activity, Passage, Step
from .asks import choose, predict, stand_in, visit_some
from .facts import corner_of_collapse, hottest_uncollapsed, point, region_shrinks, strength, tau, theory_rises

EVERYTHING = frozenset(
    {"loss", "relative_loss", "alignment", "uniformity", "effective_directions", "accuracy", "circle", "split",
     "sentences", "collapse", "theory"}
)  # fmt: skip

CORNERS = {
    "weak hot": ("Weak augmentation, high temperature", (-1, 0)),
    "strong hot": ("Strong augmentation, high temperature", (-1, -1)),
    "weak cold": ("Weak augmentation, low temperature", (0, 0)),
    "strong cold": ("Strong augmentation, low temperature", (0, -1)),
}


def example(surface):
    """A collapsed cell: the corner."""
    t, p = CORNERS[corner_of_collapse(surface)][1]
    return t % len(surface.temperatures), p % len(surface.strengths)


def border(surface):
    """Cells where collapse has just begun or just ended, one per column."""
    t = [hottest_uncollapsed(surface, p) for p in (0, 8, 16)]
    return tuple(zip(t, (0, 8, 16), strict=True))


def beside_border(surface, cell):
    """Whether a cell and the one above or below it differ in collapse."""
    region, (t, p) = surface.collapse_region(), cell
    near = region[max(t - 1, 0) : t + 2, p]
    return bool(near.any() and not near.all())


def highest(surface):
    """The highest τ without collapse at zero augmentation."""
    t = hottest_uncollapsed(surface, 0)
    return Number(
        prompt="At strength 0, which is the highest τ on the map that has not collapsed?",
        value=lambda s: float(s.temperatures[t]),
        tolerance=Tolerance(
            lambda s: 1.02 * float(s.temperatures[min(t + 1, len(s.temperatures) - 1)] - s.temperatures[t]),
            "one step of the map, {amount}, counts",
        ),
        slips=(Slip(lambda s: float(s.temperatures[-1]), "At the top of the map all nodes share one direction."),),
        hints=("Set the strength to 0 and lower τ from the top until the effective directions leave 1.",),
        where="Fewer than 1.2 effective directions is collapse.",
    )


def theory_number(surface):
    """τ*(0) worked out from the eigenvalue."""
    decay = surface.scenario.weight_decay
    eigenvalue = float(surface.theory[0]) * decay
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


def steps_below(surface):
    """How many grid steps the hottest uncollapsed cell at strength 0 lies below τ*(0); negative if above."""
    t = hottest_uncollapsed(surface, 0)
    return int((surface.temperatures <= surface.theory[0]).sum()) - 1 - t


def compared(surface):
    """Where the hottest uncollapsed cell lies against τ*(0)."""
    steps = steps_below(surface)
    return "near" if 0 <= steps <= 2 else "far below" if steps > 2 else "above"


ACTIVITY = Activity(
    name="find-collapse",
    number=4,
    title="Find collapse",
    aim="Reach representation collapse, bound it, and compare its border with theory.",
    start=lambda surface: point(surface, 0.3, 0.5),
    hidden=EVERYTHING,
    layer="effective_directions",
    steps=(
        Step(
            name="predict",
            kind="predict",
            title="Which corner?",
            text=(
                Passage(
                    "In collapse the encoder gives every node the same direction. Here the loss pushes nodes apart "
                    "with a force that goes as 1/τ, and weight decay pulls the encoder back to ignoring its input. "
                    "The map stays empty until you have predicted."
                ),
            ),
            question=lambda surface: predict(
                "In which corner of the map does collapse lie?",
                {
                    "weak hot": (
                        CORNERS["weak hot"][0],
                        "High τ is right. On this graph spread-out solutions survive there longest, at weak strength.",
                        "The push is weak at high τ, and unbroken smoothing leaves little to tell nodes apart.",
                    ),
                    "strong hot": (
                        CORNERS["strong hot"][0],
                        "High τ is right; stronger dropping smooths less and leaves nodes more different.",
                        "The push is weak at high τ; at weak strength spread-out solutions survive a little longer.",
                    ),
                    "weak cold": (
                        CORNERS["weak cold"][0],
                        "At low τ the loss pushes hard; weight decay cannot hold it.",
                    ),
                    "strong cold": (
                        CORNERS["strong cold"][0],
                        "Other encoders do shrink there; this one is pushed hard at low τ.",
                    ),
                },
                corner_of_collapse,
            ),
            holds=lambda surface: corner_of_collapse(surface) != "none",
            unlocks=EVERYTHING - {"collapse", "theory"},
        ),
        Step(
            name="reach",
            kind="explore",
            title="Reach it",
            layer="effective_directions",
            text=(Passage("Fewer than 1.2 effective directions is collapse. Watch the circle on the way."),),
            watches=(
                stand_in(
                    lambda surface: "Stand on a collapsed point",
                    lambda surface, cell: bool(surface.collapse_region()[cell]),
                    example,
                ),
                visit_some(
                    lambda surface: "Stand on its border at two strengths (one step of τ up or down changes sides)",
                    beside_border,
                    2,
                    lambda surface: border(surface)[:2],
                ),
            ),
            holds=lambda surface: corner_of_collapse(surface) != "none",
        ),
        Step(
            name="bound",
            kind="answer",
            title="Bound the region",
            text=(
                Passage(
                    "Paint by dragging on the map (the space bar paints the cell under the cursor), or add blocks "
                    "with the sliders below it."
                ),
            ),
            question=lambda surface: Region(
                prompt="Mark all collapsed cells: fewer than 1.2 effective directions.",
                region=lambda s: s.collapse_region(),
                layer="effective_directions",
                hidden=frozenset({"collapse", "theory"}),
                reveals=frozenset({"collapse"}),
                hints=("Find the border in three or four columns first; between them it is a smooth line.",),
            ),
            unlocks=frozenset({"collapse"}),
        ),
        Step(
            name="highest",
            kind="answer",
            title="The border at strength 0",
            question=highest,
            holds=lambda surface: 0 < hottest_uncollapsed(surface, 0) < len(surface.temperatures) - 1,
        ),
        Step(
            name="theory",
            kind="answer",
            title="What theory says",
            question=theory_number,
            unlocks=frozenset({"theory"}),
        ),
        Step(
            name="compare",
            kind="answer",
            title="Compare",
            text=(Passage("The curve τ*(p) is on the map now."),),
            question=lambda surface: choose(
                f"At strength 0, where does the highest uncollapsed τ lie against τ* = {surface.theory[0]:.2f}?",
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
            after=(
                Passage(
                    lambda surface: (
                        f"Highest uncollapsed: {tau(surface, hottest_uncollapsed(surface, 0))}. Theory: τ* = "
                        f"{surface.theory[0]:.2f}. Just below the curve the encoder grows only a little, so the "
                        "count of directions crosses 1.2 a step or two later."
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
                        f"{tau(surface, hottest_uncollapsed(surface, 0))}; at "
                        f"{strength(surface, len(surface.strengths) - 1)} above "
                        f"{tau(surface, hottest_uncollapsed(surface, len(surface.strengths) - 1))}."
                    ),
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
            after=(Passage(lambda surface: f"τ*(p) rises from {surface.theory[0]:.2f} to {surface.theory[-1]:.2f}."),),
        ),
    ),
)
