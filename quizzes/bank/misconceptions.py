"""Usual misconceptions, met with this surface's own numbers."""

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.item import GRAPHS, Draft, IllPosed, generator
from quizzes.bank.parts import capital, error, pick, random_cell, shuffled, some, with_article
from quizzes.cells import at, tau, theory, theory_spread
from quizzes.types import Choice, MultipleChoice, SingleChoice


@generator("misconceptions", 2, GRAPHS)
def raw_losses_compared(surface: Surface, rng: np.random.Generator) -> Draft:
    """What may be concluded from two losses at two temperatures."""
    a, b = random_cell(surface, rng, ~surface.collapse_region()), random_cell(surface, rng, ~surface.collapse_region())
    if abs(a[0] - b[0]) < 6:
        raise IllPosed("too near in τ")
    a, b = (a, b) if a[0] < b[0] else (b, a)
    relative = surface.relative_loss
    if (
        abs(relative[a] - relative[b]) < 1.5 * error(surface, "relative_loss", a, b)
        or surface.loss[b] - surface.loss[a] < 0.1
    ):
        raise IllPosed("too close")

    def right(s: Surface) -> frozenset[str]:
        return frozenset({"relative A" if s.relative_loss[a] < s.relative_loss[b] else "relative B"})

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
        right=right,
        hints=("What is the least loss that is possible at each τ?", "Read the relative loss at both points."),
        explanation=numbers
        + "The best reachable loss depends on τ, so only the relative loss compares across temperatures.",
    )
    return Draft(question, a, "relative_loss")


@generator("misconceptions", 1, GRAPHS)
def two_perfect_alignments(surface: Surface, rng: np.random.Generator) -> Draft:
    """Which embedding is of use, of two with ℓ_align near 0."""
    collapsed = surface.collapse_region()
    small = surface.alignment < max(0.01, float(np.quantile(surface.alignment, 0.3)))
    good = random_cell(
        surface,
        rng,
        small & (surface.effective_directions > 1.6) & (surface.accuracy > np.quantile(surface.accuracy, 0.4)),
    )
    bad = random_cell(surface, rng, small & collapsed)
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
        hints=("Alignment is half of the story.", "Where do the two points lie with respect to τ*(p)?"),
        explanation=numbers + "Good alignment is worth something only together with uniformity.",
    )
    return Draft(question, good, "effective_directions")


@generator("misconceptions", 1, GRAPHS)
def least_loss_best_accuracy(surface: Surface, rng: np.random.Generator) -> Draft:
    """Whether the least loss in a row is also its best accuracy."""
    row = some(rng, surface.temperatures, 0, 0.43)
    low, high = int(np.argmin(surface.loss[row])), int(np.argmax(surface.accuracy[row]))

    def right(s: Surface) -> frozenset[str]:
        gap = s.accuracy[row].max() - s.accuracy[row, int(np.argmin(s.loss[row]))]
        return frozenset({"differ" if gap > error(s, "accuracy", (row, low), (row, high)) else "same"})

    gap = surface.accuracy[row, high] - surface.accuracy[row, low]
    noise = error(surface, "accuracy", (row, low), (row, high))
    if 0.5 * noise < gap < 1.5 * noise:
        raise IllPosed("too close")
    numbers = (
        f"Least loss at strength {surface.strengths[low]:.2f} with accuracy {surface.accuracy[row, low]:.3f}; the best "
        f"accuracy is {surface.accuracy[row, high]:.3f} at strength {surface.strengths[high]:.2f}. "
    )
    choices = (
        Choice("same", "It has the best accuracy of the row as well, within the noise", numbers),
        Choice("differ", "Another strength has clearly better accuracy", numbers),
        Choice(
            "must",
            "It must have the best accuracy: that is what the loss measures",
            numbers + "The loss never sees a label.",
        ),
        Choice(
            "worst",
            "It has the worst accuracy of the row: the two always pull apart",
            numbers + "They are different aims, not opposite ones.",
        ),
    )
    question = SingleChoice(
        prompt=f"At {tau(surface, row)}, take the strength of least loss. What about its probe accuracy?",
        choices=shuffled(rng, choices),
        right=right,
        hints=("Compare the accuracy layer with the loss layer along that row.",),
        explanation=numbers + "NT-Xent is a proxy: it knows views, not classes.",
    )
    return Draft(question, (row, low), "accuracy")


@generator("misconceptions", 3)
def both_graphs(surface: Surface, rng: np.random.Generator) -> Draft:
    """Compare the two shipped graphs at one operating point."""
    from explorer.model.surface_file import load_shipped

    metric = pick(rng, ("theory", "relative_loss", "accuracy", "effective_directions", "alignment"))
    cell = random_cell(surface, rng, ~surface.collapse_region())
    other = load_shipped("karate")

    def values(s: Surface):
        if metric == "theory":
            return float(theory(s)[cell[1]]), float(theory(other)[cell[1]])
        return float(getattr(s, metric)[cell]), float(getattr(other, metric)[cell])

    first, second = values(surface)
    if metric == "theory":
        noise = max(float(np.hypot(theory_spread(surface)[cell[1]], theory_spread(other)[cell[1]])), 0.05)
    else:
        noise = float(np.hypot(error(surface, metric, cell), error(other, metric, cell)))
    if 0.6 * noise < abs(first - second) < 1.5 * noise:
        raise IllPosed("too close")
    name = "the collapse temperature τ*" if metric == "theory" else with_article(metric)

    def right(s: Surface) -> frozenset[str]:
        a, b = values(s)
        return frozenset({"alike" if abs(a - b) <= noise else "communities" if a > b else "karate"})

    numbers = f"{capital(name)}: {first:.3g} on communities, {second:.3g} on karate. "
    choices = (
        Choice(
            "communities", "Larger on the planted communities", numbers + "Features and the graph's size both enter."
        ),
        Choice("karate", "Larger on the karate club", numbers + "Features and the graph's size both enter."),
        Choice(
            "alike",
            "Alike on both, within the noise",
            numbers + "Compare the difference with the spread between seeds.",
        ),
    )
    question = SingleChoice(
        prompt=f"Set {at(surface, cell)} on both graphs, planted communities and the karate club. On which is "
        f"{name} larger?",
        choices=choices,
        right=right,
        hints=("Change the graph in the sidebar and keep the point.",),
        explanation=numbers
        + "What augmentation and temperature do depends on the graph: a setting does not carry over unseen.",
    )
    return Draft(
        question,
        cell,
        metric if metric in ("relative_loss", "accuracy", "effective_directions", "alignment") else "loss",
    )


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
    return Draft(question, (5, 10), "accuracy")
