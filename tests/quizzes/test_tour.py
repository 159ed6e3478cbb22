"""The stops of the tour: on which surface, and that their places are what they say."""

import numpy as np
import pytest

from explorer.charts.stage import LAYERS, Scene, scene_inputs
from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped
from quizzes.tour import STOPS, stops


def by_name(surface):
    return {stop.name: stop for stop in stops(surface)}


def test_the_first_surface_has_all_five():
    assert tuple(by_name(load_shipped("communities"))) == STOPS


@pytest.mark.parametrize("name", SHIPPED)
def test_a_stop_can_be_drawn_and_its_prediction_is_one_of_several(name):
    surface = load_shipped(name)
    assert stops(surface)
    for stop in stops(surface):
        assert 0 <= stop.right < len(stop.options)
        assert stop.layer in LAYERS
        for shown in (stop.before, stop.then):
            scene = Scene(surface, stop.goal, overlays=shown.overlays, glyphs=shown.glyphs, areas=shown.areas)
            assert scene_inputs(scene)["cell"] == np.dot(stop.goal.cell, (scene.shape[1], 1)) >= 0


@pytest.mark.parametrize("name", SHIPPED)
def test_the_places_are_what_the_stops_say(name):
    surface = load_shipped(name)
    found = by_name(surface)
    corner = found["corner"]
    assert surface.loss[corner.goal.cell] == surface.loss.min()
    assert ("collapse" in found) == bool(surface.collapse_region()[:, 0].any())
    if "collapse" in found:
        assert surface.effective_directions[found["collapse"].goal.cell] < 1.02
        assert found["collapse"].start == corner.goal
    if "trade-off" in found:
        stop = found["trade-off"]
        for metric, sign in (("uniformity", -1), ("alignment", 1)):
            values = getattr(surface, metric)
            assert sign * (values[stop.goal.cell] - values[stop.start.cell]) > 0
    best = found["accuracy"]
    assert surface.accuracy[best.goal.cell] == surface.accuracy.max() > surface.accuracy[best.start.cell]


def test_a_stop_that_does_not_hold_is_left_out():
    assert not {"collapse", "low-temperature", "trade-off"} & by_name(load_shipped("karate-gcn")).keys()
