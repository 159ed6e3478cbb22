"""The right formulas and their usual slips, each as a formula of its own to compare with.

A slip is a choice off the right one along some dimension (sign, which views the sum runs over, where τ stands, ...).
Every combination is a candidate; the one with the fewest slips that equals the student's formula on every batch
explains it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from .evaluate import Batch


@dataclass(frozen=True)
class Candidate:
    """One formula to compare with.

    Parameters
    ----------
    form
        What the student has if it matches: ``"nt-xent"``, ``"wang-isola"``, ...
    slips
        Keys of `MESSAGES`; empty for a right one.
    value
        Value per anchor, shape (2N,), or of the batch, shape (), for a batch.
    """

    form: str
    slips: tuple[str, ...]
    value: Callable[[Batch], np.ndarray]


def candidates(target: str) -> Iterator[Candidate]:
    """Every right and slipped formula for a target.

    Parameters
    ----------
    target
        ``"loss"``, ``"alignment"``, ``"uniformity"`` or ``"chance"``.
    """
    yield from {"loss": _loss, "alignment": _alignment, "uniformity": _uniformity, "chance": _chance}[target]()


# --- pieces ---

_POOLS = ("", "positive-missing", "self-included", "leaves-out-j", "short-range", "one-view")
_TAU = (
    "",
    "tau-missing",
    "tau-missing-positive",
    "tau-missing-sum",
    "tau-outside",
    "tau-outside-log",
    "tau-multiplies",
)
_CONSTANTS = ("", "constant", "two-n-minus-two", "two-n")


def _positive(batch: Batch) -> np.ndarray:
    return batch.similarity[np.arange(len(batch.z)), batch.partner]


def _mask(batch: Batch, pool: str, cut: int = 1) -> np.ndarray:
    """Which views k the sum of anchor i runs over, shape (2N, 2N)."""
    views = len(batch.z)
    own, pair = np.eye(views, dtype=bool), np.eye(views, dtype=bool)[batch.partner]
    if pool == "positive-missing":
        return ~own & ~pair
    if pool == "self-included":
        return np.ones((views, views), dtype=bool)
    if pool == "leaves-out-j":
        return ~pair
    if pool == "short-range":
        return np.broadcast_to(np.arange(views) < views - cut, (views, views))
    if pool == "one-view":
        return ~own & (np.arange(views) < batch.pairs)
    return ~own


@lru_cache(maxsize=4096)
def _log_sum(batch: Batch, pool: str, tau: str, log: str, cut: int = 1) -> np.ndarray:
    t, s, mask = batch.temperature, batch.similarity, _mask(batch, pool, cut)
    exponent = {"tau-missing": s, "tau-missing-sum": s, "tau-outside": s, "tau-outside-log": s, "tau-multiplies": s * t}
    exponent = exponent.get(tau, s / t)
    if log == "log-inside":
        return np.where(mask, exponent, 0).sum(1)
    total = np.where(mask, np.exp(exponent), 0).sum(1) / (t if tau == "tau-outside" else 1)
    if log == "log-missing":
        return total
    return np.log(total) / (t if tau == "tau-outside-log" else 1)


def _shift(batch: Batch, constant: str) -> float:
    n = 2 * batch.pairs
    return {"": 0.0, "constant": np.log(n - 1), "two-n-minus-two": np.log(n - 2), "two-n": np.log(n)}[constant]


def _named(*slips: str) -> tuple[str, ...]:
    return tuple(slip for slip in slips if slip)


# --- targets ---


def _loss_value(sign: str, pool: str, tau: str, constant: str, log: str, cut: int) -> Callable[[Batch], np.ndarray]:
    def value(batch: Batch) -> np.ndarray:
        t, s = batch.temperature, _positive(batch)
        bare = ("tau-missing", "tau-missing-positive", "tau-multiplies")
        positive = s * t if tau == "tau-multiplies" else s if tau in bare else s / t
        if log == "log-missing":
            ratio = np.exp(positive) / _log_sum(batch, pool, tau, log, cut)
            return ratio if sign == "minus" else -ratio
        rest = _log_sum(batch, pool, tau, log, cut) - _shift(batch, constant)
        if sign == "positive-sign":
            return positive + rest
        return positive - rest if sign == "minus" else rest - positive

    return value


def _loss() -> Iterator[Candidate]:
    signs, logs = ("", "minus", "positive-sign"), ("", "log-missing", "log-inside")
    for sign, pool, tau, constant, log in product(signs, _POOLS, _TAU, _CONSTANTS, logs):
        if log == "log-missing" and (constant or sign == "positive-sign"):
            continue
        for cut in (1, 2) if pool == "short-range" else (1,):
            yield Candidate(
                "nt-xent", _named(sign, pool, tau, constant, log), _loss_value(sign, pool, tau, constant, log, cut)
            )
    yield Candidate(
        "nt-xent", ("tau-outside",), lambda b: -(_positive(b) - np.log(b.temperature)) + _log_sum(b, "", "", "")
    )
    yield Candidate(
        "nt-xent", ("tau-outside-log",), lambda b: (_log_sum(b, "", "tau-missing", "") - _positive(b)) / b.temperature
    )
    yield Candidate("alignment", ("is-alignment",), lambda b: -_positive(b) / b.temperature)
    yield Candidate("uniformity", ("is-uniformity",), lambda b: _log_sum(b, "", "", ""))


def _alignment_value(pairs: str, tau: str, sign: str) -> Callable[[Batch], np.ndarray]:
    def value(batch: Batch) -> np.ndarray:
        t = batch.temperature
        s = {"self-pair": np.ones(2 * batch.pairs), "all-pairs": None}.get(pairs, _positive(batch))
        if s is None:
            s = np.where(_mask(batch, ""), batch.similarity, 0).sum(1) / (2 * batch.pairs - 1)
        scaled = {"": s / t, "tau-missing": s, "tau-multiplies": s * t}[tau]
        return scaled if sign else -scaled

    return value


def _squared(batch: Batch) -> np.ndarray:
    return 2 - 2 * batch.similarity


def _alignment() -> Iterator[Candidate]:
    for pairs, tau, sign in product(
        ("", "self-pair", "all-pairs"), ("", "tau-missing", "tau-multiplies"), ("", "minus")
    ):
        yield Candidate("alignment", _named(pairs, tau, sign), _alignment_value(pairs, tau, sign))
    yield Candidate("wang-isola-alignment", (), lambda b: 2 - 2 * _positive(b))
    yield Candidate("wang-isola-alignment", ("minus",), lambda b: 2 * _positive(b) - 2)
    yield Candidate("wang-isola-alignment", ("not-squared",), lambda b: np.sqrt(2 - 2 * _positive(b)))
    yield Candidate("alignment", ("offset",), lambda b: (1 - _positive(b)) / b.temperature)
    yield Candidate("uniformity", ("is-uniformity",), lambda b: _log_sum(b, "", "", ""))
    yield Candidate("nt-xent", ("is-loss",), _loss_value("", "", "", "", "", 1))


def _uniform_value(views: str, slip: str, outer: bool) -> Callable[[Batch], np.ndarray]:
    """Wang & Isola's ℓ_uniform: `outer` takes the log of the mean over all pairs, else the mean over i of the log."""

    def value(batch: Batch) -> np.ndarray:
        d2 = np.maximum(_squared(batch), 0)
        exponent = {"not-squared": -2 * np.sqrt(d2), "t-missing": -d2, "plus-exponent": 2 * d2}.get(slip, -2 * d2)
        mask = _mask(batch, {"both": "", "negatives": "positive-missing", "one": ""}[views])
        if slip == "self-included":
            mask = np.ones_like(mask)
        kernel = np.where(mask, np.exp(exponent), 0)
        if views == "one":
            kernel, mask = kernel[: batch.pairs, : batch.pairs], mask[: batch.pairs, : batch.pairs]
        mean = kernel.sum() / mask.sum() if outer else kernel.sum(1) / mask.sum(1)
        result = mean if slip == "log-missing" else np.log(mean)
        if views == "one" and not outer:
            result = result.mean()
        return np.asarray(-result if slip == "minus" else result)

    return value


def _uniformity() -> Iterator[Candidate]:
    pools = ("", "positive-missing", "self-included", "leaves-out-j", "short-range", "one-view")
    taus = ("", "tau-missing", "tau-outside", "tau-outside-log", "tau-multiplies")
    for sign, pool, tau, log in product(("", "minus"), pools, taus, ("", "log-missing", "log-inside")):
        for cut in (1, 2) if pool == "short-range" else (1,):
            yield Candidate(
                "uniformity",
                _named(sign, pool, tau, log),
                lambda b, s=sign, p=pool, t=tau, lg=log, c=cut: (-1 if s else 1) * _log_sum(b, p, t, lg, c),
            )
    for pool, constant in product(("", "positive-missing", "self-included"), ("constant", "two-n-minus-two", "two-n")):
        exact = {"": "constant", "positive-missing": "two-n-minus-two", "self-included": "two-n"}[pool]
        slips = (
            ()
            if constant == exact and pool != "self-included"
            else _named(pool, "" if constant == "constant" else constant)
        )
        yield Candidate("limit", slips, lambda b, p=pool, c=constant: _log_sum(b, p, "", "") - _shift(b, c))
    wrong = ("", "not-squared", "t-missing", "plus-exponent", "self-included", "log-missing", "minus")
    for views, slip, outer in product(("both", "negatives", "one"), wrong, (True, False)):
        yield Candidate("wang-isola-uniformity", _named(slip), _uniform_value(views, slip, outer))
    yield Candidate("alignment", ("is-alignment",), lambda b: -_positive(b) / b.temperature)
    yield Candidate("nt-xent", ("is-loss",), _loss_value("", "", "", "", "", 1))


def _chance() -> Iterator[Candidate]:
    table = [((), lambda n: np.log(2 * n - 1)), (("two-n-minus-two",), lambda n: np.log(2 * n - 2)),
             (("two-n",), lambda n: np.log(2 * n)), (("minus",), lambda n: -np.log(2 * n - 1)),
             (("log-missing",), lambda n: 2.0 * n - 1), (("count",), lambda n: np.log(n)),
             (("count",), lambda n: np.log(max(n - 1, 1e-300))), (("count",), lambda n: np.log(2 * n + 1)),
             (("log-missing", "two-n-minus-two"), lambda n: 2.0 * n - 2), (("log-missing", "two-n"), lambda n: 2.0 * n),
             (("minus", "two-n-minus-two"), lambda n: -np.log(2 * n - 2)),
             (("minus", "two-n"), lambda n: -np.log(2 * n))]  # fmt: skip
    for slips, value in table:
        yield Candidate("chance", slips, lambda b, v=value: np.asarray(v(b.pairs)))
