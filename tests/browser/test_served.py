"""Published files in a real browser and under the real server."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser import serving

pytestmark = pytest.mark.browser
APPS = Path(__file__).parent / "apps"


@pytest.mark.parametrize("base", ["", "lessons/surface"])
def test_a_page_recovers_where_the_server_does_not_know_the_address(new_page, base):
    port = serving.free_port()
    process = serving.start(APPS / "publishing.py", port, base)
    try:
        page = new_page()
        asked = []
        page.on("response", lambda answer: "/published/" in answer.url and asked.append(answer))
        page.goto(f"http://127.0.0.1:{port}/{base}")
        page.get_by_text("imported from here").wait_for()
        assert asked[0].status == 404
        assert asked[-1].status == 200
        assert asked[-1].headers["content-encoding"] == "gzip"
        assert "immutable" in asked[-1].headers["cache-control"]
        assert asked[-1].url.startswith(f"http://127.0.0.1:{port}/{base + '/' if base else ''}published/")
    finally:
        process.terminate()
        process.wait(timeout=10)


def test_the_app_does_not_show_its_metrics(app_server):
    address = app_server("streamlit_app.py")
    with urllib.request.urlopen(f"{address}/_stcore/health") as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}/_stcore/metrics")
