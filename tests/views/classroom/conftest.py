"""The classroom's pages on an embedded database of their own, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from explorer.model.surface_file import load_shipped
from quizzes import bank
from quizzes.store import classes, connection, items, members
from quizzes.store.access import Gate
from quizzes.views.classroom.hiding import HIDEABLE

PASSPHRASE = "correct horse"
EMAILS = ["ada@uni.example", "emmy@uni.example"]


@pytest.fixture(autouse=True)
def fresh(monkeypatch, tmp_path):
    monkeypatch.setenv("CLASSROOM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CLASSROOM_PASSPHRASE", PASSPHRASE)
    connection.close()
    yield
    connection.close()


@pytest.fixture
def engine():
    return connection.engine()


@pytest.fixture
def instructor():
    return Gate("x").sign_in("x", "test")


@pytest.fixture
def room(engine, instructor):
    return classes.create_class(engine, instructor, "Graphs")


@pytest.fixture
def enter(engine, room):
    """Makes members; returns the member and the rejoin code."""
    return lambda nickname: members.join(engine, room.code, nickname, client="test", guard=connection.code_guard())


@pytest.fixture
def put(engine, instructor, room):
    """Puts a question of the bank before the class, open unless told otherwise."""

    def choose(generator, *, hidden=frozenset({"map"}), opened=True, seed=1, **more):
        identifier = bank.build(generator, "communities", seed, load_shipped("communities")).identifier
        assert hidden <= HIDEABLE.keys()
        item = items.choose(engine, instructor, room.id, "bank", {"items": [identifier]}, hidden=hidden, **more)
        return items.open_item(engine, instructor, item) if opened else item

    return choose


def _instructor():
    from quizzes.views.classroom.instructor import page

    page()


def _projector():
    from quizzes.views.classroom.projector import page

    page()


def _student():
    from quizzes.views.classroom.student import page

    page()


PAGES = {"instructor": _instructor, "projector": _projector, "student": _student}


@pytest.fixture
def open_page():
    """Opens a page in a new session: its name, its query, what its session holds, and whom a provider names."""

    def start(name, *, state=None, email=None, **query):
        connection.watch().fresh_for = 0.0
        page = AppTest.from_function(PAGES[name], default_timeout=120)
        if email is not None:
            page.secrets["auth"], page.secrets["instructors"] = {"client_id": "surface"}, EMAILS
            page.user = {"is_logged_in": bool(email), "email": email, "email_verified": True}
        for key, value in query.items():
            page.query_params[key] = value
        for key, value in (state or {}).items():
            page.session_state[key] = value
        page.run()
        assert not page.exception, page.exception[0].message
        return page

    return start


def everything(page):
    """All text that a page sent, with markdown and plain text told apart."""
    markdown = [*page.markdown, *page.caption, *page.success, *page.info, *page.warning, *page.error]
    markdown += [*page.title, *page.header]
    return [one.value for one in markdown], [one.value for one in page.text]


def said(page):
    return " ".join([*everything(page)[0], *everything(page)[1]])


def sign_in(page, passphrase=PASSPHRASE):
    page.text_input[0].input(passphrase)
    next(button for button in page.button if button.label == "Sign in").click().run()
    assert not page.exception, page.exception[0].message
    return page
