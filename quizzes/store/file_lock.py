"""Waiting for SQLite's lock on its file: not long, in order, and not everybody for himself.

SQLite has one writer at a time. The writers of one process queue here, instead of polling the file. Where another
program holds the file (a backup, a database browser), whoever comes first waits for it, briefly and in vain; everybody
who queued behind then gives up too, and for a while nobody waits any more. An outbox tries again later.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from quizzes.store.errors import StoreAway

PATIENCE = 0.75
"""Seconds for which a transaction waits for another program."""
LONGEST_WAIT = 1.75
"""Seconds for which it queues behind others of this process."""
LONGEST_QUEUE = 200
"""Writers that queue at once: at some milliseconds each, who comes later would wait in vain."""
IMPATIENT = 2.0
"""Seconds after waiting in vain in which nobody waits: a page asks several times, and has to answer within 3 s."""


class FileLock:
    """The queue in front of one SQLite file.

    Parameters
    ----------
    clock : callable
        Seconds from any origin, never going back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._writer = threading.Lock()
        self._counting = threading.Lock()
        self.queued = 0  # how many wait for their turn
        self._in_vain = float("-inf")

    @property
    def patience(self) -> float:
        """Seconds for which the next transaction is to wait for the file: none just after others waited in vain."""
        return 0.0 if self._clock() - self._in_vain < IMPATIENT else PATIENCE

    def waited_in_vain(self, error: BaseException) -> None:
        """Note an error, if it says that the file is locked."""
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            self._in_vain = self._clock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn to write.

        Raises
        ------
        StoreAway
            If the queue is too long, or does not move because another program holds the file.
        """
        asked = self._clock()
        with self._counting:
            if self.queued >= LONGEST_QUEUE:
                raise StoreAway("too many wait to write")
            self.queued += 1
        try:
            if not self._writer.acquire(timeout=LONGEST_WAIT):
                raise StoreAway("the queue of writers does not move")
        finally:
            with self._counting:
                self.queued -= 1
        try:
            if self._in_vain >= asked:
                raise StoreAway("another program holds the file")
            yield
        finally:
            self._writer.release()
