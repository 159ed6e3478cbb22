"""How the class answered a question: votes, numbers, points or regions; the truth once it may be seen."""

import streamlit as st

from quizzes.store.tally import Tally
from quizzes.types import MultipleChoice, Number, Point, Region, SingleChoice
from quizzes.views.classroom.bars import bars
from quizzes.views.classroom.class_map import class_map
from quizzes.views.classroom.posing import Step
from quizzes.views.classroom.spread import spread
from quizzes.views.classroom.visibility import innermost


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
    question, surface = innermost(step.question), step.surface
    if isinstance(question, SingleChoice | MultipleChoice):
        bars(question.choices, tallies, question.right_keys(surface) if revealed else None)
    elif isinstance(question, Number):
        spread(tallies, truth=float(question.value(surface)) if revealed else None, large=large, key=f"{key}-numbers")
    elif isinstance(question, Point):
        truths, region = [], None
        if revealed:
            best = question.best_point(surface)
            truths = [(best.strength, best.temperature, question.goal.name)]
            region = surface.collapse_region()
        points = {n: tally.points for n, tally in tallies.items()}
        class_map(
            step.scenario, question.layer, first=points.get(1, ()), second=points.get(2, ()), truths=truths,
            region=region, large=large, key=f"{key}-map",
        )  # fmt: skip
        if revealed or any(points.values()):
            _legend(2 in tallies, revealed)
    elif isinstance(question, Region):
        latest = tallies[max(tallies)]
        class_map(
            step.scenario, question.layer, regions=latest.answers, large=large, key=f"{key}-map",
            region=question.region(surface) if revealed else None,
        )  # fmt: skip
        dashed = "; dashed: the true region" if revealed else ""
        st.caption(f"The whiter a cell, the more of the class marked it{dashed}.")
    else:
        st.caption("Answers to this question are texts; they are on the dashboard.")


def right_line(tallies: dict[int, Tally]) -> str:
    """The share of right answers, round by round; empty where nothing was judged."""
    parts = [
        f"round {n}: {tally.right} of {tally.judged} right ({tally.right / tally.judged:.0%})"
        for n, tally in tallies.items()
        if tally.judged
    ]
    return " · ".join(parts)


def _legend(two_rounds: bool, revealed: bool) -> None:
    parts = ["○ round 1 (larger: more answers)"] + ["● round 2"] * two_rounds
    parts += ["★ the true place", "dashed: collapse"] if revealed else []
    st.caption(" · ".join(parts))
