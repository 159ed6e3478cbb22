"""One page of the app by itself, in a new session and without a browser."""

from streamlit.testing.v1 import AppTest


def opened(module, *, session=None, **query):
    """Run the page of a module with a query, and with what its session holds already."""
    app = AppTest.from_string(f"from {module} import page\npage()", default_timeout=60)
    app.query_params.update(query)
    for key, value in (session or {}).items():
        app.session_state[key] = value
    return checked(app.run())


def checked(app):
    """The page, which shows no exception."""
    assert not app.exception, app.exception[0].message
    return app
