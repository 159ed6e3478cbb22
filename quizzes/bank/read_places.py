"""Regions to bound and cells to sort."""

import numpy as np

from explorer.model.surface import COLLAPSED_BELOW, NEARLY_COLLAPSED_BELOW, Surface
from quizzes.bank.item import GRAPHS, Draft, IllPosed, generator
from quizzes.bank.parts import capital, error, pick, random_cell, shuffled, with_article
from quizzes.cells import at
from quizzes.types import Choice, MultipleChoice, Region, SingleChoice
from quizzes.types.region import grown


def _border(surface: Surface) -> str:
    """What strength does to the border of the collapse region on this surface."""
    weak, strong = (int(surface.collapse_region()[:, column].sum()) for column in (0, -1))
    if strong < weak:
        return "The border rises with strength, as τ*(p) does."
    return "Theory's τ*(p) rises with strength; the border of collapse on this graph does not."


@generator("surface", 2, GRAPHS)
def few_directions_region(surface: Surface, rng: np.random.Generator) -> Draft:
    """The cells with fewer effective directions than a bound."""
    bound = float(pick(rng, (COLLAPSED_BELOW, NEARLY_COLLAPSED_BELOW, 1.3, 1.4, 1.5, 1.6)))
    collapse = bound == COLLAPSED_BELOW
    what = (
        f"the collapse region (effective directions below {bound:g})"
        if collapse
        else f"all cells with fewer than {bound} effective directions"
    )
    question = Region(
        prompt=f"Mark {what}.",
        region=lambda s: s.effective_directions < bound,
        layer="effective_directions",
        hidden=frozenset({"collapse", "theory"}),
        reveals=frozenset({"collapse", "theory"}),
        hints=(
            "Switch the layer to effective directions.",
            "Look at high τ; where does the border lie at strength 0, where at 0.6?",
        ),
        explanation="There the loss pushes with Q/τ, too little against weight decay. " + _border(surface),
    )
    return Draft(question, random_cell(surface, rng, surface.effective_directions < bound), "effective_directions")


@generator("terms", 3, GRAPHS)
def far_pairs_region(surface: Surface, rng: np.random.Generator) -> Draft:
    """The cells where the views of a node lie far apart."""
    bound = float(np.quantile(surface.alignment, float(rng.uniform(0.6, 0.88))))
    bound = round(bound, 2)
    if bound <= 0:
        raise IllPosed("no such bound")
    question = Region(
        prompt=f"Mark all cells with ℓ_align above {bound:.2f}: there the two views of a node lie far apart.",
        region=lambda s: s.alignment > bound,
        layer="alignment",
        hints=("Switch the layer to ℓ_align.", "It rises with strength; what happens to it inside collapse?"),
        explanation="Stronger augmentation makes views differ more. Inside collapse ℓ_align is near 0 all the same, "
        "since every view sits on one point.",
    )
    return Draft(question, random_cell(surface, rng, surface.alignment > bound), "alignment")


@generator("surface", 1, GRAPHS)
def which_are_collapsed(surface: Surface, rng: np.random.Generator) -> Draft:
    """Tick the operating points inside collapse."""
    collapsed = surface.collapse_region()
    inside, outside = ~grown(~collapsed), ~grown(collapsed)
    count = int(rng.integers(1, 4))
    cells = {random_cell(surface, rng, inside) for _ in range(count)}
    while len(cells) < 4:
        cells |= {random_cell(surface, rng, outside & (surface.temperatures > 0.3)[:, None])}
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
        hints=("High τ pulls towards collapse; what does stronger augmentation do to the border?",),
        explanation="The push apart is ∝ 1/τ and loses against weight decay at high τ. " + _border(surface),
    )
    return Draft(question, order[-1], "effective_directions")


_ORDERS = (
    ("accuracy", "highest probe accuracy", 1),
    ("effective_directions", "most effective directions", 1),
    ("alignment", "largest ℓ_align", 1),
    ("gradient_norm", "largest gradient norm", 1),
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
    if len(order) < 4 or values[order[0]] - values[order[1]] < 1.5 * error(surface, metric, order[0], order[1]):
        raise IllPosed("too close")

    def right(s: Surface) -> frozenset[str]:
        return frozenset({"{}-{}".format(*max(order, key=lambda cell: sign * getattr(s, metric)[cell]))})

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
        right=right,
        hints=("Place the point at each of them and compare.",),
        explanation=f"{capital(with_article(metric))}: "
        + "; ".join(f"{figures[cell]} at {at(surface, cell)}" for cell in order)
        + ".",
    )
    layer = metric if metric in ("accuracy", "effective_directions", "alignment", "relative_loss") else "loss"
    return Draft(question, order[0], layer)
