"""Does the paper hold here: the sentence says of every metric what it does, and agrees only where both do the same."""

import numpy as np
import pytest

from explorer.charts.paper import TITLES, paper_data
from explorer.model.published import CIFAR100, WANG_LIU
from explorer.model.surface_file import load_shipped, openable
from explorer.model.trend import course, rows_between
from explorer.views.panels.paper import verdict
from explorer.views.panels.wording import baselines_text


@pytest.mark.parametrize("name", openable())
def test_at_every_strength_every_metric_stands_on_its_own_side(name):
    surface = load_shipped(name)
    rows = rows_between(surface, CIFAR100.temperatures[0], CIFAR100.temperatures[-1])
    for p in range(len(surface.strengths)):
        said = verdict(surface, surface.point(0, p))
        assert said.count(".") == said.count("0.") + 1  # one sentence
        agreed, _, rest = said.partition(", but ") if "nothing goes" not in said else ("", "", said)
        for metric, theirs in WANG_LIU.items():
            called = "ℓ_uniform" if metric == "uniformity" else metric
            found = course(surface, metric, p, rows)
            assert f"{called} {found.value}" in (agreed if found is theirs else rest)
            assert (f"{called} {found.value} (there it {theirs.value})" in said) == (found is not theirs)


@pytest.mark.parametrize("name", openable())
def test_the_charts_show_the_surface_at_the_strength(name):
    surface = load_shipped(name)
    point = surface.point(2, 3)
    for metric in TITLES:
        line = paper_data(surface, point, metric)["line"]
        np.testing.assert_array_equal(np.asarray(line["value"]), getattr(surface, metric)[:, 3])
    published = paper_data(surface, point, "accuracy")["published"]
    assert published["value"].to_pylist() == list(CIFAR100.accuracy)


@pytest.mark.parametrize("name", openable())
def test_every_baseline_is_written_with_its_error(name):
    surface = load_shipped(name)
    said = baselines_text(surface)
    for one in surface.baselines.values():
        assert f"{one.accuracy:.3f}\u00a0±\u00a0{one.error:.3f}" in said
