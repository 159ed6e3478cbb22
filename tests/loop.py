"""Run a coroutine from a test, whatever loop its process has."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def run(coroutine):
    """Result of a coroutine, in a thread of its own: after a browser test, Playwright's loop holds the main one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
