"""Draw a quiz from the bank."""

from collections.abc import Callable, Collection

import numpy as np

from explorer.model.scenario import SHIPPED
from explorer.model.surface import Surface
from explorer.model.surface_file import NotOpened
from quizzes.bank.item import DIFFICULTIES, GENERATORS, TOPICS, IllPosed, QuizItem, build

LENGTHS = (5, 10, 20)


def draw(
    count: int,
    seed: int,
    load: Callable[[str], Surface],
    *,
    topics: Collection[str] = tuple(TOPICS),
    difficulties: Collection[int] = tuple(DIFFICULTIES),
    graph: str | None = None,
) -> list[QuizItem]:
    """Draw items, spread evenly over the topics, no generator twice while others are left.

    Parameters
    ----------
    count
        How many; a choice of topics and difficulties with fewer kinds is filled up with other draws of the same kinds.
    seed
        The same seed and choice give the same quiz.
    load
        Scenario name -> Surface; may raise `NotOpened`, and nothing is asked about that surface then.
    topics, difficulties
        What to draw from.
    graph
        Name of the one surface to ask about; all that ship by default.

    Returns
    -------
    list of QuizItem
        From easy to hard.
    """
    if count < 1 or not set(topics) <= set(TOPICS) or not set(difficulties) <= set(DIFFICULTIES):
        raise ValueError(
            f"cannot draw {count} items from topics {sorted(topics)} and difficulties {sorted(difficulties)}"
        )
    rng = np.random.default_rng([1, abs(int(seed))])
    queues = {topic: _queue(topic, difficulties, rng, graph) for topic in TOPICS if topic in topics}
    items: list[QuizItem] = []
    before = 0
    while len(items) < count:
        if not any(queues.values()):
            if len(items) == before:
                break  # nothing can be asked: another round would find nothing either
            before = len(items)
            queues = {topic: _queue(topic, difficulties, rng, graph) for topic in queues}
        order = [topic for topic in queues if queues[topic]]
        rng.shuffle(order)
        for topic in order[: count - len(items)]:
            item = _next(queues[topic], rng, load)
            if item is not None:
                items.append(item)
    return sorted(items, key=lambda item: (item.difficulty, item.generator))


def scenarios() -> tuple[str, ...]:
    """The shipped scenarios on which the bank asks anything."""
    return tuple(name for name in SHIPPED if any(name in kind.scenarios for kind in GENERATORS.values()))


def rebuild(identifier: str, load: Callable[[str], Surface]) -> QuizItem:
    """Make an item again from its identifier. Raises KeyError or ValueError if the bank has no such item."""
    name, scenario, seed = identifier.rsplit(".", 2)
    if not GENERATORS[name].asked_on(scenario):
        raise KeyError(identifier)
    return build(name, scenario, int(seed), load(scenario))


def _queue(
    topic: str, difficulties: Collection[int], rng: np.random.Generator, graph: str | None
) -> list[tuple[str, str]]:
    """The topic's entries in random order: every generator once first, then their other scenarios."""
    kinds = [kind for kind in GENERATORS.values() if kind.topic == topic and kind.difficulty in difficulties]
    rng.shuffle(kinds)
    first, rest = [], []
    for kind in kinds:
        scenarios = list(kind.scenarios) if graph is None else [graph] * kind.asked_on(graph)
        if not scenarios:
            continue
        rng.shuffle(scenarios)
        first.append((kind.name, scenarios[0]))
        rest += [(kind.name, scenario) for scenario in scenarios[1:]]
    return first + rest


def _next(queue: list[tuple[str, str]], rng: np.random.Generator, load: Callable[[str], Surface]) -> QuizItem | None:
    while queue:
        name, scenario = queue.pop(0)
        try:
            return build(name, scenario, int(rng.integers(2**31)), load(scenario))
        except (IllPosed, NotOpened):
            continue
    return None
