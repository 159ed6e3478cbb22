"""How the class answered, counted once for all who look."""

import time

from quizzes.store.access import Instructor
from quizzes.store.items import Item
from quizzes.store.members import Member
from quizzes.store.tally import Tally, shared_tally, tally
from quizzes.views.classroom.poll import PRESENCE_STEP
from quizzes.views.classroom.shared import watch


def for_instructor(instructor: Instructor, item: Item, question: str) -> dict[int, Tally]:
    """The rounds so far; raises StoreAway or Refused."""
    return _rounds("instructor", item, question, lambda engine, n: tally(engine, instructor, item, question, n))


def for_member(member: Member, item: Item, question: str) -> dict[int, Tally]:
    """The same as far as the instructor shows it; raises StoreAway or Refused."""
    return _rounds("members", item, question, lambda engine, n: shared_tally(engine, member, item, question, n))


def _rounds(audience, item, question, count) -> dict[int, Tally]:
    shared, step = watch(), int(time.time() // PRESENCE_STEP)
    return {
        n: shared.derived(item.class_id, (audience, item.id, question, n, step), lambda n=n: count(shared.engine, n))
        for n in range(1, item.round + 1)
    }
