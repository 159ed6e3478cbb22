"""The right formulas and their usual slips, each as a formula of its own to compare with.

A slip is a choice off the right one along some dimension (sign, which views the sum runs over, where τ stands, ...).
Every combination is a candidate; the one with the fewest slips that equals the student's formula on every batch
explains it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import product

import numpy as np

from quizzes.formula.evaluate import Batch

MESSAGES = {
    "minus": "The overall sign is turned: a minus is missing, or there is one too many.",
    "positive-sign": "The sign of the positive's term is turned: a higher similarity of the pair must lower the loss.",
    "positive-missing": "The positive is missing from the denominator: k runs over all views but i, so j stays in.",
    "self-included": "k ≠ i is missing: the anchor's similarity to itself must stay out of the sum.",
    "leaves-out-j": "The sum leaves out j where it should leave out i.",
    "short-range": "The sum stops short: k runs from 1 to 2N, without i. That makes 2N−1 terms.",
    "one-view": "The sum runs over N views; a batch of N pairs has 2N.",
    "other-view": "The sum runs over the other view alone; the N−1 other embeddings of the anchor's own view are "
    "missing.",
    "own-view": "The sum runs over the anchor's own view alone; the N−1 negatives of the other view are missing.",
    "tau-missing": "τ has no effect: it is missing, or it stands outside the exponentials, where it cancels.",
    "tau-missing-positive": "τ is missing under the positive's similarity.",
    "tau-missing-sum": "τ is missing under the similarities in the sum.",
    "tau-outside": "τ stands outside the exponential: it divides the similarity, inside exp.",
    "tau-outside-log": "τ stands outside the logarithm: it divides the similarity, inside exp.",
    "tau-multiplies": "τ multiplies the similarity; it should divide it.",
    "log-missing": "The logarithm is missing.",
    "log-inside": "The logarithm stands inside the sum, where it undoes exp. Take the log of the whole sum.",
    "two-n-minus-two": "2N−2 stands where 2N−1 belongs: the anchor has 2N−2 negatives and one positive.",
    "two-n": "2N stands where 2N−1 belongs: the anchor itself does not count.",
    "n": "It is off by log N: the denominator is a sum over 2N−1 views, not a mean over N.",
    "constant": "It is off by the constant log(2N−1): the denominator is a sum, not a mean.",
    "sum-not-mean": "The sum over anchors is not divided by 2N.",
    "one-over-n": "The sum over 2N anchors is divided by N; it should be 2N.",
    "half-the-anchors": "Only N anchors are covered; each of the 2N views is an anchor once.",
    "anchor-over-2n": "There is 1/(2N) but no sum over the anchors i.",
    "self-pair": "The similarity is that of i with itself; it should be that of i and its partner j.",
    "all-pairs": "The mean runs over all views; the alignment term takes only the positive pair.",
    "offset": "It is off by the constant 1/τ: s = 1 − ‖z − z′‖²/2.",
    "halved": "This is half of it: ‖z_i − z_j‖² = 2 − 2 s(i,j).",
    "not-squared": "The distance is not squared.",
    "t-missing": "The factor t = 2 in front of the squared distance is missing.",
    "plus-exponent": "The minus in the exponent is missing: near views must weigh more.",
    "is-loss": "This is the whole loss; only one of its two terms is asked for.",
    "is-alignment": "This is the alignment term alone.",
    "is-uniformity": "This is the uniformity term alone.",
    "number": "This is a number; type it as a formula in N, so that it holds for a batch of any size.",
    "is-align-metric": "That is Wang & Isola's metric ℓ_align. The term of NT-Xent is −s(i,j)/τ: it has τ in it, and "
    "it is what the loss adds up.",
    "is-uniform-metric": "That is Wang & Isola's metric ℓ_uniform. The term of NT-Xent is log Σ_{k≠i} exp(s(i,k)/τ), "
    "averaged over the anchors: τ stands in it, and the log is taken for each anchor.",
    "count": "The count is off: of 2N views, how many does the sum of one anchor run over?",
}

# a right form that is not the one asked for
OTHER_FORMS = {
    "alignment": "That is the alignment term of NT-Xent, which has τ in it. Wang & Isola's metric is a mean squared "
    "distance: ‖z_i − z_j‖² over the positive pairs.",
    "uniformity": "That is the uniformity term of NT-Xent, which has τ in it. Wang & Isola's metric has the factor t = "
    "2 and squared distances: the log of the mean of exp(−2‖z_i − z_k‖²).",
    "limit": "That is the uniformity term in Wang & Isola's limit form, with a mean under the log; here the sum itself "
    "is asked for, or their metric ℓ_uniform.",
    "wang-isola-alignment": MESSAGES["is-align-metric"],
    "wang-isola-uniformity": MESSAGES["is-uniform-metric"],
}

# form, and whether it was given for one anchor
FORMS = {
    ("nt-xent", True): "Right: this is the NT-Xent loss of one anchor.",
    ("nt-xent", False): "Right: this is the NT-Xent loss, averaged over the 2N anchors.",
    ("alignment", True): "Right: this is the alignment term A_τ of the exact split, for one anchor.",
    ("alignment", False): "Right: this is the alignment term A_τ of the exact split, averaged over the batch.",
    ("uniformity", True): "Right: this is the uniformity term U_τ of the exact split, for one anchor.",
    ("uniformity", False): "Right: this is the uniformity term U_τ of the exact split, averaged over the batch.",
    ("limit", True): "Right: this is the uniformity term in Wang & Isola's limit form, a mean under the log, for "
    "one anchor.",
    ("limit", False): "Right: this is the uniformity term in Wang & Isola's limit form, a mean under the log.",
    ("wang-isola-alignment", True): "Right: this is Wang & Isola's ℓ_align, for one anchor.",
    ("wang-isola-alignment", False): "Right: this is Wang & Isola's ℓ_align. The exact split has (ℓ_align/2 − 1)/τ.",
    ("wang-isola-uniformity", True): "Right: this is Wang & Isola's ℓ_uniform, for one anchor. The exact split has "
    "U_τ.",
    ("wang-isola-uniformity", False): "Right: this is Wang & Isola's ℓ_uniform. The exact split has U_τ.",
    ("chance", False): "Right: all similarities are 1, so 2N−1 equal terms remain under the log.",
    ("chance", True): "Right: all similarities are 1, so 2N−1 equal terms remain under the log.",
}


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
# pools of InfoNCE, CLIP and the like, where anchors and candidates are the two views; with their slips
_TWO_VIEWS = {
    "other": ("other-view",),
    "other-negatives": ("other-view", "positive-missing"),
    "own": ("own-view",),
    "own-negatives": ("own-view", "positive-missing"),
    "first": ("one-view", "self-included"),
}
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
    side = np.arange(views) < batch.pairs
    if pool == "first":
        return np.broadcast_to(side, (views, views))
    if pool in ("other", "other-negatives"):
        across = side[:, None] != side
        return across & ~pair if pool == "other-negatives" else across
    if pool in ("own", "own-negatives"):
        return (side[:, None] == side) & ~own | (pair if pool == "own" else False)
    return ~own


@lru_cache(maxsize=4096)
def _log_sum(batch: Batch, pool: str, tau: str, log: str, cut: int = 1) -> np.ndarray:
    t, s, mask = batch.temperature, batch.similarity, _mask(batch, pool, cut)
    bare = ("tau-missing", "tau-missing-sum", "tau-outside", "tau-outside-log")
    exponent = s * t if tau == "tau-multiplies" else s if tau in bare else s / t
    if log == "log-inside":
        return np.where(mask, exponent, 0).sum(1)
    total = np.where(mask, np.exp(exponent), 0).sum(1) / (t if tau == "tau-outside" else 1)
    if log == "log-missing":
        return total
    return np.log(total) / (t if tau == "tau-outside-log" else 1)


def _shift(batch: Batch, constant: str) -> float:
    n = 2 * batch.pairs
    shifts = {"": 0.0, "constant": np.log(n - 1), "two-n-minus-two": np.log(n - 2), "two-n": np.log(n)}
    return {**shifts, "n": np.log(batch.pairs)}[constant]


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
    for sign, (pool, slips), tau, constant in product(signs, _TWO_VIEWS.items(), _TAU, ("", "n")):
        yield Candidate("nt-xent", _named(sign, *slips, tau, constant), _loss_value(sign, pool, tau, constant, "", 1))
    yield Candidate(
        "nt-xent", ("tau-outside",), lambda b: -(_positive(b) - np.log(b.temperature)) + _log_sum(b, "", "", "")
    )
    yield Candidate(
        "nt-xent", ("tau-outside-log",), lambda b: (_log_sum(b, "", "tau-missing", "") - _positive(b)) / b.temperature
    )
    yield Candidate("alignment", ("is-alignment",), lambda b: -_positive(b) / b.temperature)
    yield Candidate("uniformity", ("is-uniformity",), lambda b: _log_sum(b, "", "", ""))
    yield from _metrics()


def _metrics() -> Iterator[Candidate]:
    """Wang & Isola's metrics where a part of NT-Xent is asked for."""
    yield Candidate("wang-isola-alignment", ("is-align-metric",), lambda b: 2 - 2 * _positive(b))
    for views, outer in product(("both", "negatives", "one"), (True, False)):
        yield Candidate("wang-isola-uniformity", ("is-uniform-metric",), _uniform_value(views, "", outer))


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
    yield Candidate("wang-isola-alignment", ("halved",), lambda b: 1 - _positive(b))
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


def _uniformity_value(sign: str, pool: str, tau: str, log: str, cut: int, batch: Batch) -> np.ndarray:
    return (-1 if sign else 1) * _log_sum(batch, pool, tau, log, cut)


def _limit_value(pool: str, constant: str, batch: Batch) -> np.ndarray:
    return _log_sum(batch, pool, "", "") - _shift(batch, constant)


def _uniformity() -> Iterator[Candidate]:
    pools = ("", "positive-missing", "self-included", "leaves-out-j", "short-range", "one-view")
    taus = ("", "tau-missing", "tau-outside", "tau-outside-log", "tau-multiplies")
    for sign, pool, tau, log in product(("", "minus"), pools, taus, ("", "log-missing", "log-inside")):
        for cut in (1, 2) if pool == "short-range" else (1,):
            yield Candidate(
                "uniformity", _named(sign, pool, tau, log), partial(_uniformity_value, sign, pool, tau, log, cut)
            )
    for sign, (pool, names), tau in product(("", "minus"), _TWO_VIEWS.items(), taus):
        yield Candidate("uniformity", _named(sign, *names, tau), partial(_uniformity_value, sign, pool, tau, "", 1))
    for pool, constant in product(("", "positive-missing", "self-included"), ("constant", "two-n-minus-two", "two-n")):
        exact = {"": "constant", "positive-missing": "two-n-minus-two", "self-included": "two-n"}[pool]
        slips = (
            ()
            if constant == exact and pool != "self-included"
            else _named(pool, "" if constant == "constant" else constant)
        )
        yield Candidate("limit", slips, partial(_limit_value, pool, constant))
    wrong = ("", "not-squared", "t-missing", "plus-exponent", "self-included", "log-missing", "minus")
    for views, slip, outer in product(("both", "negatives", "one"), wrong, (True, False)):
        yield Candidate("wang-isola-uniformity", _named(slip), _uniform_value(views, slip, outer))
    yield Candidate("alignment", ("is-alignment",), lambda b: -_positive(b) / b.temperature)
    yield Candidate("nt-xent", ("is-loss",), _loss_value("", "", "", "", "", 1))


def _chance() -> Iterator[Candidate]:
    table: tuple[tuple[str, Callable[[int], float]], ...] = (
        ("", lambda n: np.log(2 * n - 1)),
        ("two-n-minus-two", lambda n: np.log(2 * n - 2)),
        ("two-n", lambda n: np.log(2 * n)),
        ("minus", lambda n: -np.log(2 * n - 1)),
        ("log-missing", lambda n: 2.0 * n - 1),
        ("count", lambda n: np.log(n)),
        ("count", lambda n: np.log(max(n - 1, 1e-300))),
        ("count", lambda n: np.log(2 * n + 1)),
        ("count", lambda n: np.log(n + 1)),
        ("log-missing two-n-minus-two", lambda n: 2.0 * n - 2),
        ("log-missing two-n", lambda n: 2.0 * n),
        ("minus two-n-minus-two", lambda n: -np.log(2 * n - 2)),
        ("minus two-n", lambda n: -np.log(2 * n)),
    )
    for slips, value in table:
        yield Candidate("chance", tuple(slips.split()), partial(_of_pairs, value))


def _of_pairs(value: Callable[[int], float], batch: Batch) -> np.ndarray:
    return np.asarray(value(batch.pairs))
