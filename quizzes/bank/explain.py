"""Explanations in the student's own words."""

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.item import GRAPHS, Draft, generator
from quizzes.bank.parts import random_cell
from quizzes.cells import at
from quizzes.types import Explanation


@generator("terms", 3, GRAPHS)
def explain_the_trade_off(surface: Surface, rng: np.random.Generator) -> Draft:
    """Why alignment and uniformity are at odds at one point."""
    cell = random_cell(surface, rng, ~surface.collapse_region() & (surface.alignment > 0.02))
    question = Explanation(
        prompt=f"At {at(surface, cell)} ℓ_align is {surface.alignment[cell]:.2f} and there are "
        f"{surface.effective_directions[cell]:.2f} effective directions. Explain in two or three sentences why one "
        "cannot have both better for free, and what 1/τ does to the two terms.",
        model_answer="Alignment is best when the encoder ignores what differs between views; ignoring everything is "
        "collapse. Uniformity needs the encoder to tell nodes apart, and what it uses for that also differs between "
        "views. 1/τ multiplies both the push apart and the price of misaligned pairs, so lower τ alone does not decide "
        "between them: which way it goes depends on what else holds the nodes together.",
        checklist=(
            "Alignment alone is best in collapse, so it is not enough.",
            "What separates nodes also separates the views of one node.",
            "1/τ multiplies the push apart and the price of alignment alike.",
        ),
        hints=("What would the encoder do if only A_τ counted? If only U_τ counted?",),
        explanation="Both terms act on the same map from views to the circle.",
    )
    return Draft(question, cell, "alignment")


@generator("change", 3, GRAPHS)
def explain_the_corner(surface: Surface, rng: np.random.Generator) -> Draft:
    """Why the least loss sits in a corner, and what that is worth."""
    best = surface.loss_optimum()
    cell = best.cell
    other = random_cell(surface, rng, surface.accuracy > surface.accuracy[cell] + 0.02)
    question = Explanation(
        prompt=f"The least loss on the map lies at {at(surface, cell)}, with accuracy {surface.accuracy[cell]:.3f}; "
        f"{at(surface, other)} has {surface.accuracy[other]:.3f}. Explain why the loss is least there, and why that is "
        "not the setting to choose.",
        model_answer="Without augmentation the two views coincide, so alignment costs nothing; and low τ scales the "
        "similarities up, which lowers the loss of well aligned pairs. Neither says that the embedding is better: "
        "losses at different τ do not compare, and identical views do not teach what to ignore. Accuracy is better "
        "elsewhere.",
        checklist=(
            "Identical views make alignment free.",
            "Where pairs are aligned, low τ lowers the loss by scale alone.",
            "The loss is not the aim: accuracy is better elsewhere.",
        ),
        hints=("What do the two views of a node look like at strength 0?",),
        explanation="The optimum of a proxy at the end of a range is a warning, not a finding.",
    )
    return Draft(question, cell, "loss")
