"""The classroom's database and passphrase, as this server's secrets name them; the only module here with Streamlit."""

import atexit
import contextlib
import errno
import itertools
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import streamlit as st

from quizzes.store.access import Gate, choose_passphrase
from quizzes.store.backoff import Backoff, client_key
from quizzes.store.changes import Watch
from quizzes.store.classes import delete_expired
from quizzes.store.database import prepare, shred, unusable
from quizzes.store.errors import StoreAway, StoreUnusable
from quizzes.store.progress import delete_unused
from quizzes.store.provider import Listed
from quizzes.store.tickets import InStore, digest

NAME = "classroom"
FOLDER = Path(__file__).resolve().parents[2] / "var"
"""Where the embedded database lies, unless ``CLASSROOM_DATA`` names another folder."""

BETWEEN_DELETIONS = 300.0
"""Seconds after which classes and work whose time is over are looked for again."""

UNUSED = 365 * 24 * 3600.0
"""Seconds after which a student's own work that nobody has touched is deleted."""


_made: dict[str, Any] = {}
"""What this server makes once. Not in ``st.cache_resource``, which any visitor's browser can have emptied."""
_making = threading.RLock()


def engine() -> sa.Engine:
    """The database: ``[connections.classroom]`` of the secrets, or an embedded SQLite file.

    Raises
    ------
    StoreAway
        If its tables could not be brought up to date because it cannot be reached; call again later.
    StoreUnusable
        If it is set up wrongly, damaged, or cannot be written. The server's console is told why.
    """
    try:
        settings = {} if _secret("connections", NAME) else {"url": _embedded()}
        return prepare(_once(f"engine {settings}", lambda: _connect(settings)))
    except StoreAway:
        raise
    except Exception as error:  # all that it depends on is how the server is set up
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
            raise StoreAway(str(error)) from error
        raise unusable(str(error)) from error


def check() -> None:
    """Try the database as the server starts, so that its console says at once what is wrong with it."""
    try:
        engine()
    except StoreUnusable:
        return
    except StoreAway as away:
        logging.getLogger(__name__).warning("%s Answers wait until it is back. (%s)", away, away.detail)


def tend(wait: Callable[[float], object] = time.sleep, times: int | None = None) -> None:
    """Check the database, and delete the classes and the work whose time is over, whether anybody comes or not.

    Parameters
    ----------
    wait : callable
        Lets seconds pass.
    times : int, optional
        How often; without it, as long as the server runs.
    """
    check()
    for number in itertools.count() if times is None else range(times):
        if number:
            wait(BETWEEN_DELETIONS)
        with contextlib.suppress(StoreAway):
            database = engine()
            if delete_expired(database) + delete_unused(database, before=time.time() - UNUSED):
                shred(database)


@atexit.register
def close() -> None:
    """Give back what this server has made; it is made anew when it is asked for again."""
    with _making:
        for made in _made.values():
            if isinstance(made, sa.Engine):
                made.dispose()
        _made.clear()


def watch() -> Watch:
    """What all sessions of this server share when they ask for changes.

    Raises
    ------
    StoreAway
    """
    database = engine()
    return _once(f"watch {id(database)}", lambda: Watch(database))


def gate() -> Gate:
    """The instructor's sign-in; a passphrase made here is printed on the server's console, once."""
    return _once("gate", _gate)


def listed_instructors() -> Listed | None:
    """The instructors who sign in by a provider: ``[auth]`` in the secrets, as Streamlit reads it, and ``instructors``.

    None where the secrets lack one of them; then the passphrase holds.
    """
    emails = _secret("instructors")
    if not emails or not _secret("auth"):
        return None
    known, trusting = tuple(map(str, emails)), _secret("trust_unverified_emails") is True
    tickets = InStore(engine, "listed")
    return _once(f"listed {known} {trusting}", lambda: Listed(known, trusting=trusting, tickets=tickets))


def code_guard() -> Backoff:
    """Slows guesses of join, rejoin and resume codes; never refuses a right one, as a class may share an address."""
    return _once("code guard", lambda: Backoff(free=20, base=0.5, longest=20, forgive=20, pause=1))


def client() -> str:
    """Who is asking, for ``gate`` and ``code_guard``: the network address.

    With ``trusted_proxy = true`` in the secrets, the address is the one that the reverse proxy gives in ``X-Real-IP``.
    """
    if _secret("trusted_proxy") is True:
        return client_key(st.context.headers.get("X-Real-IP"))
    return client_key(st.context.ip_address)


def _once(name: str, make: Callable[[], Any]) -> Any:
    if name not in _made:
        with _making:
            if name not in _made:
                _made[name] = make()
    return _made[name]


def _connect(settings: dict[str, str]) -> sa.Engine:
    # Not by st.connection(), which is a st.cache_resource.
    return st.connections.SQLConnection(NAME, pool_pre_ping=True, pool_timeout=5, **settings).engine


def _gate() -> Gate:
    passphrase, why = choose_passphrase(_secret("CLASSROOM_PASSPHRASE"), os.environ.get("CLASSROOM_PASSPHRASE"))
    if why:
        sys.stdout.write(f"\n    Instructor's passphrase for this run of the server ({why}): {passphrase}\n\n")
        sys.stdout.flush()
    # One that was made here is another after every start; the sign-ins outlast it all the same.
    return Gate(passphrase, tickets=InStore(engine, "" if why else digest(passphrase)))


def _embedded() -> str:
    folder = Path(os.environ.get("CLASSROOM_DATA") or FOLDER)
    path = folder / "classroom.sqlite"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        if folder == FOLDER:
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        path.touch(mode=0o600)
    for place in (folder, path):  # SQLite writes beside its file, too
        if not os.access(place, os.W_OK):
            raise PermissionError(f"{place} cannot be written")
    return sa.URL.create("sqlite", database=str(path)).render_as_string()


def _secret(*names: str):
    try:
        value = st.secrets
        for name in names:
            value = value[name]
    except (KeyError, FileNotFoundError):  # no such entry, or no secrets at all
        return None
    return value
