"""What happens when the augmentation gets stronger."""

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.direction import direction
from quizzes.bank.item import GRAPHS, Draft, IllPosed, generator
from quizzes.bank.parts import pick, random_cell, some


@generator("change", 1, GRAPHS)
def stronger_views_part(surface: Surface, rng: np.random.Generator) -> Draft:
    """ℓ_align outside collapse when strength rises."""
    rows = np.flatnonzero((~surface.collapse_region()).all(axis=1))
    if not len(rows):
        raise IllPosed("no open row")
    row = int(pick(rng, rows))
    a, b = (row, some(rng, surface.strengths, 0, 0.37)), (row, some(rng, surface.strengths, 0.57))
    why = {
        "rises": "The two views of a node share less, so its two embeddings lie further apart.",
        "falls": "Training pulls the pair together, but it cannot undo what the views no longer share.",
        "stays": "Only inside collapse does it stay; here the views' difference reaches the embeddings.",
    }
    return direction(
        surface,
        rng,
        "alignment",
        a,
        b,
        "rises",
        "The augmentation gets stronger.",
        why,
        "alignment",
        "What do the two views of a node still share?",
    )


@generator("misconceptions", 2, GRAPHS)
def flat_in_collapse(surface: Surface, rng: np.random.Generator) -> Draft:
    """ℓ_align inside collapse when strength rises."""
    region = surface.collapse_region()
    row = random_cell(surface, rng, region)[0]
    columns = np.flatnonzero(region[row])
    if columns[-1] - columns[0] < 3:
        raise IllPosed("too narrow")
    b_column = int(columns[-1]) if len(columns) < 6 else int(pick(rng, columns[4:]))
    a, b = (row, int(columns[0])), (row, b_column)
    if max(surface.alignment[a], surface.alignment[b]) > 0.01:
        raise IllPosed("not quite on one point")
    why = {
        "rises": "Outside collapse it would; here the encoder ignores its input, so different views give the same "
        "embedding.",
        "falls": "It is already near 0: every embedding sits on one point.",
        "stays": "Every embedding sits on one point, whatever the views look like. Perfect alignment, and nothing "
        "learned.",
    }
    return direction(
        surface,
        rng,
        "alignment",
        a,
        b,
        "stays",
        "The augmentation gets stronger inside collapse.",
        why,
        "alignment",
        "Where do the embeddings sit in a collapsed state?",
    )


@generator("change", 3)
def strength_escapes(surface: Surface, rng: np.random.Generator) -> Draft:
    """Effective directions at high τ when strength rises."""
    collapsed = surface.collapse_region()
    rows = np.flatnonzero(collapsed[:, 0] & ~collapsed[:, -1])
    if not len(rows):
        raise IllPosed("no row that escapes")
    row = int(pick(rng, rows))
    open_ = np.flatnonzero(~collapsed[row])
    a, b = (row, some(rng, surface.strengths, 0, 0.1)), (row, int(pick(rng, open_[len(open_) // 2 :])))
    if not collapsed[a]:
        raise IllPosed("starts outside")
    why = {
        "rises": "Dropping edges smooths less, so λmax(Q) and with it τ* rise: stronger augmentation leaves the "
        "collapse region here.",
        "falls": "That is a usual guess: stronger noise, less structure. But dropping edges smooths less, and τ* "
        "rises with strength.",
        "stays": "It would if the point stayed inside collapse; the border τ*(p) rises with strength and is "
        "crossed on the way.",
    }
    return direction(
        surface,
        rng,
        "effective_directions",
        a,
        b,
        "rises",
        "At high τ the augmentation gets stronger.",
        why,
        "effective_directions",
        "Which way does the curve τ*(p) run?",
    )


@generator("change", 3)
def too_strong_hurts(surface: Surface, rng: np.random.Generator) -> Draft:
    """Accuracy at low τ when strength goes from its best to the strongest."""
    row = some(rng, surface.temperatures, 0, 0.23)
    a = (row, int(np.argmax(surface.accuracy[row])))
    b = (row, some(rng, surface.strengths, 0.93))
    if a[1] >= b[1] - 3:
        raise IllPosed("the best is the strongest")
    why = {
        "rises": "More augmentation helps only up to a point; then the views lose what tells the classes apart.",
        "falls": "The views share too little, and alignment then shrinks the embeddings: classes are harder to "
        "tell apart.",
        "stays": "It is not saturated: the views keep losing what tells the classes apart.",
    }
    return direction(
        surface,
        rng,
        "accuracy",
        a,
        b,
        "falls",
        "The augmentation goes far beyond its best.",
        why,
        "accuracy",
        "What does a view at strength 0.6 still show?",
    )
