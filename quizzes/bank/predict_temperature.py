"""What happens when the temperature moves, either way."""

from __future__ import annotations

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.direction import direction
from quizzes.bank.item import GRAPHS, Draft, IllPosed, generator
from quizzes.bank.parts import pick, some
from quizzes.cells import row

HOTTER, COLDER = "The temperature rises.", "The temperature falls."


@generator("change", 1, GRAPHS)
def share_of_the_hardest(surface: Surface, rng: np.random.Generator) -> Draft:
    """The hardest negatives' share when τ moves."""
    column = some(rng, surface.strengths)
    a, b = (
        (row(surface, float(rng.uniform(0.6, 1.5))), column),
        (row(surface, float(rng.uniform(0.05, 0.15))), column),
    )
    why = "Weights go as exp(s/τ): the lower τ, the larger the part of the push that comes from the nearest negatives."
    return direction(
        surface, rng, "hardest_negative_share", a, b, COLDER, HOTTER, why, "Compare exp(s/τ) for two negatives."
    )


@generator("change", 2, GRAPHS)
def across_the_border(surface: Surface, rng: np.random.Generator) -> Draft:
    """Effective directions across the border of collapse at weak augmentation."""
    column = some(rng, surface.strengths, 0, 0.3)
    collapsed = np.flatnonzero(surface.collapse_region()[:, column])
    if not len(collapsed):
        raise IllPosed("no collapse here")
    a, b = (some(rng, surface.temperatures, 0.13, 0.5), column), (int(pick(rng, collapsed)), column)
    why = "The push apart is ∝ 1/τ. At the hotter point weight decay outweighs it, and all nodes share one direction."
    return direction(
        surface, rng, "effective_directions", a, b, HOTTER, COLDER, why, "What does the push apart have to beat?"
    )


@generator("misconceptions", 1, GRAPHS)
def raw_loss_moves(surface: Surface, rng: np.random.Generator) -> Draft:
    """The raw loss when τ moves at a fixed strength."""
    column = some(rng, surface.strengths)
    a, b = ((some(rng, surface.temperatures, *part), column) for part in ((0, 0.23), (0.47, 0.77)))
    why = (
        "The higher τ, the more alike all exponentials, and the nearer the loss to log(2N−1), whatever the embedding. "
        "Across temperatures compare relative losses."
    )
    return direction(surface, rng, "loss", a, b, HOTTER, COLDER, why, "What is the loss as τ → ∞?")


@generator("terms", 2, ("communities", "karate", "communities-gcn"))
def cooling_and_spread(surface: Surface, rng: np.random.Generator) -> Draft:
    """ℓ_uniform when τ moves by a factor of two to six, anywhere outside collapse."""
    column = some(rng, surface.strengths, 0.1)
    open_rows = np.flatnonzero(~surface.collapse_region()[:, column])
    factor = np.log(surface.temperatures[1] / surface.temperatures[0])
    step = max(1, round(float(rng.uniform(np.log(2), np.log(6))) / factor))
    hot = int(pick(rng, open_rows))
    if hot - step < 0:
        raise IllPosed("off the map")
    why = (
        "1/τ multiplies the push apart and the price of misaligned pairs alike: where weight decay or far pairs hold "
        "the nodes together, cooling spreads them; where views cannot be aligned, it draws them together."
    )
    hint = "Two things are multiplied by 1/τ. Which one matters more at this strength?"
    return direction(surface, rng, "uniformity", (hot, column), (hot - step, column), COLDER, HOTTER, why, hint)
