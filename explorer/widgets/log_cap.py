"""Keeps the server's log readable when one fault repeats thousands of times a second.

Where a server runs out of file descriptors, asyncio reports some two thousand times a second that it could not accept a
connection, with a traceback each, until the disk is full as well.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from explorer.model.counts import counted

LOGGERS = ("asyncio", "uvicorn.error", "streamlit.error_util", "streamlit.web.server.starlette.starlette_websocket")
"""Who reports what the server meets: connections, requests, scripts."""


class Cap(logging.Filter):
    """Lets a line pass a few times in each period, and then says how often it was left out.

    Parameters
    ----------
    most : int
        Times that the same line passes in a period.
    period : float
        Seconds.
    remembered : int
        Different lines that are counted; beyond it the one that came first is forgotten.
    clock : callable
        Seconds from any origin, never going back.
    """

    def __init__(
        self,
        most: int = 3,
        period: float = 60.0,
        remembered: int = 256,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.most, self.period, self.remembered, self.clock = most, period, remembered, clock
        self._seen: OrderedDict[tuple, tuple[float, int]] = OrderedDict()  # since when, and how often
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        # Not the message: it may hold an address or a number, and what repeats is the fault.
        line = record.name, record.levelno, str(record.msg)[:80], type(error), str(error)[:80]
        now = self.clock()
        with self._lock:
            since, count = self._seen.pop(line, (now, 0))
            if now - since >= self.period:
                left_out, since, count = max(0, count - self.most), now, 0
                if left_out:
                    record.msg, record.args = f"(left out {counted(left_out, 'time')}) {record.getMessage()}", ()
            self._seen[line] = since, count + 1
            while len(self._seen) > self.remembered:
                self._seen.popitem(last=False)
        if count + 1 == self.most:
            record.msg, record.args = f"{record.getMessage()}\n(the same is left out for a while)", ()
        return count < self.most


def cap() -> None:
    """Cap the log of this server."""
    one = Cap()
    for name in LOGGERS:
        logging.getLogger(name).addFilter(one)
