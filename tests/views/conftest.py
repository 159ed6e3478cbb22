"""The app without a browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from quizzes.store import connection

SCRIPT = Path(__file__).parents[2] / "streamlit_app.py"


@pytest.fixture(autouse=True)
def own_database(monkeypatch, tmp_path):
    """An embedded database for each test, closed after it."""
    monkeypatch.setenv("CLASSROOM_DATA", str(tmp_path / "data"))
    connection.close()
    yield
    connection.close()


@pytest.fixture
def open_app():
    """Return a function that opens the app at a query and fails where the page shows an exception."""

    def opened(*, embedded=False, **query):
        app = AppTest.from_file(SCRIPT, default_timeout=30)
        app.query_params.update(query)
        app.context = {"is_embedded": embedded, "url": "http://example.org/"}
        app.run()
        assert not app.exception
        return app

    return opened
