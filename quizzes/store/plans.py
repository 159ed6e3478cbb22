"""What a lecture asks, in order: made before it, kept beyond the class, used again in the next one.

A plan is seen and changed by who made it, and by those who lead a class that goes through it. One that was made under
the passphrase is every instructor's.
"""

import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from quizzes.attempt import plain_text
from quizzes.store.access import Instructor, instructor_of, require
from quizzes.store.classes import leading, reading_class, visible
from quizzes.store.database import reading, writing
from quizzes.store.errors import NotOwner, PlanChanged, PlanGone, PlanTooLarge
from quizzes.store.items import Item, choose
from quizzes.store.schema import classes, plans

MOST_ENTRIES = 200
LONGEST_TITLE = 80


@dataclass(frozen=True)
class Entry:
    """What a plan puts before the class, once or again.

    Parameters
    ----------
    activity, payload, graph, hidden
        As of :class:`~quizzes.store.items.Item`.
    id : str
        Stays when the entry is moved or changed.
    """

    activity: str
    payload: Mapping[str, Any]
    graph: str
    hidden: frozenset[str] = frozenset()
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    def data(self) -> dict[str, Any]:
        """What JSON can hold of what it asks."""
        payload, hidden = dict(self.payload), sorted(self.hidden)
        return {"activity": self.activity, "payload": payload, "graph": self.graph, "hidden": hidden}


@dataclass(frozen=True)
class Plan:
    """An ordered list of entries.

    Parameters
    ----------
    owner : str
        As of :class:`~quizzes.store.classes.Classroom`.
    version : int
        Counts its changes; `save_plan` refuses to overwrite one that it has not seen.
    """

    id: str
    title: str
    entries: tuple[Entry, ...]
    version: int
    created_at: float
    changed_at: float
    owner: str = ""

    def place(self, entry_id: str | None) -> int | None:
        """Where an entry stands, from 0; None for one that is not in it."""
        return next((n for n, entry in enumerate(self.entries) if entry.id == entry_id), None)


def create_plan(
    engine: sa.Engine,
    instructor: Instructor,
    title: str,
    entries: Iterable[Entry] = (),
    *,
    now: float | None = None,
) -> Plan:
    """Make a plan; one that copies another gets entries of its own."""
    owner = instructor_of(instructor)
    at = time.time() if now is None else now
    own = tuple(replace(entry, id=uuid.uuid4().hex) for entry in entries)
    made = Plan(uuid.uuid4().hex, _title(title), own, 1, at, at, owner)
    with writing(engine) as connection:
        connection.execute(plans.insert().values(_row(made)))
    return made


def copy_plan(engine: sa.Engine, instructor: Instructor, plan_id: str, *, now: float | None = None) -> Plan:
    """A plan with the same entries, to change without touching the first.

    Raises
    ------
    PlanGone
    """
    first = get_plan(engine, instructor, plan_id)
    title = f"{first.title[: LONGEST_TITLE - 7]} (copy)"
    return create_plan(engine, instructor, title, first.entries, now=now)


def list_plans(engine: sa.Engine, instructor: Instructor) -> list[Plan]:
    """The instructor's plans, those changed last first."""
    query = sa.select(plans).where(_visible(instructor)).order_by(plans.c.changed_at.desc(), plans.c.id)
    with reading(engine) as connection:
        return [_plan(row) for row in connection.execute(query).mappings()]


def get_plan(engine: sa.Engine, instructor: Instructor, plan_id: str) -> Plan:
    """A plan of this instructor's.

    Raises
    ------
    PlanGone
    """
    query = sa.select(plans).where(plans.c.id == plan_id, _visible(instructor))
    with reading(engine) as connection:
        row = connection.execute(query).mappings().first()
    if row is None:
        raise PlanGone
    return _plan(row)


def save_plan(engine: sa.Engine, instructor: Instructor, plan: Plan, *, now: float | None = None) -> Plan:
    """Keep a plan as it is given.

    Returns
    -------
    Plan
        The same, with its new version.

    Raises
    ------
    PlanChanged
        If it was changed on another page since it was read; nothing is overwritten.
    PlanGone, PlanTooLarge
    """
    mine = _visible(instructor) & (plans.c.id == plan.id)
    at = time.time() if now is None else now
    kept = replace(plan, title=_title(plan.title), version=plan.version + 1, changed_at=at)
    values = {name: value for name, value in _row(kept).items() if name != "owner"}
    with writing(engine) as connection:
        if connection.execute(plans.update().where(mine, plans.c.version == plan.version).values(values)).rowcount:
            return kept
        found = connection.scalar(sa.select(plans.c.id).where(mine))
    raise PlanGone if found is None else PlanChanged


def delete_plan(engine: sa.Engine, instructor: Instructor, plan_id: str) -> None:
    """Delete a plan; what classes were asked from it stays with them.

    Raises
    ------
    PlanGone
    NotOwner
        If another instructor made it, and one sees it through a class.
    """
    own = plans.c.owner.in_({"", instructor_of(instructor)})
    with writing(engine) as connection:
        if connection.execute(plans.delete().where(plans.c.id == plan_id, own)).rowcount:
            return
        found = connection.scalar(sa.select(plans.c.id).where(plans.c.id == plan_id, _visible(instructor)))
    raise PlanGone if found is None else NotOwner


def follow_plan(
    engine: sa.Engine, instructor: Instructor, class_id: str, plan_id: str | None, *, now: float | None = None
) -> None:
    """Let a class go through a plan, or through none.

    Raises
    ------
    PlanGone, ClassGone
    """
    found = sa.select(plans.c.id).where(plans.c.id == plan_id, _visible(instructor))
    with leading(engine, instructor, class_id, now) as connection:
        if plan_id is not None and connection.scalar(found) is None:
            raise PlanGone
        connection.execute(classes.update().where(classes.c.id == class_id).values(plan_id=plan_id))


def plan_of(engine: sa.Engine, instructor: Instructor, class_id: str) -> Plan | None:
    """The plan that a class goes through."""
    query = sa.select(plans).join(classes, classes.c.plan_id == plans.c.id).where(classes.c.id == class_id)
    with reading_class(engine, instructor, class_id) as connection:
        row = connection.execute(query).mappings().first()
    return None if row is None else _plan(row)


def put_entry(
    engine: sa.Engine, instructor: Instructor, class_id: str, entry: Entry, *, now: float | None = None
) -> Item:
    """Put an entry before the class, closed as yet, however often it was before it already."""
    require(instructor)
    return choose(
        engine,
        instructor,
        class_id,
        entry.activity,
        entry.payload,
        graph=entry.graph,
        hidden=entry.hidden,
        entry=entry.id,
        now=now,
    )


def _visible(instructor: Instructor) -> sa.ColumnElement[bool]:
    led = sa.exists().where(classes.c.plan_id == plans.c.id, visible(instructor))
    return plans.c.owner.in_({"", instructor_of(instructor)}) | led


def _title(title: str) -> str:
    return " ".join(plain_text(title, LONGEST_TITLE).split()) or "Plan"


def _row(plan: Plan) -> dict[str, Any]:
    if len(plan.entries) > MOST_ENTRIES:
        raise PlanTooLarge(MOST_ENTRIES)
    return vars(plan) | {"entries": [{"id": one.id, **one.data()} for one in plan.entries]}


def _plan(row: sa.RowMapping) -> Plan:
    entries = tuple(Entry(**{**one, "hidden": frozenset(one["hidden"])}) for one in row["entries"])
    return Plan(**{**row, "entries": entries})
