"""The command that makes a surface."""

import subprocess
import sys

import pytest

from explorer.model import __main__ as command
from explorer.model.build import build_surface
from explorer.model.surface_file import load


@pytest.fixture
def small(monkeypatch):
    """The command on a grid that takes a moment."""

    def build(scenario, seeds, progress):
        return build_surface(scenario, [0.0, 0.3, 0.6], [0.05, 0.5, 2, 5], seeds, progress)

    monkeypatch.setattr(command, "build_surface", build)


def test_writes_a_surface_and_reports(small, tmp_path, capsys):
    out = tmp_path / "karate.npz"
    assert command.main(["karate", "--out", str(out), "--seeds", "2"]) == 0
    assert load(out).scenario.name == "karate"
    output = capsys.readouterr()
    assert "jumps in" in output.out
    assert "100%" in output.err
    assert "s left" in output.err


def test_an_interrupt_leaves_no_file(monkeypatch, tmp_path, capsys):
    def interrupted(scenario, seeds, progress):
        progress(0.5)
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "build_surface", interrupted)
    assert command.main(["karate", "--out", str(tmp_path / "x.npz")]) == 130
    assert list(tmp_path.iterdir()) == []
    assert "nothing was written" in capsys.readouterr().err


def test_an_interrupt_while_writing_leaves_no_file(small, monkeypatch, tmp_path):
    import numpy as np

    def interrupted(file, **arrays):
        file.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez_compressed", interrupted)
    assert command.main(["karate", "--out", str(tmp_path / "x.npz"), "--seeds", "2"]) == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense", "--out", "x.npz"],
        ["karate"],
        ["karate", "--out", "x.npz", "--seeds", "1"],
        ["karate", "--out", "no/such/folder/x.npz"],
    ],
)
def test_wrong_arguments_are_refused_at_once(arguments):
    with pytest.raises(SystemExit, match="2"):
        command.main(arguments)


def test_runs_as_the_documented_module():
    run = subprocess.run(
        [sys.executable, "-m", "explorer.model", "--help"], capture_output=True, text=True, check=True
    )
    assert "NAME" in run.stdout
