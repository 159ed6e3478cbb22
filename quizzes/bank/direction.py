"""What happens to a number when one knob moves: rises, falls, or stays within the noise."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.for_generators import capital, differs, shown, shuffled, with_article
from quizzes.bank.generators import Draft, IllPosed, those_that_hold
from quizzes.cells import Cell, strength, tau
from quizzes.types import Choice, SingleChoice

CLEAR, FLAT = 2.0, 1.0


def what_happens(
    surface: Surface,
    rng: np.random.Generator,
    metric: str,
    a: Cell,
    b: Cell,
    why: Mapping[str, str],
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
        The two cells, of one row or of one column.
    why
        The reason, by what happens on the way from a to b: ``"rises"``, ``"falls"`` or ``"stays"``. It explains the way
        back as well; what has no reason here is not asked.
    hint
        Helps on either way.
    """
    if a == b:
        raise IllPosed("no way to go")
    change = differs(surface, metric, a, b)
    if FLAT * 0.5 < abs(change) < CLEAR:
        raise IllPosed("undecided")
    happens = "stays" if abs(change) <= FLAT else "rises" if change > 0 else "falls"
    if happens not in why:
        raise IllPosed(f"no reason why it {happens}")
    if rng.random() < 0.5:
        a, b = b, a
    true = {
        "rises": lambda s: differs(s, metric, a, b) > FLAT,
        "falls": lambda s: differs(s, metric, a, b) < -FLAT,
        "stays": lambda s: abs(differs(s, metric, a, b)) <= FLAT,
    }
    values = getattr(surface, metric)
    said = f"{capital(with_article(metric))} goes from {shown(values[a])} to {shown(values[b])}. {why[happens]}"
    texts = {"rises": "It rises", "falls": "It falls", "stays": "It stays where it is, within the noise"}
    question = SingleChoice(
        prompt=f"{_way(surface, a, b)} What happens to {with_article(metric)}?",
        choices=shuffled(rng, tuple(Choice(key, text, said) for key, text in texts.items())),
        right=those_that_hold(true),
        hints=(hint,),
        explanation=said,
    )
    return Draft(question, b, "loss" if metric == "hardest_negative_share" else metric, true=true)


def _way(surface: Surface, a: Cell, b: Cell) -> str:
    """The way between two cells that share a row or a column, as a sentence."""
    if a[1] == b[1]:
        ends = (tau(surface, t).removeprefix("τ = ") for t in (a[0], b[0]))
        return f"At {strength(surface, a[1])} τ {'rises' if b > a else 'falls'} from {' to '.join(ends)}."
    ends = (strength(surface, p).removeprefix("strength ") for p in (a[1], b[1]))
    return f"At {tau(surface, a[0])} the strength {'rises' if b > a else 'falls'} from {' to '.join(ends)}."
