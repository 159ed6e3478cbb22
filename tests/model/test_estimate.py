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
from explorer.model.objective import Objective
from explorer.model.scenario import Scenario

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


@pytest.mark.parametrize("cells", [3, 8])
def test_the_search_makes_as_many_evaluations_as_expected(monkeypatch, cells):
    made = 0

    class Counted(Objective):
        def __call__(self, weights, temperature):
            nonlocal made
            made += len(weights)
            return super().__call__(weights, temperature)

        def only(self, problems):
            return Counted(self.views[problems], self.weight_decay)

    monkeypatch.setattr(solver, "Objective", Counted)
    encoder_of(KARATE).train(KARATE, *grid(cells), 0, lambda share: None)
    least, most = evaluations(KARATE, cells**2)
    assert least < made / cells**2 < most
