"""What a worker does: one seed of a surface, telling how far it is and giving up when nobody waits any more."""

import time
from collections.abc import Callable

import numpy as np

from explorer.engine.cluster import PROGRESS
from explorer.model.build import SeedRun, run_seed
from explorer.model.scenario import Scenario

__all__ = ["Abandoned", "seed_task"]

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
    return run_seed(scenario, strengths, temperatures, seed, _reporter(), thorough)


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
