"""Published files in a real browser and under the real server."""

import gzip
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.browser import serving
from tests.store.balancer import Balancer, find_nginx

pytestmark = pytest.mark.browser
APPS = Path(__file__).parent / "apps"


def heard(page: Any) -> list[Any]:
    """The responses that a page gets from now on."""
    answers: list[Any] = []

    def hear(answer: Any) -> None:  # Playwright cannot hold a built-in method
        answers.append(answer)

    page.on("response", hear)
    return answers


@pytest.mark.parametrize("base", ["", "lessons/surface"])
def test_a_page_recovers_where_the_server_does_not_know_the_address(new_page, base):
    port = serving.free_port()
    process = serving.start(APPS / "publishing.py", port, base)
    try:
        page = new_page()
        answers = heard(page)
        page.goto(f"http://127.0.0.1:{port}/{base}")
        page.get_by_text("imported from here").wait_for()
        asked = [answer for answer in answers if "/published/" in answer.url]
        assert asked[0].status == 404
        assert asked[-1].status == 200
        assert asked[-1].headers["content-encoding"] == "gzip"
        assert "immutable" in asked[-1].headers["cache-control"]
        assert asked[-1].url.startswith(f"http://127.0.0.1:{port}/{base + '/' if base else ''}published/")
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.mark.skipif(find_nginx() is None, reason="needs nginx")
def test_a_page_goes_on_where_its_server_is_gone(new_page, tmp_path):
    ports = [serving.free_port() for _ in range(2)]
    servers = [serving.start(APPS / "publishing.py", port) for port in ports]
    balancer = Balancer(tmp_path, [f"127.0.0.1:{port}" for port in ports])
    try:
        page = new_page()
        page.goto(balancer.address)
        page.get_by_text("imported from here").wait_for()
        with page.expect_response(re.compile("/_stcore/health")) as answered:
            page.evaluate("fetch(new URL('_stcore/health', document.baseURI))")
        own = answered.value.headers["x-server"]
        servers[ports.index(int(own.rpartition(":")[2]))].kill()
        answers = heard(page)
        assert "imported from here" in page.evaluate("window.loadAnew()")
        assert any(answer.status == 404 and "/published/" in answer.url for answer in answers)
    finally:
        balancer.stop()
        for server in servers:
            server.kill()
            server.wait(timeout=10)


def test_the_app_does_not_show_its_metrics(app_server):
    address = app_server("streamlit_app.py")
    with urllib.request.urlopen(f"{address}/_stcore/health") as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}/_stcore/metrics")


@pytest.mark.parametrize(("page", "framed"), [("", True), ("class", True), ("instructor", False), ("projector", False)])
def test_no_other_site_frames_what_an_instructor_signs_in_to(app_server, page, framed):
    with urllib.request.urlopen(f"{app_server('streamlit_app.py')}/{page}") as answer:
        assert answer.status == 200
        assert ("frame-ancestors 'none'" in answer.headers.get("Content-Security-Policy", "")) is not framed


def test_the_frontend_itself_comes_packed(app_server):
    address = app_server("streamlit_app.py")
    page = urllib.request.urlopen(address).read().decode()
    script = re.search(r'src="\./(static/js/[^"]+)"', page)[1]
    request = urllib.request.Request(f"{address}/{script}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer, urllib.request.urlopen(f"{address}/{script}") as plain:
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(answer.read()) == plain.read()
