"""Differences of two surfaces at the cells that both have."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.model.surface_difference import between, incomparable
from explorer.model.surface_file import load_shipped


def test_a_surface_does_not_differ_from_itself(surface):
    found = between(surface, surface, "accuracy")
    assert not found.difference.mean.any()
    assert not found.difference.told_apart.any()
    assert found.difference.mean.shape == surface.loss.shape


@pytest.mark.parametrize("metric", ["relative_loss", "accuracy"])
def test_cells_are_those_of_the_same_strength_and_temperature(surface, metric):
    other = load_shipped("karate-gcn")
    found = between(surface, other, metric)
    assert found.difference.mean.shape == (16, 16)
    for t, tau in enumerate(found.temperatures):
        for p, strength in enumerate(found.strengths):
            here, there = surface.nearest(strength, tau), other.nearest(strength, tau)
            assert (here.strength, here.temperature) == pytest.approx((there.strength, there.temperature))
            expected = getattr(surface, metric)[here.cell] - getattr(other, metric)[there.cell]
            assert found.difference.mean[t, p] == pytest.approx(expected, abs=1e-6)
            errors = surface.stderr[metric][here.cell], other.stderr[metric][there.cell]
            assert found.difference.error[t, p] ** 2 == pytest.approx(sum(e**2 for e in errors))


def test_grids_that_share_nothing_give_no_cell(surface):
    assert (
        between(surface, replace(surface, temperatures=surface.temperatures * 1.01), "loss").difference.mean.size == 0
    )


def test_what_cannot_be_compared_says_why(surface):
    batches, sphere, karate = (load_shipped(name) for name in ("communities-batch16", "communities-sphere", "karate"))
    assert "log(2N − 1)" in incomparable(surface, batches, "loss")
    assert incomparable(surface, batches, "relative_loss") == ""
    assert incomparable(surface, sphere, "loss") == ""
    assert "sphere" in incomparable(surface, sphere, "uniformity")
    assert incomparable(surface, sphere, "accuracy") == ""
    assert "largest" in incomparable(surface, karate, "accuracy")
    assert incomparable(surface, karate, "tolerance") == ""


def test_classes_of_other_sizes_are_told_by_the_share_of_the_largest(surface):
    labels = np.repeat([0, 1, 2], [8, 16, 24])
    uneven = replace(surface, scenario=replace(surface.scenario, graph=replace(surface.scenario.graph, labels=labels)))
    told = incomparable(surface, uneven, "accuracy")
    assert told.endswith("here the largest of 3 holds 33% of the nodes, there the largest of 3 holds 50%.")
    assert incomparable(uneven, uneven, "accuracy") == ""
