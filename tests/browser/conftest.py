"""A server for a script and a browser page, shared by every test that looks at what a student sees."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 60


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_healthy(process, url):
    """Ask the server's own health page until it answers; waiting for the process's end paces the questions."""
    for _ in range(START_SECONDS * 10):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.1)
    raise TimeoutError(f"no answer from {url} within {START_SECONDS} s")


@pytest.fixture(scope="session")
def app_server():
    """Return a function from the path of a script to the address at which it is served; one server a script."""
    servers = {}

    def serve(script):
        script = Path(script).resolve()
        if script in servers:
            return servers[script][1]
        port = _free_port()
        command = [
            sys.executable, "-m", "streamlit", "run", str(script),
            f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true",
            "--server.fileWatcherType=none", "--browser.gatherUsageStats=false",
        ]  # fmt: skip
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        url = f"http://127.0.0.1:{port}"
        servers[script] = process, url
        _wait_until_healthy(process, url)
        return url

    yield serve
    for process, _ in servers.values():
        process.terminate()
    for process, _ in servers.values():
        process.wait(timeout=10)


def _chromium():
    candidates = (os.environ.get("CHROMIUM"), *map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    return next((path for path in candidates if path), None)


@pytest.fixture(scope="session")
def browser():
    """Return one headless Chromium for all tests."""
    playwright = pytest.importorskip("playwright.sync_api")
    executable = _chromium()
    if executable is None:
        pytest.skip("no Chromium found; name one in CHROMIUM")
    arguments = [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run",
    ]  # fmt: skip
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=executable, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser):
    """Return a function that opens a page in a fresh session: ``new_page(width=…, height=…, color_scheme=…)``.

    A test fails if its page throws.
    """
    contexts, errors = [], []

    def open_page(width=1440, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        opened = context.new_page()
        opened.set_default_timeout(20_000)
        opened.on("pageerror", lambda error: errors.append(str(error)))
        return opened

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture
def page(new_page):
    """Return a page of 1440 × 900."""
    return new_page()
