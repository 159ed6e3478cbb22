"""Processes that share the problems of an objective among them, each with a copy of it.

Minimising is thousands of short calls; threads would stand in line for the interpreter between them.
"""

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from .minimise import minimise
from .objective import Objective

__all__ = ["Crew", "crew_size"]

# Numbers that a solve reads in one pass of all views at every temperature; below, starting processes takes longer.
_WORTH_STARTING = 2e7


class Crew:
    """Minimise some problems of an objective, in this process or in several. Use it in a ``with`` block.

    Parameters
    ----------
    objective : Objective
    processes : int
        1 works in this process.
    """

    def __init__(self, objective, processes: int):
        self._objective, self._processes = objective, processes
        self._pool = None
        if processes > 1:
            # Views go by a file that all map into memory: a process that starts would first have to read them from a
            # pipe, and whoever writes more than a pipe holds to one that never comes to read waits for ever.
            self._folder = TemporaryDirectory()
            views = Path(self._folder.name) / "views.npy"
            np.save(views, objective.views)
            join = views, objective.weight_decay
            self._pool = ProcessPoolExecutor(processes, get_context("spawn"), _join, join)
            with _one_thread_each():
                for started in [self._pool.submit(int) for _ in range(processes)]:  # one starts with each
                    started.result()

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *error):
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._folder.cleanup()

    def minimise(self, problems, start, *arguments, inverse_hessian=None, goal=None, **options):
        """:func:`~.minimise.minimise` for the problems with these indices (C,), from starts (C, F, 2).

        `inverse_hessian` and `goal` are split among the processes like `start`; other arguments go to all.
        """

        def share(i):
            split = {"inverse_hessian": inverse_hessian, "goal": goal}
            return problems[i], start[i], arguments, options | {k: v[i] for k, v in split.items() if v is not None}

        if self._pool is None or len(problems) < 2:
            return _minimise(self._objective, *share(slice(None)))
        shares = [slice(i, None, self._processes) for i in range(self._processes)]
        futures = [self._pool.submit(_work, share(i)) for i in shares]
        parts = [future.result() for future in futures]
        joined = tuple(np.empty((len(problems), *x.shape[1:])) for x in parts[0])
        for i, part in zip(shares, parts, strict=True):
            for whole, x in zip(joined, part, strict=True):
                whole[i] = x
        return joined


def crew_size(views, temperatures) -> int:
    """How many processes a solve is worth: one for each core, up to four, or one for a small solve."""
    return min(4, os.cpu_count() or 1) if views.size * len(temperatures) >= _WORTH_STARTING else 1


def _minimise(objective, problems, start, arguments, options):
    part = objective if len(problems) == len(objective) and (np.diff(problems) == 1).all() else objective.only(problems)
    return minimise(part, start, *arguments, **options)


@contextmanager
def _one_thread_each():
    """Processes that start meanwhile use one thread for linear algebra; together they fill the cores already."""
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_own = {}


def _join(views, weight_decay):
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the main process, which ends the others
    _own["objective"] = Objective(np.asarray(np.load(views, mmap_mode="r")), weight_decay)


def _work(share):
    return _minimise(_own["objective"], *share)
