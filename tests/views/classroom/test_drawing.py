"""What the projector draws, as numbers."""

import numpy as np
import pytest

from explorer.model.surface_file import load_shipped
from quizzes.widgets.class_map import edges, marked, outline, places
from quizzes.widgets.spread import near


@pytest.fixture
def surface():
    return load_shipped("communities")


def test_points_on_one_spot_are_counted(surface):
    frame = places([(0.1, 0.5), (0.1, 0.5), (0.2, 0.5)])
    assert frame["count"].tolist() == [2, 1]


def test_every_cell_lies_between_its_edges(surface):
    across, up = edges(surface)
    assert len(across) == len(surface.strengths) + 1
    assert np.all((across[:-1] < surface.strengths) & (surface.strengths < across[1:]))
    assert np.all((up[:-1] < surface.temperatures) & (surface.temperatures < up[1:]))


def test_the_outline_of_one_cell_has_four_sides(surface):
    mask = np.zeros(surface.loss.shape, dtype=bool)
    mask[3, 4] = True
    assert len(outline(surface, mask)) == 4
    assert outline(surface, ~mask | mask).shape[0] == 2 * sum(mask.shape)
    assert len(outline(surface, mask & ~mask)) == 0


def test_marked_cells_have_the_share_of_the_class(surface):
    frame = marked(surface, [[0, 1], [1], [10**9, 1]])
    assert frame["share"].tolist() == pytest.approx([1 / 3, 1.0])


def test_numbers_far_off_do_not_stretch_the_axis():
    assert near([1.0, 1.1, 1.2, 1e9]) == ([1.0, 1.1, 1.2], 1)
    assert near([]) == ([], 0)
    assert near([5.0], truth=5.0) == ([5.0], 0)
