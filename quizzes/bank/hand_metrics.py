"""Wang & Isola's metrics and the effective directions, by hand."""

from math import cos, exp, hypot, log, radians, sqrt

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.for_generators import by_hand, pick
from quizzes.bank.generators import Draft, generator


@generator("terms", 1)
def pair_distance(surface: Surface, rng: np.random.Generator) -> Draft:
    """ℓ_align from the angles between the views of each pair."""
    angles = [int(a) for a in rng.choice([10, 20, 30, 40, 50, 60, 70, 80, 90], size=3, replace=False)]
    squares = [2 - 2 * cos(radians(a)) for a in angles]
    truth = sum(squares) / 3
    question = by_hand(
        f"The two views of three nodes are {angles[0]}°, {angles[1]}° and {angles[2]}° apart on the circle. What "
        "is ℓ_align (α = 2)?",
        truth,
        {
            "The distance enters squared: α = 2.": sum(map(sqrt, squares)) / 3,
            "‖z − z′‖² = 2 − 2 cos θ; a factor 2 is missing.": truth / 2,
            "Use the chord, not the arc: ‖z − z′‖² = 2 − 2 cos θ.": sum(radians(a) ** 2 for a in angles) / 3,
            "Take the mean over the pairs, not the sum.": sum(squares),
            "That is the mean similarity; ℓ_align is a squared distance.": 1 - truth / 2,
        },
        hints=("On unit vectors ‖z − z′‖² = 2 − 2 cos θ.",),
        explanation=f"Squared chords {squares[0]:.3f}, {squares[1]:.3f}, {squares[2]:.3f}; their mean is "
        f"**{truth:.2f}**.",
    )
    return Draft(question)


@generator("terms", 2)
def similarity_from_distance(surface: Surface, rng: np.random.Generator) -> Draft:
    """Similarity of two unit vectors from their distance."""
    distance = round(float(rng.uniform(0.3, 1.8)), 1)
    truth = 1 - distance**2 / 2
    question = by_hand(
        f"Two embeddings on the unit circle are a distance ‖z − z′‖ = {distance} apart. What is their similarity?",
        truth,
        {
            "The distance enters squared.": 1 - distance / 2,
            "Halve the squared distance.": 1 - distance**2,
            "That is the cosine of the distance; the chord is shorter than the arc.": cos(distance),
            "That is the similarity's complement: near vectors have similarity near 1.": distance**2 / 2,
        },
        hints=("Expand (z − z′)·(z − z′) for unit vectors.",),
        explanation=f"‖z − z′‖² = 2 − 2s, so s = 1 − {distance}²/2 = **{truth:.2f}**.",
    )
    return Draft(question)


@generator("terms", 3)
def three_node_uniformity(surface: Surface, rng: np.random.Generator) -> Draft:
    """ℓ_uniform of three nodes on the circle."""
    a, b = (int(x) for x in sorted(rng.choice(range(15, 181, 15), size=2, replace=False)))
    squares = [2 - 2 * cos(radians(x)) for x in (a, b, b - a)]
    truth = log(sum(exp(-2 * d) for d in squares) / 3)
    question = by_hand(
        f"One view has three nodes, at 0°, {a}° and {b}° on the circle. What is ℓ_uniform (t = 2, over the pairs "
        "of distinct nodes)?",
        truth,
        {
            "The log stands outside the mean: average the potentials first.": sum(-2 * d for d in squares) / 3,
            "The factor t = 2 is missing in the exponent.": log(sum(exp(-d) for d in squares) / 3),
            "The distance enters squared.": log(sum(exp(-2 * sqrt(d)) for d in squares) / 3),
            "Take the logarithm of the mean.": sum(exp(-2 * d) for d in squares) / 3,
            "Leave out each node's pair with itself: distinct nodes only.": log(
                (3 + 2 * sum(exp(-2 * d) for d in squares)) / 9
            ),
        },
        hints=("Squared chords are 2 − 2 cos θ.", "Average exp(−2 d²) over the three pairs, then take the log."),
        explanation=f"Squared chords {squares[0]:.2f}, {squares[1]:.2f}, {squares[2]:.2f}: $\\log$ of the mean of "
        f"$e^{{-2d^2}}$ is **{truth:.2f}**. 0 would mean that all sit on one point.",
    )
    return Draft(question)


@generator("terms", 1)
def directions_from_uniformity(surface: Surface, rng: np.random.Generator) -> Draft:
    """N_eff from ℓ_uniform."""
    value = -round(float(rng.uniform(0.1, 1.5)), 2)
    truth = exp(-value)
    question = by_hand(
        f"ℓ_uniform = {value}. How many effective directions N_eff is that?",
        truth,
        {
            "The sign is turned: N_eff = exp(−ℓ_uniform), at least 1.": exp(value),
            "N_eff is an exponential: exp(−ℓ_uniform).": -value,
            "t = 2 is already inside ℓ_uniform.": exp(-2 * value),
            "N_eff = exp(−ℓ_uniform), without adding 1.": 1 + truth,
        },
        hints=("ℓ_uniform = 0 means one point, that is one direction.",),
        explanation=f"exp({-value}) = **{truth:.2f}**. With many nodes it saturates near 4.8 on the circle: a "
        "scale, not a count of clusters.",
    )
    return Draft(question)


@generator("loss", 1)
def cosine_similarity(surface: Surface, rng: np.random.Generator) -> Draft:
    """The similarity of two embeddings that are not yet normalised."""
    x, y = ([int(v) for v in rng.integers(1, 6, 2)] for _ in range(2))
    if rng.random() < 0.5:
        y[1] = -y[1]
    dot, lengths = x[0] * y[0] + x[1] * y[1], hypot(*x) * hypot(*y)
    question = by_hand(
        f"Two embeddings before normalisation are ({x[0]}, {x[1]}) and ({y[0]}, {y[1]}). Which similarity goes "
        "into NT-Xent?",
        dot / lengths,
        {
            "That is the raw dot product; divide by both lengths.": dot,
            "Divide by the lengths, not by their squares.": dot / lengths**2,
            "Divide by the length of the second vector as well.": dot / hypot(*x),
            "That is the distance between the two; the loss uses the cosine.": hypot(x[0] - y[0], x[1] - y[1]),
        },
        hints=("The N and T of NT-Xent: normalised, with a temperature.",),
        explanation=f"{dot} / ({hypot(*x):.3f} · {hypot(*y):.3f}) = **{dot / lengths:.2f}**. Only directions "
        "count; lengths do not.",
    )
    return Draft(question)


@generator("terms", 3)
def limit_of_uniformity_term(surface: Surface, rng: np.random.Generator) -> Draft:
    """U_τ of two opposite clusters, worked out as a mean under the log."""
    half, tau = int(rng.integers(2, 8)), pick(rng, (0.5, 0.8, 1.0, 2.0))
    n = 2 * half
    e, f = exp(1 / tau), exp(-1 / tau)
    same, other = 2 * half - 1, 2 * half
    truth = log(same * e + other * f)
    question = by_hand(
        f"N = {n} pairs sit on two opposite points of the circle, {half} nodes on each, both views of a node "
        f"together. What is U_τ at τ = {tau}?",
        truth,
        {
            "The positive stays in the sum: it belongs to U_τ of the exact split.": log((same - 1) * e + other * f),
            "The anchor itself stays out: k ≠ i.": log((same + 1) * e + other * f),
            "That is the whole loss; A_τ = −1/τ is still in it.": truth - 1 / tau,
            "Each node has two views in the sum.": log((half - 1) * e + half * f),
            "τ has no effect in your number: it divides the similarities.": log(same * exp(1) + other * exp(-1)),
        },
        hints=(
            "Similarity is 1 to views on the same point, −1 to the others.",
            f"{same} views share the anchor's point.",
        ),
        explanation=f"$\\log({same}e^{{1/{tau}}} + {other}e^{{-1/{tau}}}) = {truth:.2f}$. Full collapse would give "
        f"{log(2 * n - 1) + 1 / tau:.2f}: two points are already better than one.",
    )
    return Draft(question)
