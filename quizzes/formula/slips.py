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
    "positive-twice": "The positive stands in the denominator twice: the sum over k ≠ i holds it already.",
    "sum-sign": "The sign of the logarithm of the sum is turned: near negatives must raise the loss.",
    "log-quotient": "The logarithm of a quotient is a difference, not a quotient of logarithms.",
    "share": "This is a share of the softmax; the loss is −log of the positive's.",
    "anchor-mixed": "In the sum every similarity is the anchor's, s(i,k); here it is another view's.",
    "twice": "It is twice what it should be.",
    "half": "It is half of what it should be.",
    "base-two": "The logarithm is to the base 2; the natural one is meant.",
    "base-ten": "The logarithm is to the base 10; the natural one is meant.",
    "times-tau": "It is multiplied by τ; τ stands under the similarities alone.",
    "over-tau": "It is divided by τ once too often.",
    "relative": "It is divided by log(2N−1): that is the relative loss.",
    "half-temperature": "It is right for τ/2 instead of τ: ‖z_i − z_k‖² = 2 − 2s(i,k), so a squared distance is "
    "divided by 2τ and a similarity by τ.",
    "double-temperature": "It is right for 2τ instead of τ: a similarity is divided by τ, a squared distance by 2τ.",
    "turned-exponents": "The sign in all exponents is turned: near views must weigh more.",
    "tau-power": "τ stands in it with a power; the similarity is divided by τ itself.",
    "plus-distance": "The two embeddings are added; their distance is that of the difference.",
    "exp-left": "There is no exp in this term: the logarithm of the loss has undone it.",
    "one-log": "The logarithm is taken once, of the sum over all anchors; it is taken for each anchor, then averaged.",
    "is-chance": "This is the loss at chance, when all similarities are the same; the loss holds the similarities.",
    "sum-under-log": "A mean over the pairs stands under the logarithm: divide the sum by the number of its terms, "
    "2N(2N−1) for all views z_i, N(N−1) for those of one view, u_i.",
    "t-off": "The factor in front of the squared distance is t = 2, with a minus and without τ.",
    "minus-one-outside": "The −1 stands outside the logarithm: it counts a term less, so it belongs inside.",
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

_POOLS = ("", "positive-twice", "positive-missing", "self-included", "leaves-out-j", "short-range", "one-view")
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


# the right value times something, and what that is
_FACTORS: dict[str, Callable[[Batch], float]] = {
    "twice": lambda b: 2.0,
    "half": lambda b: 0.5,
    "base-two": lambda b: 1 / np.log(2),
    "base-ten": lambda b: 1 / np.log(10),
    "times-tau": lambda b: b.temperature,
    "over-tau": lambda b: 1 / b.temperature,
    "relative": lambda b: 1 / np.log(2 * b.pairs - 1),
}
# the right value at another temperature, and what that says
_TEMPERATURES: dict[tuple[str, ...], Callable[[float], float]] = {
    ("half-temperature",): lambda t: t / 2,
    ("double-temperature",): lambda t: 2 * t,
    ("turned-exponents",): lambda t: -t,
    ("turned-exponents", "half-temperature"): lambda t: -t / 2,
    ("tau-power",): lambda t: t**2,
    ("tau-power", "half-temperature"): lambda t: t**2 / 2,
    ("tau-power", ""): np.sqrt,
}


def _multiplied(form: str, right: Callable[[Batch], np.ndarray]) -> Iterator[Candidate]:
    """A right value times a factor."""
    for (slip, factor), sign in product(_FACTORS.items(), (1, -1)):
        yield Candidate(form, _named(slip, "" if sign == 1 else "minus"), partial(_times, right, factor, sign))


def _times(
    right: Callable[[Batch], np.ndarray], factor: Callable[[Batch], float], sign: int, batch: Batch
) -> np.ndarray:
    return np.asarray(sign * factor(batch) * right(batch))


def _heated(form: str, right: Callable[[Batch], np.ndarray]) -> Iterator[Candidate]:
    """A right value at another temperature."""
    for slips, temperature in _TEMPERATURES.items():
        yield Candidate(form, _named(*slips), partial(_at, right, temperature))


def _at(right: Callable[[Batch], np.ndarray], temperature: Callable[[float], float], batch: Batch) -> np.ndarray:
    return right(Batch(batch.z, temperature(batch.temperature)))


def _positive(batch: Batch) -> np.ndarray:
    return batch.similarity[np.arange(len(batch.z)), batch.partner]


def _mask(batch: Batch, pool: str, cut: int = 1) -> np.ndarray:
    """Which views k the sum of anchor i runs over, shape (2N, 2N)."""
    i, k = np.indices((len(batch.z), len(batch.z)))
    own, pair, first = i == k, k == batch.partner[i], k < batch.pairs
    across = first != first.T
    return {
        "positive-missing": ~own & ~pair,
        "self-included": own | ~own,
        "leaves-out-j": ~pair,
        "short-range": (k >= -cut) & ~own if cut < 0 else k < len(batch.z) - cut,
        "one-view": first & ~own,
        "first": first,
        "other": across,
        "other-negatives": across & ~pair,
        "own": ~across & ~own | pair,
        "own-negatives": ~across & ~own,
    }.get(pool, ~own)


@lru_cache(maxsize=4096)
def _log_sum(batch: Batch, pool: str, tau: str, log: str, cut: int = 1) -> np.ndarray:
    t, s, mask = batch.temperature, batch.similarity, _mask(batch, pool, cut)
    if pool == "positive-twice":
        mask = mask + np.eye(len(batch.z))[batch.partner]
    bare = ("tau-missing", "tau-missing-sum", "tau-outside", "tau-outside-log")
    exponent = s * t if tau == "tau-multiplies" else s if tau in bare else s / t
    if log == "log-inside":
        return (mask * exponent).sum(1)
    total = (mask * np.exp(exponent)).sum(1) / (t if tau == "tau-outside" else 1)
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
        if sign in ("positive-sign", "sum-sign"):
            return positive + rest if sign == "positive-sign" else -positive - rest
        return positive - rest if sign == "minus" else rest - positive

    return value


def _loss() -> Iterator[Candidate]:
    signs, logs = ("", "minus", "positive-sign", "sum-sign"), ("", "log-missing", "log-inside")
    for sign, pool, tau, constant, log in product(signs, _POOLS, _TAU, _CONSTANTS, logs):
        if log == "log-missing" and (constant or sign in ("positive-sign", "sum-sign")):
            continue
        for cut in (1, 2, -1) if pool == "short-range" else (1,):
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
    right = _loss_value("", "", "", "", "", 1)
    yield from _multiplied("nt-xent", right)
    yield from _heated("nt-xent", right)
    yield Candidate("nt-xent", ("self-pair",), lambda b: _log_sum(b, "", "", "") - 1 / b.temperature)
    yield Candidate("nt-xent", ("log-quotient",), lambda b: -_positive(b) / b.temperature / _log_sum(b, "", "", ""))
    yield Candidate("nt-xent", ("share",), lambda b: 1 - np.exp(-right(b)))
    yield Candidate("nt-xent", ("anchor-mixed",), _mixed)
    yield Candidate("nt-xent", ("log-inside",), lambda b: _apart(b).sum(1))
    for base, slip in ((2, "base-two"), (10, "base-ten")):
        yield Candidate(
            "nt-xent",
            (slip,),
            partial(_other_base, base),
        )
    for half in (1, 2):
        yield Candidate("nt-xent", ("not-squared",), partial(_far, half))
    yield Candidate("nt-xent", ("is-chance",), lambda b: np.asarray(np.log(2.0 * b.pairs - 1)))
    yield Candidate("nt-xent", ("one-log",), lambda b: np.asarray(-np.log(np.exp(-right(b)).mean())))


def _other_base(base: int, batch: Batch) -> np.ndarray:
    return _log_sum(batch, "", "", "") / np.log(base) - _positive(batch) / batch.temperature


def _mixed(batch: Batch) -> np.ndarray:
    """The sum over k ≠ i of the partner's similarities."""
    t, total = batch.temperature, np.exp(batch.similarity[batch.partner] / batch.temperature)
    return np.log((total * _mask(batch, "")).sum(1)) - _positive(batch) / t


def _apart(batch: Batch) -> np.ndarray:
    """(s_ik - s_ij)/τ where k ≠ i, else 0, shape (2N, 2N)."""
    return (batch.similarity - _positive(batch)[:, None]) / batch.temperature * _mask(batch, "")


def _far(half: int, batch: Batch) -> np.ndarray:
    """The loss with distances that are not squared, over `half` τ."""
    distance = np.sqrt(np.maximum(_squared(batch), 0)) / (half * batch.temperature)
    total = (np.exp(-distance) * _mask(batch, "")).sum(1)
    return distance[np.arange(len(distance)), batch.partner] + np.log(total)


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
    yield from _multiplied("wang-isola-alignment", lambda b: 2 - 2 * _positive(b))
    yield from _multiplied("alignment", _alignment_value("", "", ""))
    yield Candidate("wang-isola-alignment", ("plus-distance",), lambda b: 2 + 2 * _positive(b))
    yield Candidate("alignment", ("exp-left",), lambda b: -np.exp(_positive(b) / b.temperature))
    yield Candidate("alignment", ("exp-left", "minus"), lambda b: np.exp(_positive(b) / b.temperature))
    yield Candidate("alignment", ("all-pairs",), lambda b: -b.similarity.mean(1) / b.temperature)
    yield Candidate("wang-isola-alignment", ("all-pairs",), lambda b: _squared(b).mean(1))
    yield Candidate("wang-isola-alignment", ("all-pairs",), lambda b: _squared(b).sum(1) / (2 * b.pairs - 1))
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
        for cut in (1, 2, -1) if pool == "short-range" else (1,):
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
    right = partial(_uniformity_value, "", "", "", "", 1)
    yield from _multiplied("uniformity", right)
    yield from _heated("uniformity", right)
    for power in range(3):
        yield Candidate("uniformity", ("one-log",), partial(_one_log, power))
    for factor, side, count in product((-2.0, -1.0, -4.0, -0.5, 2.0), (False, True), _COUNTS):
        off = _named("" if factor == -2 else "t-off", "" if count == "mean" else "sum-under-log")
        if off:
            yield Candidate("wang-isola-uniformity", off, partial(_kernel_value, factor, 0.0, side, count))
    for factor, side in product((-2.0, -1.0, -0.5), (False, True)):
        yield Candidate("wang-isola-uniformity", ("t-off",), partial(_kernel_value, factor, -1.0, side, "mean"))
    for factor, side in product((-2.0, -4.0), (False, True)):
        yield Candidate("wang-isola-uniformity", ("log-inside",), partial(_mean_exponent, factor, side))


def _one_log(power: int, batch: Batch) -> np.ndarray:
    """One log of the sum over all anchors, over 1, the number of anchors or that of all terms."""
    n = 2 * batch.pairs
    return np.asarray(np.log(np.exp(_log_sum(batch, "", "", "")).sum() / (1, n, n * (n - 1))[power]))


_COUNTS = ("mean", "sum", "anchor", "N(N-1)")


def _pairs_of(batch: Batch, side: bool) -> np.ndarray:
    """Squared distances of all pairs of distinct views, or of those of one view, shape (n, n-1)."""
    squared = np.maximum(_squared(batch), 0)
    squared = squared[: batch.pairs, : batch.pairs] if side else squared
    return squared[~np.eye(len(squared), dtype=bool)].reshape(len(squared), -1)


def _kernel_value(factor: float, power: float, side: bool, count: str, batch: Batch) -> np.ndarray:
    """The log of a sum or mean of exp(factor τ^power ‖z − z′‖²), by how it is counted."""
    kernel = np.exp(factor * batch.temperature**power * _pairs_of(batch, side))
    if count == "anchor":
        sums = np.log(kernel.sum(1))
        return np.asarray(sums.mean()) if side else sums
    n = batch.pairs
    terms = {"mean": kernel.size, "sum": 1, "N(N-1)": n * (n - 1) * (1 if not side else 2)}[count]
    return np.asarray(np.log(kernel.sum() / terms))


def _mean_exponent(factor: float, side: bool, batch: Batch) -> np.ndarray:
    return np.asarray(factor * _pairs_of(batch, side).mean())


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
        ("minus-one-outside", lambda n: np.log(2 * n) - 1),
        ("minus-one-outside", lambda n: np.log(n) - 1),
        ("minus-one-outside", lambda n: n * np.log(2) - 1),
        ("minus-one-outside", lambda n: 2 * np.log(n) - 1),
        ("share", lambda n: 1 / (2 * n - 1)),
        ("share two-n", lambda n: 1 / (2 * n)),
        ("share two-n-minus-two", lambda n: 1 / (2 * n - 2)),
        ("count", lambda n: np.log(4 * n - 1)),
        ("count", lambda n: np.log(n * n)),
    )
    yield from _multiplied("chance", lambda b: np.asarray(np.log(2.0 * b.pairs - 1)))
    for slips, value in table:
        yield Candidate("chance", tuple(slips.split()), partial(_of_pairs, value))


def _of_pairs(value: Callable[[int], float], batch: Batch) -> np.ndarray:
    return np.asarray(value(batch.pairs))
