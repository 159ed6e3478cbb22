"""What happens when the temperature moves, either way."""

from __future__ import annotations

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.direction import what_happens
from quizzes.bank.for_generators import pick, some
from quizzes.bank.generators import GRAPHS, Draft, IllPosed, generator
from quizzes.cells import row

_AT_BOTH_ENDS = "What is the loss as τ → ∞? And at low τ, what do views cost that do not coincide?"


@generator("change", 1, GRAPHS)
def share_of_the_hardest(surface: Surface, rng: np.random.Generator) -> Draft:
    """The hardest negatives' share when τ moves."""
    column = some(rng, surface.strengths)
    a, b = (
        (row(surface, float(rng.uniform(0.6, 1.5))), column),
        (row(surface, float(rng.uniform(0.05, 0.15))), column),
    )
    why = {
        "rises": "Weights go as exp(s/τ): the lower τ, the larger the part of the push that comes from the nearest "
        "negatives."
    }
    return what_happens(surface, rng, "hardest_negative_share", a, b, why, "Compare exp(s/τ) for two negatives.")


@generator("change", 2, GRAPHS)
def across_the_border(surface: Surface, rng: np.random.Generator) -> Draft:
    """Effective directions across the border of collapse at weak augmentation."""
    column = some(rng, surface.strengths, 0, 0.3)
    collapsed = np.flatnonzero(surface.collapse_region()[:, column])
    if not len(collapsed):
        raise IllPosed("no collapse here")
    a, b = (some(rng, surface.temperatures, 0.13, 0.5), column), (int(pick(rng, collapsed)), column)
    if b < a or not surface.scenario.weight_decay:
        raise IllPosed("not weight decay that wins where it is hot")
    why = {
        "falls": "The push apart is ∝ 1/τ. At the hotter point weight decay outweighs it, and all nodes share one "
        "direction."
    }
    return what_happens(surface, rng, "effective_directions", a, b, why, "What does the push apart have to beat?")


@generator("misconceptions", 1, GRAPHS)
def raw_loss_moves(surface: Surface, rng: np.random.Generator) -> Draft:
    """The raw loss when τ moves at a fixed strength."""
    column = some(rng, surface.strengths)
    a, b = ((some(rng, surface.temperatures, *part), column) for part in ((0, 0.23), (0.47, 0.77)))
    alone = "Across temperatures compare relative losses."
    why = {
        "rises": "The higher τ, the more alike all exponentials, and the nearer the loss to log(2N−1), whatever the "
        f"embedding. {alone}",
        "falls": "The views of a node lie apart here, and low τ multiplies what that costs: it lifts the loss of the "
        f"colder point. {alone}",
        "stays": "Two things balance here: higher τ brings every loss nearer to log(2N−1), and lower τ multiplies what "
        f"views that lie apart cost. {alone}",
    }
    if surface.collapse_region()[[a[0], b[0]], column].all():
        why = {"stays": "Both points are collapsed, and there the loss is log(2N−1) whatever τ is."}
    elif surface.alignment[a] < 1e-3:  # the views do not lie apart
        why = {"rises": why["rises"]}
    return what_happens(surface, rng, "loss", a, b, why, _AT_BOTH_ENDS)


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
    both = "1/τ multiplies the push apart and the price of misaligned pairs alike."
    why = {
        "falls": f"{both} Here the push gains more from cooling: the nodes are spread more at the colder point.",
        "rises": f"{both} Here the price of pairs that lie apart weighs more: at the colder point the nodes are drawn "
        "together.",
        "stays": f"{both} Here the two balance, as far as the seeds can tell.",
    }
    hint = "Two things are multiplied by 1/τ. Which one matters more at this strength?"
    return what_happens(surface, rng, "uniformity", (hot, column), (hot - step, column), why, hint)
