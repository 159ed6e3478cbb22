"""Collapse on the surface and the curve τ*(p)."""

import numpy as np

from explorer.model.surface import COLLAPSED_BELOW, Surface
from quizzes.bank.item import GRAPHS, Draft, IllPosed, generator
from quizzes.bank.parts import reading, some
from quizzes.cells import tau, theory, theory_spread


def _row_step(s: Surface, row: int) -> float:
    """One grid step in τ around a row."""
    return 1.01 * float(
        s.temperatures[min(row + 1, len(s.temperatures) - 1)] - s.temperatures[row]
        or s.temperatures[row] - s.temperatures[row - 1]
    )


def _edge(s: Surface, column: int) -> int:
    """The highest row without collapse."""
    return int(np.flatnonzero(~s.collapse_region()[:, column]).max())


@generator("surface", 2, GRAPHS)
def highest_open_temperature(surface: Surface, rng: np.random.Generator) -> Draft:
    """The highest τ without collapse at one strength."""
    column = some(rng, surface.strengths)
    collapsed = surface.collapse_region()[:, column]
    if not collapsed.any() or collapsed.all() or np.diff(collapsed.astype(int)).min() < 0:
        raise IllPosed("no single edge here")
    edge = _edge(surface, column)
    question = reading(
        f"At strength {surface.strengths[column]:.2f}, what is the highest τ on the map without collapse "
        f"(effective directions at least {COLLAPSED_BELOW:g})?",
        lambda s: float(s.temperatures[_edge(s, column)]),
        lambda s: _row_step(s, _edge(s, column)),
        [
            (
                "That is τ* of the theory, where collapse turns stable; the border of the map lies a little off it.",
                lambda s: float(theory(s)[column]),
            ),
            (
                "That is the edge without augmentation; look in the column of the strength given.",
                lambda s: float(s.temperatures[_edge(s, 0)]),
            ),
            (
                "That is the edge at the strongest augmentation; look in the column of the strength given.",
                lambda s: float(s.temperatures[_edge(s, -1)]),
            ),
            (
                "That is the lowest τ of the map; start at the top and go down until the directions reach "
                f"{COLLAPSED_BELOW:g}.",
                lambda s: float(s.temperatures[0]),
            ),
        ],
        surface,
        words="one grid step, about {amount}, counts",
        hints=("Show the collapse region and go up that column.",),
        explanation=f"The last cell without collapse is **{tau(surface, edge)}**; theory says that collapse is stable "
        f"above τ* = {theory(surface)[column]:.2f}.",
    )
    return Draft(question, (edge, column), "effective_directions")


@generator("surface", 3)
def weakest_escape(surface: Surface, rng: np.random.Generator) -> Draft:
    """The weakest strength that avoids collapse at one τ."""
    collapsed = surface.collapse_region()
    rows = [
        row
        for row in range(len(collapsed))
        if collapsed[row, 0] and not collapsed[row, -1] and np.diff(collapsed[row].astype(int)).max() <= 0
    ]
    if not rows:
        raise IllPosed("no row that escapes once")
    row = int(rows[int(rng.integers(len(rows)))])

    def escape(s: Surface):
        return int(np.flatnonzero(~s.collapse_region()[row]).min())

    column = escape(surface)
    step = float(surface.strengths[1] - surface.strengths[0])
    question = reading(
        f"At {tau(surface, row)}, what is the weakest strength on the map without collapse "
        f"(effective directions at least {COLLAPSED_BELOW:g})?",
        lambda s: float(s.strengths[escape(s)]),
        lambda s: 1.01 * step,
        [
            ("No augmentation is inside the collapse region here; go to the right.", lambda s: float(s.strengths[0])),
            ("That is the strongest; a weaker one already escapes.", lambda s: float(s.strengths[-1])),
            (
                "That is where theory's curve crosses this τ; on the map the edge lies elsewhere.",
                lambda s: float(np.interp(s.temperatures[row], np.maximum.accumulate(theory(s)), s.strengths)),
            ),
        ],
        surface,
        words="one grid step, {amount}, counts",
        hints=("Show the collapse region and go along that row.", "Stronger augmentation smooths less."),
        explanation=f"From strength **{surface.strengths[column]:.2f}** on there are at least {COLLAPSED_BELOW:g} "
        "directions: dropping edges smooths less, so λmax(Q) and with it τ* rise.",
    )
    return Draft(question, (row, column), "effective_directions")


@generator("surface", 1, GRAPHS)
def theory_rise(surface: Surface, rng: np.random.Generator) -> Draft:
    """How far the curve τ*(p) rises between two strengths."""
    a, b = some(rng, surface.strengths, 0, 0.37), some(rng, surface.strengths, 0.57, 1)
    question = reading(
        f"Read the curve τ*(p): by how much does it rise from strength {surface.strengths[a]:.2f} to "
        f"{surface.strengths[b]:.2f}?",
        lambda s: float(theory(s)[b] - theory(s)[a]),
        lambda s: max(2 * float(np.hypot(theory_spread(s)[a], theory_spread(s)[b])) / np.sqrt(len(s.seeds)), 0.05),
        [
            ("That is τ* at the stronger augmentation; subtract the other.", lambda s: float(theory(s)[b])),
            ("That is the ratio; the difference is asked for.", lambda s: float(theory(s)[b] / theory(s)[a])),
            (
                "That is λmax(Q)'s rise; τ* is λmax(Q)/λ.",
                lambda s: float((theory(s)[b] - theory(s)[a]) * s.scenario.weight_decay),
            ),
        ],
        surface,
        hints=("Switch the curve τ*(p) on; τ has a logarithmic axis.",),
        explanation=f"From {theory(surface)[a]:.2f} to {theory(surface)[b]:.2f}: "
        f"**{theory(surface)[b] - theory(surface)[a]:.2f}**. Dropping edges "
        "smooths less, so there is more for the loss to pull apart.",
    )
    return Draft(question, (len(surface.temperatures) - 3, b), "effective_directions")
