"""The library of surfaces: found by name, bounded, oldest out first, and no harm from what lies in its folder."""

import os
from dataclasses import replace

import numpy as np
import pytest

from explorer.model import library
from explorer.model.augmentation import GRACE
from explorer.model.build import build_surface
from explorer.model.graph import karate_club
from explorer.model.scenario import Scenario

GRID = np.array([0.0, 0.3]), np.array([0.5, 2.0])


@pytest.fixture(scope="module")
def surface():
    scenario = Scenario("mine", karate_club(), hops=2, pairs=2, weight_decay=0.4)
    return build_surface(scenario, *GRID, seeds=2)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SURFACES_DATA", str(tmp_path / "surfaces"))
    library.restart()
    return tmp_path / "surfaces"


def another(surface, seed):
    return replace(surface, seeds=surface.seeds + seed)


def test_what_is_kept_is_found_after_a_restart(folder, surface):
    name = library.keep(surface).scenario.name
    library.restart()
    np.testing.assert_allclose(library.open_surface(name).loss, surface.loss, rtol=1e-6)
    assert library.can_open(name)
    assert library.title(name) == "Karate club, K = 2, λ = 0.4"


def test_a_title_names_shares_of_the_strength_where_they_differ(surface):
    apart = replace(surface, scenario=replace(surface.scenario, shares=GRACE))
    assert library.described(apart) == "Karate club, K = 2, λ = 0.4, edges 0.5p and p, features 0.75p and p"


def test_the_longest_unused_goes_first(folder, surface, monkeypatch):
    names = [library.keep(another(surface, 2 * i)).scenario.name for i in range(2)]
    size = (folder / f"{names[0]}.npz").stat().st_size
    monkeypatch.setattr(library, "LIMIT", int(2.5 * size))
    for name, age in zip(names, (300, 200), strict=True):
        os.utime(folder / f"{name}.npz", (1e9 - age,) * 2)
    library.restart()
    library.find(names[0])  # used just now
    names.append(library.keep(another(surface, 4)).scenario.name)
    library.restart()
    assert [library.can_open(name) for name in names] == [True, False, True]
    with pytest.raises(library.SurfaceGone, match="make it again"):
        library.open_surface(names[1])


def test_a_damaged_file_is_as_none(folder, surface):
    name = library.keep(surface).scenario.name
    (folder / f"{name}.npz").write_bytes(b"PK\x03\x04 no surface")
    library.restart()
    assert library.find(name) is None
    assert not library.can_open(name)


def test_a_folder_that_cannot_be_written_is_no_error(folder, surface):
    folder.write_text("a file")
    name = library.keep(surface).scenario.name
    assert library.open_surface(name).scenario.name == name
    library.restart()
    assert library.find(name) is None


@pytest.mark.parametrize("name", ["", "own-", "own-../../secret", "own-" + "G" * 32, "/etc/passwd", "Communities"])
def test_other_names_lead_nowhere(folder, name):
    assert library.find(name) is None
    assert not library.can_open(name)
    with pytest.raises(ValueError, match="no shipped surface"):
        library.open_surface(name)


def test_shipped_surfaces_are_there_too():
    assert library.open_surface("karate").scenario.name == "karate"
    assert library.title("karate") == "Karate club"


def test_a_name_tells_apart_what_a_page_would_show_otherwise(surface):
    scenario = surface.scenario

    def named(scenario, grid=GRID, seeds=(0, 1), **more):
        return library.name_of(scenario, *grid, seeds, **more)

    graph = scenario.graph
    labels = graph.labels.copy()
    labels[0] = 1 - labels[0]
    renamed = replace(scenario, graph=replace(graph, name="other", node_names=tuple("n" + n for n in graph.node_names)))
    assert named(replace(scenario, name="yours")) == named(scenario)
    assert named(renamed, names=False) == named(scenario, names=False)
    others = [
        named(renamed),
        named(scenario, seeds=(0, 1, 2)),
        named(scenario, (GRID[0], GRID[1] + 1)),
        named(replace(scenario, hops=1)),
        named(replace(scenario, weight_decay=0.41)),
        named(replace(scenario, encoder="linear-sphere")),
        named(replace(scenario, batch_size=8)),
        named(replace(scenario, shares=((0, 0), (1, 1)))),
        named(replace(scenario, graph=replace(graph, labels=labels))),
        named(replace(scenario, graph=replace(graph, edges=graph.edges[1:]))),
    ]
    assert len({*others, named(scenario)}) == 11
