"""What a report of a class says, read from the store once: texts, counts and scenes, and no name of a student."""

from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import shorten

import sqlalchemy as sa

from explorer.charts.stage import LAYERS, Scene
from explorer.charts.stage.picture import png
from explorer.model.counts import counted
from explorer.model.library import title
from quizzes.attempt import Attempt, mark_again, readable
from quizzes.escaping import unmarked
from quizzes.posed import PosedQuestion, pose_if_known
from quizzes.question import Summary
from quizzes.store.access import Instructor
from quizzes.store.classes import get_class
from quizzes.store.grading import WORDS, Grading
from quizzes.store.items import Item, list_items
from quizzes.store.mistakes import Mistake, usual_mistakes
from quizzes.store.tally import Tally, tally

MISTAKES = 5
"""How many of the usual mistakes a question shows."""


@dataclass(frozen=True)
class AskedQuestion:
    """One question that the class answered.

    Parameters
    ----------
    title, graph, wording, truth, explanation : str
        Plain text.
    asked_at : float
        Seconds since 1970.
    rounds : dict
        Round to how many answered, were judged and were right.
    summary : Summary
    mistakes : tuple of (str, int)
        What was said to a usual mistake, and to how many students.
    """

    title: str
    graph: str
    wording: str
    truth: str
    explanation: str
    asked_at: float
    rounds: dict[int, Tally]
    summary: Summary
    mistakes: tuple[tuple[str, int], ...]

    def share(self, number: int) -> str:
        """How a round went, in words."""
        one = self.rounds[number]
        return ", ".join(filter(None, (f"{one.answered} of {one.members} answered", one.right_share)))


@dataclass(frozen=True)
class Report:
    """What a class was asked and how it answered, without names.

    Parameters
    ----------
    title : str
    made_at : float
        When the class was made.
    members : int
    counted : str
        Which of a student's answers counts, in words.
    sections : tuple of AskedQuestion
        In the order in which they were asked.
    """

    title: str
    made_at: float
    members: int
    counted: str
    sections: tuple[AskedQuestion, ...]

    @property
    def about(self) -> str:
        """Its day, its members and its rule, in a line."""
        day = datetime.fromtimestamp(self.made_at, UTC).strftime("%d %B %Y")
        return f"{day}. {counted(self.members, 'member')}. Counted: each student's {self.counted}."


def report(engine: sa.Engine, instructor: Instructor, class_id: str) -> Report:
    """Put the report of a class together.

    Raises
    ------
    NotSignedIn, ClassGone
    """
    put = list_items(engine, instructor, class_id)
    room = get_class(engine, instructor, class_id)
    mistakes = usual_mistakes(engine, instructor, class_id)
    sections: list[AskedQuestion] = []
    for item in put:
        posed = pose_if_known(item)
        for step in posed.steps if posed else ():
            question = step.question.identifier
            rounds = {n: tally(engine, instructor, item, question, n) for n in range(1, item.round + 1)}
            if any(one.answered for one in rounds.values()):
                sections.append(_section(item, step, rounds, mistakes))
    return Report(room.title, room.created_at, room.members, WORDS[Grading(room.grading)], tuple(sections))


def _section(item: Item, step: PosedQuestion, rounds: dict[int, Tally], mistakes: list[Mistake]) -> AskedQuestion:
    question, surface = step.question, step.surface
    answers = {n: readable(question, one.answers, surface) for n, one in rounds.items()}
    # What one student alone did is not usual, and may be a text that tells who wrote it.
    own = [m for m in mistakes if m.question == question.identifier and m.item_id == item.id and m.members > 1]
    return AskedQuestion(
        title=shorten(unmarked(step.wording), 90, placeholder=" …"),
        graph=title(step.scenario),
        wording=step.wording if step.plain else unmarked(step.wording),
        truth=question.truth(surface),
        explanation=unmarked(question.explanation),
        asked_at=item.created_at,
        rounds=rounds,
        summary=question.summarise(answers, surface),
        mistakes=tuple((feedback_given(one, step), one.members) for one in own[:MISTAKES]),
    )


def feedback_given(mistake: Mistake, step: PosedQuestion) -> str:
    """What the students read; the feedback's short name where they read different figures."""
    marks = [mark_again(step.question, Attempt(mistake.question, one), step.surface) for one in mistake.examples]
    messages = {mark.message if mark else mistake.feedback for mark in marks}
    return messages.pop() if len(messages) == 1 else mistake.feedback


def map_png(scene: Scene) -> bytes:
    """The map of a section, in light, by the chart that the page moves."""
    return png(scene, "light", scale=1.5)


def map_words(section: AskedQuestion) -> str:
    """What the map of a section shows, for whoever does not see it."""
    scene = section.summary.scene
    layer = "" if scene is None else f" over {LAYERS[scene.layer].title}"
    bars = "; ".join(f"{bar.words}: {sum(bar.counts.values())}" for bar in section.summary.bars)
    return f"Map of the class's answers{layer}. {bars}. Right: {section.truth}."
