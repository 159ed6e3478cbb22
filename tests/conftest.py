"""A cluster of one worker for the tests that compute own surfaces."""

import sys
from types import ModuleType

import pytest

from explorer.engine.cluster import Cluster


@pytest.fixture(scope="module")
def cluster():
    """One worker process, which starts from a main module that is not the script of an app tested before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        cluster = Cluster(workers=1)
        cluster.wait()
        yield cluster
        cluster.close()
