"""How negatives share the gradient, by hand."""

from math import exp, log, log10

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.for_generators import by_hand, fixed, pick
from quizzes.bank.generators import Draft, generator
from quizzes.types import Tolerance


@generator("loss", 1)
def negatives_count(surface: Surface, rng: np.random.Generator) -> Draft:
    """How many negatives an anchor has."""
    n = int(rng.integers(5, 200))
    question = by_hand(
        f"A batch has N = {n} nodes, each with two views. How many negatives does one anchor have in NT-Xent?",
        2 * n - 2,
        {
            "Close: that counts the positive as well.": 2 * n - 1,
            "Both views of every other node are negatives.": n - 1,
            "Leave out the anchor itself and its positive.": 2 * n,
        },
        tolerance=Tolerance(fixed(0.25), "a whole number"),
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
    with_it = weights[0] / (sum(weights) + exp(positive / tau))
    question = by_hand(
        f"An anchor has three negatives with similarities {hardest}, {others[0]} and {others[1]}; its "
        f"positive has {positive}. "
        f"At τ = {tau}, which share of the negatives' gradient goes to the hardest negative? (Between 0 and 1.)",
        truth,
        {
            "τ is missing: the weights are exp(s/τ).": bare[0] / sum(bare),
            "That is its share with the positive in the sum; the share among the negatives is asked for.": with_it,
            "Equal shares are the limit of high τ.": 1 / 3,
        },
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
    question = by_hand(
        f"Two negatives differ in similarity by {gap}. At τ = {tau}, how many times as much does the nearer one "
        "weigh in the gradient?",
        truth,
        {
            "τ is missing: the ratio is exp(Δs/τ).": exp(gap),
            "τ divides the similarity; it does not multiply it.": exp(gap * tau),
            "That is the exponent; the weights are exponentials.": gap / tau,
            "The nearer one weighs more, not less.": 1 / truth,
        },
        tolerance=Tolerance.relative(0.02, fixed(truth)),
        hints=("Divide exp(s₁/τ) by exp(s₂/τ).",),
        explanation=f"exp({gap}/{tau}) = **{truth:.2f}**. Halving τ squares this ratio.",
    )
    return Draft(question)


@generator("loss", 3)
def temperature_for_ratio(surface: Surface, rng: np.random.Generator) -> Draft:
    """The τ at which a given gap in similarity gives a given ratio of weights."""
    gap, ratio = pick(rng, (0.1, 0.2, 0.3, 0.4, 0.5)), int(pick(rng, (3, 4, 5, 8, 10, 20)))
    truth = gap / log(ratio)
    question = by_hand(
        f"At which τ does a negative that is nearer by {gap} in similarity weigh {ratio} times as much?",
        truth,
        {
            "Solve exp(Δs/τ) = ratio for τ: it comes out below the fraction bar.": gap * log(ratio),
            "The ratio is an exponential of Δs/τ: take its logarithm first.": gap / ratio,
            "Use the natural logarithm.": gap / log10(ratio),
            "That is 1/τ.": log(ratio) / gap,
        },
        tolerance=Tolerance(fixed(max(0.02 * truth, 0.002)), "within {amount} counts"),
        hints=("The ratio is exp(Δs/τ).",),
        explanation=f"τ = {gap} / log {ratio} = **{truth:.3g}**: to make small differences count, τ must be of "
        "their size.",
    )
    return Draft(question)
