"""What became of an activity: predictions beside outcomes, points, and what to look at again."""

from collections.abc import Iterable
from dataclasses import dataclass

from explorer.model.surface import Surface
from quizzes.activities import course
from quizzes.activities.course import Task
from quizzes.attempt import Log, in_words


@dataclass(frozen=True)
class Outcome:
    """One closed question of an activity.

    Parameters
    ----------
    task, position
        Which step, and its place among the steps.
    said
        What the student answered, in plain words; empty if nothing.
    truth
        What is right, as markdown; empty while it is still sought.
    score
        The best that was earned, 0 to 1.
    late
        Whether it was found at a try that earned nothing any more.
    """

    task: Task
    position: int
    said: str
    truth: str
    score: float
    late: bool = False

    @property
    def group(self) -> str:
        """``"predictions"``, ``"explanations"`` (rated by the student) or ``"answers"``."""
        if self.task.question is not None and not self.task.question.judged:
            return "explanations"
        return "predictions" if self.task.step.kind == "predict" else "answers"


def outcomes(name: str, surface: Surface, log: Log) -> tuple[Outcome, ...]:
    """The closed questions of an activity, in order."""
    tasks = course.tasks(name, surface)
    finished = course.first_open(name, surface, log) == len(tasks)
    found = []
    for position, task in enumerate(tasks):
        if task.question is None or not log.closed(task.question, task.address):
            continue
        made = log.at(task.address)
        told = finished or not task.step.keeps_truth
        found.append(
            Outcome(
                task,
                position,
                "" if made.last is None else in_words(task.question, made.last, surface),
                task.question.truth_markdown(surface) if told else "",
                made.score,
                made.late,
            )
        )
    return tuple(found)


def points(of: Iterable[Outcome], group: str) -> tuple[float, int]:
    """Points earned in one group, and how many could be."""
    scores = [one.score for one in of if one.group == group]
    return sum(scores), len(scores)


def finished_on(name: str, surfaces: Iterable[Surface], log: Log) -> Surface | None:
    """The first of the surfaces on which an activity is done."""
    return next((one for one in surfaces if 0 < len(course.tasks(name, one)) == course.done(name, one, log)), None)
