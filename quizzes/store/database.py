"""Transactions on SQLite and PostgreSQL by the same code.

``reading`` and ``writing`` are the only ways to the database. Both turn "cannot be reached" into ``StoreAway``.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from quizzes.store.errors import StoreAway
from quizzes.store.migrate import migrate

DIALECTS = ("sqlite", "postgresql")
BUSY_MS = 15_000
"""How long SQLite waits for another process to finish writing."""
PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_PROTOCOL,
}
"""SQLite's errors that may be gone the next time."""

_prepared: WeakKeyDictionary[sa.Engine, AbstractContextManager] = WeakKeyDictionary()
_preparing = threading.Lock()


def prepare(engine: sa.Engine) -> sa.Engine:
    """Set the engine up and bring its tables up to date; a second call costs nothing.

    Returns
    -------
    Engine
        The same engine.

    Raises
    ------
    StoreAway
        If the database cannot be reached; call again later.
    NewerDatabase
        If a later version of the app has changed the tables.
    """
    if engine in _prepared:
        return engine
    with _preparing:
        if engine not in _prepared:
            if engine.dialect.name not in DIALECTS:
                raise ValueError(f"the classroom's database is {engine.dialect.name}, not {' or '.join(DIALECTS)}")
            on_sqlite = engine.dialect.name == "sqlite"
            if on_sqlite:
                _listen(engine, "connect", _tune_sqlite)
                _listen(engine, "begin", _begin_sqlite)
            else:
                _listen(engine, "do_connect", _limit_waiting)
            with _translating():
                if on_sqlite:
                    _write_ahead(engine)
                migrate(engine)
            # SQLite has one writer at a time: within a process they queue here, in order, instead of polling the file.
            _prepared[engine] = threading.Lock() if on_sqlite else nullcontext()
    return engine


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that reads one consistent state."""
    snapshot = {} if prepare(engine).dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with _translating(), engine.connect().execution_options(**snapshot) as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that is committed at the end of the body, or not at all if the body raises.

    On SQLite it holds the write lock from the start, so what it reads cannot change before it writes.
    """
    with _translating(), _queue(engine), engine.connect().execution_options(writes=True) as connection:
        with connection.begin():
            yield connection


def _queue(engine: sa.Engine) -> AbstractContextManager:
    return _prepared[prepare(engine)]


@contextmanager
def _translating() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise StoreAway(str(error)) from error
    except (DBAPIError, sqlite3.Error) as error:
        if _passing(error):
            raise StoreAway(str(getattr(error, "orig", error))) from error
        raise


def _passing(error: DBAPIError | sqlite3.Error) -> bool:
    """Whether the error lies in the database's state and not in the statement."""
    original = getattr(error, "orig", error)
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorcode", 0) & 0xFF in PASSING
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


def _listen(engine: sa.Engine, name: str, listener) -> None:
    if not event.contains(engine, name, listener):
        event.listen(engine, name, listener)


def _tune_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours, see below
    # NORMAL in WAL mode: a commit survives the end of the process, whatever ends it.
    for pragma in (f"busy_timeout={BUSY_MS}", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    immediate = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _write_ahead(engine: sa.Engine) -> None:
    """Switch the file to WAL; the file remembers. Another process that does the same makes SQLite refuse at once."""
    connection = engine.raw_connection()
    try:
        for attempt in range(100):
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or attempt == 99:
                    raise
                time.sleep(0.05)
    finally:
        connection.close()


def _limit_waiting(_dialect: sa.Dialect, _record: object, _args: list, parameters: dict) -> None:
    """Notice within seconds that PostgreSQL does not answer, unless the URL says otherwise."""
    for name, value in {"connect_timeout": 3, "tcp_user_timeout": 5_000, "keepalives_idle": 10}.items():
        parameters.setdefault(name, value)
