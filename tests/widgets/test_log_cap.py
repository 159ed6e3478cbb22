"""A line that repeats is written a few times, and then counted."""

import logging

import pytest

from explorer.widgets.log_cap import LOGGERS, Cap, cap


class _Listing(logging.Handler):
    """Keeps messages in a list."""

    def __init__(self, lines):
        super().__init__()
        self.lines = lines

    def emit(self, record):
        self.lines.append(record.getMessage())


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def written(clock):
    """A logger with the cap, and the list of what it writes."""
    lines: list[str] = []
    logger = logging.getLogger("tests.capped")
    handler, one = _Listing(lines), Cap(most=3, period=60, remembered=4, clock=lambda: clock[0])
    logger.addHandler(handler)
    logger.addFilter(one)
    yield logger, lines
    logger.removeHandler(handler)
    logger.removeFilter(one)


def fail(logger, error):
    try:
        raise error
    except type(error):
        logger.exception("socket.accept() out of system resource on %s", id(error))


def test_the_same_fault_a_thousand_times_is_three_lines_and_a_count(written, clock):
    logger, lines = written
    for _ in range(1000):
        fail(logger, OSError(24, "Too many open files"))
    assert len(lines) == 3
    assert "left out" in lines[-1]
    clock[0] += 60
    fail(logger, OSError(24, "Too many open files"))
    assert lines[3].startswith("(left out 997 times)")


def test_another_fault_is_written(written):
    logger, lines = written
    for number in range(10):
        fail(logger, OSError(24, "Too many open files"))
        fail(logger, ValueError(f"fault {number}"))
    assert len(lines) == 13


def test_what_is_remembered_is_bounded(written):
    logger, lines = written
    for number in (*[0] * 5, 1, 2, 3, 4):
        fail(logger, ValueError(f"fault {number}"))
    assert len(lines) == 3 + 4
    fail(logger, ValueError("fault 0"))  # four others came after it
    assert len(lines) == 3 + 5


def test_the_servers_loggers_are_capped_once(monkeypatch):
    for name in LOGGERS:
        monkeypatch.setattr(logging.getLogger(name), "filters", [])
    cap()
    assert all(len(logging.getLogger(name).filters) == 1 for name in LOGGERS)
