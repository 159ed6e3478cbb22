"""Look for minima that the solver has missed and print a table: python -m tests.benchmarks.minima [--solve] [NAME …]

For every shipped surface with a linear encoder: 12 L-BFGS starts from other seeds at 60 uniformly drawn cells of the
stored seeds. A cell is missed where they find more than 2e-3 nats.
"""

import argparse
import time

import numpy as np

from explorer.model.build import grid
from explorer.model.encoders.encoder import encoder_of
from explorer.model.scenario import SHIPPED, shipped_scenario
from explorer.model.surface_file import load_shipped
from tests.minima import better_minimum

MISSED = 2e-3


def solutions(name, solve):
    """Scenario, seeds, temperatures, strengths and weights (S, T, P, F, d): of the file, or of one seed solved now."""
    if not solve:
        surface = load_shipped(name)
        stored = surface.seeds[: len(surface.weights)]
        return surface.scenario, stored, surface.temperatures, surface.strengths, surface.weights
    scenario = shipped_scenario(name)
    strengths, temperatures = grid()
    weights, _ = encoder_of(scenario).train(scenario, strengths, temperatures, scenario.seed, lambda share: None)
    return scenario, [scenario.seed], temperatures, strengths, weights[None]


def gains(name, options):
    """By how much each drawn cell could be lower, in nats."""
    scenario, seeds, temperatures, strengths, weights = solutions(name, options.solve)
    rng = np.random.default_rng(options.seed)
    cells = [tuple(int(rng.integers(size)) for size in weights.shape[:3]) for _ in range(options.cells)]
    found = []
    for s, t, p in cells:
        seed = int(seeds[s])
        views = scenario.batched(scenario.views(scenario.draws(seed, "train"), strengths[[p]]), seed)[0]
        found.append(better_minimum(views, weights[s, t, p], temperatures[t], scenario.weight_decay, rng))
    return np.array(found)


def main():
    linear = [name for name in SHIPPED if shipped_scenario(name).encoder != "gcn"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=linear)
    parser.add_argument("--cells", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20_000, help="of the cells and of the starts")
    parser.add_argument("--solve", action="store_true", help="solve one seed now instead of reading the file")
    options = parser.parse_args()
    print("| surface | cells | missed | their gains, nats | seconds |\n|---|---|---|---|---|")
    for name in options.names:
        start = time.perf_counter()
        found = gains(name, options)
        missed = np.sort(found[found > MISSED])[::-1]
        listed = ", ".join(f"{gain:.4f}" for gain in missed)
        print(f"| {name} | {len(found)} | {len(missed)} | {listed} | {time.perf_counter() - start:.0f} |", flush=True)


if __name__ == "__main__":
    main()
