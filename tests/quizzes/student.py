"""A student who does an activity as it is meant; used by the tests."""

from quizzes.activities import course
from quizzes.attempt import judge


def do(task, surface, log):
    """Do a task as a student would."""
    visited: frozenset[tuple[int, int]] = frozenset()
    for checkpoint in task.step.checkpoints:
        for cell in checkpoint.show(surface):
            visited |= {cell}
            for attempt in course.ticks(task, surface, log, visited, cell):
                log.add(attempt)
    if task.question is not None:
        right = task.question.samples(surface).right[0]
        attempt = judge(task.question, right, surface, task.address)
        mark = task.question.check(attempt.answer, surface)
        assert mark.correct
        log.add(attempt)


def do_all(name, surface, log):
    """Do all steps of an activity that are not done yet."""
    for task in course.tasks(name, surface):
        if not task.done(log):
            do(task, surface, log)
