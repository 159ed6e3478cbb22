"""Statements to sort into true and false: a pool for each idea, four or five drawn from it."""

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.for_generators import shuffled
from quizzes.bank.generators import Draft, generator
from quizzes.bank.pools import AUGMENTATION, COLLAPSE, DIRECTIONS, INVARIANCES, SPLITS, TEMPERATURE
from quizzes.cells import Cell
from quizzes.types import Choice, MultipleChoice


def _sort(
    rng: np.random.Generator,
    pool: dict,
    prompt: str,
    explanation: str,
    hint: str,
    cell: Cell | None = None,
    layer: str = "loss",
    count: int = 4,
    reads: frozenset[str] = frozenset(),
) -> Draft:
    """Draw from a pool; `reads` is what is read from the map where one of those drawn speaks of this surface."""
    keys = [str(key) for key in rng.choice(sorted(pool), size=count, replace=False)]
    choices = tuple(Choice(key, pool[key][0], f"“{pool[key][0]}”: {pool[key][2]}") for key in keys)
    question = MultipleChoice(
        prompt=prompt,
        choices=shuffled(rng, choices),
        right=frozenset(key for key in keys if pool[key][1]),
        hints=(hint,),
        explanation=explanation + " " + " ".join(f"“{pool[key][0]}”: {pool[key][2]}" for key in keys),
    )
    true = {key: pool[key][3] for key in keys if len(pool[key]) > 3}
    return Draft(question, cell, layer, reads if true else frozenset(), true)


@generator("terms", 2)
def two_splits(surface: Surface, rng: np.random.Generator) -> Draft:
    """The exact split and Wang & Isola's metrics."""
    return _sort(
        rng,
        SPLITS,
        "The exact split L = A_τ + U_τ and Wang & Isola's metrics: which of these hold?",
        "Two decompositions into alignment and uniformity, each with its own name.",
        "Write both formulas side by side.",
    )


@generator("misconceptions", 2)
def about_collapse(surface: Surface, rng: np.random.Generator) -> Draft:
    """What collapse is and where it comes from."""
    return _sort(
        rng,
        COLLAPSE,
        "Representation collapse: which of these hold?",
        "Collapse is alignment without uniformity.",
        "What does the encoder do with its input in collapse?",
        (len(surface.temperatures) - 1, 0),
        "effective_directions",
        reads=frozenset({"effective_directions", "accuracy"}),
    )


@generator("loss", 2)
def about_temperature(surface: Surface, rng: np.random.Generator) -> Draft:
    """What τ does and does not do."""
    return _sort(
        rng,
        TEMPERATURE,
        "The temperature τ: which of these hold?",
        "τ sets the scale on which similarities count.",
        "Think of exp(s/τ) for two negatives.",
    )


@generator("terms", 1)
def about_directions(surface: Surface, rng: np.random.Generator) -> Draft:
    """What N_eff says and does not say."""
    return _sort(
        rng,
        DIRECTIONS,
        "Effective directions N_eff = exp(−ℓ_uniform): which of these hold?",
        "A scale for how spread out embeddings are.",
        "What is ℓ_uniform when all embeddings coincide?",
        (len(surface.temperatures) - 1, 0),
        "effective_directions",
    )


@generator("loss", 1)
def what_leaves_the_loss(surface: Surface, rng: np.random.Generator) -> Draft:
    """Invariances of NT-Xent."""
    return _sort(
        rng,
        INVARIANCES,
        "Which of these leave the NT-Xent loss of a batch exactly as it is?",
        "Only the similarities, the pairing, the batch and τ enter.",
        "Which s_ik change?",
        count=5,
    )


@generator("change", 1)
def about_augmentation(surface: Surface, rng: np.random.Generator) -> Draft:
    """What augmentation strength does."""
    return _sort(
        rng,
        AUGMENTATION,
        "Augmentation strength p: which of these hold?",
        "Strength decides what two views of a node still share.",
        "What is dropped, and what is masked?",
        (8, 0),
        "alignment",
        reads=frozenset({"alignment", "accuracy", "loss"}),
    )
