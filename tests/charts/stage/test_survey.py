"""What is said of a map as a whole is so, and says nothing of what is hidden."""

import json

import numpy as np
import pytest

from explorer.charts.stage import LAYERS, Scene, scene_inputs, surface_inputs, survey


@pytest.mark.parametrize("layer", LAYERS)
def test_down_leads_to_the_lowest_neighbour(surface, layer):
    values = np.asarray(getattr(surface, layer), dtype=float)
    steps = [(0, 0), *((t, p) for t in (-1, 0, 1) for p in (-1, 0, 1) if (t, p) != (0, 0))]
    for (t, p), way in np.ndenumerate(survey.down(surface, layer)):
        near = {
            (a, b): values[t + a, p + b]
            for a, b in steps
            if 0 <= t + a < values.shape[0] and 0 <= p + b < values.shape[1]
        }
        assert near[steps[way]] == min(near.values())


def test_what_is_near_the_border_of_collapse(surface):
    region = surface.collapse_region()
    for (t, p), near in np.ndenumerate(survey.near_border(surface)):
        around = region[max(t - 2, 0) : t + 3, max(p - 2, 0) : p + 3]
        assert near == (around.any() and not around.all())


def test_the_limits_of_collapse_hold_all_of_it(surface):
    region, said = surface.collapse_region(), survey.collapse(surface)
    assert region.any() == ("No point" not in said)


@pytest.mark.parametrize("name", ["collapse", "effective_directions"])
def test_hidden_collapse_is_not_said(surface, name):
    words = surface_inputs(surface, 0, Scene(surface, hidden={name}).hidden)["words"]
    assert not {"near", "collapse", "states"} & words.keys()


def test_a_hidden_layer_has_no_words(surface):
    words = surface_inputs(surface, 0, Scene(surface, hidden={"accuracy"}).hidden)["words"]
    assert "accuracy" not in json.dumps([words["lie"], words["down"]])


def test_the_theory_is_said_only_where_it_is_shown(surface):
    assert scene_inputs(Scene(surface))["thresholds"] == []
