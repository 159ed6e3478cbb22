"""An event loop in a thread of its own, for connections that may end in any state."""

import asyncio
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tornado.ioloop import IOLoop

__all__ = ["Loop"]


class Loop:
    """Run until stopped; stopping ends whatever still waits on it.

    Distributed's client starts a loop of its own, but leaves it running, with its thread and descriptors, when it
    cannot connect, and when it gives up after the scheduler was lost.
    """

    def __init__(self) -> None:
        ready: Future[tuple[IOLoop, asyncio.Event]] = Future()
        self._thread = Thread(target=lambda: asyncio.run(_until_stopped(ready)), daemon=True, name="scheduler-loop")
        self._thread.start()
        self.loop, self._stopped = ready.result()

    def stop(self) -> None:
        """Stop, and return once nothing is left of it. Not for its own thread."""
        self.loop.add_callback(self._stopped.set)
        self._thread.join()


async def _until_stopped(ready: "Future[tuple[IOLoop, asyncio.Event]]") -> None:
    from tornado.ioloop import IOLoop

    stopped = asyncio.Event()
    ready.set_result((IOLoop.current(), stopped))
    await stopped.wait()
