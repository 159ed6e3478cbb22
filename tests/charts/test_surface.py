"""The still picture of the map."""

import numpy as np
import pytest

from explorer.charts.palette import THEMES
from explorer.charts.surface import cells, surface_chart
from explorer.model.surface_file import load_shipped

LAYERS = ("loss", "relative_loss", "alignment", "uniformity", "effective_directions", "accuracy")
OVERLAYS = frozenset({"collapse", "theory", "loss_optimum", "accuracy_optimum"})


@pytest.fixture(scope="module")
def surface():
    return load_shipped("communities")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_makes_a_valid_chart(surface, layer, theme):
    a, b = surface.nearest(0.2, 0.5), surface.nearest(0, 5)
    spec = surface_chart(surface, layer, layer, point=a, pinned=b, overlays=OVERLAYS, theme=theme).to_dict()
    assert spec["background"] == THEMES[theme].background


def test_the_cells_tile_the_map(surface):
    frame = cells(surface, "loss")
    assert len(frame) == surface.loss.size
    assert np.allclose(frame.value, surface.loss.ravel())
    area = ((frame.right - frame.left) * np.log(frame.high / frame.low)).sum()
    whole = (frame.right.max() - frame.left.min()) * np.log(frame.high.max() / frame.low.min())
    assert area == pytest.approx(whole)
    assert ((frame.left < frame.strength) & (frame.strength < frame.right)).all()
    assert ((frame.low < frame.temperature) & (frame.temperature < frame.high)).all()
