"""Tickets: 256 random bits that a browser keeps, and what a server has to know of them to believe it.

What is kept is a digest, from which no ticket can be made.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Protocol

import sqlalchemy as sa

from quizzes.store.database import reading, writing
from quizzes.store.schema import tickets


class Tickets(Protocol):
    """Where the tickets of signed-in instructors are kept, by their digests."""

    def keep(self, ticket: str, seconds: float) -> None:
        """Believe a ticket for so long."""

    def left(self, ticket: str) -> float:
        """The seconds for which a ticket holds; 0 for one that is not or no longer known."""

    def drop(self, ticket: str) -> None:
        """End a ticket before its time."""


class InMemory:
    """In this process, until it ends.

    Parameters
    ----------
    clock : callable
        Seconds from any origin, never going back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def keep(self, ticket: str, seconds: float) -> None:
        """Believe a ticket for so long."""
        now = self._clock()
        self._until = {one: until for one, until in self._until.items() if now < until}
        self._until[digest(ticket)] = now + seconds

    def left(self, ticket: str) -> float:
        """The seconds for which a ticket holds."""
        return max(0.0, self._until.get(digest(ticket), 0.0) - self._clock())

    def drop(self, ticket: str) -> None:
        """End a ticket before its time."""
        self._until.pop(digest(ticket), None)


class InStore:
    """In the database, for every server that shares it, and for those that are started later.

    Parameters
    ----------
    engine : callable
        Returns the database.
    salt : str
        Tickets hold under the salt under which they were kept, so that a new passphrase ends those of the old one.

    Notes
    -----
    Every method raises StoreAway where the database cannot be reached.
    """

    def __init__(self, engine: Callable[[], sa.Engine], salt: str = "") -> None:
        self._engine, self._salt = engine, salt

    def keep(self, ticket: str, seconds: float, *, now: float | None = None) -> None:
        """Believe a ticket for so long, and forget those whose time is over."""
        now = time.time() if now is None else now
        name = digest(ticket, self._salt)
        over = sa.or_(tickets.c.expires_at <= now, tickets.c.digest == name)
        with writing(self._engine()) as connection:
            connection.execute(tickets.delete().where(over))
            connection.execute(tickets.insert().values(digest=name, expires_at=now + seconds))

    def left(self, ticket: str, *, now: float | None = None) -> float:
        """The seconds for which a ticket holds."""
        query = sa.select(tickets.c.expires_at).where(tickets.c.digest == digest(ticket, self._salt))
        with reading(self._engine()) as connection:
            until = connection.scalar(query)
        return max(0.0, (until or 0.0) - (time.time() if now is None else now))

    def drop(self, ticket: str) -> None:
        """End a ticket before its time."""
        with writing(self._engine()) as connection:
            connection.execute(tickets.delete().where(tickets.c.digest == digest(ticket, self._salt)))


def digest(ticket: str, salt: str = "") -> str:
    """What is kept in place of a ticket."""
    return hashlib.sha256(f"{salt} {ticket[:200]}".encode("utf-8", "surrogatepass")).hexdigest()
