"""What happens when the temperature moves."""

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.direction import direction
from quizzes.bank.item import GRAPHS, Draft, IllPosed, generator
from quizzes.bank.parts import pick, some
from quizzes.cells import row


@generator("change", 1, GRAPHS)
def cooling_sharpens(surface: Surface, rng: np.random.Generator) -> Draft:
    """The hardest negatives' share when τ falls."""
    column = some(rng, surface.strengths)
    a, b = (
        (row(surface, float(rng.uniform(0.6, 1.5))), column),
        (row(surface, float(rng.uniform(0.05, 0.15))), column),
    )
    why = {
        "rises": "Weights go as exp(s/τ): at low τ the nearest negatives take most of the gradient.",
        "falls": "It is the other way round: dividing by a small τ stretches the differences in similarity.",
        "stays": "τ divides every similarity inside exp, so it changes the weights of near and far negatives.",
    }
    return direction(
        surface,
        rng,
        "hardest_negative_share",
        a,
        b,
        "rises",
        "The temperature falls.",
        why,
        "loss",
        "Compare exp(s/τ) for two negatives.",
    )


@generator("change", 2, GRAPHS)
def heating_collapses(surface: Surface, rng: np.random.Generator) -> Draft:
    """Effective directions when τ rises at weak augmentation."""
    column = some(rng, surface.strengths, 0, 0.3)
    collapsed = np.flatnonzero(surface.collapse_region()[:, column])
    if not len(collapsed):
        raise IllPosed("no collapse here")
    a, b = (some(rng, surface.temperatures, 0.13, 0.5), column), (int(pick(rng, collapsed)), column)
    why = {
        "rises": "Uniformity is what low τ buys; its push is ∝ 1/τ.",
        "falls": "The push apart is ∝ 1/τ; above τ* weight decay wins and all embeddings fall onto one point.",
        "stays": "The push apart is ∝ 1/τ, so τ decides how far the embeddings spread against weight decay.",
    }
    return direction(
        surface,
        rng,
        "effective_directions",
        a,
        b,
        "falls",
        "The temperature rises.",
        why,
        "effective_directions",
        "What does the loss push against?",
    )


@generator("change", 2, GRAPHS)
def gradient_dies(surface: Surface, rng: np.random.Generator) -> Draft:
    """The gradient norm when the point enters collapse."""
    column = some(rng, surface.strengths, 0, 0.3)
    collapsed = np.flatnonzero(surface.collapse_region()[:, column])
    if not len(collapsed):
        raise IllPosed("no collapse here")
    a, b = (some(rng, surface.temperatures, 0.13, 0.47), column), (int(pick(rng, collapsed)), column)
    why = {
        "rises": "Where all embeddings coincide, the pushes of the negatives cancel: nothing is left to pull on.",
        "falls": "Where all embeddings coincide, every direction is as good as the other: an anchor's gradient "
        "vanishes.",
        "stays": "The gradient depends on how the embeddings lie; on one point it vanishes.",
    }
    return direction(
        surface,
        rng,
        "gradient_norm",
        a,
        b,
        "falls",
        "The temperature rises into collapse.",
        why,
        "effective_directions",
        "Differentiate cos(φ_i − φ_k) where all angles are equal.",
    )


@generator("misconceptions", 1, GRAPHS)
def raw_loss_rises(surface: Surface, rng: np.random.Generator) -> Draft:
    """The raw loss when τ rises at fixed strength."""
    column = some(rng, surface.strengths)
    a, b = ((some(rng, surface.temperatures, *part), column) for part in ((0, 0.23), (0.47, 0.77)))
    why = {
        "rises": "Towards high τ all exponentials become alike and the loss tends to log(2N−1). That is scale, not "
        "failure: compare relative losses.",
        "falls": "Dividing by a larger τ flattens the exponentials, and the loss tends up to chance level.",
        "stays": "τ scales everything in the loss; even the same embeddings give another number.",
    }
    return direction(
        surface, rng, "loss", a, b, "rises", "The temperature rises.", why, "loss", "What is the loss as τ → ∞?"
    )
