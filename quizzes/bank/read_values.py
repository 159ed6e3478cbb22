"""Numbers read off the surface: truth and tolerance are the surface's own."""

from math import hypot

import numpy as np

from explorer.charts.texts import temperature_text
from explorer.model.surface import Surface
from quizzes.bank.for_generators import noise_of, open_row, pick, random_cell, read_off, some
from quizzes.bank.generators import GRAPHS, Draft, IllPosed, generator
from quizzes.cells import at, cell_at, row, tau


@generator("surface", 1, GRAPHS)
def below_chance(surface: Surface, rng: np.random.Generator) -> Draft:
    """How far the loss is below chance level."""
    cell = random_cell(surface, rng, ~surface.collapse_region())
    if surface.chance_level - surface.loss[cell] < noise_of(surface, "loss", cell):
        raise IllPosed("not below it")
    question = read_off(
        f"Read the loss at {at(surface, cell)}. How far below chance level, log(2N−1) = "
        f"{surface.chance_level:.2f}, is it?",
        lambda s: float(s.chance_level - s.loss[cell]),
        lambda s: noise_of(s, "loss", cell),
        [
            ("That is the loss itself; subtract it from chance level.", lambda s: float(s.loss[cell])),
            ("Below chance counts as positive here.", lambda s: float(s.loss[cell] - s.chance_level)),
            (
                "That is the share of chance level; the difference is asked for.",
                lambda s: float(s.loss[cell] / s.chance_level),
            ),
        ],
        surface,
        hints=("Move the point there and read the loss under the map.",),
        explanation=f"{surface.chance_level:.2f} − {surface.loss[cell]:.2f} = "
        f"**{surface.chance_level - surface.loss[cell]:.2f}** nats.",
    )
    return Draft(question, cell, reads=frozenset({"loss"}))


@generator("surface", 1, GRAPHS)
def directions_lost(surface: Surface, rng: np.random.Generator) -> Draft:
    """How many effective directions go when τ rises."""
    column = some(rng, surface.strengths)
    a, b = ((some(rng, surface.temperatures, *part), column) for part in ((0, 0.37), (0.6, 1)))
    values = surface.effective_directions
    if values[a] - values[b] < 3 * noise_of(surface, "effective_directions", a, b):
        raise IllPosed("no clear loss")
    question = read_off(
        f"At strength {surface.strengths[column]:.2f} τ rises from {temperature_text(surface.temperatures[a[0]])} to "
        f"{temperature_text(surface.temperatures[b[0]])}. By how much do the effective directions fall?",
        lambda s: float(s.effective_directions[a] - s.effective_directions[b]),
        lambda s: noise_of(s, "effective_directions", a, b),
        [
            ("That is what remains; the fall is the difference.", lambda s: float(s.effective_directions[b])),
            ("That is the value before; the fall is the difference.", lambda s: float(s.effective_directions[a])),
            (
                "That is ℓ_uniform's change; effective directions are exp(−ℓ_uniform).",
                lambda s: float(s.uniformity[b] - s.uniformity[a]),
            ),
            (
                "It falls: give the size of the fall.",
                lambda s: float(s.effective_directions[b] - s.effective_directions[a]),
            ),
        ],
        surface,
        hints=("Read the effective directions at both points.",),
        explanation=f"From {values[a]:.2f} to {values[b]:.2f}: **{values[a] - values[b]:.2f}** fewer. 1.00 is a "
        "single point.",
    )
    return Draft(question, b, "effective_directions", frozenset({"effective_directions"}))


@generator("surface", 2, GRAPHS)
def alignment_growth(surface: Surface, rng: np.random.Generator) -> Draft:
    """How much ℓ_align rises with strength at one τ."""
    row = open_row(surface, rng)
    a, b = ((row, some(rng, surface.strengths, *part)) for part in ((0, 0.37), (0.53, 1)))
    values = surface.alignment
    if values[b] - values[a] < 3 * noise_of(surface, "alignment", a, b):
        raise IllPosed("no clear rise")
    question = read_off(
        f"At {tau(surface, row)} strength rises from {surface.strengths[a[1]]:.2f} to {surface.strengths[b[1]]:.2f}. "
        "By how much does ℓ_align rise?",
        lambda s: float(s.alignment[b] - s.alignment[a]),
        lambda s: noise_of(s, "alignment", a, b),
        [
            ("That is ℓ_align at the stronger point; subtract what it was before.", lambda s: float(s.alignment[b])),
            (
                "That is a ratio; the difference is asked for.",
                lambda s: float(s.alignment[b] / max(s.alignment[a], 1e-9)),
            ),
            (
                "That is the rise of A_τ; ℓ_align has no τ in it.",
                lambda s: float(s.alignment_term[b] - s.alignment_term[a]),
            ),
            ("It rises: the difference is positive.", lambda s: float(s.alignment[a] - s.alignment[b])),
        ],
        surface,
        hints=("Switch the layer to ℓ_align.",),
        explanation=f"From {values[a]:.3f} to {values[b]:.3f}: **{values[b] - values[a]:.3f}**. Stronger augmentation "
        "makes the two views of a node differ more.",
    )
    return Draft(question, b, "alignment", frozenset({"alignment"}))


@generator("surface", 2, GRAPHS)
def accuracy_given_up(surface: Surface, rng: np.random.Generator) -> Draft:
    """What accuracy the best point of one temperature's loss gives up."""
    t = row(surface, pick(rng, (0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7)))
    least = (t, int(np.argmin(surface.loss[t])))
    best = cell_at(np.argmax(surface.accuracy), surface.accuracy.shape)
    question = read_off(
        f"At {tau(surface, t)}, take the strength of least loss. How much probe accuracy does that point give up "
        "against the best accuracy anywhere on the map? (As a share, for example 0.05.)",
        lambda s: float(s.accuracy[best] - s.accuracy[least]),
        lambda s: noise_of(s, "accuracy", best, least),
        [
            (
                "That is the accuracy at the point of least loss; subtract it from the best.",
                lambda s: float(s.accuracy[least]),
            ),
            (
                "That is the best accuracy; subtract what the point of least loss reaches.",
                lambda s: float(s.accuracy[best]),
            ),
            (
                "In per cent that is right in kind; give it as a share.",
                lambda s: 100 * float(s.accuracy[best] - s.accuracy[least]),
            ),
            (
                "It gives accuracy up: the difference is positive.",
                lambda s: float(s.accuracy[least] - s.accuracy[best]),
            ),
        ],
        surface,
        hints=("First find the strength of least loss in that row.", "Then compare accuracies."),
        explanation=f"Least loss at {at(surface, least)}: accuracy {surface.accuracy[least]:.3f}; best "
        f"{surface.accuracy[best]:.3f} at "
        f"{at(surface, best)}. The difference is **{surface.accuracy[best] - surface.accuracy[least]:.3f}**.",
    )
    return Draft(question, least, "accuracy", frozenset({"loss", "accuracy"}))


@generator("surface", 2, GRAPHS)
def hardest_share_ratio(surface: Surface, rng: np.random.Generator) -> Draft:
    """How much more of the gradient the hardest negatives take at low τ."""
    column = some(rng, surface.strengths)
    low = row(surface, pick(rng, (0.05, 0.07, 0.1)))
    high = row(surface, pick(rng, (0.5, 0.7, 1.0)))
    a, b = (low, column), (high, column)
    if low >= high:
        raise IllPosed("the map has no two such temperatures")

    def ratio(s: Surface) -> float:
        return float(s.hardest_negative_share[a] / s.hardest_negative_share[b])

    def allowed(s: Surface) -> float:
        relative = hypot(
            *(s.stderr["hardest_negative_share"][cell] / s.hardest_negative_share[cell] for cell in (a, b))
        )
        return max(2 * relative * ratio(s), 0.03 * ratio(s))

    question = read_off(
        f"At strength {surface.strengths[column]:.2f}, how many times as large is the hardest 5 %'s share of the "
        f"negatives' gradient at {tau(surface, low)} as at {tau(surface, high)}?",
        ratio,
        allowed,
        [
            (
                "That is the difference; a ratio is asked for.",
                lambda s: float(s.hardest_negative_share[a] - s.hardest_negative_share[b]),
            ),
            ("Turn the fraction: low τ over high τ.", lambda s: 1 / ratio(s)),
            ("That is the share at the low τ; divide it by the other.", lambda s: float(s.hardest_negative_share[a])),
        ],
        surface,
        hints=("The share stands above the map; move the point to both places.",),
        explanation=f"{surface.hardest_negative_share[a]:.3f} / {surface.hardest_negative_share[b]:.3f} = "
        f"**{ratio(surface):.2f}**. Weights go as exp(s/τ): low τ gives the gradient to the nearest negatives.",
    )
    return Draft(question, a, reads=frozenset({"hardest_negative_share"}))
