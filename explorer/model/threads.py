"""Threads for numpy's long calls, which let go of the interpreter while they run."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

__all__ = ["THREADS", "in_threads"]

# The same everywhere, for work is split by it: results must not depend on the machine's cores.
THREADS = 2
Item = TypeVar("Item")
Result = TypeVar("Result")
_WORKERS = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="numpy")


def in_threads(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """Results of a function for every item, in order. It pays where each call takes a millisecond or more.

    The function must not call `in_threads` itself: all threads could then wait for a free one.
    """
    items = list(items)
    if len(items) < 2:
        return [function(item) for item in items]
    return list(_WORKERS.map(function, items))
