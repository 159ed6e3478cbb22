"""What the instructor puts before the class, and in which phase it is."""

import time
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from quizzes.store.access import Instructor, require
from quizzes.store.classes import leading, reading_class
from quizzes.store.clock import time_on
from quizzes.store.database import reading
from quizzes.store.errors import ClassGone
from quizzes.store.schema import classes, items, reveals, windows


class Phase(StrEnum):
    """Answers are taken only while an item is open."""

    CLOSED = "closed"
    OPEN = "open"
    REVEALED = "revealed"

    @property
    def words(self) -> str:
        """The phase as a page says it."""
        return "Truth shown" if self is Phase.REVEALED else self.capitalize()


class Pacing(StrEnum):
    """Whether everyone is on the instructor's step or goes on alone."""

    TOGETHER = "together"
    FREE = "free"


@dataclass(frozen=True)
class Item:
    """An activity or question before the class.

    Parameters
    ----------
    id, class_id : str
    activity : str
        The activity's or question's own id.
    payload : mapping
        What else it takes to pose it: a seed, or a question of the instructor's own. It never leaves the server.
    graph : str
        The surface it is about.
    phase : Phase
    round : int
        1, or 2 after the discussion with a neighbour.
    pacing : Pacing
    step : int
        The step that everyone is on, if paced together.
    show_distribution : bool
        Whether students see how the class answered.
    hidden : frozenset of str
        Controls, overlays and layers that students do not see.
    created_at : float
    entry : str or None
        The entry of a plan that it was put from.
    ends_at : float or None
        When the time for the round that is open is over, for everybody to see.
    show_after : bool
        Whether the projector shows how the class answered once the question is closed.
    """

    id: str
    class_id: str
    activity: str
    payload: Mapping[str, Any]
    graph: str
    phase: Phase
    round: int
    pacing: Pacing
    step: int
    show_distribution: bool
    hidden: frozenset[str]
    created_at: float
    entry: str | None = None
    ends_at: float | None = None
    show_after: bool = True


def choose(
    engine: sa.Engine,
    instructor: Instructor,
    class_id: str,
    activity: str,
    payload: Mapping[str, Any] | None = None,
    *,
    graph: str = "communities",
    pacing: Pacing = Pacing.TOGETHER,
    show_distribution: bool = False,
    hidden: Collection[str] = (),
    entry: str | None = None,
    now: float | None = None,
) -> Item:
    """Put an item before the class, closed as yet; the one before it takes no more answers."""
    here = time.time() if now is None else now
    item_id = uuid.uuid4().hex
    columns = {
        "id": item_id,
        "class_id": class_id,
        "activity": activity,
        "payload": dict(payload or {}),
        "graph": graph,
        "phase": Phase.CLOSED,
        "round": 1,
        "pacing": Pacing(pacing),
        "step": 0,
        "show_distribution": show_distribution,
        "hidden": sorted(hidden),
        "created_at": here,
        "entry": entry,
        "ends_at": None,
        "show_after": True,
    }
    with leading(engine, instructor, class_id, here) as connection:
        connection.execute(items.insert().values(columns))
        _put(connection, class_id, item_id, time_on(connection, now))
    return _item(columns)


def go_back(engine: sa.Engine, instructor: Instructor, item: Item, *, now: float | None = None) -> Item:
    """Put an earlier item before the class again, as it was left; the one before it takes no more answers."""
    with _changing(engine, instructor, item, now) as (connection, at, _):
        _put(connection, item.class_id, item.id, at)
        return _stored(connection, item.id)


def open_item(engine: sa.Engine, instructor: Instructor, item: Item, *, now: float | None = None) -> Item:
    """Take answers in the present round."""
    with _changing(engine, instructor, item, now) as (connection, at, stored):
        return _open(connection, stored, stored.round, at)


def open_second_round(engine: sa.Engine, instructor: Instructor, item: Item, *, now: float | None = None) -> Item:
    """Take answers once more, after the discussion."""
    with _changing(engine, instructor, item, now) as (connection, at, stored):
        return _open(connection, stored, 2, at)


def close_item(engine: sa.Engine, instructor: Instructor, item: Item, *, now: float | None = None) -> Item:
    """Take no more answers, and end the round that is open."""
    with _changing(engine, instructor, item, now) as (connection, at, stored):
        _close_window(connection, stored.id, at)
        return _set(connection, stored.id, phase=Phase.CLOSED)


def reveal(
    engine: sa.Engine, instructor: Instructor, item: Item, questions: Iterable[str], *, now: float | None = None
) -> Item:
    """Take no more answers and show the truth of these questions; what is answered to them later does not score."""
    with _changing(engine, instructor, item, now) as (connection, at, stored):
        _close_window(connection, stored.id, at)
        of_class = (reveals.c.class_id == item.class_id) & (reveals.c.graph == stored.graph)
        known = set(connection.scalars(sa.select(reveals.c.question).where(of_class)))
        for question in sorted(set(questions) - known):
            shown = {"class_id": item.class_id, "graph": stored.graph, "question": question, "revealed_at": at}
            connection.execute(reveals.insert().values(shown))
        return _set(connection, stored.id, phase=Phase.REVEALED)


def adjust(
    engine: sa.Engine,
    instructor: Instructor,
    item: Item,
    *,
    pacing: Pacing | None = None,
    step: int | None = None,
    show_distribution: bool | None = None,
    show_after: bool | None = None,
    hide: Collection[str] = (),
    show: Collection[str] = (),
    graph: str | None = None,
    now: float | None = None,
) -> Item:
    """Change what is given and leave the rest as it is stored, whatever `item` says: another device may change it, too.

    Another step of a class that is paced together starts closed and in round 1, as if it had just been chosen: the
    phase of the step before, as a truth that was shown, is not the new one's. Where only the pacing of an open item
    changes, it stays open: for this step alone, or for all; one whose truth was shown closes, since the truth was of
    this step alone.
    """
    given: dict[str, Any] = {
        "pacing": None if pacing is None else Pacing(pacing),
        "step": step,
        "show_distribution": show_distribution,
        "show_after": show_after,
        "graph": graph,
    }
    with _changing(engine, instructor, item, now) as (connection, at, stored):
        values = {name: value for name, value in given.items() if value is not None}
        if hide or show:
            values["hidden"] = sorted((stored.hidden | frozenset(hide)) - frozenset(show))
        if values.get("step", stored.step) != stored.step and values.get("pacing", stored.pacing) == Pacing.TOGETHER:
            _close_window(connection, stored.id, at)
            values |= {"phase": Phase.CLOSED, "round": 1}
        elif stored.phase is Phase.REVEALED and values.get("pacing", stored.pacing) != stored.pacing:
            values["phase"] = Phase.CLOSED
        changed_item = _set(connection, stored.id, **values)
        if changed_item.phase is Phase.OPEN and changed_item.pacing is not stored.pacing:
            _close_window(connection, stored.id, at)
            _open_window(connection, changed_item, at)
        return changed_item


def set_timer(
    engine: sa.Engine, instructor: Instructor, item: Item, seconds: float | None, *, now: float | None = None
) -> Item:
    """Give the class so many seconds from now, for everybody to see; None takes the time away. Nothing closes by it."""
    with _changing(engine, instructor, item, now) as (connection, at, stored):
        return _set(connection, stored.id, ends_at=None if seconds is None else at + seconds)


@dataclass(frozen=True)
class Timing:
    """When a round was opened and when its time is over, on this process's ``time.monotonic``; None where it is not.

    The database's clock decides, which all servers share; how long ago it opened, a process counts by itself.
    """

    since: float | None
    until: float | None


def timing(engine: sa.Engine, item: Item, *, now: float | None = None) -> Timing:
    """How long the present round has been open, and how long it may be."""
    query = sa.select(sa.func.max(windows.c.opened_at)).where(
        windows.c.item_id == item.id, windows.c.round == item.round, windows.c.closed_at.is_(None)
    )
    with reading(engine) as connection:
        opened_at = connection.scalar(query)
        shift = time.monotonic() - time_on(connection, now)
    return Timing(*(None if at is None else at + shift for at in (opened_at, item.ends_at)))


def current(engine: sa.Engine, class_id: str, *, now: float | None = None) -> Item | None:
    """The item before the class, for members too; None before the first.

    Raises
    ------
    ClassGone
    """
    now = time.time() if now is None else now
    query = (
        sa.select(classes.c.id.label("living"), items)
        .select_from(classes.outerjoin(items, items.c.id == classes.c.item_id))
        .where(classes.c.id == class_id, classes.c.expires_at > now)
    )
    with reading(engine) as connection:
        row = connection.execute(query).mappings().first()
    if row is None:
        raise ClassGone
    return None if row["id"] is None else _item({column.name: row[column.name] for column in items.c})


def revealed(engine: sa.Engine, class_id: str) -> frozenset[tuple[str, str]]:
    """The questions of a class whose truth has been shown: the graph and the question of each."""
    query = sa.select(reveals.c.graph, reveals.c.question).where(reveals.c.class_id == class_id)
    with reading(engine) as connection:
        return frozenset((row.graph, row.question) for row in connection.execute(query))


def list_items(engine: sa.Engine, instructor: Instructor, class_id: str) -> list[Item]:
    """Every item the class has had, in order."""
    query = sa.select(items).where(items.c.class_id == class_id).order_by(items.c.created_at, items.c.id)
    with reading_class(engine, instructor, class_id) as connection:
        return [_item(row) for row in connection.execute(query).mappings()]


@contextmanager
def _changing(
    engine: sa.Engine, instructor: Instructor, item: Item, now: float | None
) -> Iterator[tuple[sa.Connection, float, Item]]:
    require(instructor)
    with leading(engine, instructor, item.class_id, now) as connection:
        # Asked after ``leading``, which may have waited for an answer: a window closes after the answers it let in.
        at = time_on(connection, now)
        stored = _stored(connection, item.id)
        if stored.class_id != item.class_id:
            raise ClassGone
        yield connection, at, stored


def _put(connection: sa.Connection, class_id: str, item_id: str, now: float) -> None:
    previous = connection.scalar(sa.select(classes.c.item_id).where(classes.c.id == class_id))
    if previous == item_id:
        return
    if previous is not None:
        _close_window(connection, previous, now)
        still_open = (items.c.id == previous) & (items.c.phase == Phase.OPEN)
        connection.execute(items.update().where(still_open).values(phase=Phase.CLOSED))
    connection.execute(classes.update().where(classes.c.id == class_id).values(item_id=item_id))


def _open(connection: sa.Connection, item: Item, round_: int, now: float) -> Item:
    opened = _set(connection, item.id, phase=Phase.OPEN, round=round_)
    if item.phase is not Phase.OPEN or item.round != round_:
        opened = _set(connection, item.id, ends_at=None)
        _close_window(connection, item.id, now)
        _open_window(connection, opened, now)
    return opened


def _open_window(connection: sa.Connection, item: Item, now: float) -> None:
    step = item.step if item.pacing is Pacing.TOGETHER else None
    connection.execute(windows.insert().values(item_id=item.id, round=item.round, opened_at=now, step=step))


def _close_window(connection: sa.Connection, item_id: str, now: float) -> None:
    still_open = (windows.c.item_id == item_id) & windows.c.closed_at.is_(None)
    connection.execute(windows.update().where(still_open).values(closed_at=now))


def _set(connection: sa.Connection, item_id: str, **values: Any) -> Item:
    if values:
        connection.execute(items.update().where(items.c.id == item_id).values(values))
    return _stored(connection, item_id)


def _stored(connection: sa.Connection, item_id: str) -> Item:
    row = connection.execute(sa.select(items).where(items.c.id == item_id)).mappings().first()
    if row is None:
        raise ClassGone
    return _item(row)


def _item(row: Mapping[str, Any] | sa.RowMapping) -> Item:
    return Item(
        **{**row, "phase": Phase(row["phase"]), "pacing": Pacing(row["pacing"]), "hidden": frozenset(row["hidden"])}
    )
