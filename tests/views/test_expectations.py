"""What is told before training: where it is so, and in the numbers that are so."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.model.build import theory_curve
from explorer.model.graph import karate_club, planted_communities
from explorer.model.scenario import Scenario
from explorer.model.surface_file import load_shipped
from explorer.views.expectations import EXPECTATIONS, Measured, expected, measured_on

SCENARIO = Scenario("mine", planted_communities(), pairs=4)


def told(scenario):
    measured = measured_on(scenario)
    return {name for name, one in EXPECTATIONS.items() if one.holds(measured)}


def test_what_is_told_follows_the_settings():
    assert told(SCENARIO) == {"collapse", "left"}
    assert told(replace(SCENARIO, weight_decay=0.0)) == {"no collapse", "left"}
    assert told(replace(SCENARIO, hops=6)) == {"collapse", "left", "oversmoothed"}
    assert "oversmoothed" in told(Scenario("mine", karate_club(), hops=6, pairs=4))
    assert told(replace(SCENARIO, hops=0)) == {"collapse"}
    assert told(replace(SCENARIO, hops=1)) == {"collapse", "left"}
    assert told(replace(SCENARIO, hops=10)) == {"collapse", "left", "oversmoothed", "clearer before"}
    assert told(replace(SCENARIO, encoder="gcn", hops=2)) == set()
    one_class = replace(SCENARIO.graph, labels=np.zeros(48, int), label_names=("all",))
    assert "clearer before" not in told(replace(SCENARIO, graph=one_class, hops=10))
    assert "between" not in " ".join(expected(replace(SCENARIO, graph=one_class)))


def test_a_collapsed_state_that_nothing_leaves_is_not_said_to_be_left():
    measured = measured_on(replace(SCENARIO, weight_decay=0.0))
    assert not EXPECTATIONS["no collapse"].holds(Measured(measured.scenario, measured.smoothed, (1.0, -0.1)))


@pytest.mark.parametrize("name", ["communities", "karate"])
def test_the_temperature_of_collapse_is_that_of_the_surface(name):
    surface = load_shipped(name)
    curve = theory_curve(surface.scenario, surface.strengths[[0, -1]], 0)
    (said,) = (text for text in expected(surface.scenario) if "Collapse is stable" in text)
    assert all(f"{value:.2f}".rstrip("0").rstrip(".") in said for value in curve)


def test_numbers_are_those_of_the_graph():
    text = " ".join(expected(Scenario("mine", karate_club(), hops=6, weight_decay=0.0))).replace("\u00a0", " ")
    assert "K = 6" in text
    assert "leaves 1 % of the nodes’ squared spread" in text
    assert "79 % lies along one direction (3 % before), and 57 % between the classes (3 % before)" in text
    assert "λmax(Q) = 1.00 at strength 0" in text
