"""Augmented views, weight decay and the collapse temperature, by hand."""

from math import sqrt

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.for_generators import by_hand, fixed, pick, some
from quizzes.bank.generators import GRAPHS, Draft, IllPosed, generator
from quizzes.cells import row, theory, theory_spread
from quizzes.types import Number, Slip, Tolerance


@generator("change", 1, GRAPHS)
def edges_in_both_views(surface: Surface, rng: np.random.Generator) -> Draft:
    """How many edges survive in both views."""
    if surface.scenario.shares.edges != (1, 1):
        raise IllPosed("the strength of the edges is another")
    edges, column = len(surface.scenario.graph.edges), some(rng, surface.strengths, 0.1, 0.93)
    p = float(surface.strengths[column])
    truth = edges * (1 - p) ** 2
    question = by_hand(
        f"This graph has {edges} edges. At strength {p:.2f}, how many edges are on average in *both* views of a pair?",
        truth,
        {
            "That many are in one view; the two views drop edges independently.": edges * (1 - p),
            "Dropping is independent: some edges are dropped in both views. Multiply the two chances.": edges
            * (1 - 2 * p),
            "That many are dropped in both views.": edges * p**2,
            "That many are in at least one view.": edges * (1 - p**2),
        },
        tolerance=Tolerance(fixed(0.51), "the nearest whole number"),
        hints=("An edge stays in one view with probability 1 − p.", "The two views are drawn independently."),
        explanation=f"{edges} · (1 − {p:.2f})² = **{truth:.1f}**: the views have less and less in common as "
        "strength grows.",
    )
    return Draft(question)


@generator("change", 1)
def surviving_feature(surface: Surface, rng: np.random.Generator) -> Draft:
    """What a feature entry becomes when it survives masking."""
    p, value = pick(rng, (0.1, 0.2, 0.25, 0.4, 0.5, 0.6)), round(float(rng.uniform(0.5, 3)), 1)
    truth = value / (1 - p)
    question = by_hand(
        f"A feature entry is {value} and survives masking at strength {p}. Which value does the view hold?",
        truth,
        {
            "Survivors are scaled up, so that the mean is kept.": value * (1 - p),
            "Survivors are divided by 1 − p, the chance to survive.": value,
            "Divide by the chance to survive, 1 − p, not by p.": value / p,
            "Divide by 1 − p; adding p does not keep the mean.": value * (1 + p),
        },
        hints=("The mean over many views must be the entry itself.",),
        explanation=f"{value} / (1 − {p}) = **{truth:.2f}**; with probability {p} it is 0, so the mean stays {value}.",
    )
    return Draft(question)


@generator("change", 2)
def collapse_temperature(surface: Surface, rng: np.random.Generator) -> Draft:
    """τ* from the leading eigenvalue and weight decay."""
    eigenvalue, decay = round(float(rng.uniform(0.8, 1.9)), 2), pick(rng, (0.1, 0.2, 0.25, 0.4, 0.5, 0.8))
    truth = eigenvalue / decay
    question = by_hand(
        f"λmax(Q) = {eigenvalue} at some strength and the weight decay is λ = {decay}. Above which τ is the "
        "collapsed state stable?",
        truth,
        {
            "The loss pushes with Q/τ against λ: they balance at τ = λmax/λ.": eigenvalue * decay,
            "Turn the fraction: more weight decay means collapse at lower τ.": decay / eigenvalue,
            "The eigenvalue enters as it is, without a root.": sqrt(eigenvalue) / decay,
            "That is the eigenvalue alone; weight decay is what it must beat.": eigenvalue,
        },
        hints=("Near collapse J ≈ log(2N−1) + ½ wᵀ(λI − Q/τ)w.",),
        explanation=f"λI − Q/τ turns positive when τ > λmax(Q)/λ = {eigenvalue}/{decay} = **{truth:.2f}**.",
    )
    return Draft(question)


@generator("change", 2, GRAPHS)
def other_weight_decay(surface: Surface, rng: np.random.Generator) -> Draft:
    """Where the collapse temperature goes when weight decay changes."""
    column, factor = some(rng, surface.strengths), pick(rng, (0.25, 0.5, 2, 4, 5))
    decay = surface.scenario.weight_decay
    question = Number(
        prompt=f"The map was made with weight decay λ = {decay:g}. At strength {surface.strengths[column]:.2f} the "
        f"collapse temperature τ* is {theory(surface)[column]:.2f}. Where would it be with λ = {decay * factor:g}?",
        value=lambda s: float(theory(s)[column]) / factor,
        tolerance=Tolerance(
            lambda s: max(2 * float(theory_spread(s)[column]) / sqrt(len(s.seeds)) / factor, 0.02),
            "within {amount} counts",
        ),
        slips=(
            Slip(
                lambda s: float(theory(s)[column]) * factor, "The other way: more weight decay makes collapse easier."
            ),
            Slip(
                lambda s: float(theory(s)[column]) / sqrt(factor), "τ* is λmax(Q)/λ: it goes with 1/λ, without a root."
            ),
            Slip(lambda s: float(theory(s)[column]), "λ enters: τ* = λmax(Q)/λ."),
        ),
        hints=("τ* = λmax(Q)/λ, and Q does not depend on λ.",),
        explanation="Q comes from the graph and the views alone, so τ* scales as 1/λ: "
        f"{theory(surface)[column]:.2f} / {factor:g} = **{theory(surface)[column] / factor:.2f}**.",
    )
    return Draft(question, (row(surface, float(theory(surface)[column])), column), "effective_directions")
