"""Graphs: their invariants, their statistics, and karate club against networkx."""

import copy
import dataclasses
import pickle
import subprocess
import sys
from pathlib import Path

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.model.graph import Graph, karate_club, planted_communities

ARRAYS = ("features", "edges", "labels", "positions")


def path_graph(**changes):
    """A path of three nodes in two classes, or a broken variant of it."""
    parts = {
        "name": "path",
        "features": np.eye(3),
        "edges": np.array([[0, 1], [1, 2]]),
        "labels": np.array([0, 0, 1]),
        "label_names": ("a", "b"),
        "node_names": ("x", "y", "z"),
        "positions": np.zeros((3, 2)),
    }
    return Graph(**(parts | changes))


def test_arrays_are_read_only_copies():
    features = np.eye(3)
    graph = path_graph(features=features)
    features[0, 0] = 7
    assert graph.features[0, 0] == 1
    for name in ARRAYS:
        with pytest.raises(ValueError, match="read-only"):
            getattr(graph, name)[0] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        graph.name = "other"


@pytest.mark.parametrize("again", [copy.deepcopy, lambda graph: pickle.loads(pickle.dumps(graph))])
def test_copies_stay_read_only(again):
    graph = path_graph()
    twin = again(graph)
    assert twin.label_names == graph.label_names
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(twin, name), getattr(graph, name))
        assert not getattr(twin, name).flags.writeable


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"features": np.ones(3)}, r"N × F .* \(3,\)"),
        ({"features": np.ones((3, 0))}, r"\(3, 0\)"),
        ({"features": np.full((3, 1), np.nan)}, "finite"),
        ({"edges": np.array([0, 1])}, r"\(2,\)"),
        ({"edges": np.array([[0, 3]])}, "0 to 3, but there are 3 nodes"),
        ({"edges": np.array([[-1, 2]])}, "-1 to 2"),
        ({"edges": np.array([[0.5, 1.0]])}, "integers, not float64"),
        ({"edges": np.array([[2, 2]])}, "node 2 with itself"),
        ({"edges": np.array([[0, 1], [1, 0]])}, "twice"),
        ({"labels": np.array([0, 1])}, r"\(3,\).*\(2,\)"),
        ({"labels": np.array([0, 1, 2])}, "0 to 2, but there are 2"),
        ({"labels": np.array([0, -1, 1])}, "-1 to 1"),
        ({"node_names": ("x",)}, "1 node names for 3 nodes"),
        ({"positions": np.zeros((2, 2))}, r"\(2, 2\)"),
        ({"positions": np.full((3, 2), 2.0)}, "2.0"),
        ({"positions": np.full((3, 2), np.inf)}, "finite"),
    ],
)
def test_a_graph_that_does_not_fit_together_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        path_graph(**changes)


def test_a_graph_may_have_no_edges():
    assert path_graph(edges=np.zeros((0, 2), dtype=int)).edges.shape == (0, 2)


def test_karate_club_is_zacharys():
    graph = karate_club()
    assert (graph.nodes, len(graph.edges), graph.label_names) == (34, 78, ("Mr. Hi", "Officer"))
    # Facts from the literature: the two leaders have 16 and 17 ties, and the club split into halves of 17.
    degrees = np.bincount(graph.edges.ravel())
    assert (degrees[0], degrees[33]) == (16, 17)
    assert np.bincount(graph.labels).tolist() == [17, 17]
    assert (graph.node_names[0], graph.node_names[33]) == ("1", "34")
    assert (graph.labels[0], graph.labels[33]) == (0, 1)
    # One-hot and centred: any two nodes are equally far apart.
    np.testing.assert_allclose(graph.features.mean(axis=0), 0, atol=1e-15)
    distances = np.linalg.norm(graph.features[:, None] - graph.features, axis=-1)
    np.testing.assert_allclose(distances[~np.eye(34, dtype=bool)], np.sqrt(2))


@pytest.mark.parametrize("make", [karate_club, planted_communities])
def test_the_same_seed_gives_the_same_graph(make):
    first, second = make(), make()
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


def test_planted_communities_differ_between_seeds():
    assert not np.array_equal(planted_communities(0).features, planted_communities(1).features)


def mean_degrees(graph):
    """Mean number of neighbours inside and outside a node's class, counted with networkx."""
    network = networkx.Graph(graph.edges.tolist())
    same = sum(graph.labels[a] == graph.labels[b] for a, b in network.edges)
    return np.array([2 * same, 2 * (network.number_of_edges() - same)]) / graph.nodes


def test_planted_communities_have_the_degrees_asked_for():
    # Defaults, 40 seeds: about 7,700 and 2,900 edges, so standard errors of 0.06 and 0.05.
    degrees = np.mean([mean_degrees(planted_communities(seed)) for seed in range(40)], axis=0)
    np.testing.assert_allclose(degrees, [8, 3], atol=0.25)
    # One large graph of unequal classes.
    np.testing.assert_allclose(mean_degrees(planted_communities(nodes=4001)), [8, 3], atol=0.25)


def test_planted_features_have_the_stated_spread():
    graph = planted_communities(nodes=3000, features=200, noise=2.5)
    means = np.array([graph.features[graph.labels == c].mean(axis=0) for c in range(3)])
    within = graph.features - means[graph.labels]
    assert within.std() == pytest.approx(2.5, rel=0.01)
    # The difference of two class means has entries of variance 2, to a standard error of 2 √(2/200) a pair.
    differences = means[[0, 0, 1]] - means[[1, 2, 2]]
    assert (differences**2).mean() == pytest.approx(2, abs=0.5)


@given(
    seed=st.integers(0, 2**32),
    classes=st.integers(2, 4),
    size=st.integers(4, 12),
    extra=st.integers(0, 3),
    features=st.integers(1, 5),
)
@settings(max_examples=25, deadline=None)
def test_planted_communities_keep_their_promises(seed, classes, size, extra, features):
    graph = planted_communities(seed, classes, classes * size + extra, 2.0, 1.0, features)
    assert graph.features.shape == (classes * size + extra, features)
    np.testing.assert_allclose(graph.features.mean(axis=0), 0, atol=1e-12)
    assert np.ptp(np.bincount(graph.labels, minlength=classes)) <= 1
    assert (graph.edges[:, 0] < graph.edges[:, 1]).all()
    assert np.abs(graph.positions).max() <= 1


def test_every_pair_can_become_an_edge():
    # Degrees that ask for every pair give the complete graph: the pair numbering misses none.
    graph = planted_communities(nodes=12, classes=3, degree_inside=3, degree_outside=8)
    assert len(graph.edges) == 12 * 11 // 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"classes": 1}, "1 classes of 48"),
        ({"nodes": 5}, "3 classes of 5"),
        ({"features": 0}, "not 0"),
        ({"noise": -1.0}, "-1.0"),
        ({"noise": float("nan")}, "nan"),
        ({"degree_inside": 16.0}, "16.0 inside"),
        ({"degree_outside": -1.0}, "-1.0 outside"),
    ],
)
def test_impossible_communities_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        planted_communities(**arguments)


@pytest.mark.parametrize("nodes", [48, 1000])
def test_positions_fill_the_square_and_keep_communities_together(nodes):
    graph = planted_communities(nodes=nodes, degree_outside=1.0)
    assert np.abs(graph.positions).max() == 1
    assert len(np.unique(graph.positions, axis=0)) == nodes
    centres = np.array([graph.positions[graph.labels == c].mean(axis=0) for c in range(3)])
    nearest = np.linalg.norm(graph.positions[:, None] - centres, axis=-1).argmin(axis=1)
    assert (nearest == graph.labels).mean() > 0.9


def test_a_large_graph_is_drawn_in_linear_time():
    # A dense N × N intermediate of this graph would take 3 GB.
    graph = planted_communities(nodes=20_000)
    assert graph.nodes == 20_000
    np.testing.assert_allclose(mean_degrees(graph), [8, 3], atol=0.1)


def test_networkx_is_not_imported_until_a_graph_is_made():
    # It takes a quarter of a second, which a page that opens a shipped surface should not wait for.
    code = "import sys, explorer.model.graph; sys.exit('networkx' in sys.modules)"
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
