"""NT-Xent worked out by hand for tiny batches."""

from math import exp, log, log10

import numpy as np

from explorer.charts.texts import percent
from explorer.model.surface import Surface
from quizzes.bank.for_generators import by_hand, pick
from quizzes.bank.generators import Draft, generator
from quizzes.types import Tolerance


@generator("loss", 1)
def chance_level(surface: Surface, rng: np.random.Generator) -> Draft:
    """The loss when every embedding sits on one point."""
    n = int(rng.integers(4, 61))
    question = by_hand(
        f"All embeddings of a batch of N = {n} positive pairs sit on one point. What is the NT-Xent loss, in nats?",
        log(2 * n - 1),
        {
            "Nearly: the anchor itself does not stand in the denominator, so there are 2N−1 terms, not 2N.": log(2 * n),
            "Nearly: the positive stays in the denominator, so there are 2N−1 terms, not 2N−2.": log(2 * n - 2),
            "There are two views of each node: 2N views, of which 2N−1 stand in the denominator.": log(n),
            "That is the logarithm to base 10; the loss uses the natural one.": log10(2 * n - 1),
        },
        tolerance=Tolerance.rounding(3),
        hints=(
            "All similarities are 1, so all exponentials are equal.",
            "How many terms does the sum over k ≠ i have?",
        ),
        explanation=f"Every term of the sum equals the positive's, so the ratio is 1/(2N−1) whatever τ: "
        f"$L = \\log(2N-1) = \\log {2 * n - 1} = {log(2 * n - 1):.3f}$. This is the level of the collapse region.",
    )
    return Draft(question)


@generator("loss", 2)
def anchor_loss(surface: Surface, rng: np.random.Generator) -> Draft:
    """One anchor's loss from three similarities."""
    tau = pick(rng, (0.25, 0.4, 0.5, 0.8))
    positive = round(float(rng.uniform(0.3, 0.9)), 1)
    first, second = (round(float(x), 1) + 0.0 for x in rng.uniform(-0.6, 0.6, 2))
    p, a, b = exp(positive / tau), exp(first / tau), exp(second / tau)
    truth = -log(p / (p + a + b))
    q = exp(positive), exp(first), exp(second)
    question = by_hand(
        f"A batch has N = 2 pairs. For anchor i the similarity to its positive is {positive}, to the two other views "
        f"{first} and {second}. What is the anchor's NT-Xent loss at τ = {tau}?",
        truth,
        {
            "The positive is missing from the denominator: k runs over all views but i.": -log(p / (a + b)),
            "The anchor's similarity to itself (1) must stay out: k ≠ i.": -log(p / (p + a + b + exp(1 / tau))),
            "τ has no effect in your number: divide each similarity by τ inside exp.": -log(q[0] / sum(q)),
            "The sign is turned: the loss is minus the log of a share, so it is positive.": -truth,
        },
        hints=(
            "Write the three exponentials exp(s/τ) first.",
            "The loss is −log of the positive's share of their sum.",
        ),
        explanation=f"exp(s/τ) gives {p:.2f}, {a:.2f} and {b:.2f}; the positive's share is {p / (p + a + b):.3f}, and "
        f"minus its logarithm is **{truth:.2f}**.",
    )
    return Draft(question)


@generator("loss", 3)
def orthogonal_batch(surface: Surface, rng: np.random.Generator) -> Draft:
    """A whole batch whose pairs coincide and are at right angles to all others."""
    n, tau = int(rng.integers(3, 9)), pick(rng, (0.4, 0.5, 0.8, 1.0, 1.5, 2.0))
    e = exp(1 / tau)
    truth = log(1 + (2 * n - 2) / e)
    question = by_hand(
        f"In a batch of N = {n} pairs the two views of a node coincide, and different nodes are at right angles "
        f"(in enough dimensions). What is the NT-Xent loss at τ = {tau}?",
        truth,
        {
            "Each anchor has 2N−2 negatives; one of the 2N−1 others is its positive.": log(1 + (2 * n - 1) / e),
            "The positive is missing from the denominator; it adds exp(1/τ).": log((2 * n - 2) / e),
            "Both views of the other nodes are negatives: 2N−2, not N−1.": log(1 + (n - 1) / e),
            "τ has no effect in your number: it divides the similarity inside exp.": log(1 + (2 * n - 2) / exp(1)),
        },
        hints=("The positive's similarity is 1, all others are 0.", "exp(0/τ) = 1 for every negative."),
        explanation=f"$L = -1/\\tau + \\log(e^{{1/\\tau}} + 2N-2) = \\log(1 + {2 * n - 2}\\,e^{{-{1 / tau:.3g}}}) = "
        f"{truth:.2f}$: with perfect alignment the loss still pays for negatives that are only at right angles.",
    )
    return Draft(question)


@generator("loss", 1)
def loss_from_share(surface: Surface, rng: np.random.Generator) -> Draft:
    """From the positive's share of the denominator to the loss."""
    share = round(float(rng.uniform(0.06, 0.9)), 2)
    question = by_hand(
        f"For one anchor the positive's term makes up {percent(share)} of the sum in the denominator. What is its "
        "loss?",
        -log(share),
        {
            "That is the loss if the positive had the negatives' share.": -log(1 - share),
            "The sign is turned: a share below 1 has a negative log, and the loss takes minus that.": log(share),
            "That is the logarithm to base 10; the loss uses the natural one.": -log10(share),
            "That is the negatives' share; the loss is minus the log of the positive's.": 1 - share,
        },
        hints=("The loss is cross-entropy with the positive as the right class.",),
        explanation=f"$-\\log {share} = {-log(share):.2f}$. A loss of 0 would need the whole sum to be the positive's.",
    )
    return Draft(question)


@generator("loss", 2)
def relative_loss(surface: Surface, rng: np.random.Generator) -> Draft:
    """Scale a raw loss between the best possible and collapse."""
    n = int(rng.integers(8, 49))
    chance = round(log(2 * n - 1), 2)
    best = round(float(rng.uniform(0.4, 0.75)) * chance, 2)
    loss = round(best + float(rng.uniform(0.15, 0.85)) * (chance - best), 2)
    truth = (loss - best) / (chance - best)
    question = by_hand(
        f"At some τ the loss is {loss}, the best possible loss on the circle is {best} and chance level is {chance}. "
        "What is the relative loss?",
        truth,
        {
            "Subtract the best loss at this τ from both.": loss / chance,
            "That is how far it is below chance; the relative loss counts from the best: 0 best, 1 collapse.": 1
            - truth,
            "Divide by the whole range, from the best loss to chance.": loss - best,
            "The denominator is chance minus best.": (loss - best) / chance,
        },
        hints=("0 is the best possible, 1 is collapse.",),
        explanation=f"({loss} − {best}) / ({chance} − {best}) = **{truth:.2f}**. Only after this scaling do losses at "
        "different τ compare.",
    )
    return Draft(question)


@generator("loss", 2)
def smaller_batch(surface: Surface, rng: np.random.Generator) -> Draft:
    """How far chance level drops with a smaller batch."""
    large, small = pick(rng, ((48, 16), (64, 16), (34, 8), (48, 12), (32, 8), (128, 32), (40, 10), (60, 20)))
    truth = log((2 * large - 1) / (2 * small - 1))
    question = by_hand(
        f"The batch shrinks from {large} to {small} pairs. By how much does the loss of a collapsed encoder drop, "
        "in nats?",
        truth,
        {
            "That is the new chance level; the drop is the difference of the two.": log(2 * small - 1),
            "That is the logarithm to base 10; the loss uses the natural one.": truth / log(10),
            "Take the difference of the logarithms, not the logarithm of the difference.": log(2 * large - 2 * small),
            "Both chance levels are positive and the batch shrinks: the drop is positive.": -truth,
        },
        hints=("Chance level is log(2N−1) at either batch size.",),
        explanation=f"log {2 * large - 1} − log {2 * small - 1} = **{truth:.2f}**. Losses of different batch sizes do "
        "not compare as they stand.",
    )
    return Draft(question)
