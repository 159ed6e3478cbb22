"""Wait for what other processes bring about."""

from threading import Event

import pytest


def until(condition, seconds=120):
    """Wait on an event that never comes, a little at a time, until the condition holds."""
    for _ in range(seconds * 20):
        if condition():
            return
        Event().wait(0.05)
    pytest.fail("it did not come to that")
