"""A connection to a scheduler leaves nothing behind, however it ends."""

import gc
import logging
import os
import signal
from pathlib import Path

import pytest

from explorer.engine.cluster import Cluster
from tests.engine.waiting import until

pytestmark = pytest.mark.slow


def descriptors():
    """Sockets and event queues that this process has open."""
    gc.collect()
    found = []
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            found.append(str(descriptor.readlink()))
        except FileNotFoundError:  # the one that lists them
            continue
    return sorted(name for name in found if name.startswith(("socket:", "anon_inode:")))


@pytest.fixture
def before():
    """Descriptors open before a connection is made."""
    if not Path("/proc/self/fd").exists():
        pytest.skip("descriptors are listed on Linux")
    return descriptors()


def connected(cluster):
    """The client, after as many attempts as a busy machine needs."""
    for _ in range(5):
        cluster.wait()
        if (client := cluster.client()) is not None:
            return client
    raise AssertionError("no scheduler in five attempts")


def test_an_attempt_in_vain(before):
    cluster = Cluster("tcp://127.0.0.1:9")
    for _ in range(2):
        cluster.wait()
        assert cluster.client() is None
    cluster.wait()
    assert descriptors() == before


def test_the_scheduler_does_not_complain_of_the_end(caplog: pytest.LogCaptureFixture, worker_main: None) -> None:
    cluster = Cluster(workers=1)
    connected(cluster)
    cluster.close()
    assert not [said.getMessage() for said in caplog.records if said.levelno >= logging.ERROR]


def test_a_worker_killed(before, worker_main):
    cluster = Cluster(workers=1)
    (worker,) = connected(cluster).run(os.getpid).values()
    assert len(descriptors()) > len(before)
    os.kill(worker, signal.SIGKILL)
    assert cluster.client().submit(os.getpid, pure=False).result(timeout=60) != worker
    cluster.close()
    assert descriptors() == before


def test_a_scheduler_lost(before, worker_main):
    from distributed import LocalCluster

    far = LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50)
    cluster = Cluster(far.scheduler_address)
    lost = connected(cluster)
    far.close()
    until(lambda: lost.status == "closed")
    cluster.wait()
    assert descriptors() == before
