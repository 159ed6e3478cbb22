"""Every chart of the panels: valid, described, on canvas, and the same specification at every point."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pyarrow as pa
import pytest

from explorer.charts import hard_negatives
from explorer.charts.accuracy import accuracy_data
from explorer.charts.base import with_data
from explorer.charts.catalogue import BUILDERS, specification
from explorer.charts.difference import difference_data
from explorer.charts.graph_views import view_data
from explorer.charts.hard_negatives import MOST_BARS, hardest_of, negatives_data
from explorer.charts.palette import THEMES
from explorer.charts.paper import TITLES, paper_data
from explorer.charts.plane import plane_data, walk_data
from explorer.charts.slices import KNOBS, TERMS, slice_data
from explorer.model.augmentation import Shares
from explorer.model.loss import negative_weights
from explorer.model.surface_difference import between
from explorer.model.surface_file import load_shipped

DATA: dict[str, Callable[..., dict[str, pa.Table]]] = {
    "slice-temperature": lambda surface, point: slice_data(surface, point, "temperature"),
    "slice-strength": lambda surface, point: slice_data(surface, point, "strength"),
    **{f"accuracy-{knob}": partial(accuracy_data, knob=knob) for knob in KNOBS},
    **{f"paper-{metric}": partial(paper_data, metric=metric) for metric in TITLES},
    "difference": lambda surface, point: difference_data(
        between(surface, load_shipped("communities-sphere"), "loss"), point
    ),
    "plane": plane_data,
    "walk": walk_data,
    "graph-view-1": lambda surface, point: view_data(surface, point, 1, anchor=3),
    "graph-view-2": lambda surface, point: view_data(surface, point, 2),
    "negatives-bars": lambda surface, point: negatives_data(surface, point, 3),
    "negatives-circle": lambda surface, point: negatives_data(surface, point, 3),
}


def test_each_view_of_the_graph_is_drawn_at_its_own_strengths(surface):
    apart = replace(surface, scenario=replace(surface.scenario, shares=Shares((0.0, 1.0), (1.0, 0.0))))
    point = apart.nearest(0.5, 0.5)
    first, second = (view_data(apart, point, view) for view in (1, 2))
    assert all(first["edges"]["kept"].to_pylist())
    assert not any(second["nodes"]["masked"].to_pylist())
    alike = [view_data(surface, point, view) for view in (1, 2)]
    assert second["edges"]["kept"] == alike[1]["edges"]["kept"]
    assert first["nodes"]["masked"] == alike[0]["nodes"]["masked"]


def uses(spec):
    """Names of the datasets that a specification draws, and the fields that it needs of each."""
    found: dict[str, set[str]] = {}

    def visit(node, name):
        if isinstance(node, dict):
            data = node.get("data")
            name = data["name"] if isinstance(data, dict) and "name" in data else name
            if "field" in node and name:
                found.setdefault(name, set()).add(node["field"])
            for key, value in node.items():
                if key != "data":
                    visit(value, name)
        elif isinstance(node, list):
            for value in node:
                visit(value, name)

    visit(spec, None)
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", BUILDERS)
def test_every_chart_is_valid_described_and_empty(surface, name, theme):
    spec = specification(name, theme)
    assert spec == BUILDERS[name](THEMES[theme]).to_dict()
    assert len(spec["description"]) > 60
    assert spec["usermeta"]["embedOptions"]["renderer"] == "canvas"
    assert "datasets" not in spec
    tables = DATA[name](surface, surface.nearest(0.2, 0.5))
    for dataset, fields in uses(spec).items():
        assert fields <= set(tables[dataset].column_names)


@pytest.mark.parametrize("name", BUILDERS)
def test_a_changed_point_changes_only_datasets(surface, name):
    spec = specification(name, "light")
    one, other = (with_data(spec, DATA[name](surface, surface.nearest(*at))) for at in ((0.1, 0.2), (0.5, 2)))
    assert {key for key in one if key != "datasets" and one[key] is not other[key]} == set()
    assert one.keys() == other.keys()
    assert any(not one["datasets"][table].equals(other["datasets"][table]) for table in one["datasets"])
    assert "datasets" not in spec


def test_light_and_dark_differ_in_colours_only_where_meant():
    light, dark = (repr(specification("plane", theme)) for theme in THEMES)
    assert THEMES["light"].accent in light
    assert THEMES["light"].accent not in dark


@pytest.mark.parametrize("knob", ["temperature", "strength"])
def test_the_two_shifted_terms_add_up_to_the_loss(surface, knob):
    lines = slice_data(surface, surface.nearest(0.3, 0.1), knob)["lines"].to_pandas()
    loss, alignment, uniformity = (lines[lines.term == term].value.to_numpy() for term in TERMS)
    np.testing.assert_allclose(alignment + uniformity, loss, rtol=1e-6)  # a shipped file holds float32
    assert (alignment > -1e-9).all()


def test_a_slice_goes_through_the_point(surface):
    point = surface.nearest(0.3, 0.1)
    at = slice_data(surface, point, "temperature")["at"].to_pandas()
    assert at.x[0] == point.temperature
    assert at.value[0] == surface.loss[surface.cell(point)]


def test_the_walk_down_the_temperatures_shows_no_accuracy(surface):
    cells = walk_data(surface, surface.nearest(0.3, 0.1))["cells"]
    assert cells["accuracy"].null_count == len(surface.temperatures)
    assert "accuracy" in repr(specification("plane", "light"))
    assert "accuracy" not in repr(specification("walk", "light")["layer"])


def test_a_view_drops_more_edges_at_a_higher_strength(surface):
    kept = [sum(view_data(surface, surface.nearest(p, 1), 1)["edges"]["kept"].to_pylist()) for p in (0, 0.2, 0.6)]
    assert kept[0] == len(surface.scenario.graph.edges) > kept[1] > kept[2]


def test_nothing_is_masked_without_augmentation(surface):
    assert max(view_data(surface, surface.nearest(0, 1), 2)["nodes"]["masked"].to_pylist()) == 0


def class_of(surface, node):
    graph = surface.scenario.graph
    return graph.label_names[graph.labels[node]]


def test_all_of_the_hardest_count_and_not_only_those_that_are_drawn(surface, monkeypatch):
    point = surface.nearest(0.2, 0.1)
    whole = hardest_of(surface, point, 5)
    monkeypatch.setattr(hard_negatives, "MOST_BARS", 2)
    assert len(negatives_data(surface, point, 5)["bars"]) == 2
    assert hardest_of(surface, point, 5) == whole


def test_the_bars_are_the_gradient_shares_sorted(surface):
    point, anchor, n = surface.nearest(0.2, 0.1), 5, surface.scenario.graph.nodes
    bars = negatives_data(surface, point, anchor)["bars"].to_pandas()
    shares = negative_weights(*surface.embeddings(point), point.temperature, anchor)
    assert len(bars) == min(2 * n - 2, MOST_BARS)
    np.testing.assert_allclose(bars.share, np.sort(shares)[::-1][: len(bars)])
    assert bars.hardest.sum() == int(np.ceil(0.05 * (2 * n - 2)))
    share, own = hardest_of(surface, point, anchor)
    assert share == pytest.approx(bars.share[bars.hardest].sum())
    assert own == (bars.label[bars.hardest] == class_of(surface, anchor)).sum()
    assert surface.scenario.graph.node_names[anchor] not in set(bars.node)
