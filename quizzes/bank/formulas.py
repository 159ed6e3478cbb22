"""Formulas to type and formulas to read."""

from functools import lru_cache

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.for_generators import pick, shuffled
from quizzes.bank.generators import Draft, generator
from quizzes.formula import judge_formula
from quizzes.formula.slips import MESSAGES
from quizzes.types import Choice, Formula, MultipleChoice, SingleChoice

_RIGHT = (
    "-s(i,j)/tau + log(sum over k != i of exp(s(i,k)/tau))",
    "-log(exp(s_ij/tau) / sum_{k != i} exp(s_ik/tau))",
    "log(sum over k != i of exp((s_ik - s_ij)/tau))",
    "log(1 + sum over k != i, j of exp((s_ik - s_ij)/tau))",
    "(||z_i - z_j||^2/2 - 1)/tau + log(sum_{k != i} exp(s_ik/tau))",
    "log(sum_{k != i} exp(s_ik/tau)) - s_ij/tau",
    "-log(exp(s_ij/tau) / (exp(s_ij/tau) + sum over k != i, j of exp(s_ik/tau)))",
    "-z_i*z_j/tau + log(sum_{k != i} exp(z_i*z_k/tau))",
)
# slip: (formula, how the choice names it)
_SLIPPED = {
    "positive-missing": (
        "-s(i,j)/tau + log(sum over k != i, j of exp(s(i,k)/tau))",
        "The positive is missing from the denominator",
    ),
    "self-included": ("-s(i,j)/tau + log(sum over k of exp(s(i,k)/tau))", "k ≠ i is missing"),
    "tau-missing-positive": (
        "-s(i,j) + log(sum over k != i of exp(s(i,k)/tau))",
        "τ is missing under the positive's similarity",
    ),
    "tau-missing-sum": (
        "-s(i,j)/tau + log(sum over k != i of exp(s(i,k)))",
        "τ is missing under the similarities in the sum",
    ),
    "tau-missing": ("-log(exp(s_ij) / sum_{k != i} exp(s_ik))", "τ has no effect"),
    "minus": ("log(exp(s_ij/tau) / sum_{k != i} exp(s_ik/tau))", "The overall minus is missing"),
    "positive-sign": (
        "s(i,j)/tau + log(sum over k != i of exp(s(i,k)/tau))",
        "The sign of the positive's term is turned",
    ),
    "log-inside": ("-s(i,j)/tau + sum over k != i of log(exp(s(i,k)/tau))", "The logarithm stands inside the sum"),
    "tau-outside-log": ("-s(i,j)/tau + log(sum over k != i of exp(s(i,k)))/tau", "τ stands outside the logarithm"),
    "tau-outside": ("-s(i,j)/tau + log(sum over k != i of exp(s(i,k))/tau)", "τ stands outside the exponential"),
    "one-view": ("-s(i,j)/tau + log(sum over k = 1..N, k != i of exp(s(i,k)/tau))", "The sum runs over one view only"),
    "tau-multiplies": ("-s(i,j)*tau + log(sum over k != i of exp(s(i,k)*tau))", "τ multiplies instead of dividing"),
}


@lru_cache(maxsize=64)
def _verdict(text: str):
    return judge_formula(text, "loss")


def _why(text: str) -> str:
    """What is off in a formula, or that nothing is."""
    verdict = _verdict(text)
    return "it is the loss of one anchor." if verdict.correct else " ".join(MESSAGES[slip] for slip in verdict.slips)


_GIVEN = (
    "similarities s(i,k)",
    "unit vectors z_i",
    "the cosine similarity sim(z_i, z_k)",
    "similarities s_ik",
)


@generator("loss", 3)
def type_the_loss(surface: Surface, rng: np.random.Generator) -> Draft:
    """Type NT-Xent, for an anchor or a batch, with one part prescribed."""
    whole = bool(rng.random() < 0.5)
    batch = "averaged over the 2N anchors of a batch of N positive pairs"
    what = batch if whole else "of one anchor i with positive j"
    given = pick(rng, _GIVEN)
    question = Formula(
        prompt=f"Type the NT-Xent loss {what}, with {given} and temperature τ.",
        target="loss",
        forms=frozenset({"nt-xent"}),
        hints=(
            "It is −log of a share.",
            "What does the share's denominator sum over?",
            "The sum has 2N−1 terms: all k ≠ i.",
        ),
        explanation="$-\\log\\dfrac{e^{s_{ij}/\\tau}}{\\sum_{k\\ne i}e^{s_{ik}/\\tau}}$, averaged over the 2N "
        "anchors (Chen et al. 2020, eq. 1).",
    )
    return Draft(question)


@generator("terms", 3)
def type_a_term(surface: Surface, rng: np.random.Generator) -> Draft:
    """Type one of the four terms of the two decompositions."""
    target, form, words, formula = pick(
        rng,
        (
            (
                "alignment",
                "alignment",
                "alignment term A_τ of the exact split",
                "-\\frac{1}{2N}\\sum_i s_{ij(i)}/\\tau",
            ),
            (
                "uniformity",
                "uniformity",
                "uniformity term U_τ of the exact split",
                "\\frac{1}{2N}\\sum_i\\log\\sum_{k\\ne i}e^{s_{ik}/\\tau}",
            ),
            (
                "alignment",
                "wang-isola-alignment",
                "metric ℓ_align of Wang & Isola (α = 2)",
                "\\operatorname{mean}\\|z_i-z_j\\|^2",
            ),
            (
                "uniformity",
                "wang-isola-uniformity",
                "metric ℓ_uniform of Wang & Isola (t = 2)",
                "\\log\\operatorname{mean}e^{-2\\|z_i-z_k\\|^2}",
            ),
        ),
    )
    over = ("for one anchor i with positive j", "averaged over a batch of N positive pairs")
    if form == "wang-isola-uniformity":  # which no single anchor has
        over = ("over all pairs of distinct nodes", "for the N embeddings of one view, over pairs of distinct ones")
    question = Formula(
        prompt=f"Type the {words}, {pick(rng, over)}.",
        target=target,
        forms=frozenset({form}),
        hints=(
            "Write the logarithm of the loss's quotient as a difference.",
            "The exact split has τ in it, Wang & Isola's metrics have not.",
        ),
        explanation=f"${formula}$",
    )
    return Draft(question)


@generator("loss", 2)
def type_chance_level(surface: Surface, rng: np.random.Generator) -> Draft:
    """Type the loss of a special batch as a formula in N."""
    question = Formula(
        prompt=pick(
            rng,
            (
                "All embeddings coincide. Type the NT-Xent loss as a formula in N, the number of positive pairs.",
                "The temperature grows without bound. Which value does the NT-Xent loss tend to, as a formula in N "
                "(positive pairs)?",
                "Type the loss of an encoder that ignores its input, as a formula in N, the number of positive pairs.",
                "Weight decay has won: W = 0. Type the NT-Xent loss as a formula in N, the number of positive pairs.",
                "All similarities of a batch are the same, the positives' among them. Type the NT-Xent loss as a "
                "formula in N, the number of positive pairs.",
                "All 2N embeddings are at right angles to each other. Type the NT-Xent loss as a formula in N, the "
                "number of positive pairs.",
                "In every softmax of the loss the positive takes exactly an even share. Type the loss as a formula in "
                "N, the number of positive pairs.",
                "The relative loss of a batch is 1. Type its NT-Xent loss as a formula in N, the number of positive "
                "pairs.",
            ),
        ),
        target="chance",
        hints=("All exponentials are equal.", "How many terms are in the sum?"),
        explanation="All 2N−1 terms of the denominator are equal, so the positive's share is 1/(2N−1) and the loss "
        "$\\log(2N-1)$.",
    )
    return Draft(question, (len(surface.temperatures) - 1, 0))


@generator("loss", 2)
def spot_the_slip(surface: Surface, rng: np.random.Generator) -> Draft:
    """Say what is wrong in a formula."""
    slip = pick(rng, sorted(_SLIPPED))
    others = [str(key) for key in rng.choice([key for key in sorted(_SLIPPED) if key != slip], size=3, replace=False)]
    formula = _SLIPPED[slip][0]
    why = _why(formula)
    choices = tuple(
        Choice(
            key,
            _SLIPPED[key][1],
            why if key == slip else f"That slip would read {_SLIPPED[key][0]}. Look again: one part is off.",
        )
        for key in (slip, *others)
    )
    question = SingleChoice(
        prompt=f"A fellow student writes for one anchor i with positive j:\n\n`{formula}`\n\nWhat is wrong?",
        choices=shuffled(rng, choices),
        right=lambda s: frozenset({slip} & set(_verdict(formula).slips)),
        attempts=2,  # what is said of a wrong one leads to the right one
        hints=("Compare term by term: sign, positive, sum, τ, log.",),
        explanation=why + f" Right is `{_RIGHT[0]}`.",
    )
    true = {key: lambda s, key=key: key in _verdict(formula).slips for key in (slip, *others)}
    return Draft(question, true=true)


@generator("loss", 3)
def same_formula(surface: Surface, rng: np.random.Generator) -> Draft:
    """Tell the spellings of NT-Xent from others."""
    good = [str(text) for text in rng.choice(_RIGHT, size=int(rng.integers(1, 4)), replace=False)]
    bad = [_SLIPPED[str(key)][0] for key in rng.choice(sorted(_SLIPPED), size=4 - len(good), replace=False)]
    choices = tuple(
        Choice(f"f{place}", f"`{text}`", f"{text}: {_why(text)}") for place, text in enumerate([*good, *bad])
    )
    keys = {choice.key: text for choice, text in zip(choices, [*good, *bad], strict=True)}
    question = MultipleChoice(
        prompt="Which of these are the NT-Xent loss of one anchor i with positive j?",
        choices=shuffled(rng, choices),
        right=lambda s: frozenset(key for key, text in keys.items() if _verdict(text).correct),
        hints=("exp(a)/exp(b) = exp(a − b).", "On unit vectors s = 1 − ‖z − z′‖²/2."),
        explanation="They are compared by value on random embeddings: "
        + " ".join(f"`{t}` — {_why(t)}" for t in (*good, *bad)),
    )
    return Draft(question)
