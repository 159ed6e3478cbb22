"""Points set beside each other in two layers: which one wins in both, which pair refutes a rule, where a path turns."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from explorer.charts.texts import strength_text, temperature_text
from explorer.model.surface import Surface
from quizzes.bank.for_generators import capital, differs, noise_of, pick, shown, shuffled, some, with_article
from quizzes.bank.generators import GRAPHS, Draft, IllPosed, generator, those_that_hold
from quizzes.cells import Cell, at, strength, tau
from quizzes.types import Choice, MultipleChoice, SingleChoice

_CLEAR = 2.0
_BETTER = {"alignment": -1, "loss": -1, "relative_loss": -1, "effective_directions": 1, "accuracy": 1}
# Which way of a metric is better.
_SHORT = {
    "alignment": "ℓ_align",
    "loss": "loss",
    "relative_loss": "relative loss",
    "effective_directions": "effective directions",
    "accuracy": "accuracy",
}
_WORDS = {
    "alignment": "a smaller ℓ_align",
    "loss": "a lower loss",
    "relative_loss": "a lower relative loss",
    "effective_directions": "more effective directions",
    "accuracy": "a higher probe accuracy",
}


def _gain(surface: Surface, metric: str, a: Cell, b: Cell) -> float:
    """How much better a metric is at b than at a, in units of its noise."""
    return _BETTER[metric] * differs(surface, metric, a, b)


def _open_cells(surface: Surface) -> list[Cell]:
    """The cells outside collapse."""
    return [(int(t), int(p)) for t, p in np.argwhere(~surface.collapse_region())]


def _figures(surface: Surface, metrics: Sequence[str], cell: Cell) -> str:
    """Some metrics at a cell, as text."""
    return ", ".join(f"{_SHORT[metric]} {shown(getattr(surface, metric)[cell])}" for metric in metrics)


def _listed(surface: Surface, metrics: Sequence[str], cells: Sequence[Cell]) -> str:
    """Some metrics at some cells, as a sentence."""
    return "; ".join(f"{at(surface, cell)}: {_figures(surface, metrics, cell)}" for cell in cells) + "."


@generator("surface", 3, GRAPHS)
def better_in_both(surface: Surface, rng: np.random.Generator) -> Draft:
    """Which of four points is better than a fifth in two layers at once."""
    first, second = pick(
        rng,
        (
            ("alignment", "effective_directions"),
            ("loss", "accuracy"),
            ("relative_loss", "accuracy"),
            ("alignment", "accuracy"),
            ("relative_loss", "alignment"),
        ),
    )
    anywhere = _open_cells(surface)
    start = pick(rng, anywhere)

    def gains(s: Surface, cell: Cell) -> tuple[float, float]:
        return _gain(s, first, start, cell), _gain(s, second, start, cell)

    found: dict[tuple[bool, bool], list[Cell]] = {}
    for _ in range(80):
        cell = pick(rng, anywhere)
        both = gains(surface, cell)
        if min(map(abs, both)) > _CLEAR:
            found.setdefault((both[0] > 0, both[1] > 0), []).append(cell)
    halves = (found.get((True, False), []), found.get((False, True), []))
    if not found.get((True, True)) or not all(halves):
        raise IllPosed("nothing is better in both, or everything that is better in one")
    rest = [cell for cells in (*halves, found.get((False, False), [])) for cell in cells[:2]]
    cells = [found[True, True][0], *dict.fromkeys((halves[0][0], halves[1][0], *rest))][:4]
    if len(set(cells)) < 4:
        raise IllPosed("too few points")
    metrics = (first, second)
    choices = tuple(
        Choice(f"{cell[0]}-{cell[1]}", at(surface, cell), _listed(surface, metrics, (cell, start))) for cell in cells
    )
    true = {
        f"{cell[0]}-{cell[1]}": lambda s, cell=cell: min(gains(s, cell)) > 1  # both, as far as the seeds can tell
        for cell in cells
    }
    question = SingleChoice(
        prompt=f"At {at(surface, start)} the map shows {_figures(surface, metrics, start)}. Which of these points has "
        f"both {_WORDS[first]} and {_WORDS[second]} than that?",
        choices=shuffled(rng, choices),
        right=those_that_hold(true),
        hints=("Sort them by one layer first; only those that pass need a look at the other.",),
        explanation=_listed(surface, metrics, (start, *cells)),
    )
    return Draft(question, cells[0], second, frozenset(metrics), true)


@generator("surface", 3, GRAPHS)
def where_it_changes_most(surface: Surface, rng: np.random.Generator) -> Draft:
    """On which of four stretches of a row or a column a metric changes most."""
    metric, across = pick(rng, ("effective_directions", "alignment", "accuracy", "relative_loss")), rng.random() < 0.5
    grid = surface.strengths if across else surface.temperatures
    fixed = some(rng, surface.temperatures if across else surface.strengths)
    steps = np.linspace(0, len(grid) - 1, 5).round().astype(int)
    if len(set(steps)) < 5:
        raise IllPosed("too few cells for four stretches")
    cells = [(fixed, int(step)) if across else (int(step), fixed) for step in steps]
    values = getattr(surface, metric)
    changes = [abs(values[b] - values[a]) for a, b in pairwise(cells)]
    noise = max(noise_of(surface, metric, a, b) for a, b in pairwise(cells))
    order = np.argsort(changes)
    if changes[order[-1]] - changes[order[-2]] < 1.5 * noise:
        raise IllPosed("two stretches change alike")

    def change(s: Surface, number: int) -> float:
        numbers = getattr(s, metric)
        return abs(float(numbers[cells[number + 1]] - numbers[cells[number]]))

    def most(s: Surface) -> int:
        return max(range(4), key=lambda number: change(s, number))

    write = strength_text if across else temperature_text
    ends = [write(grid[step]) for step in steps]
    said = "; ".join(f"{ends[n]} to {ends[n + 1]}: {shown(changes[n])}" for n in range(4))
    choices = tuple(
        Choice(f"s{n}", f"From {ends[n]} to {ends[n + 1]}", f"By how much {with_article(metric)} changes: {said}.")
        for n in range(4)
    )
    name, where = ("the strength", tau(surface, fixed)) if across else ("τ", strength(surface, fixed))
    question = SingleChoice(
        prompt=f"At {where}, {name} goes from {ends[0]} to {ends[-1]}. On which stretch does {with_article(metric)} "
        "change most, up or down?",
        choices=choices,
        right=lambda s: frozenset({f"s{most(s)}"}),
        hints=("Read the five values first, then take the four differences.",),
        explanation=f"By how much {with_article(metric)} changes: {said}.",
    )
    true = {f"s{n}": lambda s, n=n: change(s, n) > max(change(s, m) for m in range(4) if m != n) for n in range(4)}
    return Draft(question, cells[int(order[-1]) + 1], metric, frozenset({metric}), true)


# The rule, the metric that gets better by it, and what it says of another metric.
_RULES = (
    ("The lower the loss, the better the probe reads the embedding", "loss", "accuracy"),
    ("The lower the relative loss, the better the probe reads the embedding", "relative_loss", "accuracy"),
    ("The smaller ℓ_align, the better the probe reads the embedding", "alignment", "accuracy"),
    ("The more effective directions, the better the probe reads the embedding", "effective_directions", "accuracy"),
    ("The lower the loss, the more effective directions", "loss", "effective_directions"),
    ("The smaller ℓ_align, the lower the relative loss", "alignment", "relative_loss"),
)


@generator("misconceptions", 3, GRAPHS)
def which_pair_refutes(surface: Surface, rng: np.random.Generator) -> Draft:
    """Which of four pairs of points is a counterexample to a rule."""
    rule, cause, effect = pick(rng, _RULES)
    for_it: list[tuple[Cell, Cell]] = []
    against: list[tuple[Cell, Cell]] = []
    anywhere = _open_cells(surface)
    for _ in range(200):
        a, b = pick(rng, anywhere), pick(rng, anywhere)
        if _gain(surface, cause, a, b) > _CLEAR and abs(_gain(surface, effect, a, b)) > _CLEAR:
            (for_it if _gain(surface, effect, a, b) > 0 else against).append((a, b))
    if len(for_it) < 3 or not against:
        raise IllPosed("no counterexample, or too few examples")
    pairs = [against[0], *for_it[:3]]

    def refutes(s: Surface, pair: tuple[Cell, Cell]) -> bool:
        return _gain(s, cause, *pair) > 1 and _gain(s, effect, *pair) < -1

    metrics, values = (cause, effect), getattr(surface, cause)
    choices = tuple(
        Choice(
            f"p{number}",
            f"From {at(surface, a)} to {at(surface, b)}: {_SHORT[cause]} {shown(values[a])} → {shown(values[b])}",
            f"{_listed(surface, metrics, (a, b))} "
            + ("The one gets better and the other worse." if number == 0 else "This pair goes along with the rule."),
        )
        for number, (a, b) in enumerate(pairs)
    )
    true = {f"p{number}": lambda s, pair=pair: refutes(s, pair) for number, pair in enumerate(pairs)}
    question = SingleChoice(
        prompt=f"A fellow student states: “{rule}.” Which of these moves on the map is a counterexample?",
        choices=shuffled(rng, choices),
        right=those_that_hold(true),
        hints=(
            "In a counterexample the first half of the rule comes true and the second half does not.",
            "Take the layer that the second half speaks of and look at both ends of a move.",
        ),
        explanation=f"{_listed(surface, metrics, pairs[0])} One counterexample is enough: what helps "
        f"{with_article(cause)} need not help {with_article(effect)}.",
    )
    return Draft(question, pairs[0][1], effect, frozenset({effect}), true)


_SAYS = {
    "loss": "B has the lower loss",
    "relative_loss": "B is nearer to the best loss that is possible at its τ",
    "alignment": "B aligns the two views of a node better",
    "effective_directions": "B fills more effective directions",
    "accuracy": "The probe reads B better",
}


@generator("misconceptions", 3, GRAPHS)
def alike_in_one_number(surface: Surface, rng: np.random.Generator) -> Draft:
    """What may be said of two points that one metric does not tell apart."""
    same = pick(rng, ("loss", "alignment", "effective_directions"))
    others, first = [metric for metric in _SAYS if metric != same], getattr(surface, same)
    anywhere = _open_cells(surface)
    for _ in range(2000):
        a, b = pick(rng, anywhere), pick(rng, anywhere)
        alike = abs(first[a] - first[b]) < 0.02 * abs(first[a]) and abs(differs(surface, same, a, b)) < 0.5
        if alike and all(abs(_gain(surface, metric, a, b)) > 1.5 for metric in others):
            break
    else:
        raise IllPosed("no such pair")
    values = {metric: getattr(surface, metric) for metric in _SAYS}
    choices = tuple(
        Choice(
            metric,
            _SAYS[metric],
            f"{capital(with_article(metric))} is {shown(values[metric][a])} at A and {shown(values[metric][b])} at B.",
        )
        for metric in others
    )
    true = {metric: lambda s, metric=metric: _gain(s, metric, a, b) > 1 for metric in others}
    question = MultipleChoice(
        prompt=f"A is {at(surface, a)}, B is {at(surface, b)}. {capital(with_article(same))} is the same at both, "
        f"within the noise: {shown(first[a])} and {shown(first[b])}. A fellow student concludes that the two "
        "embeddings are equally good. What holds?",
        choices=shuffled(rng, choices),
        right=those_that_hold(true),
        hints=("One number does not tell what the others do.", "Read each layer at A and at B."),
        explanation=f"{capital(with_article(same))} alone does not say how good an embedding is. "
        + " ".join(choice.feedback for choice in choices),
    )
    return Draft(question, b, same, frozenset(others), true)
