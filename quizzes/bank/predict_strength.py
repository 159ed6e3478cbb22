"""What happens when the augmentation gets stronger, or weaker again."""

from __future__ import annotations

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.direction import what_happens
from quizzes.bank.for_generators import differs, open_row, pick, random_cell, some
from quizzes.bank.generators import GRAPHS, Draft, IllPosed, generator


@generator("change", 1, GRAPHS)
def views_part(surface: Surface, rng: np.random.Generator) -> Draft:
    """ℓ_align when the strength changes, outside collapse or inside."""
    region = surface.collapse_region()
    if rng.random() < 0.3:
        row = random_cell(surface, rng, region)[0]
        inside = np.flatnonzero(region[row])
        if inside[-1] - inside[0] < 3 or surface.alignment[row, inside].max() > 0.005:
            raise IllPosed("not on one point, or too narrow")
        a, b = (row, int(inside[0])), (row, int(pick(rng, inside[3:])))
        why = {
            "stays": "Both points are collapsed: every view lies on one point, whatever the augmentation does to it."
        }
    else:
        row = open_row(surface, rng)
        a, b = (row, some(rng, surface.strengths, 0, 0.1)), (row, some(rng, surface.strengths, 0.57))
        why = {
            "rises": "The stronger the augmentation, the less two views of a node share, and the encoder undoes only a "
            "part."
        }
    hint = "Are the points collapsed? If not, what do the two views of a node still share?"
    return what_happens(surface, rng, "alignment", a, b, why, hint)


@generator("change", 3)
def strength_escapes(surface: Surface, rng: np.random.Generator) -> Draft:
    """Effective directions at high τ when the strength changes."""
    collapsed = surface.collapse_region()
    rows = np.flatnonzero(collapsed[:, 0] & ~collapsed[:, -1])
    if not len(rows):
        raise IllPosed("no row that escapes")
    row = int(pick(rng, rows))
    inside, outside = np.flatnonzero(collapsed[row]), np.flatnonzero(~collapsed[row])
    a = (row, int(pick(rng, inside)))
    b = (row, int(pick(rng, outside[len(outside) // 2 :])))
    why = {
        "rises": "With more edges dropped neighbours are mixed less, so λmax(Q) and with it τ*(p) are higher: the "
        "border of collapse lies between the two points."
    }
    hint = "Dropping edges mixes neighbours less. What does that do to λmax(Q), and so to τ*(p) = λmax(Q)/λ?"
    return what_happens(surface, rng, "effective_directions", a, b, why, hint)


@generator("change", 3)
def too_strong_at_low_temperature(surface: Surface, rng: np.random.Generator) -> Draft:
    """Accuracy at low τ between middling and the strongest augmentation."""
    row = some(rng, surface.temperatures, 0, 0.23)
    a, b = (row, some(rng, surface.strengths, 0.3, 0.5)), (row, some(rng, surface.strengths, 0.93))
    if differs(surface, "effective_directions", a, b) > -1:
        raise IllPosed("not drawn together")
    why = {
        "falls": "Views that share little draw the embedding together at low τ, and on the circle the classes then "
        "crowd each other."
    }
    hint = "How much room does a circle leave for classes when the embedding draws together?"
    return what_happens(surface, rng, "accuracy", a, b, why, hint)
