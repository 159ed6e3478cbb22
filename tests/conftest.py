"""What tests of several folders share: a shipped surface, a cluster of one worker, a bank without some kinds."""

import sys
from types import ModuleType

import pytest

from explorer.engine.cluster import Cluster
from explorer.model.surface_file import load_shipped
from quizzes.bank import GENERATORS


@pytest.fixture(scope="session")
def surface():
    """The surface that most tests read, opened once."""
    return load_shipped("communities")


@pytest.fixture(scope="module")
def worker_main():
    """Let workers start from a main module that is not the script of an app tested before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        yield


@pytest.fixture(scope="module")
def cluster(worker_main):
    """One worker process."""
    cluster = Cluster(workers=1)
    cluster.wait()
    yield cluster
    cluster.close()


@pytest.fixture
def take_kinds():
    """A function that takes kinds of question out of the bank; they come back in their order, by which quizzes draw."""
    before = dict(GENERATORS)

    def take(topic, difficulty):
        for name, kind in before.items():
            if (kind.topic, kind.difficulty) == (topic, difficulty):
                del GENERATORS[name]

    yield take
    GENERATORS.clear()
    GENERATORS.update(before)
