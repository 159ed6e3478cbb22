"""The limit on open files: raised as far as it goes, and told where that is not far enough."""

import os
import resource
import subprocess
import sys

import pytest

from explorer.widgets import descriptors
from tests.benchmarks.descriptors import reloaded
from tests.benchmarks.load.server import ROOT, Server
from tests.loop import run


def limits(soft, hard):
    """Limits in a process of its own: a hard limit cannot be raised again."""
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))\n"
        "from explorer.widgets.descriptors import raise_limit\n"
        "print(raise_limit(), *resource.getrlimit(resource.RLIMIT_NOFILE))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return [int(word) for word in done.stdout.split()], done.stderr


@pytest.fixture
def hard():
    """A hard limit that this machine allows and a class needs."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    enough = descriptors.needed(descriptors.PAGES)
    if allowed != resource.RLIM_INFINITY and allowed < enough:
        pytest.skip(f"this machine allows {allowed} open files")
    return enough


def test_the_soft_limit_becomes_the_hard_one(hard):
    assert limits(64, hard) == ([hard] * 3, "")


def test_a_limit_below_what_a_class_needs_is_told(hard):
    found, said = limits(64, hard - 1)
    assert found == [hard - 1] * 3
    assert f"may have {hard - 1} files" in said
    assert f"needs {hard}" in said


def test_a_system_that_grants_less_than_it_promises(monkeypatch):
    asked = []

    def set_limit(_, limits):
        asked.append(limits[0])
        if limits[0] == resource.RLIM_INFINITY:
            raise ValueError("not allowed to raise maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", set_limit)
    assert descriptors.raise_limit() == asked[-1] >= descriptors.needed(descriptors.PAGES)


def test_a_system_without_limits(monkeypatch):
    monkeypatch.setattr(descriptors, "resource", None)
    assert descriptors.raise_limit() is None


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts descriptors as Linux shows them")
def test_a_server_draws_more_pages_than_its_soft_limit_holds(tmp_path, hard):
    """300 pages under a soft limit of 1,024 are a matter of half a minute: tests/benchmarks/descriptors.py."""
    pages = 40
    server = Server(tmp_path, descriptors=(128, hard))
    server.start()
    try:
        first, second, most = run(reloaded(server, pages))
        with open(f"/proc/{server.process.pid}/limits") as file:
            (line,) = (line for line in file if line.startswith("Max open files"))
    finally:
        server.stop()
    assert (first, second) == (pages, pages)
    assert 128 < most <= descriptors.needed(pages)
    assert line.split()[3:5] == [str(hard)] * 2
