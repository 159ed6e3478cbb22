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
    size : int
        Clients remembered; beyond it the one that has been quiet the longest is forgotten.
    clock : callable
        Seconds from any origin, never going back.

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
        size: int = 4096,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.free, self.base, self.longest, self.forgive = free, base, longest, forgive
        self.size, self.clock = size, clock
        self._records: OrderedDict[str, _Record] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._records)

    @contextmanager
    def guess(self, client: str) -> Iterator[None]:
        """Judge one guess in the body: a ``WrongGuess`` raised there counts, anything else does not.

        Raises
        ------
        TooSoon
            Before the body runs, while the client has to wait.
        """
        blocked = self._charge(client)
        try:
            yield
        except WrongGuess:
            raise
        except BaseException:
            self._refund(client, *blocked)
            raise
        else:
            self._refund(client, *blocked)

    def _charge(self, client: str) -> tuple[float, float]:
        with self._lock:
            now = self.clock()
            record = self._records.setdefault(client, _Record(changed=now))
            self._records.move_to_end(client)
            if now < record.blocked_until:
                raise TooSoon(record.blocked_until - now)
            record.failures = max(0.0, record.failures - (now - record.changed) / self.forgive) + 1
            record.changed = now
            before, excess = record.blocked_until, record.failures - self.free
            if excess > 0:
                record.blocked_until = now + min(self.longest, self.base * 2 ** min(excess - 1, 60))
            while len(self._records) > self.size:
                self._records.popitem(last=False)
            return before, record.blocked_until

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
