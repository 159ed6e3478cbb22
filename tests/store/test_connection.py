"""The one module with Streamlit: what it makes of secrets and environment."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from quizzes.store import connection
from quizzes.store.access import require
from quizzes.store.classes import create_class, list_classes
from quizzes.store.errors import StoreAway, StoreUnusable, WrongPassphrase

ROOT = Path(__file__).resolve().parents[2]


def app():
    import streamlit as st

    from quizzes.store import connection
    from quizzes.store.progress import begin

    engine = connection.engine()
    begin(engine)
    assert connection.watch() is connection.watch()
    assert connection.watch().engine is engine
    assert connection.gate() is connection.gate()
    assert connection.code_guard() is connection.code_guard()
    st.text(engine.dialect.name)
    st.text(connection.client())
    st.session_state.engine = engine
    st.session_state.gate = connection.gate()


@pytest.fixture(autouse=True)
def fresh(monkeypatch, tmp_path):
    monkeypatch.setenv("CLASSROOM_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("CLASSROOM_PASSPHRASE", raising=False)
    connection.close()
    yield
    connection.close()


@pytest.fixture
def run():
    def start(**secrets):
        page = AppTest.from_function(app)
        for name, value in secrets.items():
            page.secrets[name] = value
        page.run()
        assert not page.exception, page.exception[0].message
        return page

    return start


def test_nothing_to_set_up(run, tmp_path, capsys):
    page = run()
    assert page.text[0].value == "sqlite"
    path = tmp_path / "data" / "classroom.sqlite"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    printed = capsys.readouterr().out
    assert printed.count("passphrase") == 1
    require(page.session_state.gate.sign_in(printed.strip().split()[-1], "a"))


def test_a_visitor_who_empties_the_caches_takes_nothing_away(run):
    first = run()
    st.cache_resource.clear()
    again = run()
    for name in ("engine", "gate"):
        assert again.session_state[name] is first.session_state[name]


def test_postgresql_by_one_line(cluster, tmp_path):
    # A process of its own, as Streamlit reads the file only once.
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(f'connections.classroom.url = "{cluster.new_database()}"\n')
    code = (
        "from quizzes.store.connection import engine; from quizzes.store.progress import begin; begin(engine());"
        " import sys; sys.stdout.write(engine().dialect.name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "postgresql"), done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("secrets", "client"), [({}, "192.0.2.1"), ({"trusted_proxy": True}, "198.51.100.7")], ids=["direct", "proxy"]
)
def test_the_client_is_the_address_that_can_be_trusted(run, monkeypatch, secrets, client):
    context = SimpleNamespace(ip_address="192.0.2.1", headers={"X-Real-IP": "198.51.100.7"})
    monkeypatch.setattr(st, "context", context)
    assert run(**secrets).text[1].value == client


def test_the_passphrase_from_the_environment_is_not_printed(run, monkeypatch, capsys):
    monkeypatch.setenv("CLASSROOM_PASSPHRASE", "from the environment")
    require(run().session_state.gate.sign_in("from the environment", "a"))
    assert capsys.readouterr().out == ""


def test_the_passphrase_from_the_secrets_comes_first(run, monkeypatch):
    monkeypatch.setenv("CLASSROOM_PASSPHRASE", "from the environment")
    require(run(CLASSROOM_PASSPHRASE="from secrets").session_state.gate.sign_in("from secrets", "a"))


def test_classes_that_are_over_are_deleted_though_nobody_comes(run, tmp_path, connect, instructor):
    page = run()
    engine, waited = page.session_state.engine, []

    def wait(seconds):
        waited.append(seconds)
        create_class(engine, instructor, "A title that nobody shall read", now=0)

    kept = create_class(engine, instructor, "Present")
    connection.tend(wait, times=2)
    assert waited == [connection.BETWEEN_DELETIONS]
    assert list_classes(engine, instructor, now=0) == [kept]
    assert all(b"nobody shall read" not in path.read_bytes() for path in (tmp_path / "data").glob("classroom.sqlite*"))


def test_the_folder_is_made_with_those_above_it(monkeypatch, tmp_path):
    monkeypatch.setenv("CLASSROOM_DATA", str(tmp_path / "not" / "yet" / "there"))
    connection.engine()
    assert (tmp_path / "not" / "yet" / "there" / "classroom.sqlite").exists()


def test_a_sign_in_outlasts_a_passphrase_made_here_but_not_one_that_was_set(monkeypatch, capsys):
    def ticket(passphrase=None):
        gate = connection.gate()
        return gate.ticket(gate.sign_in(passphrase or capsys.readouterr().out.split()[-1], "a"))

    made = ticket()
    connection.close()  # as the server starts anew
    require(connection.gate().come_back(made))
    connection.close()
    monkeypatch.setenv("CLASSROOM_PASSPHRASE", "the first of two")
    first = ticket("the first of two")
    connection.close()
    require(connection.gate().come_back(first))
    connection.close()
    monkeypatch.setenv("CLASSROOM_PASSPHRASE", "the second of two")
    with pytest.raises(WrongPassphrase):
        connection.gate().come_back(first)


def test_a_database_that_is_away_is_not_called_unusable(monkeypatch):
    def away(engine):
        raise StoreAway("no route")

    monkeypatch.setattr(connection, "prepare", away)
    with pytest.raises(StoreAway) as raised:
        connection.engine()
    assert not isinstance(raised.value, StoreUnusable)


def test_a_server_that_ends_closes_its_database(tmp_path):
    code = (
        "import sqlalchemy as sa; from quizzes.store.connection import engine;"
        " sa.event.listen(engine(), 'engine_disposed', lambda _: print('closed'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "CLASSROOM_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "closed\n"
