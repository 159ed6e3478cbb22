"""Activity 6: write the loss, take it apart, and explain the trade-off."""

from explorer.model.scenario import SHIPPED
from explorer.model.surface import Surface
from quizzes.activities.activity import Activity, Onward, Passage, Step
from quizzes.activities.facts import two_errors
from quizzes.activities.shorthand import predict, stand_in
from quizzes.cells import Cell, at, cell_at
from quizzes.types import Explanation, Formula, Number, Slip, Tolerance

WHERE = (0.3, 0.5)

CHECKLIST = (
    "Alignment: two views of a node agree. Uniformity: different nodes spread out.",
    "Agreement alone leads to collapse.",
    "Stronger augmentation makes alignment harder.",
    "1/τ multiplies both terms; which one gains depends on the place.",
)
"""What the explanation is rated by."""
EVIDENCE = 2
"""Points of the map that it names."""


def cell(surface: Surface) -> Cell:
    """Where the split is read."""
    return surface.nearest(*WHERE).cell


def terms_grow(surface: Surface) -> str:
    """How the two terms share the loss at that cell: which is larger in size."""
    return (
        "uniformity"
        if abs(surface.uniformity_term[cell(surface)]) > abs(surface.alignment_term[cell(surface)])
        else "alignment"
    )


def split_number(surface: Surface) -> Number:
    """A_τ from ℓ_align at one cell."""
    where = cell(surface)
    tau, align = float(surface.temperatures[where[0]]), float(surface.alignment[where])
    return Number(
        prompt=(f"At {at(surface, where)} ℓ_align is {align:.3f}. What is the alignment term A_τ of the exact split?"),
        value=lambda s: float(s.alignment_term[where]),
        tolerance=Tolerance(lambda s: max(0.011, two_errors(s, "alignment_term", where))),
        slips=(
            Slip(
                lambda s: -float(s.alignment_term[where]),
                "The positive's similarity lowers the loss: a minus is missing.",
            ),
            Slip(lambda s: float(s.alignment_term[where]) * tau, "τ is missing: A_τ = −mean s/τ."),
            Slip(lambda s: float(s.loss[where]), "That is the whole loss."),
            Slip(lambda s: float(s.uniformity_term[where]), "That is the other term, U_τ."),
        ),
        hints=("s = 1 − ‖z − z′‖²/2, and A_τ = −mean s/τ.",),
        where="A_τ = (ℓ_align/2 − 1)/τ.",
        explanation="A_τ = (ℓ_align/2 − 1)/τ links Wang & Isola's metric to the exact split.",
    )


ACTIVITY = Activity(
    name="assessment",
    title="Assessment",
    aim="Write the NT-Xent loss, take it apart, and explain the trade-off.",
    minutes=14,
    start=lambda surface: surface.nearest(*WHERE),
    hidden=frozenset({"split"}),
    steps=(
        Step(
            name="chance",
            kind="predict",
            title="Before the formula",
            text=(
                Passage("N nodes in two views each make 2N embeddings; each has one positive and 2N − 2 negatives."),
            ),
            question=lambda surface: Formula(
                prompt=(
                    "Which value does the NT-Xent loss take when all 2N embeddings coincide? Write it in terms of N."
                ),
                target="chance",
                hints=("All similarities are 1, whatever τ is.", "How many equal terms stand under the logarithm?"),
            ),
            after=(
                Passage(
                    lambda surface: (
                        f"With {surface.scenario.nodes_in_batch} nodes in a batch that is {surface.chance_level:.2f} "
                        "nats: the plateau of the map."
                    ),
                    lambda surface: bool(surface.collapse_region().any()),
                ),
            ),
        ),
        Step(
            name="plateau",
            kind="explore",
            title="See it on the map",
            layer="loss",
            holds=lambda surface: bool((abs(surface.loss - surface.chance_level) < 0.01).any()),
            checkpoints=(
                stand_in(
                    lambda surface: f"Stand where the loss is within 0.01 of {surface.chance_level:.2f}",
                    lambda surface, where: bool(abs(surface.loss[where] - surface.chance_level) < 0.01),
                    lambda surface: cell_at(abs(surface.loss - surface.chance_level).argmin(), surface.loss.shape),
                ),
            ),
        ),
        Step(
            name="loss",
            kind="answer",
            title="Write the loss",
            question=lambda surface: Formula(
                prompt=(
                    "Write the NT-Xent loss for a batch of N positive pairs: for one anchor i with partner j, "
                    "or averaged over all anchors."
                ),
                target="loss",
                hints=(
                    "It is a cross-entropy: minus the log of a softmax.",
                    "The numerator holds the positive; the denominator runs over all views but the anchor itself.",
                ),
            ),
        ),
        Step(
            name="alignment",
            kind="answer",
            title="Take it apart: alignment",
            question=lambda surface: Formula(
                prompt=(
                    "Write the alignment part of the loss. The exact split and Wang & Isola's form are both accepted."
                ),
                target="alignment",
                hints=("Which part of −log(a/b) holds the positive pair alone?",),
            ),
        ),
        Step(
            name="uniformity",
            kind="answer",
            title="Take it apart: uniformity",
            question=lambda surface: Formula(
                prompt=(
                    "Write the uniformity part of the loss. The exact split and Wang & Isola's form are both accepted."
                ),
                target="uniformity",
                hints=("It is what remains of −log(a/b) when the alignment part is taken away.",),
            ),
            after=(
                Passage(
                    "**Exact split:** L = A_τ + U_τ, for every batch. **Wang & Isola (2020):** ℓ_align and "
                    "ℓ_uniform, the limit of many negatives; ℓ_uniform leaves out the positive. Both take the loss "
                    "apart; they are not the same."
                ),
            ),
        ),
        Step(
            name="larger",
            kind="predict",
            title="Which term is larger?",
            question=lambda surface: predict(
                f"At {at(surface, cell(surface))}, which term is larger in size?",
                {
                    "uniformity": ("U_τ", "It is the log of a sum over 2N − 1 views, and here it outweighs A_τ."),
                    "alignment": ("A_τ", "A_τ lies between −1/τ and 1/τ; U_τ is the log of a sum over 2N − 1 views."),
                },
                terms_grow,
            ),
            holds=lambda surface: (
                abs(abs(surface.uniformity_term[cell(surface)]) - abs(surface.alignment_term[cell(surface)])) > 0.1
            ),
        ),
        Step(name="number", kind="answer", title="Put numbers in", question=split_number, unlocks=frozenset({"split"})),
        Step(
            name="trade-off",
            kind="explain",
            title="Explain the trade-off",
            question=lambda surface: Explanation(
                prompt=(
                    "Explain the trade-off between alignment and uniformity, and how strength and temperature move it. "
                    "Take **two points of the map as evidence**: name each by its strength and τ, and quote a number "
                    "that you read there. *Add … to the text* takes the point on the map."
                ),
                points=EVIDENCE,
                model_answer=(
                    "Alignment asks the two views of a node to agree, uniformity asks different nodes to "
                    "spread out. Agreeing is easiest when the input is ignored, which is collapse; "
                    "spreading out uses features that augmentation damages. Stronger augmentation makes "
                    "agreement costlier. 1/τ multiplies the push apart and the price of misaligned pairs alike: "
                    "lower τ spreads the nodes while something else holds them together, and draws them "
                    "together where their views cannot be aligned."
                ),
                checklist=CHECKLIST,
                hints=("Say first what each term wants, then what each slider does to it.",),
            ),
        ),
    ),
    onwards=(
        Onward(
            text="Do your two points tell the same story on another encoder?",
            place=cell,
            layer="accuracy",
            scenario=lambda surface: f"{surface.scenario.name}-gcn",
            holds=lambda surface: f"{surface.scenario.name}-gcn" in SHIPPED,
        ),
    ),
)
