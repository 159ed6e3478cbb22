"""A drawn quiz: its questions, how they stand, what to try again, and its result as rows, CSV and JSON."""

import json
import secrets
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from explorer.model.surface import Surface
from explorer.model.surface_file import NotOpened
from quizzes.attempt import Attempt, Log, in_words
from quizzes.bank import (
    DIFFICULTIES,
    GENERATORS,
    TOPICS,
    DrawnQuestion,
    IllPosed,
    beside_the_choice,
    build,
    draw_questions,
    rebuild,
)
from quizzes.spreadsheet import spreadsheet

Load = Callable[[str], "Surface"]
KIND, FINISHED = "quiz", "quiz finished"

COLUMNS = (
    "number",
    "topic",
    "difficulty",
    "graph",
    "question",
    "prompt",
    "answer in words",
    "right answer",
    "attempts",
    "score",
)


@dataclass(frozen=True, eq=False)
class Quiz:
    """A drawn quiz.

    Parameters
    ----------
    name
        Where it is kept.
    questions
        In the order asked.
    begun_at
        Seconds since 1970.
    beside
        What it does not keep of the choice, in a sentence; empty where it keeps all.
    """

    name: str
    questions: tuple[DrawnQuestion, ...]
    begun_at: float
    beside: str = ""

    def address(self, drawn: DrawnQuestion) -> str:
        """Where the answers to a question are kept."""
        return f"{self.name}/{drawn.identifier}"

    def closed(self, drawn: DrawnQuestion, log: Log) -> bool:
        """Whether a question is answered for good."""
        return log.closed(drawn.question, self.address(drawn))

    def finished(self, log: Log) -> bool:
        """Whether the student has handed in."""
        return log.has(f"{self.name}/finished")

    def finish(self) -> Attempt:
        """The attempt that says: handed in."""
        return Attempt(f"{self.name}/finished", None, FINISHED)

    def score(self, drawn: DrawnQuestion, log: Log) -> float:
        """The best score of a question; 0 where nothing was answered."""
        return log.at(self.address(drawn)).score

    def said(self, drawn: DrawnQuestion, log: Log, load: Load) -> str:
        """The latest answer to a question in words."""
        last = log.at(self.address(drawn)).last
        return "no answer" if last is None else in_words(drawn.question, last, load(drawn.scenario))

    def missed(self, log: Log) -> tuple[DrawnQuestion, ...]:
        """The questions that did not earn the full score."""
        return tuple(drawn for drawn in self.questions if self.score(drawn, log) < 1)

    def tally(self, log: Log) -> dict[str, int]:
        """How many questions stand how, in words, without those that none is: answers counted, not points."""
        found = dict.fromkeys(("right", "right at the second try", "right in part", "not right yet", "not answered"), 0)
        for drawn in self.questions:
            made = log.at(self.address(drawn))
            if made.last is None:
                how = "not answered"
            elif made.late:
                how = "right at the second try"
            elif made.score >= 1:
                how = "right"
            else:
                how = "right in part" if made.score > 0 else "not right yet"
            found[how] += 1
        return {how: count for how, count in found.items() if count}

    def by_topic(self, log: Log) -> dict[str, tuple[float, int]]:
        """Score and number of questions of each topic, in the bank's order."""
        found = {}
        for topic in TOPICS:
            scores = [self.score(drawn, log) for drawn in self.questions if drawn.topic == topic]
            if scores:
                found[topic] = sum(scores), len(scores)
        return found

    def total(self, log: Log) -> float:
        """The sum of the scores; each question counts 1 at most."""
        return sum(self.score(drawn, log) for drawn in self.questions)


def new_seed() -> int:
    """A seed that two students hardly share, short enough to copy by hand."""
    return secrets.randbelow(10**6)


def begin(
    count: int,
    seed: int,
    load: Load,
    topics: Collection[str] = (),
    difficulties: Collection[int] = (),
    graph: str | None = None,
) -> Attempt:
    """Draw a quiz; returns the attempt that keeps it. No topic, difficulty or graph chosen means all."""
    topics, difficulties = tuple(topics) or tuple(TOPICS), tuple(difficulties) or tuple(DIFFICULTIES)
    questions = draw_questions(count, seed, load, topics=topics, difficulties=difficulties, graph=graph)
    beside = beside_the_choice(questions, count, topics=topics, difficulties=difficulties, graph=graph)
    return _keep([drawn.identifier for drawn in questions], seed, beside)


def retry(missed: Collection[DrawnQuestion], load: Load) -> Attempt:
    """Draw what was missed again: another kind of the same topic, since the answer of this one was just shown.

    A topic that has no other kind left gives the same kind with other numbers.
    """
    seed, made = new_seed(), []
    taken = {drawn.generator for drawn in missed}
    for drawn in missed:
        found = next(_instead(drawn, taken, seed, load), drawn)
        taken.add(found.generator)
        made.append(found)
    return _keep([drawn.identifier for drawn in made], seed)


def _instead(drawn: DrawnQuestion, taken: Collection[str], seed: int, load: Load) -> Iterator[DrawnQuestion]:
    """Items to ask instead of one, of the most like difficulty first; last the same kind with other numbers."""
    others = [kind for kind in GENERATORS.values() if kind.topic == drawn.topic and kind.name not in taken]
    others.sort(key=lambda kind: (abs(kind.difficulty - drawn.difficulty), zlib.crc32(f"{seed} {kind.name}".encode())))
    for kind in (*others, GENERATORS[drawn.generator]):
        for scenario in (drawn.scenario, *kind.scenarios):
            if kind.asked_on(scenario):
                try:
                    yield build(kind.name, scenario, (drawn.seed + 1 + seed) % 2**31, load(scenario))
                except (IllPosed, NotOpened):
                    continue


def restore(kept: Attempt, load: Load) -> Quiz:
    """The quiz that an attempt keeps; questions that the bank no longer has are left out."""
    questions = []
    for name in kept.answer["items"]:
        try:
            questions.append(rebuild(name, load))
        except (KeyError, ValueError):
            continue
    return Quiz(kept.question, tuple(questions), kept.made_at, kept.answer.get("beside", ""))


def _keep(names: list[str], seed: int, beside: str = "") -> Attempt:
    whole = {"items": names, "seed": seed} | ({"beside": beside} if beside else {})
    return Attempt(f"quiz/{secrets.token_hex(6)}", whole, KIND)


# --- the result ---


def rows(quiz: Quiz, log: Log, load: Load) -> list[dict[str, Any]]:
    """One row a question, with plain values."""
    found = []
    for number, drawn in enumerate(quiz.questions, 1):
        made = log.at(quiz.address(drawn))
        found.append(
            {
                "number": number,
                "topic": TOPICS[drawn.topic],
                "difficulty": DIFFICULTIES[drawn.difficulty],
                "graph": drawn.scenario,
                "question": drawn.identifier,
                "prompt": drawn.question.prompt,
                "answer": made.answers[-1] if made.answers else None,
                "answer in words": quiz.said(drawn, log, load),
                "right answer": drawn.question.truth(load(drawn.scenario)),
                "attempts": len(made.answers),
                "score": round(made.score, 3),
            }
        )
    return found


def as_json(quiz: Quiz, log: Log, load: Load) -> bytes:
    """The result as a file: its score, by topic too, and of every question what :func:`rows` says."""
    topics = {TOPICS[topic]: {"score": round(score, 3), "of": of} for topic, (score, of) in quiz.by_topic(log).items()}
    whole = {
        "quiz": quiz.name.partition("/")[2],
        "begun": datetime.fromtimestamp(quiz.begun_at, UTC).isoformat(timespec="seconds"),
        "score": round(quiz.total(log), 3),
        "of": len(quiz.questions),
        "topics": topics,
        "items": rows(quiz, log, load),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def as_csv(quiz: Quiz, log: Log, load: Load) -> bytes:
    """The result as a table, one line a question."""
    return spreadsheet([COLUMNS, *([row[column] for column in COLUMNS] for row in rows(quiz, log, load))])
