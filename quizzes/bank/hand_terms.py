"""The exact split L = A_τ + U_τ, by hand."""

from math import log

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.for_generators import by_hand, noise_of, open_row, pick, random_cell, read_off, shuffled, some
from quizzes.bank.generators import GRAPHS, Draft, IllPosed, generator
from quizzes.cells import at, tau
from quizzes.types import Choice, SingleChoice


@generator("terms", 1)
def alignment_term(surface: Surface, rng: np.random.Generator) -> Draft:
    """A_τ from the similarities of the positive pairs."""
    n, tau = int(rng.integers(3, 5)), pick(rng, (0.2, 0.25, 0.5, 2.0))
    s = [round(float(x), 1) for x in rng.uniform(0.2, 1.0, n)]
    mean = sum(s) / n
    question = by_hand(
        f"A batch has {n} positive pairs with similarities {', '.join(map(str, s))}. What is the alignment term "
        f"A_τ at τ = {tau}?",
        -mean / tau,
        {
            "The sign is turned: higher similarity lowers the loss.": mean / tau,
            "Take the mean over the pairs, not the sum.": -sum(s) / tau,
            "τ divides the similarity.": -mean * tau,
            "Each pair counts for both of its anchors: 2N equal halves, so the mean over pairs stays.": -mean
            / (2 * tau),
        },
        hints=("A_τ is minus the mean similarity of positive pairs, over τ.",),
        explanation=f"−({' + '.join(map(str, s))})/{n}/{tau} = **{-mean / tau:.2f}**. Both views of a pair have the "
        "same positive similarity, so the mean over 2N anchors is that over N pairs.",
    )
    return Draft(question)


@generator("terms", 2)
def alignment_link(surface: Surface, rng: np.random.Generator) -> Draft:
    """From ℓ_align to A_τ."""
    distance, tau = round(float(rng.uniform(0.1, 1.2)), 2), pick(rng, (0.1, 0.2, 0.25, 0.5, 2.0))
    truth = (distance / 2 - 1) / tau
    question = by_hand(
        f"ℓ_align = {distance} at τ = {tau}. What is the alignment term A_τ of the exact split?",
        truth,
        {
            "Halve ℓ_align first: s = 1 − ‖z − z′‖²/2.": (distance - 1) / tau,
            "The 1 is missing: s = 1 − ‖z − z′‖²/2.": distance / 2 / tau,
            "τ divides everything.": distance / 2 - 1,
            "The sign is turned: A_τ is minus the mean similarity over τ.": -truth,
        },
        hints=("On unit vectors ‖z − z′‖² = 2 − 2s.",),
        explanation=f"s = 1 − {distance}/2 on average, so A_τ = ({distance}/2 − 1)/{tau} = **{truth:.2f}**.",
    )
    return Draft(question)


@generator("terms", 2)
def collapse_uniformity_term(surface: Surface, rng: np.random.Generator) -> Draft:
    """U_τ when everything sits on one point."""
    n, tau = int(rng.integers(4, 49)), pick(rng, (0.5, 1.0, 2.0, 2.5, 4.0, 5.0))
    level = log(2 * n - 1)
    question = by_hand(
        f"All embeddings of N = {n} pairs coincide, τ = {tau}. What is the uniformity term U_τ of the exact split?",
        level + 1 / tau,
        {
            "That is the whole loss; the alignment term −1/τ is still in it.": level,
            "The sign of 1/τ is turned: U_τ = L − A_τ and A_τ = −1/τ.": level - 1 / tau,
            "That is 1/τ alone; the sum has 2N−1 terms.": 1 / tau,
            "τ divides the similarity, which is 1 here.": level + tau,
        },
        hints=("Each of the 2N−1 terms is exp(1/τ).",),
        explanation=f"$\\log((2N-1)e^{{1/\\tau}}) = \\log {2 * n - 1} + 1/{tau} = {level + 1 / tau:.2f}$; with A_τ = "
        "−1/τ the loss is log(2N−1).",
    )
    return Draft(question)


@generator("terms", 3, GRAPHS)
def uniformity_term_from_readings(surface: Surface, rng: np.random.Generator) -> Draft:
    """U_τ from the two numbers that the page shows."""
    cell = random_cell(surface, rng, ~surface.collapse_region() & (surface.alignment > 0.02))
    tau, loss, distance = (
        float(values) for values in (surface.temperatures[cell[0]], surface.loss[cell], surface.alignment[cell])
    )
    term = (distance / 2 - 1) / tau
    question = read_off(
        f"At {at(surface, cell)} L = {loss:.2f} and ℓ_align = {distance:.3f} are read. Work out the uniformity "
        f"term U_τ of the exact split (τ = {tau:.4g}).",
        lambda s: float(s.uniformity_term[cell]),
        lambda s: 0.01 + 0.001 * abs(float(s.alignment_term[cell])),
        [
            ("The sign of A_τ is turned: U_τ = L − A_τ.", lambda s: float(s.loss[cell] + s.alignment_term[cell])),
            ("ℓ_align is not A_τ: turn it into (ℓ_align/2 − 1)/τ.", lambda s: float(s.loss[cell] - s.alignment[cell])),
            ("τ divides A_τ.", lambda s: float(s.loss[cell] - (s.alignment[cell] / 2 - 1))),
            ("That is A_τ; U_τ is what remains of L.", lambda s: float(s.alignment_term[cell])),
        ],
        surface,
        words="within {amount} counts: what rounding the readings can change",
        hints=("First A_τ = (ℓ_align/2 − 1)/τ.", "The split is exact: L = A_τ + U_τ."),
        explanation=f"A_τ = ({distance:.3f}/2 − 1)/{tau:.4g} = {term:.2f}, so U_τ = {loss:.2f} − ({term:.2f}) = "
        f"**{surface.uniformity_term[cell]:.2f}**.",
    )
    return Draft(question, cell)


@generator("surface", 2)
def which_term_moves(surface: Surface, rng: np.random.Generator) -> Draft:
    """Which of the two terms carries a change of the loss when only the strength changes."""
    row, a, b = (
        open_row(surface, rng, below=2),
        some(rng, surface.strengths, 0, 0.3),
        some(rng, surface.strengths, 0.6, 1),
    )
    first, second = (row, a), (row, b)

    def changes(s: Surface):
        return [
            float(getattr(s, name)[second] - getattr(s, name)[first]) for name in ("alignment_term", "uniformity_term")
        ]

    change = changes(surface)
    if (
        abs(abs(change[0]) - abs(change[1])) < 1.5 * noise_of(surface, "loss", first, second)
        or min(map(abs, change)) < 0.02
    ):
        raise IllPosed("the two changes are alike")

    def right(s: Surface) -> frozenset[str]:
        return frozenset({"alignment" if abs(changes(s)[0]) > abs(changes(s)[1]) else "uniformity"})

    numbers = f"A_τ changes by {change[0]:+.2f} and U_τ by {change[1]:+.2f}."
    choices = (
        Choice("alignment", "The alignment term A_τ", numbers + " Compare the two sizes."),
        Choice("uniformity", "The uniformity term U_τ", numbers + " Compare the two sizes."),
        Choice("equal", "Both by the same amount, since L is their sum", numbers + " A sum does not split evenly."),
        Choice(
            "neither",
            "Neither; strength changes the views, not the loss",
            numbers + " The loss is made of the views' embeddings.",
        ),
    )
    question = SingleChoice(
        prompt=f"At {tau(surface, row)} the strength goes from {surface.strengths[a]:.2f} to "
        f"{surface.strengths[b]:.2f}. Which term of L = A_τ + U_τ changes more in size?",
        choices=shuffled(rng, choices),
        right=right,
        hints=("Watch the two bars of the split while you move the strength.",),
        explanation=numbers + " What stronger augmentation does to the loss is the sum of the two.",
    )
    true = {
        "alignment": lambda s: abs(changes(s)[0]) > abs(changes(s)[1]),
        "uniformity": lambda s: abs(changes(s)[1]) > abs(changes(s)[0]),
        "equal": lambda s: abs(changes(s)[1] - changes(s)[0]) <= noise_of(s, "loss", first, second),
        "neither": lambda s: max(map(abs, changes(s))) < 0.01,
    }
    return Draft(question, second, reads=frozenset({"split"}), true=true)
