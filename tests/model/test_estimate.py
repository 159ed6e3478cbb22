"""The time that a seed is expected to take: proportional to what it is made of, and of what a clock says."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from explorer.model import solver
from explorer.model.build import grid
from explorer.model.encoders import gcn
from explorer.model.encoders.encoder import encoder_of
from explorer.model.estimate import evaluations, seconds_for_seed
from explorer.model.graph import karate_club
from explorer.model.graph_files import read_graph_file
from explorer.model.objective import Objective
from explorer.model.scenario import Scenario, default_pairs

KARATE = Scenario("mine", karate_club(), hops=2, pairs=2, weight_decay=0.4)


def ticking():
    """A clock on which every look at it is a second later."""
    ticks = itertools.count()
    return lambda: float(next(ticks))


@pytest.mark.parametrize("cells", [4, 16, 31])
def test_a_search_takes_its_evaluations_in_every_cell(cells):
    least, most = seconds_for_seed(KARATE, *grid(cells), clock=ticking())
    # Each of the timings lasts one second: 4 evaluations and the measuring in 9 cells, the views of 3 strengths.
    of_views, of_cells = 6 * cells / 3, cells**2 / 9
    assert (least, most) == pytest.approx(
        [of_views + of_cells * (count / 4 + 1) for count in evaluations(KARATE, cells**2)]
    )


def test_a_gcn_takes_its_steps():
    scenario = replace(KARATE, encoder="gcn")
    least, most = seconds_for_seed(scenario, *grid(6), clock=ticking())
    assert least == most == pytest.approx(36 / 9 * (gcn.STEPS + scenario.pairs + 1))


@pytest.mark.parametrize("encoder", ["linear", "linear-sphere", "gcn"])
def test_the_real_clock_gives_a_range_of_positive_seconds(encoder):
    least, most = seconds_for_seed(replace(KARATE, encoder=encoder, batch_size=16), *grid(3))
    assert 0 < least <= most < np.inf


def test_labels_that_the_probe_cannot_use_are_refused_before_anything_is_computed():
    graph = replace(KARATE.graph, labels=np.arange(34), label_names=tuple(map(str, range(34))))
    with pytest.raises(ValueError, match="class"):
        seconds_for_seed(replace(KARATE, graph=graph), *grid(3))


def ring_of_cliques(cliques: int) -> Scenario:
    """Cliques of five nodes, each joined to the next, without features."""
    pairs = [(5 * c + i, 5 * c + j) for c in range(cliques) for i, j in itertools.combinations(range(5), 2)]
    joints = [(5 * c, 5 * ((c + 1) % cliques) + 1) for c in range(cliques)]
    edges = "".join(f"{a},{b}\n" for a, b in pairs + joints)
    graph = read_graph_file(f"source,target\n{edges}".encode(), "ring.csv").graph
    return Scenario("ring", graph, pairs=default_pairs(graph.nodes))


@pytest.mark.parametrize(("scenario", "light"), [(KARATE, False), (ring_of_cliques(16), True)])
@pytest.mark.parametrize("cells", [3, 8])
def test_the_search_makes_as_many_evaluations_as_expected(monkeypatch, scenario, light, cells):
    assert solver.searched_lightly(2 * scenario.pairs * scenario.graph.features.size) == light
    made = 0

    class Counted(Objective):
        def __call__(self, weights, temperature):
            nonlocal made
            made += len(weights)
            return super().__call__(weights, temperature)

    monkeypatch.setattr(solver, "Objective", Counted)
    encoder_of(scenario).train(scenario, *grid(cells), 0, lambda share: None)
    least, most = evaluations(scenario, cells**2)
    assert least < made / cells**2 < most
