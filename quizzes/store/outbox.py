"""Keeps a session's answers while the database is away and sends them when it is back."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from quizzes.store.errors import NotKept, Refused, StoreAway

Entry = TypeVar("Entry")
Receipt = TypeVar("Receipt")


@dataclass
class Delivery(Generic[Entry, Receipt]):
    """What became of the entries since the last look."""

    sent: list[tuple[Entry, Receipt]] = field(default_factory=list)
    refused: list[tuple[Entry, Refused]] = field(default_factory=list)


class Outbox(Generic[Entry, Receipt]):
    """A queue in front of a store that may be away; one a session, kept in the session's state.

    Parameters
    ----------
    send : callable
        Stores one entry and returns what the store acknowledges. It must store nothing new when it is called again
        with the same entry, and raise ``StoreAway`` to be called again later.
    first_wait, longest_wait : float
        Seconds until the next try, doubled after each failure.
    clock : callable
        Seconds from any origin, never going back.

    Notes
    -----
    Entries are sent in the order in which they came. One that the store turns down is reported and dropped, so it
    does not hold up the others; so is one that fails through a mistake of ours, as ``NotKept``. The page calls
    ``flush`` whenever it polls, and shows ``pending`` while there is any.
    """

    def __init__(
        self,
        send: Callable[[Entry], Receipt],
        *,
        first_wait: float = 1.0,
        longest_wait: float = 8.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._send, self._clock = send, clock
        self._first, self._longest = first_wait, longest_wait
        self._queue: deque[Entry] = deque()
        self._wait, self._next_try = first_wait, float("-inf")
        self.trouble: StoreAway | None = None
        """Why the last try failed; None if it did not."""
        self._lock = threading.RLock()  # a rerun may begin while the last one of the session is still ending

    @property
    def pending(self) -> tuple[Entry, ...]:
        """Entries that the store has not acknowledged."""
        return tuple(self._queue)

    @property
    def wait(self) -> float:
        """Seconds until the next try; 0 if it is due."""
        return max(0.0, self._next_try - self._clock()) if self._queue else 0.0

    def submit(self, entry: Entry) -> Delivery[Entry, Receipt]:
        """Queue an entry and send what can be sent; if the entry is in ``sent``, it is stored."""
        with self._lock:
            self._queue.append(entry)
            return self.flush()

    def flush(self, *, now: bool = False) -> Delivery[Entry, Receipt]:
        """Send what waits, if a try is due.

        Parameters
        ----------
        now : bool
            Try even before it is due, as for a button "Try again".
        """
        delivery: Delivery[Entry, Receipt] = Delivery()
        with self._lock:
            if self.wait and not now:
                return delivery
            while self._queue:
                entry = self._queue[0]
                try:
                    receipt = self._send(entry)
                except StoreAway as away:
                    self.trouble = away
                    self._next_try = self._clock() + self._wait
                    self._wait = min(self._longest, 2 * self._wait)
                    return delivery
                except Refused as refusal:
                    delivery.refused.append((entry, refusal))
                except Exception:  # a mistake of ours: it would fail for ever, and its words are not for a page
                    logging.getLogger(__name__).exception("an answer could not be stored")
                    delivery.refused.append((entry, NotKept()))
                else:
                    delivery.sent.append((entry, receipt))
                self._queue.popleft()
            self._wait, self._next_try, self.trouble = self._first, float("-inf"), None
        return delivery
