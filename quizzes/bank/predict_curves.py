"""Shapes of curves and places of peaks, predicted before they are shown."""

import numpy as np

from explorer.charts.texts import temperature_text
from explorer.model.surface import Surface
from quizzes.bank.item import GRAPHS, Draft, IllPosed, generator
from quizzes.bank.parts import NAMES, capital, differs, error, pick, shown, shuffled, some, with_article
from quizzes.cells import tau
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


def _curve(
    surface: Surface,
    rng: np.random.Generator,
    metric: str,
    row: int | None,
    column: int | None,
    why: dict[str, str],
    layer: str,
) -> Draft:
    """A prediction of the curve of a metric along one row or column."""
    place: tuple[int | slice, int | slice]
    if column is None and row is not None:
        where, place = f"At {tau(surface, row)}", (row, slice(None))
        cells = [(row, p) for p in range(len(surface.strengths))]
    elif column is not None:
        where, place = f"At strength {surface.strengths[column]:.2f}", (slice(None), column)
        cells = [(t, column) for t in range(len(surface.temperatures))]
    noise = 1.5 * float(np.median([error(surface, metric, cells[0], cell) for cell in cells[::3]]))

    def right(s: Surface) -> frozenset[str]:
        return frozenset({shape(getattr(s, metric)[place], noise)})

    values = getattr(surface, metric)[place]
    found = shape(values, noise)
    if not found:
        raise IllPosed("no clear shape")
    along = (
        f"strength goes from {surface.strengths[0]:g} to {surface.strengths[-1]:g}"
        if row is not None
        else f"τ goes from {temperature_text(surface.temperatures[0])} to {temperature_text(surface.temperatures[-1])}"
    )
    ends, between = (
        f"from {shown(values[0])} to {shown(values[-1])}",
        f"{shown(values.max())} at most and {shown(values.min())}",
    )
    numbers = f"It runs {ends}, with {between} at least. "
    choices = tuple(
        Choice(key, text, numbers + (why[found] if key == found else "Compare its ends with what lies between."))
        for key, text in SHAPES.items()
    )
    inner = SingleChoice(
        prompt=f"Which way does {with_article(metric)} go?", choices=shuffled(rng, choices), right=right
    )
    question = Prediction(
        prompt=f"{where}, {along}. Predict the curve of {with_article(metric)}.",
        inner=inner,
        hidden=frozenset({metric}),
        hints=("Think of both ends first, then of the middle.",),
        explanation=numbers + why[found],
    )
    extreme = int(np.argmin(values) if found == "dip" else np.argmax(values))
    return Draft(question, cells[extreme], layer)


@generator("change", 2, GRAPHS)
def accuracy_along_strength(surface: Surface, rng: np.random.Generator) -> Draft:
    """The curve of accuracy over strength at one τ."""
    nuisance, signal = "Too little augmentation leaves nuisance in", "too much takes the signal out"
    why = {
        "peak": f"{nuisance}, {signal}: the best lies between.",
        "rises": f"{nuisance}; at this τ even the strongest still helps.",
        "falls": f"At this τ {signal} from the start.",
        "flat": "At this τ augmentation hardly matters to the classes.",
        "dip": "At this τ both ends serve the classes better than the middle.",
    }
    return _curve(surface, rng, "accuracy", some(rng, surface.temperatures, 0, 0.57), None, why, "accuracy")


@generator("terms", 2, GRAPHS)
def directions_along_temperature(surface: Surface, rng: np.random.Generator) -> Draft:
    """The curve of effective directions over τ at one strength."""
    high = "High τ ends in collapse, a single direction"
    why = {
        "peak": f"{high}; at low τ the cost of alignment between different views shrinks the embeddings as well.",
        "falls": f"{high}; the push apart is ∝ 1/τ, and here nothing stands against it at low τ.",
        "rises": "At this strength low τ is where alignment shrinks the embeddings most.",
        "dip": "Both ends spread the embeddings more than the middle.",
        "flat": "At this strength τ hardly changes the spread.",
    }
    return _curve(surface, rng, "effective_directions", None, some(rng, surface.strengths), why, "effective_directions")


@generator("change", 3, GRAPHS)
def loss_along_strength(surface: Surface, rng: np.random.Generator) -> Draft:
    """The curve of the loss over strength at one τ."""
    cost = "each bit of augmentation makes the two views of a node differ more, and that costs alignment"
    why = {
        "rises": f"At this τ {cost}.",
        "falls": "At this τ weak augmentation is collapsed, at chance level; stronger augmentation smooths less "
        "and escapes.",
        "dip": f"Weak augmentation is close to collapse here, and stronger augmentation escapes; then {cost}.",
        "flat": "Here the embeddings are collapsed or close to it, and the loss stays at chance level.",
        "peak": f"At first {cost}; beyond the peak the embeddings follow what strong augmentation leaves.",
    }
    return _curve(surface, rng, "loss", some(rng, surface.temperatures), None, why, "loss")


@generator("change", 2)
def accuracy_peak_in_row(surface: Surface, rng: np.random.Generator) -> Draft:
    """Commit to where accuracy peaks at one τ."""
    row = some(rng, surface.temperatures, 0, 0.63)

    def here(s: Surface) -> np.ndarray:
        return np.broadcast_to((np.arange(len(s.temperatures)) == row)[:, None], s.accuracy.shape)

    goal = greatest("accuracy", here)
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
        prompt=f"At {tau(surface, row)}, which strength gives the best probe accuracy? The accuracy layer is hidden.",
        inner=inner,
        hidden=frozenset({"accuracy", "accuracy_optimum"}),
        hints=("Is it the strength of least loss?",),
        explanation=f"Accuracy peaks at strength {surface.strengths[cell[1]]:.2f} with {surface.accuracy[cell]:.3f}; "
        f"at strength 0 it is {surface.accuracy[row, 0]:.3f}.",
    )
    return Draft(question, cell, "accuracy")


_SIGNS = {
    "alignment_term": ("A_τ rises (it is less negative)", "A_τ = −mean s/τ"),
    "uniformity_term": ("U_τ rises", "U_τ holds exp(s/τ) of all other views"),
    "loss": ("The loss L rises", "L = A_τ + U_τ"),
    "alignment": ("ℓ_align rises", "ℓ_align has no τ in its formula, but training answers to τ"),
    "effective_directions": ("The number of effective directions rises", "the push apart is ∝ 1/τ"),
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
            _SIGNS[m][0],
            f"{capital(with_article(m))} goes from {shown(getattr(surface, m)[a])} to {shown(getattr(surface, m)[b])}: "
            f"{_SIGNS[m][1]}.",
        )
        for m in metrics
    )
    question = MultipleChoice(
        prompt=f"At strength {surface.strengths[column]:.2f} τ rises from "
        f"{temperature_text(surface.temperatures[a[0]])} to {temperature_text(surface.temperatures[b[0]])}. "
        "Which of these hold?",
        choices=shuffled(rng, choices),
        right=lambda s: frozenset(m for m in metrics if getattr(s, m)[b] > getattr(s, m)[a]),
        hints=("Watch the split while you move τ.", f"Start with {pick(rng, metrics).replace('_', ' ')}."),
        explanation="; ".join(
            f"{NAMES[m]} {getattr(surface, m)[a]:.3g} → {getattr(surface, m)[b]:.3g}" for m in metrics
        )
        + ".",
    )
    return Draft(question, b)
