"""A running server with a class in it, for those who speak its protocol without a browser."""

import contextlib

import pytest

from quizzes.store.errors import StoreAway
from tests.benchmarks.load.classroom import Teacher
from tests.benchmarks.load.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("attacked"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def teacher(server):
    """Who teaches a class with a question that is open."""
    made = None
    while made is None:  # the server may be making its tables just now, and nobody waits for the file for long
        with contextlib.suppress(StoreAway):
            made = Teacher(f"sqlite:///{server.data}/classroom.sqlite")
    made.ask()
    yield made
    made.engine.dispose()
