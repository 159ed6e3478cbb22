"""Where a student stands in an activity: which steps are done, what is ticked, what stays hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from explorer.model.surface import Surface
from quizzes.activities import ACTIVITIES
from quizzes.activities.activity import Activity, Step
from quizzes.attempt import TICK, Attempt, Log
from quizzes.cells import Cell
from quizzes.question import Question

BY_NAME = {activity.name: activity for activity in ACTIVITIES}

FIRST_LOOK = "A first look"
PLANS = {
    FIRST_LOOK: ("sharp-or-soft", "find-collapse"),
    "One class": ("how-strong", "find-the-optimum", "find-collapse", "trade-off"),
    "The whole way": tuple(BY_NAME),
}
"""What to choose for how much time, by the activities' names."""


def minutes(names: Iterable[str]) -> int:
    """Minutes for some activities together, about."""
    return sum(BY_NAME[name].minutes for name in names)


@dataclass(frozen=True, eq=False)
class Task:
    """A step as it reads on one surface.

    Parameters
    ----------
    step
        The step.
    question
        Its question there, or None.
    text, after
        Its passages that hold there.
    checkpoints
        What to do, in words.
    address
        Where its answers are kept.
    """

    step: Step
    question: Question | None
    text: tuple[str, ...]
    after: tuple[str, ...]
    checkpoints: tuple[str, ...]
    address: str

    @property
    def asked(self) -> str:
        """All that is asked, in one line of markdown; empty where nothing is."""
        return " ".join(" ".join(self.question.prompts).split()) if self.question else ""

    @property
    def on_the_map(self) -> bool:
        """Whether it is done on the map, which then has to be in sight: to move there, to place or to read."""
        if self.question is None:
            return True
        return self.question.on_grid or (self.step.kind == "answer" and self.question.map_beside)

    def tick(self, number: int) -> str:
        """Address in the log of the checkpoint of this number."""
        return f"{self.address}/{TICK}-{number}"

    def ticked(self, log: Log) -> tuple[bool, ...]:
        """A flag for each checkpoint; one that has happened stays ticked."""
        return tuple(log.has(self.tick(number)) for number in range(len(self.checkpoints)))

    def done(self, log: Log) -> bool:
        """Whether everything is ticked and the question committed."""
        return all(self.ticked(log)) and (self.question is None or log.closed(self.question, self.address))


@lru_cache(maxsize=32)
def tasks(name: str, surface: Surface) -> tuple[Task, ...]:
    """The steps of an activity that the surface bears out, worked out once."""
    activity = BY_NAME[name]
    return tuple(_task(activity, step, surface) for step in activity.steps_on(surface))


def first_open(name: str, surface: Surface, log: Log) -> int:
    """The first task that is not done; the number of tasks if all are."""
    return next((n for n, task in enumerate(tasks(name, surface)) if not task.done(log)), len(tasks(name, surface)))


def done(name: str, surface: Surface, log: Log) -> int:
    """How many of an activity's tasks are done, of ``len(tasks(name, surface))``."""
    return sum(task.done(log) for task in tasks(name, surface))


def hidden(name: str, surface: Surface, log: Log) -> frozenset[str]:
    """What must not reach the browser yet."""
    activity, names = BY_NAME[name], set()
    kept = {task.step.name: task for task in tasks(name, surface)}
    for step in activity.steps:
        # A step that is left out on this surface cannot keep anything locked.
        if step.name not in kept or kept[step.name].done(log):
            names |= step.unlocks
    return activity.hidden - names


def ticks(task: Task, surface: Surface, log: Log, visited: frozenset[Cell], now: Cell) -> list[Attempt]:
    """The ticks that the present point earns and that are not kept yet."""
    return [
        Attempt(task.tick(number), list(now), TICK)
        for number, checkpoint in enumerate(task.step.checkpoints)
        if not log.has(task.tick(number)) and checkpoint.met(surface, visited, now)
    ]


def _task(activity: Activity, step: Step, surface: Surface) -> Task:
    return Task(
        step,
        step.ask_on(surface),
        tuple(filter(None, (passage.on(surface) for passage in step.text))),
        tuple(filter(None, (passage.on(surface) for passage in step.after))),
        tuple(checkpoint.text(surface) for checkpoint in step.checkpoints),
        f"activity/{activity.name}/{surface.scenario.name}/{step.name}",
    )
