"""Surfaces of own graphs: ``python -m tests.benchmarks.own_graph [cells] [nodes of the large graph]`` prints a table.

By default as the issue asks: 16 × 16, the page's own grid, and 2,708 nodes, which takes minutes. Smaller numbers check
that it runs. All is computed as the page does it, on worker processes, with a library of its own.
"""

import asyncio
import os
import resource
import sys
import tempfile
import threading
import time

import networkx as nx

from explorer.engine.cluster import Cluster
from explorer.engine.job import Job
from explorer.model.build import grid
from explorer.model.graph_files import read_graph_file
from explorer.model.scenario import Scenario, default_pairs
from tests.benchmarks.serving import percentile, print_table, server, wait_until_healthy
from tests.benchmarks.sessions import everybody

STUDENTS, SECONDS = 40, 30


def scenario(nodes, seed):
    """A graph of four communities; another seed is another surface."""
    size = nodes // 4
    drawn = nx.planted_partition_graph(4, size, min(1.0, 8 / size), 1 / size, seed=1)
    edges = "".join(f"{a},{b}\n" for a, b in drawn.edges)
    graph = read_graph_file(f"source,target\n{edges}".encode(), "communities.csv").graph
    return Scenario("own", graph, pairs=default_pairs(graph.nodes), seed=seed)


def seconds_of(job, until=lambda job: False):
    """Seconds until a surface is whole, or until something of it is there."""
    began = time.perf_counter()
    while job.look() is None and not until(job):
        time.sleep(0.05)
    return time.perf_counter() - began


def peak_megabytes(cluster):
    """Memory of the largest worker at its highest."""
    return max(cluster.client().run(lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss).values()) / 1024


def throughput(cells):
    """Seeds a second of two workers over those of one."""
    found = []
    for workers in (1, 2):
        cluster = Cluster(workers=workers)
        cluster.wait()
        seconds_of(Job(cluster, scenario(100, 1000), *grid(2), 2))  # imports
        found.append(4 / seconds_of(Job(cluster, scenario(100, 2000 + workers), *grid(cells), 4)))
        cluster.close()
    return found[1] / found[0]


def changes_meanwhile(cluster, cells):
    """Milliseconds of the changes of other students while two surfaces are computed."""
    over = threading.Event()

    def keep_busy():
        for seed in range(3000, 10_000, 10):
            jobs = [Job(cluster, scenario(100, seed + i), *grid(cells), 2) for i in (0, 5)]
            while None in [job.look() for job in jobs]:
                if over.wait(0.2):
                    for job in jobs:
                        job.cancel()
                    return

    busy = threading.Thread(target=keep_busy)
    with server() as (_, address):
        wait_until_healthy(address)
        busy.start()
        try:
            return asyncio.run(asyncio.wait_for(everybody(address, STUDENTS, SECONDS), SECONDS + 60))
        finally:
            over.set()
            busy.join()


def main():
    cells = int(sys.argv[1]) if len(sys.argv) > 1 else 16
    large = int(sys.argv[2]) if len(sys.argv) > 2 else 2708
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SURFACES_DATA"] = folder
        cluster = Cluster(workers=2)
        cluster.wait()
        seconds_of(Job(cluster, scenario(20, 0), *grid(2), 2))  # imports
        job = Job(cluster, scenario(100, 0), *grid(cells), 4)
        look = seconds_of(job, lambda job: job.first_look is not None)
        first, rest = seconds_of(job, lambda job: job.done), seconds_of(job)
        rows.append((f"100 nodes, {cells} × {cells}: first look", f"{look:.1f} s", "≤ 4 s"))
        rows.append((f"100 nodes, {cells} × {cells}: first seed", f"{look + first:.1f} s", "≤ 4 s"))
        rows.append((f"100 nodes, {cells} × {cells}: 4 seeds", f"{look + first + rest:.1f} s", "≤ 15 s"))
        jobs = [Job(cluster, scenario(100, 100), *grid(4), 2) for _ in range(100)]
        for job in jobs:
            job.look()
        for job in jobs:
            seconds_of(job)
        begun = sum(cluster.progress[key][0] for key in {job._key(seed) for job in jobs for seed in job._all()})
        rows.append(("the same surface of 2 seeds, asked for 100 times", f"{begun} seeds computed", "2"))
        took = seconds_of(Job(cluster, scenario(large, 0), *grid(cells), 2))
        rows.append((f"{large:,} nodes, {cells} × {cells}, 2 seeds", f"{took:.1f} s", "≤ 45 s"))
        rows.append(("memory of a worker at its highest", f"{peak_megabytes(cluster):.0f} MB", "≤ 1 GB"))
        times = changes_meanwhile(cluster, cells)
        spent = f"{percentile(times, 0.95):.0f} ms of {len(times)}"
        rows.append((f"p95 of {STUDENTS} students' changes, two surfaces meanwhile", spent, "≤ 120 ms"))
        cluster.close()
        rows.append(("two workers over one: seeds a second", f"{throughput(min(cells, 8)):.2f}", "≥ 1.7"))
    print_table(rows)


if __name__ == "__main__":
    main()
