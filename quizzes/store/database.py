"""Transactions on SQLite and PostgreSQL by the same code.

``reading`` and ``writing`` are the only ways to the database. Both turn "cannot be reached" into ``StoreAway`` and
"cannot be used" into ``StoreUnusable``.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import cast
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from quizzes.store.errors import NewerDatabase, StoreAway, StoreUnusable
from quizzes.store.file_lock import PATIENCE, FileLock
from quizzes.store.migrate import migrate

DIALECTS = ("sqlite", "postgresql")
PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_PROTOCOL,
}
"""SQLite's errors that may be gone the next time."""
LASTING = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
"""SQLite's errors that stay until somebody mends the file or its folder."""
LASTING_STATES = {"42501", "25006"}
"""PostgreSQL's: no permission, and a database that is read only."""

_prepared: WeakKeyDictionary[sa.Engine, FileLock | None] = WeakKeyDictionary()
_preparing = threading.Lock()
told: set[str] = set()
"""What is wrong with a store, as the console was told: each once."""
_telling = threading.Lock()


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
    StoreUnusable
        If it is reached and cannot be used: it is damaged, or not ours, or a later version of the app has changed the
        tables (``NewerDatabase``).
    """
    if engine in _prepared:
        return engine
    if engine.dialect.name not in DIALECTS:
        raise unusable(f"the classroom's database is {engine.dialect.name}, not {' or '.join(DIALECTS)}")
    # Whoever is first may have to wait for the database; the others need not wait for him, too.
    if not _preparing.acquire(timeout=PATIENCE):
        raise StoreAway("another session is waiting for the database")
    try:
        if engine not in _prepared:
            lock = FileLock() if engine.dialect.name == "sqlite" else None
            if lock is not None:
                _listen(engine, "connect", _tune_sqlite)
                _listen(engine, "begin", _begin_sqlite)
            else:
                _listen(engine, "do_connect", _limit_waiting)
            with _translating(preparing=True):
                if lock is not None:
                    _write_ahead(engine)
                migrate(engine)
            _prepared[engine] = lock
    except StoreUnusable:
        engine.dispose()  # the next try opens the file anew: somebody may have put another in its place
        raise
    finally:
        _preparing.release()
    return engine


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that reads one consistent state."""
    snapshot = {} if prepare(engine).dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with _translating(_prepared[engine]), engine.connect().execution_options(**snapshot) as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that is committed at the end of the body, or not at all if the body raises.

    On SQLite it holds the write lock from the start, so what it reads cannot change before it writes.
    """
    lock = _prepared[prepare(engine)]
    turn = nullcontext() if lock is None else lock.turn()
    with turn, _translating(lock), engine.connect().execution_options(writes=True) as connection:
        with connection.begin():
            yield connection


def shred(engine: sa.Engine) -> None:
    """Leave nothing of deleted rows in the log that SQLite writes ahead of its file; PostgreSQL sees to that itself."""
    if prepare(engine).dialect.name == "sqlite":
        with _translating(), engine.connect() as connection:
            _driver(connection.connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def unusable(detail: str) -> StoreUnusable:
    """The error to raise where the database cannot be used; the server's console is told why, once."""
    _tell(detail)
    return StoreUnusable(detail)


def _tell(detail: str) -> None:
    with _telling:
        new = detail not in told
        told.add(detail)
    if new:
        logging.getLogger(__name__).error("%s Nothing that students do is kept: %s", StoreUnusable.MESSAGE, detail)


@contextmanager
def _translating(lock: FileLock | None = None, *, preparing: bool = False) -> Iterator[None]:
    """Raise what lies in the database's state, and not in the statement, in words of our own.

    Nothing of what prepares a database depends on what anybody types: whatever fails then is the database's state.
    """
    try:
        yield
    except NewerDatabase as newer:
        _tell(newer.detail)
        raise
    except PoolTimeout as error:
        raise StoreAway(str(error)) from error
    except (DBAPIError, sqlite3.Error) as error:
        original = getattr(error, "orig", error)
        if lock is not None:
            lock.waited_in_vain(original)
        if _lasting(original):
            raise unusable(str(original)) from error
        if _passing(error, original):
            raise StoreAway(str(original)) from error
        if preparing:
            raise unusable(str(original)) from error
        raise


def _lasting(original: Exception) -> bool:
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorcode", 0) & 0xFF in LASTING
    return getattr(original, "sqlstate", None) in LASTING_STATES


def _passing(error: Exception, original: Exception) -> bool:
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorcode", 0) & 0xFF in PASSING
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, OperationalError | InterfaceError)


def _listen(engine: sa.Engine, name: str, listener: Callable[..., None]) -> None:
    if not event.contains(engine, name, listener):
        event.listen(engine, name, listener)


def _tune_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours, see below
    # NORMAL in WAL mode: a commit survives the end of the process, whatever ends it.
    for pragma in ("busy_timeout=0", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _driver(connection: sa.PoolProxiedConnection) -> sqlite3.Connection:
    """SQLite's own connection under SQLAlchemy's."""
    return cast(sqlite3.Connection, connection.driver_connection)


def _begin_sqlite(connection: sa.Connection) -> None:
    lock, driver = _prepared.get(connection.engine), _driver(connection.connection)
    patience = PATIENCE if lock is None else lock.patience
    if not connection.get_execution_options().get("writes", False):
        driver.execute(f"PRAGMA busy_timeout={round(1000 * patience)}")
        driver.execute("BEGIN")
        return
    # SQLite's own waiting asks ever more rarely, and loses against another server whose writers queue up.
    driver.execute("PRAGMA busy_timeout=0")
    until_free(driver, "BEGIN IMMEDIATE", patience, pause=0.005)


def _write_ahead(engine: sa.Engine) -> None:
    """Switch the file to WAL; the file remembers. Another process that does the same makes SQLite refuse at once."""
    connection = engine.raw_connection()
    try:
        until_free(_driver(connection), "PRAGMA journal_mode=WAL", PATIENCE, pause=0.05)
    finally:
        connection.close()


def until_free(connection: sqlite3.Connection, statement: str, patience: float, pause: float) -> None:
    """Execute a statement that needs SQLite's lock: again after each pause, while it is busy and patience lasts."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(pause)


def _limit_waiting(_dialect: sa.Dialect, _record: object, _args: list, parameters: dict) -> None:
    """Notice within seconds that PostgreSQL does not answer, unless the URL says otherwise."""
    for name, value in {"connect_timeout": 3, "tcp_user_timeout": 5_000, "keepalives_idle": 10}.items():
        parameters.setdefault(name, value)
