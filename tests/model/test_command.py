"""The command that makes a surface."""

import errno
import os
import signal
import subprocess
import sys

import pytest

from explorer.model import __main__ as command
from explorer.model import surface_file
from explorer.model.build import build_surface
from explorer.model.surface_file import load

pytestmark = pytest.mark.slow


@pytest.fixture
def small(monkeypatch):
    """The command on a grid that takes a moment."""

    def build(scenario, strengths, temperatures, seeds, progress):
        return build_surface(scenario, strengths[::15], temperatures[::10], seeds, progress)

    monkeypatch.setattr(command, "build_surface", build)


def test_writes_a_surface_and_reports(small, tmp_path, capsys):
    out = tmp_path / "karate.npz"
    assert command.main(["karate", "--out", str(out), "--seeds", "2"]) == 0
    surface = load(out)
    assert surface.scenario.name == "karate"
    assert (surface.strengths[[0, -1]] == [0, 0.6]).all()
    output = capsys.readouterr()
    assert "jumps in" in output.out
    assert "100%" in output.err
    assert "s left" in output.err


def test_an_interrupt_leaves_no_file(monkeypatch, tmp_path, capsys):
    def interrupted(scenario, strengths, temperatures, seeds, progress):
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
    ],
)
def test_wrong_arguments_are_refused_at_once(arguments):
    with pytest.raises(SystemExit, match="2"):
        command.main(arguments)


@pytest.fixture
def places(tmp_path):
    """Where nothing can be written, and why."""
    (tmp_path / "file").write_text("kept")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    return {
        tmp_path / "no" / "x.npz": "No such file or directory",
        tmp_path / "file" / "x.npz": "Not a directory",
        tmp_path / "loop": "Too many levels of symbolic links",
        tmp_path / "pipe": "Is not a regular file",
        tmp_path / ("x" * 300): "File name too long",
        tmp_path: "Is a folder",
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_place_that_cannot_be_written_is_refused_before_the_build(monkeypatch, capsys, places, tmp_path):
    monkeypatch.setattr(command, "build_surface", lambda *_, **__: pytest.fail("built first"))
    there = sorted(tmp_path.iterdir())
    for place, reason in places.items():
        with pytest.raises(SystemExit, match="2"):
            command.main(["karate", "--out", str(place)])
        assert capsys.readouterr().err.endswith(f"--out {place} cannot be written: {reason}\n")
    assert sorted(tmp_path.iterdir()) == there
    assert (tmp_path / "file").read_text() == "kept"


def test_a_folder_or_file_without_permission_is_refused_before_the_build(monkeypatch, capsys, tmp_path):
    """The system's own answer is replaced, because a test that runs as root may write everywhere."""
    monkeypatch.setattr(command, "build_surface", lambda *_, **__: pytest.fail("built first"))
    (tmp_path / "kept.npz").write_text("kept")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SystemExit, match="2"):
        command.main(["karate", "--out", str(tmp_path / "kept.npz")])
    assert "cannot be written: Permission denied" in capsys.readouterr().err

    def denied(**_):
        raise PermissionError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(surface_file, "TemporaryFile", denied)
    with pytest.raises(SystemExit, match="2"):
        command.main(["karate", "--out", str(tmp_path / "new.npz")])
    assert "cannot be written: Read-only file system" in capsys.readouterr().err


def test_a_disk_that_fills_up_is_told_in_one_sentence(small, monkeypatch, tmp_path, capsys):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    assert command.main(["karate", "--out", str(tmp_path / "x.npz"), "--seeds", "2"]) == 1
    assert "Nothing was written: [Errno 28] No space left on device.\n" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


# As it is documented, on a machine of three cores. `instead` comes at the third call to share work, when all processes
# have long started.
AS_A_MODULE = """
import os
import runpy
import signal
import sys
from multiprocessing import active_children
from threading import Timer

from explorer.model import processes

calls, minimise = iter(range(10**9)), processes.Processes.minimise

def third(*arguments, **options):
    if next(calls) == 2:
        instead()
    return minimise(*arguments, **options)

def instead():
    {}

os.cpu_count = lambda: 3
processes.Processes.minimise = third
sys.argv[0] = "explorer.model"
runpy.run_module("explorer.model", run_name="__main__")
"""


def end(instead, tmp_path):
    """Exit code, last line of the error output, and what lies where files could be left."""
    places = tmp_path / "out", tmp_path / "temporary"
    for place in places:
        place.mkdir()
    run = subprocess.run(
        [sys.executable, "-c", AS_A_MODULE.format(instead), "karate", "--out", str(places[0] / "x.npz")],
        env=os.environ | {"TMPDIR": str(places[1])},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in run.stderr
    return run.returncode, run.stderr.splitlines()[-1], [path for place in places for path in place.iterdir()]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("instead", ["os.kill({})", "Timer(0.1, os.kill, ({})).start()"], ids=["between", "within"])
def test_a_signal_ends_it_in_order(name, instead, tmp_path):
    code, told, left = end(instead.format(f"os.getpid(), signal.{name}"), tmp_path)
    assert (code, told, left) == (128 + getattr(signal, name), "Interrupted; nothing was written.", [])


def test_a_killed_process_is_one_sentence(tmp_path):
    code, told, left = end("os.kill(active_children()[0].pid, signal.SIGKILL)", tmp_path)
    assert (code, left) == (1, [])
    assert told == "Nothing was written: a process of the build was killed, perhaps because memory ran out."


def test_its_own_death_leaves_neither_processes_nor_files(tmp_path):
    """Its output, which all its processes hold open, ends with the last of them; else this takes too long."""
    code, _, left = end("os.kill(os.getpid(), signal.SIGKILL)", tmp_path)
    assert (code, left) == (-signal.SIGKILL, [])


def test_the_file_is_the_same_to_the_last_bit_on_any_number_of_cores(tmp_path):
    script = """
import os
import sys

from explorer.model import __main__ as command
from explorer.model import build, processes

def small(scenario, strengths, temperatures, seeds, progress):
    return build.build_surface(scenario, [0, 0.3, 0.6], [0.3, 5], seeds, progress)

command.build_surface, processes._WORTH_STARTING, processes._SHARE = small, 0, 1
for cores in (1, 2, 4):
    os.cpu_count = lambda cores=cores: cores
    assert command.main(["karate", "--out", f"{sys.argv[1]}/{cores}.npz", "--seeds", "2"]) == 0
"""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", script, tmp_path], check=True, capture_output=True, env=environment)
    assert len({(tmp_path / f"{cores}.npz").read_bytes() for cores in (1, 2, 4)}) == 1
