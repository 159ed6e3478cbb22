"""The comparison of two points."""

import numpy as np
import pytest

from explorer.charts.difference import cells_table, difference_data
from explorer.model.surface_difference import between
from explorer.views import loaders
from explorer.views.compare import COMPARED, differences
from explorer.views.panels import other_surface


def test_a_point_differs_from_itself_by_nothing(surface):
    point = surface.nearest(0.2, 0.5)
    assert [(row.difference, row.stderr) for row in differences(surface, point, point)] == [(0, 0)] * len(COMPARED)


def test_the_difference_is_that_of_the_means(surface):
    a, b = surface.nearest(0.2, 0.5), surface.nearest(0, 5)
    for row in differences(surface, a, b):
        mean = getattr(surface, row.name)
        assert row.a == pytest.approx(mean[surface.cell(a)])
        assert row.b == pytest.approx(mean[surface.cell(b)])
        assert row.difference == pytest.approx(row.a - row.b)


def test_the_error_is_that_of_paired_seeds(surface):
    a, b = surface.nearest(0.2, 0.5), surface.nearest(0.22, 0.5)
    row = next(row for row in differences(surface, a, b) if row.name == "loss")
    values = surface.by_seed["loss"]
    paired = [one[surface.cell(a)] - one[surface.cell(b)] for one in values]
    assert row.stderr == pytest.approx(np.std(paired, ddof=1) / len(paired) ** 0.5)


def test_another_surface_stands_at_the_nearest_place_and_its_differences_are_of_both():
    here, there = loaders.surface("communities"), loaders.surface("karate-gcn")
    point = here.nearest(0.4, 0.5)
    other = there.nearest(point.strength, point.temperature)
    for row in other_surface.differences(here, point, there, other):
        assert row.a == getattr(here, row.name)[point.cell]
        assert row.b == getattr(there, row.name)[other.cell]
        assert row.difference == row.a - row.b
        assert row.stderr > max(here.stderr[row.name][point.cell], 0)


def test_the_cells_of_a_difference_are_sent_in_a_few_bytes_and_say_the_same() -> None:
    here, there = loaders.surface("communities"), loaders.surface("karate")
    found = between(here, there, "accuracy")
    mean, error = found.difference
    cells = difference_data(found, here.nearest(0.2, 0.5))["cells"]
    assert cells.nbytes < 25 * mean.size
    plain = cells_table(cells)
    t, p = (axis.ravel() for axis in np.indices(mean.shape))
    np.testing.assert_array_equal(plain["strength"], found.strengths[p])
    np.testing.assert_array_equal(plain["temperature"], found.temperatures[t])
    np.testing.assert_allclose(plain["difference"], mean.ravel(), rtol=1e-6)
    np.testing.assert_allclose(plain["error"], error.ravel(), rtol=1e-6)
    assert [one == "yes" for one in plain["told_apart"].to_pylist()] == found.difference.told_apart.ravel().tolist()
    for low, middle, high in (("left", "strength", "right"), ("low", "temperature", "high")):
        edge, step, other = (np.array(cells[name].to_pylist()) for name in (low, middle, high))
        assert ((edge < step) & (step < other)).all()


def test_the_map_of_a_difference_is_told_in_words():
    here, there = loaders.surface("communities"), loaders.surface("communities-gcn")
    found = between(here, there, "accuracy")
    first, *extremes = other_surface.difference_in_words(found, 3)
    assert f"Of {16 * 16} cells" in first
    assert f"tell {found.difference.told_apart.sum()} apart" in first
    assert len(extremes) == sum((s * found.difference.mean[found.difference.told_apart] > 0).any() for s in (1, -1))
    assert other_surface.difference_in_words(between(here, here, "loss"), 2) == [
        f"Of {31 * 31} cells that both have, the seeds tell 0 apart: here is higher in 0 of them and lower in 0."
    ]
