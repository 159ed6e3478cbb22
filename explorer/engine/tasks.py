"""What a worker does: one seed of a surface, telling how far it is and giving up when nobody waits any more."""

import os
import time
from collections.abc import Callable
from contextlib import suppress

import numpy as np

from explorer.engine.cluster import PROGRESS
from explorer.model.build import SeedRun, run_seed
from explorer.model.scenario import Scenario

__all__ = ["Abandoned", "seed_task"]

_PATIENT = 10  # steps of niceness
_EVERY = 0.2  # seconds between two reports


class Abandoned(Exception):
    """Nobody waits for this seed any more."""


def seed_task(
    scenario: Scenario, strengths: np.ndarray, temperatures: np.ndarray, seed: int, *, thorough: bool = True
) -> SeedRun:
    """:func:`~explorer.model.build.run_seed` on a worker.

    Raises
    ------
    Abandoned
        If everybody who asked for it has gone.
    """
    _give_way()
    return run_seed(scenario, strengths, temperatures, seed, _reporter(), thorough)


def _give_way() -> None:
    """Let pages go first: they are served on the same machine, and a surface can wait a moment."""
    with suppress(AttributeError, OSError):  # not everywhere
        # Priorities are the threads' own, and the first thread, which has the process's number, keeps its.
        os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, os.getpid()) + _PATIENT)


def _reporter() -> Callable[[float], None]:
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()
    last = time.monotonic()
    worker.log_event(PROGRESS, {"key": key, "share": 0.0, "begun": 1})

    def report(share: float) -> None:
        nonlocal last
        task = worker.state.tasks.get(key)
        if task is None or task.state == "cancelled":
            raise Abandoned
        if time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            worker.log_event(PROGRESS, {"key": key, "share": share})

    return report
