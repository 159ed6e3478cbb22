"""A server for a script and a browser page, shared by every test that looks at what a student sees."""

import os
import shutil
from pathlib import Path

import pytest

from explorer.views.window import TOURED
from tests.benchmarks.load.server import PASSPHRASE
from tests.browser import serving


def pytest_collection_modifyitems(items):
    """Try a browser test again before it fails: on full cores a page can miss its time with nothing wrong."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session")
def app_server(tmp_path_factory):
    """Return a function from the path of a script to the address at which it is served; one server a script.

    Whichever test starts it, an instructor can sign in and nothing of an earlier run is known.
    """
    servers: dict[Path, tuple] = {}
    data = tmp_path_factory.mktemp("data")

    def serve(script):
        script = Path(script).resolve()
        if script in servers:
            return servers[script][1]
        port = serving.free_port()
        url = f"http://127.0.0.1:{port}"
        given = {"CLASSROOM_PASSPHRASE": PASSPHRASE, "CLASSROOM_DATA": str(data)}
        servers[script] = serving.start(script, port, **given), url
        return url

    yield serve
    for process, _ in servers.values():
        process.terminate()
    for process, _ in servers.values():
        process.wait(timeout=10)


@pytest.fixture(scope="session")
def address(app_server):
    """Return the address of the whole app."""
    return app_server(Path(__file__).parents[2] / "streamlit_app.py")


def _chromium():
    candidates = (os.environ.get("CHROMIUM"), *map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    return next((path for path in candidates if path), None)


@pytest.fixture(scope="session")
def driver():
    """Return Playwright; a process can have it once."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(driver):
    """Return one headless Chromium for all tests."""
    executable = _chromium()
    if executable is None:
        pytest.skip("no Chromium found; name one in CHROMIUM")
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    chromium = driver.chromium.launch(executable_path=executable, args=arguments)
    yield chromium
    chromium.close()


@pytest.fixture
def new_page(browser):
    """Return a function that opens a page in a fresh session: ``new_page(width=…, height=…, color_scheme=…)``.

    A test fails if its page throws. The browser has seen the tour before unless it is a ``stranger``.
    """
    contexts, errors = [], []

    def open_page(width=1440, height=900, *, stranger=False, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        if not stranger:
            context.add_cookies([{"name": TOURED, "value": "seen", "url": "http://127.0.0.1"}])
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
