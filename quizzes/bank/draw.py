"""Draw a quiz from the bank."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator

import numpy as np

from explorer.model.counts import counted
from explorer.model.scenario import SHIPPED
from explorer.model.surface import Surface
from explorer.model.surface_file import NotOpened
from quizzes.bank.generators import DIFFICULTIES, GENERATORS, TOPICS, DrawnQuestion, IllPosed, build

LENGTHS = (5, 10, 20)


def draw_questions(
    count: int,
    seed: int,
    load: Callable[[str], Surface],
    *,
    topics: Collection[str] = tuple(TOPICS),
    difficulties: Collection[int] = tuple(DIFFICULTIES),
    graph: str | None = None,
) -> list[DrawnQuestion]:
    """Draw questions, spread evenly over the topics, no generator twice while others are left.

    Parameters
    ----------
    count
        How many. A choice with fewer kinds is filled up with other draws of the same kinds; one with none, with the
        nearest difficulty, and if need be with other graphs (:func:`beside_the_choice` says so).
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
    list of DrawnQuestion
        From easy to hard.
    """
    if count < 1 or not set(topics) <= set(TOPICS) or not set(difficulties) <= set(DIFFICULTIES):
        raise ValueError(
            f"cannot draw {count} questions from topics {sorted(topics)} and difficulties {sorted(difficulties)}"
        )
    rng = np.random.default_rng([1, abs(int(seed))])
    questions: list[DrawnQuestion] = []
    for where in dict.fromkeys((graph, None)):  # on other graphs only what one graph alone does not give
        sources = [_of_topic(topic, difficulties, where, rng, load) for topic in TOPICS if topic in topics]
        while len(questions) < count and sources:
            order = [sources[place] for place in rng.permutation(len(sources))]
            for source in order[: count - len(questions)]:
                drawn = next(source, None)
                if drawn is None:
                    sources.remove(source)
                else:
                    questions.append(drawn)
    return sorted(questions, key=lambda drawn: (drawn.difficulty, drawn.generator))


def beside_the_choice(
    questions: Collection[DrawnQuestion],
    count: int,
    *,
    topics: Collection[str],
    difficulties: Collection[int],
    graph: str | None,
) -> str:
    """What a drawn quiz does not keep of the choice, in sentences; empty where it keeps all."""
    said = []
    other = Counter(drawn.difficulty for drawn in questions if drawn.difficulty not in difficulties)
    if other:
        many = " and ".join(f"{number} {DIFFICULTIES[level]}" for level, number in sorted(other.items()))
        stand = "one stands" if other.total() == 1 else "ones stand"
        said.append(f"Not every topic has questions of the difficulty chosen: {many} {stand} in.")
    if graph is not None:
        if elsewhere := sum(drawn.scenario != graph for drawn in questions):
            said.append(f"{elsewhere} of the questions {'is' if elsewhere == 1 else 'are'} not about the graph chosen.")
        left_out = [
            TOPICS[topic] for topic in TOPICS if topic in topics and not any(i.topic == topic for i in questions)
        ]
        if left_out and count >= len(topics):
            said.append(f"The graph chosen has no questions on {' and '.join(left_out)}.")
    if len(questions) < count:
        said.append(f"Only {len(questions)} of {counted(count, 'question')} could be drawn.")
    return " ".join(said)


def scenarios() -> tuple[str, ...]:
    """The shipped scenarios on which the bank asks anything."""
    return tuple(name for name in SHIPPED if any(name in kind.scenarios for kind in GENERATORS.values()))


def rebuild(identifier: str, load: Callable[[str], Surface]) -> DrawnQuestion:
    """Make a question again from its identifier. Raises KeyError or ValueError if the bank has no such question."""
    name, scenario, seed = identifier.rsplit(".", 2)
    if not GENERATORS[name].asked_on(scenario):
        raise KeyError(identifier)
    return build(name, scenario, int(seed), load(scenario))


def _of_topic(
    topic: str,
    difficulties: Collection[int],
    graph: str | None,
    rng: np.random.Generator,
    load: Callable[[str], Surface],
) -> Iterator[DrawnQuestion]:
    """Items of a topic without end: of the difficulties chosen while there are any, else of the nearest.

    Every kind comes once before any comes twice.
    """
    away = {level: min(abs(level - chosen) for chosen in difficulties) for level in DIFFICULTIES}
    for far in sorted(set(away.values())):
        found = True
        while found:
            found = False
            for name, scenario in _queue(topic, [level for level in away if away[level] == far], rng, graph):
                try:
                    drawn = build(name, scenario, int(rng.integers(2**31)), load(scenario))
                except (IllPosed, NotOpened):
                    continue
                found = True
                yield drawn


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
