"""What happens to a number when one knob moves: rises, falls, or stays within the noise."""

import numpy as np

from explorer.model.surface import Surface
from quizzes.bank.item import Draft, IllPosed
from quizzes.bank.parts import capital, differs, shown, shuffled, with_article
from quizzes.cells import Cell, at
from quizzes.types import Choice, Prediction, SingleChoice

CLEAR, FLAT = 2.0, 1.0


def direction(
    surface: Surface,
    rng: np.random.Generator,
    metric: str,
    a: Cell,
    b: Cell,
    expected: str,
    story: str,
    why: dict[str, str],
    layer: str,
    hint: str,
) -> Draft:
    """A prediction about the way from a to b; rejected where the surface is undecided or tells another story."""

    def right(s: Surface) -> frozenset[str]:
        change = differs(s, metric, a, b)
        return frozenset({"rises" if change > FLAT else "falls" if change < -FLAT else "stays"})

    change = differs(surface, metric, a, b)
    if FLAT * 0.5 < abs(change) < CLEAR or right(surface) != {expected}:
        raise IllPosed("undecided, or another story")
    values = getattr(surface, metric)
    numbers = f"{capital(with_article(metric))} goes from {shown(values[a])} to {shown(values[b])}. "
    texts = {"rises": "It rises", "falls": "It falls", "stays": "It stays where it is, within the noise"}
    choices = tuple(Choice(key, text, numbers + why[key]) for key, text in texts.items())
    inner = SingleChoice(prompt=f"What happens to {with_article(metric)}?", choices=shuffled(rng, choices), right=right)
    question = Prediction(
        prompt=f"{story} You go from {at(surface, a)} to {at(surface, b)}. Predict before you look.",
        inner=inner,
        hidden=frozenset({metric}),
        hints=(hint,),
        explanation=numbers + why[expected],
    )
    return Draft(question, b, layer)
