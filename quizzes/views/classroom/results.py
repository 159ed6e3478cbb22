"""How the class answered a question: counted once for all who look, and drawn as its type draws it."""

import time
from collections.abc import Callable
from functools import partial

import sqlalchemy as sa

from quizzes.attempt import readable
from quizzes.posed import PosedQuestion
from quizzes.store.access import Instructor
from quizzes.store.items import Item
from quizzes.store.members import Member
from quizzes.store.tally import Tally, shared_tally, tally
from quizzes.views.classroom.session import watch
from quizzes.views.classroom.updates import PRESENCE_EVERY


def count_for_instructor(instructor: Instructor, item: Item, question: str) -> dict[int, Tally]:
    """The rounds so far; raises StoreAway or Refused."""
    return _rounds("instructor", item, question, lambda engine, n: tally(engine, instructor, item, question, n))


def count_for_member(member: Member, item: Item, question: str) -> dict[int, Tally]:
    """The same as far as the instructor shows it; raises StoreAway or Refused."""
    return _rounds("members", item, question, lambda engine, n: shared_tally(engine, member, item, question, n))


def _rounds(audience: str, item: Item, question: str, count: Callable[[sa.Engine, int], Tally]) -> dict[int, Tally]:
    shared, step = watch(), int(time.time() // PRESENCE_EVERY)
    return {
        n: shared.derived(item.class_id, (audience, item.id, question, n, step), partial(count, shared.engine, n))
        for n in range(1, item.round + 1)
    }


def results(step: PosedQuestion, tallies: dict[int, Tally], *, revealed: bool, large: bool = False, key: str) -> None:
    """Draw how the class answered, without names.

    Parameters
    ----------
    step : PosedQuestion
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
    return " · ".join(f"round {n}: {tally.right_share}" for n, tally in tallies.items() if tally.judged)
