"""What happens to a number when one knob moves: rises, falls, or stays within the noise."""

from __future__ import annotations

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.item import Draft, IllPosed
from quizzes.bank.parts import capital, differs, shown, shuffled, with_article
from quizzes.cells import Cell, at
from quizzes.types import Choice, SingleChoice

CLEAR, FLAT = 2.0, 1.0


def direction(
    surface: Surface,
    rng: np.random.Generator,
    metric: str,
    a: Cell,
    b: Cell,
    there: str,
    back: str,
    why: str,
    hint: str,
) -> Draft:
    """What a metric does on the way from a to b, or as often on the way back; rejected where it is undecided.

    Parameters
    ----------
    surface, rng
        As of a generator.
    metric
        What is asked for.
    a, b
        The two cells.
    there, back
        What happens on the way from a to b and on the way back, as a sentence.
    why
        The reason, worded so that it explains either way.
    hint
        Helps on either way.
    """
    if rng.random() < 0.5:
        a, b, there = b, a, back
    change = differs(surface, metric, a, b)
    if FLAT * 0.5 < abs(change) < CLEAR:
        raise IllPosed("undecided")
    true = {
        "rises": lambda s: differs(s, metric, a, b) > FLAT,
        "falls": lambda s: differs(s, metric, a, b) < -FLAT,
        "stays": lambda s: abs(differs(s, metric, a, b)) <= FLAT,
    }
    values = getattr(surface, metric)
    said = f"{capital(with_article(metric))} goes from {shown(values[a])} to {shown(values[b])}. {why}"
    texts = {"rises": "It rises", "falls": "It falls", "stays": "It stays where it is, within the noise"}
    question = SingleChoice(
        prompt=f"{there} You go from {at(surface, a)} to {at(surface, b)}. What happens to {with_article(metric)}?",
        choices=shuffled(rng, tuple(Choice(key, text, said) for key, text in texts.items())),
        right=lambda s: frozenset(key for key, holds in true.items() if holds(s)),
        hints=(hint,),
        explanation=said,
    )
    return Draft(question, b, "loss" if metric == "hardest_negative_share" else metric, true=true)
