"""Slow down wrong guesses per client, without a database and in bounded memory."""

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from quizzes.store.errors import TooSoon, WrongGuess


@dataclass
class _Record:
    failures: float = 0.0  # leaks away over time
    changed: float = 0.0
    blocked_until: float = 0.0


class Backoff:
    """Exponential waiting after wrong guesses.

    Parameters
    ----------
    free : int
        Wrong guesses that cost no waiting.
    base, longest : float
        Seconds of waiting after the first wrong guess that is not free, doubled each time up to ``longest``.
    forgive : float
        Seconds after which one wrong guess is forgotten.
    pause : float, optional
        Without it, whoever has to wait is refused. With it, a guess that comes too soon is judged after so many
        seconds, and only a wrong one is told to wait: for codes that a whole room has, so that one who guesses keeps
        nobody out.
    size : int
        Clients remembered; beyond it the one that has been quiet the longest is forgotten.
    clock, sleep : callable
        Seconds from any origin, never going back; and what lets some of them pass.

    Notes
    -----
    A guess is charged before it is judged and refunded if it was right, so a client gains nothing by guessing many
    times at once. A right guess does not wipe out wrong ones, or whoever knows one class's
    code could use it to guess others.
    """

    def __init__(
        self,
        *,
        free: int,
        base: float,
        longest: float,
        forgive: float,
        pause: float | None = None,
        size: int = 4096,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.free, self.base, self.longest, self.forgive = free, base, longest, forgive
        self.pause, self.size, self.clock, self.sleep = pause, size, clock, sleep
        self._records: OrderedDict[str, _Record] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._records)

    @contextmanager
    def guess(self, client: str, what: str = "") -> Iterator[None]:
        """Judge one guess in the body: a ``WrongGuess`` raised there counts, anything else does not.

        Parameters
        ----------
        client : str
            Where the guess comes from.
        what : str
            What is guessed; each kind of secret has guesses of its own.

        Raises
        ------
        TooSoon
            While the client has to wait: before the body runs, or instead of its ``WrongGuess``.
        """
        key = f"{what} {client}"
        wait, *blocked = self._charge(key)
        if wait > 0:
            if self.pause is None:
                raise TooSoon(wait)
            self.sleep(min(wait, self.pause))
        right = True
        try:
            yield
        except WrongGuess as wrong:
            right = False
            if wait > 0:
                raise TooSoon(wait) from wrong
            raise
        finally:
            if right and not wait:
                self._refund(key, *blocked)

    def _charge(self, key: str) -> tuple[float, float, float]:
        """The seconds to wait, if this guess came too soon and so was not charged; and until when, before and after."""
        with self._lock:
            now = self.clock()
            record = self._records.setdefault(key, _Record(changed=now))
            self._records.move_to_end(key)
            before = record.blocked_until
            if now < before:
                return before - now, before, before
            record.failures = max(0.0, record.failures - (now - record.changed) / self.forgive) + 1
            record.changed, excess = now, record.failures - self.free
            if excess > 0:
                record.blocked_until = now + min(self.longest, self.base * 2 ** min(excess - 1, 60))
            while len(self._records) > self.size:
                self._records.popitem(last=False)
            return 0.0, before, record.blocked_until

    def _refund(self, client: str, before: float, charged: float) -> None:
        with self._lock:
            record = self._records.get(client)
            if record is None:
                return
            record.failures = max(0.0, record.failures - 1)
            if record.blocked_until == charged:  # no other guess has made the client wait since
                record.blocked_until = before
            if not record.failures:
                del self._records[client]


def client_key(address: str | None) -> str:
    """The client that an address stands for: an IPv4 address, or the /64 network of an IPv6 one.

    Examples
    --------
    >>> client_key("2001:db8::1") == client_key("2001:db8::2")
    True
    """
    if not address:
        return "local"
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return "unknown"
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))
