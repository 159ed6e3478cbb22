"""Shapes of curves and places of peaks, predicted before they are shown."""

import numpy as np

from explorer.charts.texts import temperature_text
from explorer.model.surface import Surface
from quizzes.bank.for_generators import NAMES, capital, differs, noise_of, pick, shown, shuffled, some, with_article
from quizzes.bank.generators import GRAPHS, Draft, IllPosed, generator
from quizzes.cells import Cell, tau, whole_range
from quizzes.types import Choice, MultipleChoice, Point, Prediction, SingleChoice
from quizzes.types.goals import greatest

SHAPES = {
    "rises": "It rises all the way",
    "falls": "It falls all the way",
    "peak": "It rises to a peak, then falls",
    "dip": "It falls to a dip, then rises",
    "flat": "It stays flat, within the noise",
}


def shape(values: np.ndarray, noise: float) -> str:
    """Which of `SHAPES` a curve has, seen through noise; ``""`` if none is clear.

    Parameters
    ----------
    values
        The curve.
    noise
        Differences up to this mean nothing.
    """
    first, last, top, bottom = values[0], values[-1], values.max(), values.min()
    up, down = min(top - first, top - last), min(first - bottom, last - bottom)
    if top - bottom <= noise:
        return "flat"
    if top - bottom < 2 * noise:
        return ""
    if up > 2 * noise and down < noise:
        return "peak"
    if down > 2 * noise and up < noise:
        return "dip"
    if max(up, down) < noise:
        return "rises" if last > first else "falls"
    return ""


_CURVES = ("loss", "alignment", "effective_directions", "accuracy", "tolerance")


def _along(surface: Surface, row: int | None, column: int | None) -> list[Cell]:
    """The cells of a row or a column."""
    if row is not None:
        return [(row, p) for p in range(len(surface.strengths))]
    return [(t, column or 0) for t in range(len(surface.temperatures))]


def _shape_on(surface: Surface, metric: str, cells: list[Cell]) -> str:
    """The shape of a metric along cells, seen through one and a half times its median paired noise."""
    noise = 1.5 * float(np.median([noise_of(surface, metric, cells[0], cell) for cell in cells[::3]]))
    return shape(getattr(surface, metric)[tuple(np.transpose(cells))], noise)


@generator("change", 2, ("communities", "karate", "communities-sphere", "communities-gcn"))
def shape_of_a_curve(surface: Surface, rng: np.random.Generator) -> Draft:
    """The shape of a metric along a row or a column; every shape that occurs is as likely as the others."""
    found: dict[str, list[tuple[str, list[Cell]]]] = {}
    for _ in range(24):
        metric, across = pick(rng, _CURVES), rng.random() < 0.5
        row = some(rng, surface.temperatures) if across else None
        cells = _along(surface, row, None if across else some(rng, surface.strengths))
        found.setdefault(_shape_on(surface, metric, cells), []).append((metric, cells))
    found.pop("", None)
    clear = {
        key: curves
        for key, curves in found.items()
        if [name for name in SHAPES if _follows(surface, *curves[0], name)] == [key]
    }
    if not clear:
        raise IllPosed("no clear shape")
    key = pick(rng, sorted(clear))
    metric, cells = clear[key][0]
    values = getattr(surface, metric)[tuple(np.transpose(cells))]
    (t, p), last = cells[0], cells[-1]
    if t == last[0]:
        fixed, along = f"At {tau(surface, t)}", f"strength goes from {whole_range(surface)}"
    else:
        low, high = (temperature_text(surface.temperatures[end]) for end in (0, -1))
        fixed, along = f"At strength {surface.strengths[p]:.2f}", f"τ goes from {low} to {high}"
    said = (
        f"It runs from {shown(values[0])} to {shown(values[-1])}, with {shown(values.max())} at most and "
        f"{shown(values.min())} at least."
    )
    question = SingleChoice(
        prompt=f"{fixed}, {along}. Which shape has the curve of {with_article(metric)}?",
        choices=shuffled(rng, tuple(Choice(name, text, said) for name, text in SHAPES.items())),
        right=lambda s: frozenset({_shape_on(s, metric, cells)}),
        hints=("Think of both ends first, then of the middle.",),
        explanation=said,
    )
    extreme = int(np.argmin(values) if key == "dip" else np.argmax(values))
    true = {name: lambda s, name=name: _follows(s, metric, cells, name) for name in SHAPES}
    return Draft(question, cells[extreme], metric, true=true)


def _follows(surface: Surface, metric: str, cells: list[Cell], name: str) -> bool:
    """Whether a shape could be said of the curve: its ends and its extremes, told apart by paired differences."""
    values = getattr(surface, metric)[tuple(np.transpose(cells))]
    top, bottom = cells[int(values.argmax())], cells[int(values.argmin())]

    def apart(a: Cell, b: Cell) -> bool:
        return abs(differs(surface, metric, a, b)) > 1

    first, last = cells[0], cells[-1]
    rising, falling = not (apart(last, top) or apart(first, bottom)), not (apart(first, top) or apart(last, bottom))
    return {
        "flat": not apart(top, bottom),
        "rises": apart(top, bottom) and rising,
        "falls": apart(top, bottom) and falling,
        "peak": apart(first, top) and apart(last, top) and not (apart(first, bottom) and apart(last, bottom)),
        "dip": apart(first, bottom) and apart(last, bottom) and not (apart(first, top) and apart(last, top)),
    }[name]


@generator("change", 2)
def accuracy_peak_in_row(surface: Surface, rng: np.random.Generator) -> Draft:
    """Commit to where accuracy peaks at one τ."""
    row = some(rng, surface.temperatures, 0, 0.63)
    goal = greatest("accuracy", lambda s: np.indices(s.loss.shape)[0] == row)
    inner = Point(
        prompt=f"Place the point of best accuracy with {tau(surface, row)}.",
        goal=goal,
        layer="loss",
        hidden=frozenset({"accuracy", "accuracy_optimum"}),
        reveals=frozenset({"accuracy_optimum"}),
        attempts=1,
    )
    cell = goal.best(surface)
    question = Prediction(
        prompt=f"At {tau(surface, row)}, which strength gives the best probe accuracy? The map shows the loss.",
        inner=inner,
        hidden=frozenset({"accuracy", "accuracy_optimum"}),
        hints=("Is it the strength of least loss?",),
        explanation=f"Accuracy peaks at strength {surface.strengths[cell[1]]:.2f} with {surface.accuracy[cell]:.3f}; "
        f"at strength 0 it is {surface.accuracy[row, 0]:.3f}.",
    )
    return Draft(question, cell, "accuracy")


_SIGNS = {
    "alignment_term": "A_τ rises (it is less negative)",
    "uniformity_term": "U_τ rises",
    "loss": "The loss L rises",
    "alignment": "ℓ_align rises",
    "effective_directions": "The number of effective directions rises",
}


@generator("terms", 3, GRAPHS)
def all_signs(surface: Surface, rng: np.random.Generator) -> Draft:
    """Which numbers rise when τ rises."""
    column = some(rng, surface.strengths)
    a, b = ((some(rng, surface.temperatures, *part), column) for part in ((0, 0.37), (0.47, 0.77)))
    metrics = [str(m) for m in rng.choice(sorted(_SIGNS), size=4, replace=False)]
    changes = {metric: differs(surface, metric, a, b) for metric in metrics}
    if any(abs(change) < 2 for change in changes.values()):
        raise IllPosed("one of them hardly changes")
    choices = tuple(
        Choice(
            m,
            _SIGNS[m],
            f"{capital(with_article(m))} goes from {shown(getattr(surface, m)[a])} to {shown(getattr(surface, m)[b])}.",
        )
        for m in metrics
    )
    question = MultipleChoice(
        prompt=f"At strength {surface.strengths[column]:.2f} τ rises from "
        f"{temperature_text(surface.temperatures[a[0]])} to {temperature_text(surface.temperatures[b[0]])}. "
        "Which of these hold?",
        choices=shuffled(rng, choices),
        right=lambda s: frozenset(m for m in metrics if getattr(s, m)[b] > getattr(s, m)[a]),
        hints=("Read the numbers at both points; the split shows A_τ and U_τ.",),
        explanation="; ".join(
            f"{NAMES[m]} {getattr(surface, m)[a]:.3g} → {getattr(surface, m)[b]:.3g}" for m in metrics
        )
        + ".",
    )
    split = {"alignment_term", "uniformity_term"}
    reads = frozenset("split" if m in split else m for m in metrics)
    true = {m: lambda s, m=m: differs(s, m, a, b) > 1 for m in metrics}
    return Draft(question, b, reads=reads, true=true)
