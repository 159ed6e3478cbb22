"""How the class answered a question: votes, numbers, points or regions; the truth once it may be seen."""

from quizzes.attempt import readable
from quizzes.store.tally import Tally
from quizzes.views.classroom.posing import Step


def results(step: Step, tallies: dict[int, Tally], *, revealed: bool, large: bool = False, key: str) -> None:
    """Draw them, anonymously.

    Parameters
    ----------
    step : Step
    tallies : dict
        Round to Tally.
    revealed : bool
        Whether the truth is drawn as well.
    large : bool
        For the projector.
    key : str
    """
    question, surface = step.question, step.surface
    rounds = {number: readable(question, tally.answers, surface) for number, tally in tallies.items()}
    question.show_class(rounds, surface, revealed=revealed, large=large, key=key)


def right_line(tallies: dict[int, Tally]) -> str:
    """The share of right answers, round by round; empty where nothing was judged."""
    parts = [
        f"round {n}: {tally.right} of {tally.judged} right ({tally.right / tally.judged:.0%})"
        for n, tally in tallies.items()
        if tally.judged
    ]
    return " · ".join(parts)
