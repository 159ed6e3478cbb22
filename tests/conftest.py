"""A cluster of one worker for the tests that compute own surfaces."""

import sys
from types import ModuleType

import pytest

from explorer.engine.cluster import Cluster


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
