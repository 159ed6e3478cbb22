"""The scheduler that this server computes on: its own, started on first use, or a cluster's."""

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from functools import cache
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from explorer.engine.loop import Loop

if TYPE_CHECKING:  # importing it takes a second, and most visitors bring no graph
    from distributed import Client, LocalCluster
    from tornado.ioloop import IOLoop

__all__ = ["PROGRESS", "Cluster", "shared"]

PROGRESS = "surface-progress"
"""Topic under which workers tell how far a seed is."""

_EVERYTHING = "all"  # the topic under which a scheduler tells of its workers
_PATIENCE = "5s"
# Bytes. Dask has workers give every freed array back to the system at once; a solve frees some in each of its 100,000
# steps, and having them again took 40 % of its time.
_KEPT_FREE = {"MALLOC_TRIM_THRESHOLD_": 2**28, "MALLOC_MMAP_THRESHOLD_": 2**25}


class Cluster:
    """A connection to a scheduler that is made in the background, and made anew when it is lost.

    Parameters
    ----------
    address : str or None
        Of a cluster's scheduler, as ``tcp://host:8786``; None starts one on this machine, reachable from it alone.
    workers : int or None
        Processes of one started here; None takes one for each core.
    """

    def __init__(self, address: str | None = None, workers: int | None = None) -> None:
        self._address, self._workers = address, workers or os.cpu_count() or 1
        self._client: Client | None = None
        self._end: Callable[[], None] = _nothing
        self._thread: Thread | None = None
        self._lock = Lock()
        self.progress: dict[str, tuple[int, float]] = {}
        """By task: how often it was begun, and the share of it that is done."""
        self.lost: set[str] = set()
        """Tasks that were begun by a worker that is gone."""

    def client(self) -> "Client | None":
        """The client while it is connected; None while a connection is being made, which this starts."""
        with self._lock:
            if self._client is not None and self._client.status == "running":
                return self._client
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._connect, daemon=True, name="connect-to-scheduler")
                self._thread.start()
            return None

    def at_once(self) -> int:
        """How many seeds are computed side by side; 1 while a cluster has not said."""
        if self._address is None:
            return self._workers
        client = self.client()
        return max(1, sum(client.nthreads().values())) if client is not None else 1

    def wait(self) -> None:
        """Return when an attempt to connect, if one is being made, is over."""
        if self.client() is None and (thread := self._thread) is not None:
            thread.join()

    def close(self) -> None:
        """End the connection, and the workers that were started here."""
        with self._lock:
            end, self._client, self._end = self._end, None, _nothing
        end()

    def forget(self, task: str) -> None:
        """Drop what was told of a task, before it is asked for anew."""
        self.progress.pop(task, None)
        self.lost.discard(task)

    def _connect(self) -> None:
        import dask
        from distributed import Client

        self.close()
        # Workers say what they do in this server's words; theirs would fill its log.
        dask.config.set({"logging.distributed": "error", "distributed.nanny.pre-spawn-environ": _KEPT_FREE})
        with ExitStack() as opened, suppress(OSError, TimeoutError):  # whoever asks next tries again
            loop = Loop()
            opened.callback(loop.stop)
            local = None
            if self._address is None:
                local = _started_here(self._workers, loop.loop)
                opened.callback(local.close)
            client = Client(local or self._address, timeout=_PATIENCE, set_as_default=False, loop=loop.loop)
            opened.callback(client.close)
            client.subscribe_topic(PROGRESS, self._hear)
            client.subscribe_topic(_EVERYTHING, self._hear_of_workers)
            opened.callback(_hear_no_more, client)
            with self._lock:
                self._client, self._end = client, opened.pop_all().close

    def _hear(self, event: tuple[Any, Mapping[str, Any]]) -> None:
        said = event[1]
        begun, _ = self.progress.get(said["key"], (0, 0.0))
        self.progress[said["key"]] = (begun + said.get("begun", 0), said["share"])

    def _hear_of_workers(self, event: tuple[Any, Any]) -> None:
        said = event[1]  # anybody may say anything under this topic
        if not isinstance(said, Mapping) or said.get("action") != "remove-worker":
            return
        # Said at once: whoever is left may be busy for a minute before one of these is begun again.
        for task in {*said.get("processing-tasks", ()), *said.get("lost-computed-tasks", ())}:
            if (known := self.progress.get(task)) is not None:  # else it only waited there
                self.progress[task] = (known[0], 0.0)
                self.lost.add(task)


def _nothing() -> None:
    """End no connection, while there is none."""


def _hear_no_more(client: "Client") -> None:
    """Leave the topic before the connection ends, or the scheduler complains that it cannot tell us of that end."""
    from distributed.client import ClosedClientError

    with suppress(ClosedClientError):
        client.unsubscribe_topic(_EVERYTHING)


def _started_here(workers: int, loop: "IOLoop") -> "LocalCluster":
    """A scheduler and worker processes of one thread each, on the loopback, without a web page."""
    from distributed import LocalCluster

    return LocalCluster(
        loop=loop,
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",  # no fixed port, and none that others reach
        memory_limit=0,  # not killed for what it needs: the limits on graphs bound it
        silence_logs=40,
    )


@cache
def shared(address: str | None) -> Cluster:
    """The cluster of this server for everybody, at the address that the secrets name, or its own."""
    return Cluster(address)
