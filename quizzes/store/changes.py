"""The cheap question "has anything changed?", asked by every browser of a class every other second.

One ``Watch`` serves all sessions of a server. However many browsers ask, a class costs the database one read by
primary key per ``fresh_for`` seconds, and what is derived from it (the item, a tally) is computed once per change.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from quizzes.store.database import reading
from quizzes.store.errors import ClassGone, StoreAway
from quizzes.store.items import Item, current, revealed
from quizzes.store.members import PRESENCE, Member, here
from quizzes.store.schema import classes


@dataclass(frozen=True)
class Pulse:
    """Two counters of a class: ``version`` counts every change, ``led`` those that the instructor makes.

    The table calls the latter ``stage``.
    """

    version: int
    led: int


@dataclass
class _Class:
    lock: threading.Lock = field(default_factory=threading.Lock)
    asked: float = float("-inf")
    answer: Pulse | StoreAway | None = None
    derived: OrderedDict[Hashable, tuple[int, Any]] = field(default_factory=OrderedDict)


def read_pulse(engine: sa.Engine, class_id: str, *, now: float | None = None) -> Pulse:
    """The counters as the database has them: one row by primary key.

    Raises
    ------
    ClassGone, StoreAway
    """
    query = sa.select(classes.c.version, classes.c.stage, classes.c.expires_at).where(classes.c.id == class_id)
    with reading(engine) as connection:
        row = connection.execute(query).first()
    if row is None or row.expires_at <= (time.time() if now is None else now):
        raise ClassGone
    return Pulse(row.version, row.stage)


class Watch:
    """Shares what the classes' browsers ask for.

    Parameters
    ----------
    engine : Engine
    fresh_for : float
        Seconds for which an answer of the database is passed on to others.
    most_classes, most_derived : int
        Classes, and derived values per class, that are remembered.
    clock : callable
        Seconds from any origin, never going back.
    """

    def __init__(
        self,
        engine: sa.Engine,
        *,
        fresh_for: float = 0.5,
        most_classes: int = 256,
        most_derived: int = 64,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.engine, self.fresh_for, self.clock = engine, fresh_for, clock
        self.most_classes, self.most_derived = most_classes, most_derived
        self._classes: OrderedDict[str, _Class] = OrderedDict()
        self._noted: OrderedDict[str, float] = OrderedDict()
        self._written: dict[str, int] = {}
        self._lock = threading.Lock()

    def pulse(self, class_id: str) -> Pulse:
        """The class's counters, at most ``fresh_for`` seconds old.

        Raises
        ------
        ClassGone, StoreAway
        """
        watched = self._watched(class_id)
        with watched.lock:
            return self._pulse(watched, class_id)

    def item(self, class_id: str) -> Item | None:
        """The item before the class, read anew only after the instructor changed something.

        Raises
        ------
        ClassGone, StoreAway
        """
        watched = self._watched(class_id)
        with watched.lock:
            led = self._pulse(watched, class_id).led
            return self._derived(watched, "item", led, lambda: current(self.engine, class_id))

    def revealed(self, class_id: str) -> frozenset[tuple[str, str]]:
        """The graph and the question of each truth that the class has seen, read as `item`.

        Raises
        ------
        ClassGone, StoreAway
        """
        watched = self._watched(class_id)
        with watched.lock:
            led = self._pulse(watched, class_id).led
            return self._derived(watched, "revealed", led, lambda: revealed(self.engine, class_id))

    def derived(self, class_id: str, key: Hashable, make: Callable[[], Any]) -> Any:
        """``make()``, computed again only after something in the class changed.

        Parameters
        ----------
        class_id : str
        key : hashable
            Names the value within the class, with everything that ``make`` depends on.
        make : callable
            Reads the value from the store. It is shared between sessions: nobody may change it. What also depends on
            the time, as who is present, needs the time in ``key``, coarsely.
        """
        watched = self._watched(class_id)
        with watched.lock:
            version = self._pulse(watched, class_id).version
            return self._derived(watched, ("derived", key), version, make)

    def stale(self, class_id: str) -> None:
        """Ask the database next time; for the session that has just changed something itself."""
        watched = self._watched(class_id)
        with watched.lock:
            watched.asked = float("-inf")

    def wrote(self, member: Member) -> int:
        """Count an answer of a member, for the member's other tabs; returns `written`."""
        with self._lock:
            self._written[member.id] = self._written.get(member.id, 0) + 1
            return self._written[member.id]

    def written(self, member: Member) -> int:
        """How many answers of a member came by this server since it was started."""
        return self._written.get(member.id, 0)

    def here(self, member: Member) -> None:
        """Note now and then that the member's browser is still asking.

        Raises
        ------
        MemberGone, StoreAway
        """
        now = self.clock()
        with self._lock:
            if now - self._noted.get(member.id, float("-inf")) < PRESENCE:
                return
            self._noted[member.id] = now
            self._noted.move_to_end(member.id)
            while len(self._noted) > 100 * self.most_classes:
                self._noted.popitem(last=False)
        try:
            here(self.engine, member)
        except BaseException:
            self._noted.pop(member.id, None)
            raise

    def _watched(self, class_id: str) -> _Class:
        with self._lock:
            watched = self._classes.setdefault(class_id, _Class())
            self._classes.move_to_end(class_id)
            while len(self._classes) > self.most_classes:
                self._classes.popitem(last=False)
            return watched

    def _pulse(self, watched: _Class, class_id: str) -> Pulse:
        if self.clock() - watched.asked >= self.fresh_for:
            try:
                watched.answer = read_pulse(self.engine, class_id)
            except ClassGone:
                watched.answer = None
            except StoreAway as error:
                watched.answer = error
            watched.asked = self.clock()
        if isinstance(watched.answer, StoreAway):
            raise type(watched.answer)(watched.answer.detail)  # a new one: each raise adds to an exception's traceback
        if watched.answer is None:
            raise ClassGone
        return watched.answer

    def _derived(self, watched: _Class, key: Hashable, count: int, make: Callable[[], Any]) -> Any:
        known = watched.derived.get(key)
        if known is None or known[0] != count:
            known = watched.derived[key] = (count, make())
        watched.derived.move_to_end(key)
        while len(watched.derived) > self.most_derived:
            watched.derived.popitem(last=False)
        return known[1]
