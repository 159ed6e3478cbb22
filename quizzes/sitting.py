"""One sitting of the quiz: which items were drawn, how they stand, what to try again."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.model.surface_file import NotOpened
from quizzes.attempt import Attempt, Log, in_words
from quizzes.bank import DIFFICULTIES, TOPICS, IllPosed, Item, build, draw, rebuild

if TYPE_CHECKING:
    from explorer.model.surface import Surface

Load = Callable[[str], "Surface"]
KIND, FINISHED = "quiz", "quiz finished"


@dataclass(frozen=True, eq=False)
class Sitting:
    """A drawn quiz.

    Parameters
    ----------
    name
        Where it is kept.
    items
        In the order asked.
    begun_at
        Seconds since 1970.
    """

    name: str
    items: tuple[Item, ...]
    begun_at: float

    def address(self, item: Item) -> str:
        """Where the answers to an item are kept."""
        return f"{self.name}/{item.identifier}"

    def closed(self, item: Item, log: Log) -> bool:
        """Whether an item is answered for good."""
        return log.closed(item.question, self.address(item))

    def finished(self, log: Log) -> bool:
        """Whether the student has handed in."""
        return log.has(f"{self.name}/finished")

    def finish(self) -> Attempt:
        """The attempt that says: handed in."""
        return Attempt(f"{self.name}/finished", None, FINISHED)

    def score(self, item: Item, log: Log) -> float:
        """The best score of an item; 0 where nothing was answered."""
        return log.at(self.address(item)).score

    def said(self, item: Item, log: Log, load: Load) -> str:
        """The latest answer to an item in words."""
        last = log.at(self.address(item)).last
        return "no answer" if last is None else in_words(item.question, last, load(item.scenario))

    def missed(self, log: Log) -> tuple[Item, ...]:
        """The items that did not earn the full score."""
        return tuple(item for item in self.items if self.score(item, log) < 1)

    def by_topic(self, log: Log) -> dict[str, tuple[float, int]]:
        """Score and number of items of each topic, in the bank's order."""
        found = {}
        for topic in TOPICS:
            scores = [self.score(item, log) for item in self.items if item.topic == topic]
            if scores:
                found[topic] = sum(scores), len(scores)
        return found

    def total(self, log: Log) -> float:
        """The sum of the scores."""
        return sum(self.score(item, log) for item in self.items)


def new_seed() -> int:
    """A seed that two students hardly share, short enough to copy by hand."""
    return secrets.randbelow(10**6)


def begin(
    count: int, seed: int, load: Load, topics: Collection[str] = (), difficulties: Collection[int] = ()
) -> Attempt:
    """Draw a quiz; returns the attempt that keeps it. No topic or no difficulty chosen means all."""
    items = draw(count, seed, load, topics=tuple(topics) or tuple(TOPICS),
                 difficulties=tuple(difficulties) or tuple(DIFFICULTIES))  # fmt: skip
    return _keep([item.identifier for item in items], seed)


def again(missed: Collection[Item], load: Load) -> Attempt:
    """Draw the kinds that were missed again, with other numbers."""
    seed, names = new_seed(), []
    for item in missed:
        try:
            made = build(item.generator, item.scenario, (item.seed + 1 + seed) % 2**31, load(item.scenario))
        except (IllPosed, NotOpened):
            made = item
        names.append(made.identifier)
    return _keep(names, seed)


def restore(kept: Attempt, load: Load) -> Sitting:
    """The sitting that an attempt keeps; items that the bank no longer has are left out."""
    items = []
    for name in kept.answer["items"]:
        try:
            items.append(rebuild(name, load))
        except (KeyError, ValueError, IllPosed):
            continue
    return Sitting(kept.question, tuple(items), kept.made_at)


def _keep(names: list[str], seed: int) -> Attempt:
    return Attempt(f"quiz/{secrets.token_hex(6)}", {"items": names, "seed": seed}, KIND)
