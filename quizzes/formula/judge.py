"""Judge a typed formula by its values on random embeddings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from quizzes.formula.evaluate import Batch, evaluate
from quizzes.formula.parser import parse
from quizzes.formula.slips import FORMS, MESSAGES, Candidate, candidates
from quizzes.formula.tree import Node, Symbol, walk

TARGETS = {
    "loss": "the NT-Xent loss",
    "alignment": "the alignment term",
    "uniformity": "the uniformity term",
    "chance": "the loss when all embeddings coincide",
}
_SHAPES = ((3, 2, 0.5), (4, 3, 0.2), (5, 2, 1.3), (3, 4, 0.8))  # pairs, dimensions, temperature
_TOLERANCE = 1e-7
_ROUNDED = 0.0051  # a number given with two decimals
_LARGEST = 14.0  # log(2N-1) of half a million pairs


@dataclass(frozen=True)
class Verdict:
    """What a formula turned out to be.

    Parameters
    ----------
    correct
        Whether it equals an accepted form.
    form
        Which form it is nearest to, or ``""``.
    slips
        Keys of `slips.MESSAGES`, or ``("undefined",)`` or ``("unknown",)``.
    message
        Plain text for the student.
    """

    correct: bool
    form: str
    slips: tuple[str, ...]
    message: str


@lru_cache(maxsize=1)
def batches() -> tuple[Batch, ...]:
    """The random batches that formulas are compared on."""
    rng = np.random.default_rng(20200213)
    made = []
    for pairs, dimensions, temperature in _SHAPES:
        z = rng.normal(size=(2 * pairs, dimensions))
        z /= np.linalg.norm(z, axis=1, keepdims=True)
        z.setflags(write=False)
        made.append(Batch(z, temperature))
    return tuple(made)


@lru_cache(maxsize=256)
def judge_formula(text: str, target: str) -> Verdict:
    """Compare a formula with the right ones and their slips, by its values on batches.

    Parameters
    ----------
    text
        As typed.
    target
        A key of `TARGETS`.

    Returns
    -------
    Verdict
        Right, or wrong with the slips that explain it.

    Raises
    ------
    FormulaError
        If the text cannot be read; that is not a wrong answer.
    """
    tree = parse(text)
    values = [evaluate(tree, batch) for batch in batches()]
    if not all(np.all(np.isfinite(value)) for value in values):
        return Verdict(
            False,
            "",
            ("undefined",),
            "On some batches this has no finite value: look at divisions and logarithms. A similarity can be negative; "
            "only exp of it has a logarithm.",
        )
    if target == "chance" and all(np.ptp(value) < _TOLERANCE for value in values):  # the same for every anchor
        values = [value.mean() for value in values]
        number = _number(values)
        if number:
            return Verdict(False, "chance", ("number",), number)
    match = _explain(values, target)
    if match is None:
        return Verdict(False, "", ("unknown",), _describe(values, target) + _look(text, tree, target))
    candidate, extra = match
    slips = candidate.slips + extra
    if not slips:
        return Verdict(True, candidate.form, (), FORMS[candidate.form, values[0].ndim == 1])
    start = "Close. " if len(slips) == 1 else f"{len(slips)} things are off. "
    return Verdict(False, candidate.form, slips, start + " ".join(MESSAGES[slip] for slip in slips))


def _number(values: list[np.ndarray]) -> str:
    """What to say of a chance level that is the same for every batch; empty if it is not, or is none of any batch."""
    value = float(values[0])
    if np.ptp(values) > _TOLERANCE or not np.log(3) - 0.005 <= value <= _LARGEST:
        return ""
    views = round(float(np.exp(value))) + 1  # log(2N-1)
    exact = abs(np.log(views - 1) - value) < _TOLERANCE
    if exact and views % 2:
        pairs = (views - 1) // 2
        return (
            f"That is log(2N) for N = {pairs}: the anchor itself does not count. Write it in N, so that it holds for a "
            "batch of any size."
        )
    pairs = round((float(np.exp(value)) + 1) / 2)
    if abs(np.log(2 * pairs - 1) - value) > _ROUNDED:
        return MESSAGES["number"]
    return f"That is N = {pairs}; write it in N, so that it holds for a batch of any size."


def _explain(values: list[np.ndarray], target: str) -> tuple[Candidate, tuple[str, ...]] | None:
    """The candidate with the fewest slips that equals the formula on every batch."""
    rows, table = _table(target, values[0].ndim)
    if not rows:
        return None
    near = np.all(np.isclose(table, values[0], rtol=_TOLERANCE, atol=_TOLERANCE).reshape(len(rows), -1), axis=1)
    found = [rows[place] for place in np.flatnonzero(near)]
    found.sort(key=lambda pair: len(pair[0].slips) + len(pair[1]))
    for candidate, extra in found:
        if all(_agrees(candidate, extra, batch, value) for batch, value in zip(batches()[1:], values[1:], strict=True)):
            return candidate, extra
    return None


def _agrees(candidate: Candidate, extra: tuple[str, ...], batch: Batch, value: np.ndarray) -> bool:
    return any(
        names == extra and np.allclose(value, expected, rtol=_TOLERANCE, atol=_TOLERANCE)
        for names, expected in _gathered(candidate.value(batch), batch.pairs)
        if expected.shape == value.shape
    )


@lru_cache(maxsize=8)
def _table(target: str, dimensions: int) -> tuple[list[tuple[Candidate, tuple[str, ...]]], np.ndarray]:
    """Every candidate, gathered in every way that leaves `dimensions`, and their values on the first batch."""
    batch = batches()[0]
    rows, values = [], []
    with np.errstate(all="ignore"):
        for candidate in candidates(target):
            for names, value in _gathered(candidate.value(batch), batch.pairs):
                if value.ndim == dimensions:
                    rows.append((candidate, names))
                    values.append(value)
    return rows, np.array(values)


def _gathered(anchors: np.ndarray, pairs: int) -> Iterator[tuple[tuple[str, ...], np.ndarray]]:
    """Ways to gather the anchors' values: as they are, their mean, and what usually goes wrong there."""
    yield (), anchors
    if anchors.ndim == 0:
        return
    yield (), anchors.mean()
    yield ("sum-not-mean",), anchors.sum()
    yield ("one-over-n",), anchors.sum() / pairs
    yield ("half-the-anchors",), anchors[:pairs].mean()
    yield ("half-the-anchors",), anchors[:pairs].sum() / (2 * pairs)
    yield ("half-the-anchors", "sum-not-mean"), anchors[:pairs].sum()
    yield ("anchor-over-2n",), anchors / (2 * pairs)


def _look(text: str, tree: Node, target: str) -> str:
    """What reading the formula alone says about it, with a space before it."""
    if target == "loss" and Symbol("tau") not in walk(tree):
        return " No τ stands in it: type τ itself, not a number."
    if re.search(r"_\{?[ijk]\}?\s*'\s*[zhuv]", text):
        return " z_i' is read as the other view of i; a transpose is typed z_i^T."
    return ""


def _describe(values: list[np.ndarray], target: str) -> str:
    """For a formula that no slip explains: one exact comparison to start from."""
    if target == "chance":
        return (
            f"This is not {TARGETS[target]}. It is the logarithm of the number of equal terms in the sum of one "
            "anchor, and nothing else stands in it: no τ, no similarity."
        )
    batch = batches()[0]
    right = next(candidate for candidate in candidates(target) if not candidate.slips).value(batch)
    return (
        f"This is not {TARGETS[target]}. On a test batch of N = {batch.pairs} pairs at τ = {batch.temperature:g} it "
        f"gives {float(np.mean(values[0])):.3f}, and the right formula {float(np.mean(right)):.3f}. Check the "
        "positive's term first, then which views the sum runs over."
    )
