"""The state of a rerun is small, can be sent, and holds nothing hidden."""

import json

import numpy as np
import pytest

from explorer.charts.stage import Mark
from explorer.widgets.stage.moving import OVERLAYS, cell_of, indices_of, mask_of, moving_state, overlay


def state(surface, **changes):
    arguments = {
        "digest": "d", "sequence": 0, "layer": "loss", "overlays": frozenset(), "hidden": frozenset(),
        "pinned": None, "anchor": None, "marks": (), "region": None, "truth_region": None, "paint": False,
        "previous": None, "compact": False, "show_weights": False, "follows": (),
    }  # fmt: skip
    return moving_state(surface, surface.nearest(0.3, 0.5), **(arguments | changes))


def test_a_plain_state_is_tiny(surface):
    assert len(json.dumps(state(surface))) < 500


def test_only_chosen_overlays_are_sent(surface):
    assert state(surface)["overlays"] == {}
    assert set(state(surface, overlays=frozenset(OVERLAYS))["overlays"]) == set(OVERLAYS)


@pytest.mark.parametrize("name", OVERLAYS)
def test_a_hidden_overlay_is_not_sent(surface, name):
    sent = state(surface, overlays=frozenset(OVERLAYS), hidden=frozenset({name}))
    assert name not in sent["overlays"]


def test_a_hidden_layer_covers_the_map(surface):
    assert state(surface, hidden=frozenset({"loss"}))["layer"] is None


def test_overlays_are_those_of_the_surface(surface):
    assert overlay(surface, "loss_optimum") == cell_of(surface, surface.loss_optimum())
    assert overlay(surface, "theory") == pytest.approx(surface.theory, abs=1e-5)
    assert np.array_equal(mask_of(surface, overlay(surface, "collapse")), surface.collapse_region())
    with pytest.raises(ValueError, match="gradient"):
        overlay(surface, "gradient")


def test_regions_are_masks_or_cells(surface):
    mask = surface.collapse_region()
    cells = indices_of(surface, mask)
    assert indices_of(surface, set(cells)) == cells
    assert np.array_equal(mask_of(surface, cells), mask)
    assert indices_of(surface, None) is None


def test_marks_keep_their_real_units(surface):
    sent = state(surface, marks=(Mark(0.21, 0.3, "yours", "student"),))
    assert sent["marks"] == [[0.21, 0.3, "yours", "student"]]
