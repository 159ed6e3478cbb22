"""How negatives share the gradient, by hand."""

from math import exp, log, log10

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.for_generators import fixed, pick
from quizzes.bank.generators import Draft, generator
from quizzes.types import Number, Slip, Tolerance


def _whole(prompt: str, truth: int, slips: dict[str, int], **more) -> Number:
    """A count: only the whole number itself is right."""
    return Number(
        prompt=prompt,
        value=fixed(truth),
        tolerance=Tolerance(fixed(0.25), "a whole number"),
        slips=tuple(Slip(fixed(value), message) for message, value in slips.items()),
        **more,
    )


@generator("loss", 1)
def negatives_count(surface: Surface, rng: np.random.Generator) -> Draft:
    """How many negatives an anchor has."""
    n = int(rng.integers(5, 200))
    question = _whole(
        f"A batch has N = {n} nodes, each with two views. How many negatives does one anchor have in NT-Xent?",
        2 * n - 2,
        {
            "Close: that counts the positive as well.": 2 * n - 1,
            "Both views of every other node are negatives.": n - 1,
            "Leave out the anchor itself and its positive.": 2 * n,
        },
        hints=("Count all views, then leave out those that are not negatives.",),
        explanation=f"Of 2N = {2 * n} views leave out the anchor and its positive: **{2 * n - 2}**. The "
        "denominator has one term more.",
    )
    return Draft(question)


@generator("loss", 2)
def hardest_share(surface: Surface, rng: np.random.Generator) -> Draft:
    """The gradient share of the hardest of three negatives."""
    tau = pick(rng, (0.1, 0.2, 0.25, 0.5))
    hardest = round(float(rng.uniform(0.4, 0.8)), 1)
    others = [round(hardest - float(gap), 1) for gap in rng.uniform(0.1, 0.6, 2)]
    positive = round(min(hardest + 0.1, 0.9), 1)
    weights = [exp(s / tau) for s in (hardest, *others)]
    truth = weights[0] / sum(weights)
    bare = [exp(s) for s in (hardest, *others)]
    question = Number(
        prompt=f"An anchor has three negatives with similarities {hardest}, {others[0]} and {others[1]}; its "
        f"positive has {positive}. "
        f"At τ = {tau}, which share of the negatives' gradient goes to the hardest negative? (Between 0 and 1.)",
        value=fixed(truth),
        tolerance=Tolerance.rounding(2),
        slips=(
            Slip(fixed(bare[0] / sum(bare)), "τ is missing: the weights are exp(s/τ)."),
            Slip(
                fixed(weights[0] / (sum(weights) + exp(positive / tau))),
                "That is its share with the positive in the sum; the share among the negatives is asked for.",
            ),
            Slip(fixed(1 / 3), "Equal shares are the limit of high τ."),
        ),
        hints=("A negative's weight is exp(s/τ).", "Divide the largest weight by the sum of the three."),
        explanation=f"Weights {weights[0]:.3g}, {weights[1]:.3g}, {weights[2]:.3g}: share **{truth:.2f}**. At τ = 1 it "
        f"would be {exp(hardest) / sum(bare):.2f}.",
    )
    return Draft(question)


@generator("loss", 2)
def weight_ratio(surface: Surface, rng: np.random.Generator) -> Draft:
    """How many times heavier the nearer of two negatives weighs."""
    gap, tau = pick(rng, (0.1, 0.2, 0.3, 0.4, 0.5)), pick(rng, (0.1, 0.2, 0.25, 0.4, 0.5, 0.8))
    truth = exp(gap / tau)
    question = Number(
        prompt=f"Two negatives differ in similarity by {gap}. At τ = {tau}, how many times as much does the nearer one "
        "weigh in the gradient?",
        value=fixed(truth),
        tolerance=Tolerance.relative(0.02, fixed(truth)),
        slips=(
            Slip(fixed(exp(gap)), "τ is missing: the ratio is exp(Δs/τ)."),
            Slip(fixed(exp(gap * tau)), "τ divides the similarity; it does not multiply it."),
            Slip(fixed(gap / tau), "That is the exponent; the weights are exponentials."),
            Slip(fixed(1 / truth), "The nearer one weighs more, not less."),
        ),
        hints=("Divide exp(s₁/τ) by exp(s₂/τ).",),
        explanation=f"exp({gap}/{tau}) = **{truth:.2f}**. Halving τ squares this ratio.",
    )
    return Draft(question)


@generator("loss", 3)
def temperature_for_ratio(surface: Surface, rng: np.random.Generator) -> Draft:
    """The τ at which a given gap in similarity gives a given ratio of weights."""
    gap, ratio = pick(rng, (0.1, 0.2, 0.3, 0.4, 0.5)), int(pick(rng, (3, 4, 5, 8, 10, 20)))
    truth = gap / log(ratio)
    question = Number(
        prompt=f"At which τ does a negative that is nearer by {gap} in similarity weigh {ratio} times as much?",
        value=fixed(truth),
        tolerance=Tolerance(fixed(max(0.02 * truth, 0.002)), "within {amount} counts"),
        slips=(
            Slip(fixed(gap * log(ratio)), "Solve exp(Δs/τ) = ratio for τ: it comes out below the fraction bar."),
            Slip(fixed(gap / ratio), "The ratio is an exponential of Δs/τ: take its logarithm first."),
            Slip(fixed(gap / log10(ratio)), "Use the natural logarithm."),
            Slip(fixed(log(ratio) / gap), "That is 1/τ."),
        ),
        hints=("The ratio is exp(Δs/τ).",),
        explanation=f"τ = {gap} / log {ratio} = **{truth:.3g}**: to make small differences count, τ must be of "
        "their size.",
    )
    return Draft(question)
