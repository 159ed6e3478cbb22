"""Processes that share the problems of an objective among them, each with a copy of it.

Minimising is thousands of short calls; threads would stand in line for the interpreter between them.
"""

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing import get_context
from threading import Thread

import numpy as np

from explorer.model.minimise import minimise

__all__ = ["Crew", "crew_size"]

# Numbers that a solve reads in one pass of all views at every temperature; below, starting processes takes longer.
_WORTH_STARTING = 2e7
# Numbers that a share reads: some problems of a small graph side by side, each of a large one alone. How problems are
# split must not depend on who works on them: a sum over more problems at once may round its last bit otherwise.
_SHARE = 2e5


class Crew:
    """Minimise some problems of an objective, in this process or in several. Use it in a ``with`` block.

    The results do not depend on the number of processes, to the last bit. Leaving the block by an exception ends the
    processes at once, and so does the death of this process.

    Parameters
    ----------
    objective : Objective
        A dataclass whose `views` has one entry for each problem.
    processes : int
        1 works in this process.
    """

    def __init__(self, objective, processes: int):
        self._objective, self._processes = objective, processes
        self._pool = None

    def __enter__(self) -> "Crew":
        if self._processes > 1:
            views, context = self._objective.views, get_context("spawn")
            # Shared, not sent: a process that starts would first have to read the views from a pipe, and whoever
            # writes more than a pipe holds to one that never comes to read waits for ever. The memory has no name
            # that could outlive its users.
            shared = context.RawArray("d", views.size)
            np.frombuffer(shared)[:] = views.ravel()
            reader, self._alive = context.Pipe(duplex=False)
            join = replace(self._objective, views=None), shared, views.shape, reader
            self._pool = ProcessPoolExecutor(self._processes, context, _join, join)
            self._after = ExitStack()
            self._after.enter_context(_one_thread_each())
            self._after.callback(self._alive.close)
        return self

    def __exit__(self, kind, *_):
        if self._pool:
            if kind:
                self._alive.close()
            self._pool.shutdown(cancel_futures=True)
            self._after.close()

    def minimise(self, problems, start, *arguments, inverse_hessian=None, goal=None, **options):
        """:func:`~.minimise.minimise` for the problems with these indices (C,), from starts (C, F, 2).

        `inverse_hessian` and `goal` are split among the processes like `start`; other arguments go to all.

        Raises
        ------
        concurrent.futures.process.BrokenProcessPool
            If a process was killed.
        """

        def share(i):
            split = {"inverse_hessian": inverse_hessian, "goal": goal}
            return problems[i], start[i], arguments, options | {k: v[i] for k, v in split.items() if v is not None}

        size = max(1, round(_SHARE / self._objective.views[0].size))
        shares = [share(slice(first, first + size)) for first in range(0, len(problems), size)]
        parts = self._pool.map(_work, shares) if self._pool else [_minimise(self._objective, *s) for s in shares]
        return tuple(np.concatenate(results) for results in zip(*parts, strict=True))


def crew_size(views, temperatures) -> int:
    """How many processes a solve is worth: one for each core, up to four, or one for a small solve."""
    return min(4, os.cpu_count() or 1) if views.size * len(temperatures) >= _WORTH_STARTING else 1


def _minimise(objective, problems, start, arguments, options):
    neighbours = (np.diff(problems) == 1).all()  # their views need no copy
    part = objective.only(slice(problems[0], problems[-1] + 1) if neighbours else problems)
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


def _join(objective, shared, shape, alive):
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the main process, which ends the others
    Thread(target=_end_with, args=(alive,), daemon=True).start()
    _own["objective"] = replace(objective, views=np.frombuffer(shared).reshape(shape))


def _end_with(alive):
    """Wait until the main process has closed its end, or is gone, and end this process whatever it does."""
    alive.poll(None)
    os._exit(1)


def _work(share):
    return _minimise(_own["objective"], *share)
