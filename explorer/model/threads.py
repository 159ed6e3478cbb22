"""Threads for numpy's long calls, which let go of the interpreter while they run."""

from concurrent.futures import ThreadPoolExecutor

__all__ = ["THREADS", "in_threads"]

# The same everywhere, for work is split by it: results must not depend on the machine's cores.
THREADS = 2
_WORKERS = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="numpy")


def in_threads(function, items) -> list:
    """Results of a function for every item, in order. It pays where each call takes a millisecond or more.

    The function must not call `in_threads` itself: all threads could then wait for a free one.
    """
    items = list(items)
    if len(items) < 2:
        return [function(item) for item in items]
    return list(_WORKERS.map(function, items))
