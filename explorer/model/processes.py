"""Processes that share the problems of an objective among them, each with a copy of it.

Minimising is thousands of short calls; threads would stand in line for the interpreter between them.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import connection, current_process, get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import TYPE_CHECKING, Any

import numpy as np

from explorer.model.minimise import minimise

if TYPE_CHECKING:
    from explorer.model.objective import Objective

__all__ = ["ProcessLost", "Processes", "processes_for"]

# Numbers that a solve reads in one pass of all views at every temperature; below, starting processes takes longer.
_WORTH_STARTING = 2e7
# Bytes that a share reads: some problems of a small graph side by side, each of a large one alone. How problems are
# split must not depend on who works on them: a sum over more problems at once may round its last bit otherwise.
_SHARE = 3.2e6


class ProcessLost(RuntimeError):
    """A process of a solve was killed from outside."""


class Processes:
    """Minimise some problems of an objective, in this process or in several. Use it in a ``with`` block.

    The results do not depend on the number of processes, to the last bit. The processes end with the block, however it
    is left, and with this process, however it dies.

    Parameters
    ----------
    objective : Objective
        A dataclass whose `views` has one entry for each problem.
    processes : int
        1 works in this process.
    """

    def __init__(self, objective: Objective, processes: int) -> None:
        self._objective, self._processes = objective, processes
        self._team: list[tuple[BaseProcess, connection.Connection]] = []  # our end of the pipe to each

    def __enter__(self) -> Processes:
        if self._processes > 1:
            views, context = self._objective.views, get_context("spawn")
            # Shared, not sent, for a copy in each process would cost its size again; in memory without a name that
            # could outlive its users.
            shared = context.RawArray(views.dtype.char, views.size)
            np.frombuffer(shared, views.dtype)[:] = views.ravel()
            given = replace(self._objective, views=views[:0]), shared, views.shape
            with _one_thread_each(), _interrupts_held():
                for _ in range(self._processes):
                    ours, theirs = context.Pipe()
                    process = context.Process(target=_serve, args=(theirs, *given), daemon=True)
                    process.start()
                    theirs.close()  # now only the process holds it, and its death is the end of what we read
                    self._team.append((process, ours))
        return self

    def __exit__(self, *error: object) -> None:
        for process, ours in self._team:
            process.kill()
            ours.close()
        for process, _ in self._team:
            process.join()

    def minimise(
        self,
        problems: np.ndarray,
        start: np.ndarray,
        *arguments: Any,
        inverse_hessian: np.ndarray | None = None,
        goal: np.ndarray | None = None,
        **options: Any,
    ) -> tuple[np.ndarray, ...]:
        """:func:`~.minimise.minimise` for the problems with these indices (C,), from starts (C, F, 2).

        `inverse_hessian` and `goal` are split among the processes like `start`; other arguments go to all.

        Raises
        ------
        ProcessLost
            If a process was killed.
        """

        def share(i):
            split = {"inverse_hessian": inverse_hessian, "goal": goal}
            return problems[i], start[i], arguments, options | {k: v[i] for k, v in split.items() if v is not None}

        size = max(1, round(_SHARE / self._objective.views[0].nbytes))
        shares = [share(slice(first, first + size)) for first in range(0, len(problems), size)]
        parts = self._all_done(shares) if self._team else [_minimise(self._objective, *s) for s in shares]
        return tuple(np.concatenate(results) for results in zip(*parts, strict=True))

    def _all_done(self, shares):
        """Results of all shares, in order; whoever is free takes the next."""
        parts: list = [None] * len(shares)
        waiting, idle = list(enumerate(shares)), [ours for _, ours in self._team]
        busy: dict[Any, int] = {}
        ready: Any
        try:
            while waiting or busy:
                while waiting and idle:
                    free = idle.pop()
                    busy[free], share = waiting.pop(0)
                    free.send(share)
                for ready in connection.wait(busy):
                    part = ready.recv()
                    if isinstance(part, Exception):
                        raise part
                    parts[busy.pop(ready)] = part
                    idle.append(ready)
        except (EOFError, ConnectionError) as error:
            raise ProcessLost("a process of the build was killed, perhaps because memory ran out") from error
        return parts


def processes_for(views: np.ndarray, temperatures: np.ndarray) -> int:
    """How many processes a solve is worth: one for each core, up to four, or one for a small solve.

    And one where this process may not start others, as the workers of a cluster; they fill the cores already.
    """
    if current_process().daemon:
        return 1
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


@contextmanager
def _interrupts_held():
    """Processes that start meanwhile do not hear Ctrl-C before they are ready to ignore it."""
    if hasattr(signal, "pthread_sigmask"):
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    else:
        yield


def _serve(theirs, objective, shared, shape):
    """Work on shares until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the main process, which ends the others
    Thread(target=_end_with_parent, daemon=True).start()
    objective = replace(objective, views=np.frombuffer(shared, objective.views.dtype).reshape(shape))
    with suppress(EOFError, ConnectionError):
        while True:
            share = theirs.recv()
            try:
                part = _minimise(objective, *share)
            except Exception as error:
                part = error
            theirs.send(part)


def _end_with_parent():
    """Not after the share that is being worked on: it may take a minute."""
    if parent := parent_process():
        parent.join()
    os._exit(1)
