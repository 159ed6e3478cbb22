"""True and false statements, a pool for each idea; those about a surface carry what decides them there."""

import numpy as np

from explorer.model import claims
from explorer.model.surface import Surface


def _always_best_when_cold(surface: Surface) -> bool:
    """Whether at every strength the lowest τ is told from no better one."""
    best, columns = surface.accuracy.argmax(axis=0), np.arange(surface.accuracy.shape[1])
    return not surface.difference("accuracy", (best, columns), (0 * best, columns)).told_apart.any()


def _strong_corner_collapses(surface: Surface) -> bool:
    """Whether the strongest augmentation collapses more than the weakest."""
    collapsed = surface.collapse_region().sum(axis=0)
    return bool(collapsed[-1] > collapsed[0])


def _spread_is_accuracy(surface: Surface) -> bool:
    """Whether the cell of most directions is among the best read."""
    most = np.unravel_index(surface.effective_directions.argmax(), surface.effective_directions.shape)
    return bool(surface.accuracy_ties()[most])


def _coldest_row_is_open(surface: Surface) -> bool:
    return not surface.collapse_region()[0].any()


# key: (statement, whether it holds, feedback for who judges it wrongly, what decides it on a surface)
SPLITS = {
    "exact": (
        "L = A_τ + U_τ holds exactly, for any batch",
        True,
        "It is the log of the quotient written as a difference.",
    ),
    "sum-metrics": (
        "L = ℓ_align + ℓ_uniform",
        False,
        "The metrics have no τ and other constants; the exact split is A_τ + U_τ.",
    ),
    "positive-in-u": ("U_τ contains the positive pair", True, "Its sum runs over all k ≠ i, the partner included."),
    "positive-in-uniform": (
        "ℓ_uniform contains the positive pair",
        False,
        "It is taken over distinct nodes within one view.",
    ),
    "tau-in-align": ("ℓ_align depends on τ in its formula", False, "It is a mean squared distance; τ enters A_τ."),
    "link": ("A_τ can be worked out from ℓ_align and τ", True, "A_τ = (ℓ_align/2 − 1)/τ, exactly."),
    "link-u": (
        "U_τ can be worked out from ℓ_uniform and τ",
        False,
        "Another kernel, other pairs: only their tendencies agree.",
    ),
    "limit": (
        "Wang & Isola's theorem is about the limit of many negatives",
        True,
        "The finite batch has the exact split instead.",
    ),
}
COLLAPSE = {
    "level": (
        "In collapse the loss is log(2N−1), whatever τ",
        True,
        "All similarities are 1: each term has the same share.",
    ),
    "alignment": ("In collapse ℓ_align is at its worst", False, "It is 0, its best: all views coincide."),
    "decay-up": ("With more weight decay, collapse starts at lower τ", True, "τ* = λmax(Q)/λ."),
    "strong": (
        "On this graph stronger augmentation raises τ*",
        True,
        "Dropping edges smooths less, so λmax(Q) rises.",
        claims.theory_rises,
    ),
    "cold": (
        "Lowering τ far enough leaves collapse",
        True,
        "The push apart is ∝ 1/τ and beats weight decay below τ*.",
        _coldest_row_is_open,
    ),
    "strong-cause": (
        "On this graph strong augmentation collapses more than weak",
        False,
        "Here it is the corner of weak augmentation and high τ.",
        _strong_corner_collapses,
    ),
    "uniform": (
        "In collapse the embeddings are spread evenly",
        False,
        "They sit on one point: one effective direction.",
    ),
    "loss-zero": ("In collapse the loss is 0", False, "The positive is no nearer than the negatives: chance level."),
    "probe": (
        "A probe on collapsed embeddings scores about chance",
        True,
        "There is nothing left to tell nodes apart.",
        claims.collapse_reads_chance,
    ),
}
TEMPERATURE = {
    "near": ("Lower τ gives near negatives a larger share of the gradient", True, "Weights go as exp(s/τ)."),
    "equal": ("As τ → ∞ all negatives weigh the same", True, "All exponentials tend to 1."),
    "equal-low": ("As τ → 0 all negatives weigh the same", False, "Then the nearest takes everything."),
    "range": (
        "Lower τ widens the range of the similarities s_ik themselves",
        False,
        "s stays in [−1, 1]; τ scales it inside exp.",
    ),
    "chance": ("As τ → ∞ the loss tends to log(2N−1) for any embedding", True, "All 2N−1 terms become equal."),
    "same": ("The same embeddings have the same loss at every τ", False, "τ is part of the loss's formula."),
    "accuracy": (
        "The lowest τ always gives the best accuracy",
        False,
        "On the maps of this app a higher τ is read better at some strengths.",
        _always_best_when_cold,
    ),
    "double": ("Halving τ squares the ratio of two negatives' weights", True, "The ratio is exp(Δs/τ)."),
}
DIRECTIONS = {
    "one": ("N_eff = 1 means that all embeddings sit on one point", True, "Then ℓ_uniform = 0."),
    "clusters": (
        "N_eff counts the clusters",
        False,
        "It is a scale, exp(−ℓ_uniform); clusters of any number can share a value.",
    ),
    "saturates": (
        "With many nodes N_eff saturates near 4.8 on the circle",
        True,
        "That is its value for the uniform circle.",
    ),
    "grows": ("With more nodes N_eff can grow without bound", False, "On the circle it saturates near 4.83."),
    "labels": ("N_eff uses the node labels", False, "It is made of distances between embeddings."),
    "negative": ("N_eff can be below 1", False, "ℓ_uniform is at most 0, so N_eff is at least 1."),
    "higher": ("Lower ℓ_uniform means more effective directions", True, "N_eff = exp(−ℓ_uniform)."),
    "accuracy": (
        "More effective directions always mean better accuracy",
        False,
        "Spread alone does not follow the classes.",
        _spread_is_accuracy,
    ),
}
INVARIANCES = {
    "rotate": (
        "rotate all embeddings by the same angle",
        True,
        "Similarities depend on angles between embeddings only.",
    ),
    "swap": (
        "swap the two views of every node",
        True,
        "The sum runs over all 2N anchors; the order of views does not matter.",
    ),
    "scale": ("multiply all embeddings by 3 before normalisation", True, "Normalisation takes the length away."),
    "flip": ("turn the sign of every embedding", True, "A rotation by 180°: all products stay."),
    "rotate-one": (
        "rotate the embeddings of the second view only",
        False,
        "Positive pairs then no longer lie together.",
    ),
    "tau": ("halve τ", False, "τ is part of the formula."),
    "drop": ("leave half of the nodes out of the batch", False, "Fewer negatives: the sum has fewer terms."),
    "permute": ("number the nodes in another order", True, "The loss is a mean over anchors; names do not matter."),
    "mismatch": ("pair each node with another node's second view", False, "Then the positives are other pairs."),
}
AUGMENTATION = {
    "identical": ("At strength 0 the two views of a node are identical", True, "Nothing is dropped or masked."),
    "align-free": (
        "At strength 0 alignment costs nothing",
        True,
        "Identical views have identical embeddings: ℓ_align = 0.",
        claims.alignment_is_free_at_zero,
    ),
    "mean": (
        "Masking changes the mean of a feature over many views",
        False,
        "Survivors are divided by 1 − p to keep it.",
    ),
    "both": (
        "Strength acts on edges and on features",
        True,
        "Each edge is dropped and each entry masked with probability p.",
    ),
    "smooth": (
        "Dropping edges makes neighbouring nodes more alike",
        False,
        "It smooths less: propagation has fewer edges.",
    ),
    "labels": ("Strong augmentation changes the labels", False, "Labels stay; only the probe reads them."),
    "independent": (
        "The two views of a node are drawn independently",
        True,
        "Two draws for edges and masks in each pair.",
    ),
    "best": (
        "On this graph the point of least loss is among those of best accuracy",
        False,
        "The loss is least where alignment is free; the probe reads other points better.",
        lambda surface: not claims.optima_differ(surface),
    ),
}
