"""The classroom's database and passphrase, as this server's secrets name them; the only module here with Streamlit."""

import os
import sys
import time
from pathlib import Path

import sqlalchemy as sa
import streamlit as st

from quizzes.store.access import Gate, choose_passphrase
from quizzes.store.backoff import Backoff, client_key
from quizzes.store.classes import delete_expired
from quizzes.store.database import prepare
from quizzes.store.progress import delete_unused
from quizzes.store.watch import Watch

NAME = "classroom"
FOLDER = Path(__file__).resolve().parents[2] / "var"
"""Where the embedded database lies, unless ``CLASSROOM_DATA`` names another folder."""

UNUSED = 365 * 24 * 3600.0
"""Seconds after which a student's own work that nobody has touched is deleted."""


def engine() -> sa.Engine:
    """The database: ``[connections.classroom]`` of the secrets, or an embedded SQLite file.

    Raises
    ------
    StoreAway
        If its tables could not be brought up to date because it cannot be reached; call again later.
    """
    settings = {} if _secret("connections", NAME) else {"url": _embedded()}
    connection = st.connection(NAME, type="sql", pool_pre_ping=True, pool_timeout=5, **settings)
    return prepare(connection.engine)


def watch() -> Watch:
    """What all sessions of this server share when they ask for changes.

    Raises
    ------
    StoreAway
    """
    database = engine()
    _delete_what_is_over(database)
    return _watch(database)


@st.cache_resource(show_spinner=False)
def gate() -> Gate:
    """The instructor's sign-in; a passphrase made here is printed on the server's console, once."""
    passphrase, made = choose_passphrase(_secret("CLASSROOM_PASSPHRASE"), os.environ.get("CLASSROOM_PASSPHRASE"))
    if made:
        sys.stdout.write(f"\n    Instructor's passphrase for this run of the server: {passphrase}\n\n")
        sys.stdout.flush()
    return Gate(passphrase)


@st.cache_resource(show_spinner=False)
def code_guard() -> Backoff:
    """Slows down guesses of join, rejoin and resume codes; lenient, as a whole class may share one address."""
    return Backoff(free=20, base=0.5, longest=20, forgive=20)


def client() -> str:
    """Who is asking, for ``gate`` and ``code_guard``: the network address.

    With ``trusted_proxy = true`` in the secrets, the address is the one that the reverse proxy gives in ``X-Real-IP``.
    """
    if _secret("trusted_proxy") is True:
        return client_key(st.context.headers.get("X-Real-IP"))
    return client_key(st.context.ip_address)


@st.cache_resource(show_spinner=False, hash_funcs={sa.Engine: id})
def _watch(database: sa.Engine) -> Watch:
    return Watch(database)


@st.cache_resource(show_spinner=False, ttl=3600, hash_funcs={sa.Engine: id})
def _delete_what_is_over(database: sa.Engine) -> bool:
    delete_expired(database)
    delete_unused(database, before=time.time() - UNUSED)
    return True


def _embedded() -> str:
    folder = Path(os.environ.get("CLASSROOM_DATA") or FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    if folder == FOLDER:
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    path = folder / "classroom.sqlite"
    path.touch(mode=0o600)
    return sa.URL.create("sqlite", database=str(path)).render_as_string()


def _secret(*names: str):
    try:
        value = st.secrets
        for name in names:
            value = value[name]
    except (KeyError, FileNotFoundError):  # no such entry, or no secrets at all
        return None
    return value
