"""Usual misconceptions, met with this surface's own numbers."""

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.for_generators import capital, differs, pick, random_cell, shuffled, with_article
from quizzes.bank.generators import GRAPHS, Draft, IllPosed, generator, those_that_hold
from quizzes.cells import at
from quizzes.types import Choice, MultipleChoice, SingleChoice


@generator("misconceptions", 2, GRAPHS)
def raw_losses_compared(surface: Surface, rng: np.random.Generator) -> Draft:
    """What may be concluded from two losses at two temperatures."""
    nearer, relative = pick(rng, ("relative A", "relative B")), surface.relative_loss
    for _ in range(60):
        b, a = sorted(random_cell(surface, rng, ~surface.collapse_region()) for _ in "AB")[::-1]
        true = {
            "relative A": lambda s, a=a, b=b: differs(s, "relative_loss", a, b) > 1.5,
            "relative B": lambda s, a=a, b=b: differs(s, "relative_loss", a, b) < -1.5,
        }
        if b[0] - a[0] >= 6 and surface.loss[b] - surface.loss[a] > 0.1 and true[nearer](surface):
            break
    else:
        raise IllPosed("no such pair")

    numbers = f"Relative losses: A {relative[a]:.2f}, B {relative[b]:.2f} (0 is the best, 1 is collapse). "
    choices = (
        Choice(
            "raw",
            "A is trained better, because its loss is lower",
            numbers + "Low τ scales every loss: raw values do not compare.",
        ),
        Choice("relative A", "Scaled to what is possible at each τ, A comes nearer to the best", numbers),
        Choice("relative B", "Scaled to what is possible at each τ, B comes nearer to the best", numbers),
        Choice(
            "chance",
            "Subtract log(2N−1) from both; then they compare",
            numbers + "The same number is subtracted from both: nothing changes.",
        ),
    )
    question = SingleChoice(
        prompt=f"A is {at(surface, a)} with loss {surface.loss[a]:.2f}; B is {at(surface, b)} with loss "
        f"{surface.loss[b]:.2f}. What may be concluded?",
        choices=shuffled(rng, choices),
        right=those_that_hold(true),
        hints=("What is the least loss that is possible at each τ?", "Read the relative loss at both points."),
        explanation=numbers
        + "The best reachable loss depends on τ, so only the relative loss compares across temperatures.",
    )
    return Draft(question, a, "relative_loss", reads=frozenset({"relative_loss"}), true=true)


@generator("misconceptions", 1, GRAPHS)
def two_perfect_alignments(surface: Surface, rng: np.random.Generator) -> Draft:
    """Which embedding is of use, of two with ℓ_align near 0."""
    collapsed = surface.collapse_region()
    small = surface.alignment < float(np.clip(np.quantile(surface.alignment, 0.3), 0.01, 0.06))
    good = random_cell(
        surface,
        rng,
        small & (surface.effective_directions > 1.6) & (surface.accuracy > np.quantile(surface.accuracy, 0.4)),
    )
    bad = random_cell(surface, rng, small & collapsed)
    if surface.accuracy[good] - surface.accuracy[bad] < 0.2:
        raise IllPosed("the collapsed one is read nearly as well")
    first, second = (good, bad) if rng.random() < 0.5 else (bad, good)

    def right(s: Surface) -> frozenset[str]:
        return frozenset({"first" if s.effective_directions[first] > s.effective_directions[second] else "second"})

    numbers = (
        f"Effective directions: {surface.effective_directions[first]:.2f} at the first, "
        f"{surface.effective_directions[second]:.2f} at the second. "
    )
    choices = (
        Choice(
            "first",
            f"The one at {at(surface, first)}",
            numbers + "One direction means collapse: aligned, and nothing learned.",
        ),
        Choice(
            "second",
            f"The one at {at(surface, second)}",
            numbers + "One direction means collapse: aligned, and nothing learned.",
        ),
        Choice(
            "both",
            "Both alike: small ℓ_align means a good embedding",
            numbers + "Alignment alone can be had by ignoring the input.",
        ),
        Choice(
            "none",
            "Neither: small ℓ_align always means collapse",
            numbers + "Weak augmentation gives small ℓ_align without collapse.",
        ),
    )
    question = SingleChoice(
        prompt=f"ℓ_align is {surface.alignment[first]:.3f} at {at(surface, first)} and {surface.alignment[second]:.3f} "
        f"at {at(surface, second)}. Which of the two embeddings can tell nodes apart?",
        choices=choices,
        right=right,
        hints=("Alignment is half of the story.", "Which of the two lies where collapse is?"),
        explanation=numbers + "Good alignment is worth something only together with uniformity.",
    )
    true = {
        "first": lambda s: s.accuracy[first] > s.accuracy[second] + 0.1,
        "second": lambda s: s.accuracy[second] > s.accuracy[first] + 0.1,
        "both": lambda s: not s.collapse_region()[bad],
        "none": lambda s: bool(s.collapse_region()[good]),
    }
    return Draft(question, good, "effective_directions", true=true)


@generator("misconceptions", 2)
def labels_shuffled(surface: Surface, rng: np.random.Generator) -> Draft:
    """What changes when the node labels are shuffled."""
    pool = [
        "loss",
        "relative_loss",
        "alignment",
        "uniformity",
        "effective_directions",
        "gradient_norm",
        "hardest_negative_share",
    ]
    metrics = ["accuracy", *(str(m) for m in rng.choice(pool, size=4, replace=False))]
    if rng.random() < 0.3:
        metrics = metrics[1:]
    choices = tuple(
        Choice(
            m,
            capital(with_article(m)),
            "The probe is trained and scored on labels: shuffled ones bring it to chance."
            if m == "accuracy"
            else f"{capital(with_article(m))} is made of embeddings, and the encoder never sees a label.",
        )
        for m in metrics
    )
    question = MultipleChoice(
        prompt="All node labels are shuffled, then the encoder is trained again with the same seeds. Which of "
        "these change?",
        choices=shuffled(rng, choices),
        right=frozenset({"accuracy"} & set(metrics)),
        hints=("Where do labels enter the training?",),
        explanation="Contrastive learning needs no labels; only the downstream probe reads them.",
    )
    return Draft(question)
