"""Regions to bound and cells to sort."""

import numpy as np

from explorer.model import claims
from explorer.model.surface import COLLAPSED_BELOW, Surface
from quizzes.bank.for_generators import capital, differs, noise_of, pick, random_cell, shuffled, with_article
from quizzes.bank.generators import GRAPHS, Draft, IllPosed, generator, those_that_hold
from quizzes.cells import at, strength, tau
from quizzes.types import Choice, MultipleChoice, Region, SingleChoice
from quizzes.types.region import grown


def _border(surface: Surface) -> str:
    """Where the border of the collapse region lies on this surface: its ends and its lowest place."""
    heights = (~surface.collapse_region()).sum(axis=0) - 1
    if heights.min() < 0 or not claims.collapse_is_hot(surface):
        return ""

    def last(p: int) -> str:
        top = int(heights[p])
        return "the top of the map" if top + 1 == len(surface.temperatures) else tau(surface, top)

    lowest = int(heights.argmin())
    where = [f"{last(0)} {'without augmentation' if surface.strengths[0] == 0 else f'at {strength(surface, 0)}'}"]
    if 0 < lowest < len(heights) - 1:
        where.append(f"{last(lowest)} at {strength(surface, lowest)}")
    return f"The last cells without collapse reach {', '.join(where)} and {last(-1)} at {strength(surface, -1)}."


def _why_hot(surface: Surface) -> str:
    """Why what is collapsed is hot, where it is."""
    lost = surface.scenario.weight_decay > 0 and claims.collapse_is_hot(surface)
    return "The push apart is ∝ 1/τ and loses against weight decay at high τ. " if lost else ""


@generator("surface", 2, GRAPHS)
def few_directions_region(surface: Surface, rng: np.random.Generator) -> Draft:
    """The cells with fewer effective directions than a bound."""
    bound = round(float(np.quantile(surface.effective_directions, float(rng.uniform(0.08, 0.4)))), 2)
    inside = surface.effective_directions < bound
    collapsed, columns = surface.collapse_region().any(), np.flatnonzero(inside[: len(inside) // 3].any(axis=0))
    cold = len(columns) and columns[0] > inside.shape[1] // 4
    question = Region(
        prompt=f"Mark all cells with fewer than {bound:.2f} effective directions.",
        region=lambda s: s.effective_directions < bound,
        layer="effective_directions",
        hidden=frozenset({"collapse", "theory"}),
        reveals=frozenset({"collapse", "theory"}),
        hints=("Start at the top and find the border in three or four columns.", "Look at the lowest τ as well."),
        explanation=f"There are {inside.sum()} of them."
        + (f" {_why_hot(surface)}{_border(surface)}" if collapsed else "")
        + (" At low τ and strong augmentation the nodes are drawn together." if cold else ""),
    )
    layer = "effective_directions"
    return Draft(question, random_cell(surface, rng, inside), layer, frozenset({layer}))


@generator("terms", 3, GRAPHS)
def far_pairs_region(surface: Surface, rng: np.random.Generator) -> Draft:
    """The cells where the views of a node lie far apart."""
    bound = round(float(np.quantile(surface.alignment, float(rng.uniform(0.6, 0.88)))), 3)
    if bound <= 0:
        raise IllPosed("no such bound")
    question = Region(
        prompt=f"Mark all cells with ℓ_align above {bound:.3f}, where the two views of a node lie farthest apart.",
        region=lambda s: s.alignment > bound,
        layer="alignment",
        hints=("Follow two or three rows from weak to strong.", "What becomes of ℓ_align where all views coincide?"),
        explanation="Stronger augmentation makes the two views of a node differ more; how far apart they land depends "
        "on what the encoder ignores and on how far it spreads the nodes, too."
        + (" In collapse every view sits on one point." if surface.collapse_region().any() else ""),
    )
    return Draft(question, random_cell(surface, rng, surface.alignment > bound), "alignment", frozenset({"alignment"}))


@generator("surface", 1, GRAPHS)
def which_are_collapsed(surface: Surface, rng: np.random.Generator) -> Draft:
    """Tick the operating points inside collapse."""
    collapsed = surface.collapse_region()
    inside, outside = ~grown(~collapsed), ~grown(collapsed)
    count = int(rng.integers(1, 4))
    cells = {random_cell(surface, rng, inside) for _ in range(count)}
    free = outside & (surface.temperatures > 0.3)[:, None]
    if free.sum() < 4 - len(cells):
        raise IllPosed("too few cells outside")
    while len(cells) < 4:
        cells |= {random_cell(surface, rng, free)}
    order = sorted(cells)
    choices = tuple(
        Choice(
            f"c{t}-{p}",
            at(surface, (t, p)),
            f"At {at(surface, (t, p))} there are {surface.effective_directions[t, p]:.2f} effective directions; "
            f"collapse means below {COLLAPSED_BELOW:g}.",
        )
        for t, p in order
    )
    question = MultipleChoice(
        prompt="Which of these operating points lie inside the collapse region?",
        choices=shuffled(rng, choices),
        right=lambda s: frozenset(f"c{t}-{p}" for t, p in order if s.collapse_region()[t, p]),
        hints=("Go to each of them and look whether more than one direction is left.",),
        explanation=_why_hot(surface) + _border(surface),
    )
    true = {f"c{t}-{p}": lambda s, cell=(t, p): s.effective_directions[cell] < COLLAPSED_BELOW for t, p in order}
    return Draft(question, order[-1], "effective_directions", frozenset({"effective_directions"}), true)


_ORDERS = (
    ("accuracy", "highest probe accuracy", 1),
    ("effective_directions", "most effective directions", 1),
    ("alignment", "largest ℓ_align", 1),
    ("relative_loss", "least relative loss", -1),
)


@generator("surface", 1, GRAPHS)
def extreme_of_four(surface: Surface, rng: np.random.Generator) -> Draft:
    """Which of four points has the most or least of something."""
    metric, words, sign = pick(rng, _ORDERS)
    rows, columns = surface.loss.shape
    cells = [(int(rng.integers(rows)), int(rng.integers(columns))) for _ in range(4)]
    values = sign * getattr(surface, metric)
    order = sorted(set(cells), key=lambda cell: -values[cell])
    if len(order) < 4 or values[order[0]] - values[order[1]] < 1.5 * noise_of(surface, metric, order[0], order[1]):
        raise IllPosed("too close")

    true = {
        f"{cell[0]}-{cell[1]}": lambda s, cell=cell: all(
            other == cell or sign * differs(s, metric, other, cell) > 1 for other in order
        )
        for cell in order
    }
    if sum(holds(surface) for holds in true.values()) != 1:
        raise IllPosed("too close")
    figures = {cell: f"{getattr(surface, metric)[cell]:.3g}" for cell in order}
    choices = tuple(
        Choice(
            f"{cell[0]}-{cell[1]}",
            at(surface, cell),
            f"{capital(with_article(metric))} is {figures[cell]} there, the runner-up has {figures[order[1]]}."
            if cell == order[0]
            else f"There {with_article(metric)} is {figures[cell]}; {at(surface, order[0])} has {figures[order[0]]}.",
        )
        for cell in order
    )
    question = SingleChoice(
        prompt=f"Which of these operating points has the {words}?",
        choices=shuffled(rng, choices),
        right=those_that_hold(true),
        hints=("Place the point at each of them and compare.",),
        explanation=f"{capital(with_article(metric))}: "
        + "; ".join(f"{figures[cell]} at {at(surface, cell)}" for cell in order)
        + ".",
    )
    layer = metric if metric in ("accuracy", "effective_directions", "alignment", "relative_loss") else "loss"
    return Draft(question, order[0], layer, frozenset({metric}), true)
