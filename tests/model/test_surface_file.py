"""A surface's file: it keeps everything, and what is no such file is refused."""

import io
import json
import os
from dataclasses import replace

import numpy as np
import pytest

from explorer.model.augmentation import Shares
from explorer.model.build import build_surface
from explorer.model.scenario import Scenario, shipped_scenario
from explorer.model.surface_file import check_writable, load, load_shipped, read, save, to_bytes


@pytest.fixture(scope="module")
def surface():
    scenario = Scenario("small", shipped_scenario("karate").graph, hops=2, pairs=2)
    return build_surface(scenario, [0.0, 0.6], [0.05, 5.0], seeds=2)


def test_save_and_load_keep_everything(surface, tmp_path):
    save(surface, tmp_path / "s.npz")
    loaded = load(tmp_path / "s.npz")
    for name, values in surface.by_seed.items():
        np.testing.assert_allclose(loaded.by_seed[name], values, rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(loaded.weights, surface.weights)
    np.testing.assert_allclose(loaded.angles(), surface.angles(), atol=1e-12)
    assert loaded.scenario.graph.node_names == surface.scenario.graph.node_names
    assert [path.name for path in tmp_path.iterdir()] == ["s.npz"]


@pytest.mark.parametrize("shares", [Shares(), Shares((0.5, 1.0), (0.75, 1.0))])
def test_shares_of_p_come_back_and_files_that_name_none_have_one_strength(surface, tmp_path, shares):
    save(replace(surface, scenario=replace(surface.scenario, shares=shares)), tmp_path / "s.npz")
    assert ("shares" in json.loads(str(np.load(tmp_path / "s.npz")["about"]))["scenario"]) == (shares != Shares())
    assert load(tmp_path / "s.npz").scenario.shares == shares


@pytest.mark.parametrize("cut", [0, 10, 1000, -300])
def test_a_damaged_file_is_refused(surface, tmp_path, cut):
    save(surface, tmp_path / "s.npz")
    content = (tmp_path / "s.npz").read_bytes()
    (tmp_path / "s.npz").write_bytes(content[:cut])
    with pytest.raises(ValueError, match=r"s\.npz is not a surface"):
        load(tmp_path / "s.npz")


def test_flipped_bytes_are_noticed_or_change_nothing(surface, tmp_path):
    save(surface, tmp_path / "s.npz")
    content, noticed = (tmp_path / "s.npz").read_bytes(), 0
    for place in np.linspace(0, len(content) - 1, 400).astype(int):
        flipped = bytearray(content)
        flipped[place] ^= 0xFF
        (tmp_path / "flipped.npz").write_bytes(flipped)
        try:
            loaded = load(tmp_path / "flipped.npz")
        except ValueError:
            noticed += 1
        else:  # a date in the archive, say
            np.testing.assert_array_equal(loaded.weights, surface.weights)
            np.testing.assert_allclose(loaded.loss, surface.loss, rtol=1e-6)
    assert noticed > 200


def test_foreign_files_are_refused(surface, tmp_path):
    np.savez(tmp_path / "other.npz", x=np.zeros(3))
    np.savez(tmp_path / "pickle.npz", about=np.array([{"a": 1}], dtype=object))
    np.save(tmp_path / "single.npy", np.zeros(3))
    (tmp_path / "text.npz").write_text("hello")
    for name in ("other.npz", "pickle.npz", "single.npy", "text.npz"):
        with pytest.raises(ValueError, match=f"{name} is not a surface"):
            load(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "absent.npz")


@pytest.mark.parametrize(
    "entry", ["by_seed_alignment", "weights", "temperatures", "best_loss", "theory_by_seed", "graph_edges"]
)
def test_missing_misshapen_or_infinite_entries_are_named(surface, tmp_path, entry):
    save(surface, tmp_path / "s.npz")
    with np.load(tmp_path / "s.npz") as file:
        arrays = dict(file)
    missing = {name: x for name, x in arrays.items() if name != entry}
    np.savez(tmp_path / "missing.npz", **missing)
    with pytest.raises(ValueError, match=r"missing\.npz is not a surface of this version"):
        load(tmp_path / "missing.npz")
    np.savez(tmp_path / "short.npz", **(arrays | {entry: arrays[entry][..., :-1]}))
    if entry != "graph_edges":
        with pytest.raises(ValueError, match="has shape"):
            load(tmp_path / "short.npz")
        infinite = arrays[entry].copy()
        infinite.flat[0] = np.inf
        np.savez(tmp_path / "infinite.npz", **(arrays | {entry: infinite}))
        with pytest.raises(ValueError, match="not finite"):
            load(tmp_path / "infinite.npz")


def test_an_unwritable_place_leaves_the_old_file(surface, tmp_path, monkeypatch):
    save(surface, tmp_path / "s.npz")
    before = (tmp_path / "s.npz").read_bytes()

    def full(*_, **__):
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)
    with pytest.raises(OSError, match="no space"):
        save(surface, tmp_path / "s.npz")
    assert (tmp_path / "s.npz").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_unknown_surfaces_are_refused():
    with pytest.raises(ValueError, match=r"no shipped surface '\.\./x'"):
        load_shipped("../x")
    with pytest.raises(ValueError, match="no scenario 'x'"):
        shipped_scenario("x")


def test_two_who_write_one_file_at_once_do_not_mix(surface, tmp_path, monkeypatch):
    compress = np.savez_compressed

    def meanwhile(file, **arrays):
        monkeypatch.setattr(np, "savez_compressed", compress)
        compress(file, **arrays)
        save(surface, tmp_path / "s.npz")
        load(tmp_path / "s.npz")

    monkeypatch.setattr(np, "savez_compressed", meanwhile)
    save(surface, tmp_path / "s.npz")
    load(tmp_path / "s.npz")
    assert [path.name for path in tmp_path.iterdir()] == ["s.npz"]


def test_a_link_is_written_through(surface, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "s.npz").symlink_to(tmp_path / "there" / "real.npz")
    save(surface, tmp_path / "s.npz")
    assert (tmp_path / "s.npz").is_symlink()
    assert (tmp_path / "there" / "real.npz").stat().st_mode & 0o777 == 0o666 & ~os.umask(os.umask(0o022))


def test_the_check_of_a_place_leaves_it_as_it_is(tmp_path):
    (tmp_path / "s.npz").write_text("old")
    check_writable(tmp_path / "s.npz")
    check_writable(tmp_path / "new.npz")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize(
    ("entry", "change", "says"),
    [
        ("strengths", lambda x: x[::-1], "strengths do not rise"),
        ("strengths", lambda x: x + 1, "strengths do not rise"),
        ("temperatures", lambda x: -x[::-1], "temperatures do not rise"),
        ("temperatures", lambda x: x.astype(complex), "holds complex128"),
        ("best_loss", lambda x: x.astype(str), "where numbers belong"),
        ("accuracy_by_split", lambda x: x * 1e6, "accuracy_by_split runs from"),
        ("by_seed_alignment", lambda x: -x - 1, "alignment runs from"),
        ("seeds", lambda x: x - 10**6, "seeds runs from"),
        ("about", lambda x: np.array("[1]"), "what graph and scenario"),
        ("about", lambda x: np.array(str(x).replace('"hops": 2', '"hops": 1000000000')), "at most 100"),
        (
            "about",
            lambda x: np.array(str(x).replace("Karate", "x" * 300).replace("karate", "x" * 300)),
            "no text, or longer",
        ),
    ],
)
def test_what_could_mislead_or_keep_the_server_busy_is_refused(surface, entry, change, says):
    loaded = np.load(io.BytesIO(to_bytes(surface)), allow_pickle=False)
    arrays = {name: loaded[name] for name in loaded.files}
    content = io.BytesIO()
    np.savez(content, **{**arrays, entry: change(arrays[entry])})
    with pytest.raises(ValueError, match=says):
        read(content.getvalue(), "x.npz")
