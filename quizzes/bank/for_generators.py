"""Small pieces that generators share: drawing, cells, and numbers read off the surface."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.generators import IllPosed
from quizzes.cells import Cell
from quizzes.types import Choice, Number, Slip, Tolerance

NAMES = {
    "loss": "NT-Xent loss",
    "relative_loss": "relative loss",
    "alignment": "ℓ_align",
    "uniformity": "ℓ_uniform",
    "effective_directions": "number of effective directions",
    "accuracy": "probe accuracy",
    "gradient_norm": "gradient norm",
    "tolerance": "tolerance (mean similarity within a class)",
    "hardest_negative_share": "hardest 5 %'s share of the gradient",
    "alignment_term": "A_τ",
    "uniformity_term": "U_τ",
}
TWO_DECIMALS = Tolerance.rounding(2)
_DIGITS = {"alignment": 3, "accuracy": 3, "gradient_norm": 3, "hardest_negative_share": 3}


def with_article(metric: str) -> str:
    """A metric's name with its article, where it takes one."""
    name = NAMES[metric]
    return name if "_" in name else f"the {name}"


def capital(text: str) -> str:
    """A text with its first letter raised."""
    return text[:1].upper() + text[1:]


def shown(value: float) -> str:
    """A value with three digits; what is nearly 0 reads as 0."""
    return f"{value:.3g}" if abs(value) >= 0.0005 else "0"


def pick(rng: np.random.Generator, options: Sequence[Any] | np.ndarray) -> Any:
    """One of the options, all as likely. Raises IllPosed if there is none."""
    if not len(options):
        raise IllPosed("nothing to pick")
    return options[int(rng.integers(len(options)))]


def shuffled(rng: np.random.Generator, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The choices in an order of the seed's."""
    return tuple(choices[place] for place in rng.permutation(len(choices)))


def fixed(number: float) -> Callable[[Surface], float]:
    """A figure worked out by hand, the same on every surface."""
    return lambda surface: float(number)


def by_hand(
    prompt: str, truth: float, slips: dict[str, float], tolerance: Tolerance = TWO_DECIMALS, **more: Any
) -> Number:
    """A number worked out by hand; `slips` maps feedback to the wrong number that earns it."""
    return Number(
        prompt=prompt,
        value=fixed(truth),
        tolerance=tolerance,
        slips=tuple(Slip(fixed(value), message) for message, value in slips.items()),
        **more,
    )


def random_cell(surface: Surface, rng: np.random.Generator, within: np.ndarray) -> Cell:
    """One of the cells of a mask, shape (T, P), all as likely. Raises IllPosed if it is empty."""
    cells = np.argwhere(within)
    if not len(cells):
        raise IllPosed("no such cell")
    t, p = cells[rng.integers(len(cells))]
    return int(t), int(p)


def open_row(surface: Surface, rng: np.random.Generator, below: float = np.inf) -> int:
    """A random row in which nothing is collapsed, among those below a temperature."""
    rows = np.flatnonzero(~surface.collapse_region().any(axis=1) & (surface.temperatures < below))
    if not len(rows):
        raise IllPosed("no open row")
    return int(pick(rng, rows))


def noise_of(surface: Surface, metric: str, cell: Cell, other: Cell | None = None) -> float:
    """Two standard errors of a cell's mean, or of its paired difference from another, but no finer than shown."""
    found = surface.stderr[metric][cell] if other is None else surface.difference(metric, cell, other).error
    return max(2 * float(found), 1.001 * 10.0 ** -_DIGITS.get(metric, 2))


def some(rng: np.random.Generator, steps: np.ndarray, low: float = 0.0, high: float = 1.0) -> int:
    """An index into the strengths or temperatures of a grid, between two shares of the way along it."""
    return int(rng.integers(round(low * (len(steps) - 1)), round(high * (len(steps) - 1)) + 1))


def read_off(
    prompt: str,
    value: Callable[[Surface], float],
    allowed: Callable[[Surface], float],
    slips: Sequence[tuple[str, Callable[[Surface], float]]],
    surface: Surface,
    *,
    words: str = "",
    **more: Any,
) -> Number:
    """A number read off the surface; slips that this surface does not tell from the truth or each other are left out.

    Raises IllPosed where no slip is left: then nothing hangs on the reading.
    """
    kept: list[tuple[str, Callable[[Surface], float]]] = []
    truth, room = value(surface), 2.5 * allowed(surface)
    for message, wrong in slips:
        others = [truth, *(other(surface) for _, other in kept)]
        if np.isfinite(wrong(surface)) and all(abs(wrong(surface) - other) > room for other in others):
            kept.append((message, wrong))
    if not kept:
        raise IllPosed("every slip reads like the truth")
    return Number(
        prompt=prompt,
        value=value,
        tolerance=Tolerance(allowed, words or "within {amount} counts: two standard errors over seeds"),
        slips=tuple(Slip(wrong, message) for message, wrong in kept),
        **more,
    )


def differs(surface: Surface, metric: str, a: Cell, b: Cell) -> float:
    """The change of a metric from a to b in units of its two-standard-error noise."""
    values = getattr(surface, metric)
    return float(values[b] - values[a]) / noise_of(surface, metric, a, b)
