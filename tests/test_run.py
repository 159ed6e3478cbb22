"""The script that runs the tests, where there is neither Chromium nor apt."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ("bash", "cat", "dirname", "grep", "readlink", "sed", "sort", "tail")


@pytest.fixture
def start(tmp_path):
    """Starts the script with a PATH of its own that holds a few tools."""
    if not Path(ROOT / ".venv-tests").exists():
        pytest.skip("the script has not made its environment")
    for name in TOOLS:
        (tmp_path / name).symlink_to(shutil.which(name))
    (tmp_path / "python3").symlink_to(sys.executable)
    environment = {k: v for k, v in os.environ.items() if k not in ("CHROMIUM", "CI", "PYTHON")}

    def run(*arguments):
        command = ["bash", ROOT / "tests" / "run", *arguments]
        return subprocess.run(command, env=environment | {"PATH": str(tmp_path)}, capture_output=True, text=True)

    return run


@pytest.mark.parametrize("arguments", [[], ["tests"], ["tests/browser"], ["-m", "browser"], ["-k", "not browser"]])
def test_without_chromium_it_says_so_and_how_to_go_on(start, arguments):
    done = start(*arguments)
    assert done.returncode == 1
    assert "missing: Chromium" in done.stderr
    assert "-m 'not browser'" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["-m", "not browser"], ["-mnot browser"], ["-m", "not browser and not slow"], ["tests/model"]]
)
def test_what_needs_no_chromium_does_not_ask_for_it(start, arguments):
    done = start(*arguments, "--version")
    assert done.returncode == 0, done.stderr
    assert "Chromium" not in done.stderr
