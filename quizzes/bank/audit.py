"""What the bank poses over many seeds: how its keys are spread, and whether a wrong choice is as true as the key."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from explorer.model.surface import Surface
from quizzes.bank.generators import GENERATORS, IllPosed, build, rivals

TYPED = ("formula", "explanation")
"""Kinds of answer that cannot be guessed: that all draws have the same key gives nothing away."""


@dataclass
class Audit:
    """An entry: a kind of question on one scenario, over seeds.

    Parameters
    ----------
    name, scenario
        Which entry.
    kinds
        The types of its questions.
    draws, refused
        Seeds that gave a question, and seeds that gave none.
    keys
        The right answers in words, and how often each.
    variants
        Prompts with their choices, and how often each.
    rivals
        Draws in which a wrong answer is as true as the right one, by identifier.
    reads
        What it is read from.
    """

    name: str
    scenario: str
    kinds: set[str] = field(default_factory=set)
    draws: int = 0
    refused: int = 0
    keys: Counter[str] = field(default_factory=Counter)
    variants: Counter[str] = field(default_factory=Counter)
    rivals: list[str] = field(default_factory=list)
    reads: set[str] = field(default_factory=set)

    @property
    def commonest(self) -> float:
        """Share of draws that have the commonest key."""
        return max(self.keys.values()) / self.draws if self.draws else 0.0

    @property
    def typed(self) -> bool:
        """Whether the answer is typed in words or symbols."""
        return self.kinds <= set(TYPED)


def audit(name: str, scenario: str, surface: Surface, seeds: Iterable[int]) -> Audit:
    """Draw an entry once a seed, and count its keys, variants, rivals and refusals."""
    found = Audit(name, scenario)
    for seed in seeds:
        try:
            drawn = build(name, scenario, seed, surface)
        except IllPosed:
            found.refused += 1
            continue
        asked = drawn.question.asked
        found.draws += 1
        found.kinds.add(asked.kind)
        found.keys[asked.truth(surface)] += 1
        found.variants[" ".join((drawn.question.prompt, asked.prompt, *sorted(asked.options)))] += 1
        found.reads |= drawn.reads
        if rivals(drawn, surface):
            found.rivals.append(drawn.identifier)
    return found


def entries() -> list[tuple[str, str]]:
    """Every kind of question with every scenario that it is posed on."""
    return [(name, scenario) for name, kind in GENERATORS.items() for scenario in kind.scenarios]


def table(audits: Iterable[Audit]) -> str:
    """One row an entry: draws, variants, the commonest key and its share, rivals, and what it is read from."""
    rows = [("entry", "on", "draws", "variants", "keys", "commonest", "", "rivals", "read from")]
    for one in audits:
        key = one.keys.most_common(1)[0][0] if one.keys else ""
        share = "typed" if one.typed else f"{one.commonest:.0%}"
        rivals_ = f"{len(one.rivals) / max(one.draws, 1):.0%}"
        numbers = (str(one.draws), str(len(one.variants)), str(len(one.keys)))
        rows.append(
            (one.name, one.scenario, *numbers, share, key[:40], rivals_, ", ".join(sorted(one.reads)) or "no map")
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows)
