"""Time the model against dense peers and print a table: python -m tests.benchmarks.model [--quick]

Medians of interleaved runs: in every round each contender runs once, so that a noisy machine is noisy for all. JAX
and PyTorch are optional (tests/benchmarks/requirements.txt); a missing one is named in the table.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from explorer.model import solver
from explorer.model.build import build_surface, grid
from explorer.model.circle_loss import nt_xent_circle
from explorer.model.dense_loss import nt_xent_dense
from explorer.model.graph import planted_communities
from explorer.model.objective import Objective
from explorer.model.scenario import SHIPPED, Scenario, default_pairs, shipped_scenario

TEMPERATURES = (0.05, 0.5, 5.0)
LARGE_GRID = np.linspace(0, 0.6, 16), np.geomspace(0.05, 5, 16)


def ours(phi, temperature):
    if phi.ndim == 3:
        nt_xent_circle(phi, temperature)
    else:
        nt_xent_dense(phi.swapaxes(2, 3), temperature)


def contenders():
    """Name to function(angles or unit vectors) -> function(τ), all losses with their gradient, and what is missing."""
    from tests.benchmarks.peers import jax_peer, torch_peer

    found, missing = {"ours (float64)": lambda phi: lambda tau: ours(phi, tau)}, []
    for name, peer in (("JAX jit + vmap (float32)", jax_peer), ("PyTorch batched (float32)", torch_peer)):
        try:
            found[name] = peer()
        except ImportError:
            missing.append(name)
    return found, missing


def interleaved(functions, rounds):
    """Median milliseconds of each function over rounds, after one warm-up."""
    times: dict[str, list[float]] = {name: [] for name in functions}
    for function in functions.values():
        function()
    for _ in range(rounds):
        for name, function in functions.items():
            start = time.perf_counter()
            function()
            times[name].append(1e3 * (time.perf_counter() - start))
    return {name: float(np.median(t)) for name, t in times.items()}


def loss_and_gradient(title, phi, rounds):
    found, missing = contenders()
    prepared = {name: make(phi) for name, make in found.items()}
    total = dict.fromkeys(prepared, 0.0)
    for tau in TEMPERATURES:
        medians = interleaved({n: (lambda f=f, tau=tau: f(tau)) for n, f in prepared.items()}, rounds)
        for name, ms in medians.items():
            total[name] += ms / len(TEMPERATURES)
            print(f"|   τ = {tau} | {name} | {ms:.2f} ms | |")
    base = total["ours (float64)"]
    for name, ms in total.items():
        print(f"| {title} | {name} | {ms:.2f} ms | ours is {ms / base:.1f} times as fast |")
    for name in missing:
        print(f"| {title} | {name} | not installed | see tests/benchmarks/requirements.txt |")
    return total


def shipped_surface(title, name):
    """Half the time of a surface of two seeds, measured and all."""
    cells = SHIPPED[name].cells
    start = time.perf_counter()
    build_surface(shipped_scenario(name), *grid(cells), seeds=2)
    seconds = (time.perf_counter() - start) / 2
    print(f"| {title}, {cells} × {cells}, one seed, 16 view pairs | ours | {seconds:.1f} s | |")


def large_scenario():
    graph = planted_communities(seed=1, classes=7, nodes=2708, degree_inside=3.0, degree_outside=1.0)
    return Scenario("large", graph, hops=2, pairs=default_pairs(graph.nodes))


def large_surface():
    """Run in a process of its own, whose memory another reads; prints seconds for one seed of two, and edges."""
    scenario = large_scenario()
    start = time.perf_counter()
    build_surface(scenario, *LARGE_GRID, seeds=2)
    print((time.perf_counter() - start) / 2, len(scenario.graph.edges))


def megabytes(process):
    """Memory of a process and its descendants, what they share counted once; 0 for what has ended."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = {int(child) for task in tasks for child in (task / "children").read_text().split()}
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024 + sum(map(megabytes, children))


def count_evaluations():
    """Solve the large surface again in one process and print how many losses with their gradient it takes."""
    scenario, counted = large_scenario(), [0]

    class Counted(Objective):
        def only(self, problems):
            return Counted(self.views[problems], self.weight_decay)

        def __call__(self, weights, temperature):
            counted[0] += len(self) * self.views.shape[1]
            return super().__call__(weights, temperature)

    vars(solver)["Objective"] = Counted
    strengths, temperatures = LARGE_GRID
    views, rng = scenario.views(scenario.draws(0, "train"), strengths), scenario.rng(0, "start")
    solver.solve(views, temperatures, scenario.weight_decay, rng, processes=1)
    print(counted[0])


def large_surface_row(dense_ms):
    def run(part):
        """Numbers that a part of this script prints, and the most memory that it was seen to hold."""
        command = [sys.executable, "-m", "tests.benchmarks.model", part]
        peak, process = 0.0, subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        while process.poll() is None:
            peak = max(peak, megabytes(process.pid))
            time.sleep(0.05)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, process.args)
        return [float(word) for word in process.communicate()[0].split()], peak

    (seconds, edges), memory = run("--large")
    title = f"surface, 16 × 16, 2,708 nodes, {edges:,.0f} edges, {default_pairs(2708)} view pairs"
    print(f"| {title} | ours | {seconds:.1f} s, {memory:.0f} MB | all processes together |")
    if dense_ms:
        (evaluations,), _ = run("--count")
        dense, name = evaluations * dense_ms / 1e3, f"dense float32, the same {evaluations:,.0f} losses, extrapolated"
        print(f"| {title} | {name} | {dense:,.0f} s | ours is {dense / seconds:.0f} times as fast |")


def growth(rounds):
    sizes = np.array([100, 316, 1000, 3162, 10_000])
    rng = np.random.default_rng(0)
    batches = {n: rng.vonmises(0, 1, (max(1, 2000 // n), 2, n)) for n in sizes}
    medians = interleaved({n: (lambda phi=phi: ours(phi, 0.05)) for n, phi in batches.items()}, rounds)
    each = np.array([medians[n] / len(batches[n]) for n in sizes])
    exponent = np.polyfit(np.log(sizes), np.log(each), 1)[0]
    cells = ", ".join(f"{n:,}: {ms:.2f} ms" for n, ms in zip(sizes, each, strict=True))
    print(f"| one pair of views as N grows, τ = 0.05 | ours | {cells} | time ∝ N^{exponent:.2f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and no large surface")
    parser.add_argument("--large", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--count", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.large:
        large_surface()
        return
    if options.count:
        count_evaluations()
        return
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} cores, {platform.machine()}\n")
    print("| work | by | time | |\n|---|---|---|---|")
    rng = np.random.default_rng(0)
    small = rng.vonmises(0, 1, (31 * 8, 2, 48))
    loss_and_gradient("loss + gradient, 31 × 8 batches of 96 views", small, 9 if options.quick else 41)
    sphere = rng.normal([1, 0, 0], 1, (31 * 8, 2, 48, 3))
    sphere /= np.linalg.norm(sphere, axis=-1, keepdims=True)
    loss_and_gradient("the same on the sphere, dense", sphere, 9 if options.quick else 41)
    cora = rng.vonmises(0, 1, (1, 2, 2708))
    total = loss_and_gradient("loss + gradient, one pair of views, 2,708 nodes", cora, 3 if options.quick else 9)
    growth(3 if options.quick else 15)
    shipped_surface("default surface", "communities")
    shipped_surface("sphere", "communities-sphere")
    shipped_surface("GCN", "communities-gcn")
    if not options.quick:
        large_surface_row(total.get("PyTorch batched (float32)"))


if __name__ == "__main__":
    main()
