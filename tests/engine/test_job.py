"""Surfaces from the engine: the same numbers, shared, given up, and finished whatever is killed meanwhile."""

import os
import signal
from dataclasses import replace

import numpy as np
import pytest

from explorer.engine.cluster import Cluster
from explorer.engine.job import Failed, Job, every_other
from explorer.model import library
from explorer.model.build import build_surface, run_seed
from explorer.model.graph import karate_club
from explorer.model.scenario import Scenario
from tests.engine.waiting import until

pytestmark = pytest.mark.slow

SMALL = np.array([0.0, 0.3]), np.array([0.5, 2.0])
LARGE = np.linspace(0, 0.6, 31), np.geomspace(0.05, 5, 31)


@pytest.fixture(autouse=True)
def _kept_here(tmp_path, monkeypatch):
    monkeypatch.setenv("SURFACES_DATA", str(tmp_path))
    library.restart()


@pytest.fixture
def scenario(request):
    # Another seed for every test, so that none finds another's tasks.
    seed = sum(request.node.name.encode())
    return Scenario("mine", karate_club(), hops=2, pairs=2, weight_decay=0.4, seed=seed)


def running(cluster):
    return {key for tasks in cluster.client().processing().values() for key in tasks}


def test_the_engine_gives_the_surface_that_one_process_gives(cluster, scenario):
    job = Job(cluster, scenario, *SMALL, seeds=3)
    until(lambda: job.look() is not None)
    expected = build_surface(scenario, *SMALL, seeds=3)
    for name, values in expected.by_seed.items():
        np.testing.assert_array_equal(job.look().by_seed[name], values)
    np.testing.assert_allclose(job.look().accuracy_by_split, expected.accuracy_by_split)
    assert (job.share, job.done) == (1.0, 3)


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="threads have priorities of their own on Linux")
def test_pages_go_before_seeds(cluster, scenario):
    job = Job(cluster, scenario, *LARGE, seeds=2)
    job.look()
    until(lambda: job.share > 0)

    def niceness():
        return max(os.getpriority(os.PRIO_PROCESS, int(thread)) for thread in os.listdir("/proc/self/task"))

    (worker,) = cluster.client().run(niceness).values()
    assert worker > os.getpriority(os.PRIO_PROCESS, 0)
    job.cancel()


def test_workers_keep_the_memory_that_they_free(cluster: Cluster) -> None:
    """Dask's own thresholds come back by themselves where ours do not reach the workers."""
    for name in ("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"):
        (kept,) = cluster.client().run(os.environ.get, name).values()
        assert int(kept) >= 2**25


def test_seeds_are_shown_as_they_come(cluster, scenario):
    job = Job(cluster, scenario, *SMALL, seeds=3)
    assert job.so_far() is None
    until(lambda: job.look() is not None or job.done == 1)
    first = job.so_far()
    if job.done == 1:  # whichever seed that is
        one = run_seed(scenario, *SMALL, int(first.seeds[0]))
        np.testing.assert_array_equal(first.loss, one.metrics["loss"])
    job.cancel()


def test_a_first_look_comes_before_the_seeds_on_every_other_cell(cluster: Cluster, scenario: Scenario) -> None:
    job = Job(cluster, scenario, *LARGE, seeds=2)
    until(lambda: job.look() or job.first_look is not None)
    axes = LARGE[0][::2], LARGE[1][::2]
    expected = run_seed(scenario, *axes, scenario.seed, thorough=False)
    assert job.done == 0
    first = job.so_far()
    assert first is job.first_look
    np.testing.assert_array_equal(first.strengths, axes[0])
    np.testing.assert_array_equal(first.temperatures, axes[1])
    for name, values in expected.metrics.items():
        np.testing.assert_array_equal(first.by_seed[name][0], values)
    job.cancel()
    until(lambda: not running(cluster))


def test_a_first_look_changes_nothing_of_the_surface_and_is_gone_with_the_first_seed(
    cluster: Cluster, scenario: Scenario
) -> None:
    grid = np.linspace(0, 0.6, 7), np.geomspace(1.5, 5, 7)  # hot: soon done
    job = Job(cluster, scenario, *grid, seeds=2)
    until(lambda: job.look() or job.done)
    assert job.first_look is None
    until(lambda: job.look() is not None)
    expected = run_seed(scenario, *grid, scenario.seed)
    np.testing.assert_array_equal(job.look().by_seed["loss"][0], expected.metrics["loss"])
    np.testing.assert_array_equal(job.look().weights[0], expected.weights)


@pytest.mark.parametrize("steps", range(2, 33))
def test_every_other_step_keeps_both_ends(steps: int) -> None:
    axis = np.linspace(0, 1, steps)
    half = every_other(axis)
    assert len(half) == (steps + 1) // 2 or steps == 2
    assert half[0] == axis[0]
    assert half[-1] == axis[-1] or steps == 2
    assert set(half) <= set(axis)


def test_equal_asks_are_computed_once(cluster, scenario):
    jobs = [Job(cluster, replace(scenario, name=f"of {i}"), *LARGE, seeds=2) for i in range(20)]
    for job in jobs:
        job.look()
    tasks = cluster.client().scheduler_info()["workers"]
    assert tasks
    until(lambda: len(running(cluster)) == 2)
    for job in jobs[1:]:
        job.cancel()
    until(lambda: jobs[0].share > 0.01)  # who is left still gets it
    jobs[0].cancel()
    until(lambda: not running(cluster))


def test_a_finished_surface_is_found_again_without_computing(cluster, scenario):
    job, late = (Job(cluster, scenario, *SMALL, seeds=2) for _ in range(2))
    until(lambda: job.look() is not None)
    assert late.look() is not None
    assert late.begun_again == 0
    again = Job(Cluster(address="tcp://127.0.0.1:9"), scenario, *SMALL, seeds=2)
    assert again.name == job.name
    np.testing.assert_allclose(again.look().loss, job.look().loss, rtol=1e-6)
    assert Job(cluster, scenario, *SMALL, seeds=3).look() is None


def test_a_job_given_up_frees_its_worker(cluster, scenario):
    job = Job(cluster, scenario, *LARGE, seeds=2)
    job.look()
    until(lambda: job.share > 0)
    job.cancel()
    until(lambda: not running(cluster))
    after = Job(cluster, scenario, *SMALL, seeds=2)
    until(lambda: after.look() is not None)
    assert job.look() is None


def test_a_killed_worker_is_said_and_the_surface_finishes(cluster, scenario):
    job = Job(cluster, scenario, np.linspace(0, 0.6, 3), np.geomspace(0.05, 5, 8), seeds=2)
    job.look()
    until(lambda: job.share > 0)
    (worker,) = cluster.client().run(os.getpid).values()
    os.kill(worker, signal.SIGKILL)
    until(lambda: job.look() is not None)
    assert job.worker_lost
    assert job.begun_again >= 1


def test_a_killed_worker_is_said_before_another_has_time(scenario: Scenario) -> None:
    from distributed import LocalCluster, Status

    options = {"n_workers": 1, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(**options, silence_logs=50) as far:
        cluster = Cluster(far.scheduler_address)
        cluster.wait()
        job = Job(cluster, scenario, np.linspace(0, 0.6, 3), np.geomspace(0.05, 5, 8), seeds=2)
        job.look()
        until(lambda: job.share > 0)
        assert not job.worker_lost
        (nanny,) = far.workers.values()
        nanny.status = Status.closing_gracefully  # so it starts no other in its place
        (worker,) = cluster.client().run(os.getpid).values()
        os.kill(worker, signal.SIGKILL)
        until(lambda: job.worker_lost)
        assert job.begun_again == 0
        assert job.share == job.done / job.seeds  # what is lost is not counted
        far.scale(2)
        until(lambda: job.look() is not None)
        cluster.close()


def test_a_surface_given_up_and_asked_for_again_lost_no_worker(cluster: Cluster, scenario: Scenario) -> None:
    grid = np.linspace(0, 0.6, 3), np.geomspace(0.2, 5, 8)
    job, again = (Job(cluster, scenario, *grid, seeds=2) for _ in range(2))
    job.look()
    until(lambda: job.share > 0)
    job.cancel()
    until(lambda: not running(cluster))
    until(lambda: again.look() is not None)
    assert not again.worker_lost


def test_what_cannot_be_computed_says_why(cluster, scenario):
    graph = scenario.graph
    lonely = replace(graph, labels=np.arange(len(graph.labels)), label_names=tuple(map(str, range(len(graph.labels)))))
    job = Job(cluster, replace(scenario, graph=lonely), *SMALL, seeds=2)

    def fails():
        try:
            job.look()
        except Failed as failure:
            return str(failure)
        return None

    until(fails)
    with pytest.raises(ValueError, match="class") as alone:
        build_surface(replace(scenario, graph=lonely), *SMALL, seeds=2)
    assert fails() == str(alone.value)


def test_a_scheduler_that_is_gone_is_waited_for(scenario):
    from distributed import LocalCluster

    options = {"n_workers": 1, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(**options, silence_logs=50) as far:
        address = far.scheduler_address
        cluster = Cluster(address)
        cluster.wait()
        job = Job(cluster, scenario, *LARGE, seeds=2)
        job.look()
        until(lambda: job.share > 0)
    until(lambda: not job.connected)
    assert job.look() is None
    small = Job(cluster, scenario, *SMALL, seeds=2)
    port = int(address.rpartition(":")[2])
    with LocalCluster(**options, scheduler_port=port, silence_logs=50):
        until(lambda: small.look() is not None)
        assert job.look() is None
        until(lambda: job.connected)
        job.cancel()
        cluster.close()
