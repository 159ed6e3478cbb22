"""Bring a database's tables from any earlier version to this one.

``migrations/NNNN_*.sql`` are applied in order, each once, all in one transaction that only one server can be in.
A file that has been released is never changed; a change to the tables is a new file.
"""

import time
from pathlib import Path

import sqlalchemy as sa

from quizzes.store.errors import NewerDatabase

FOLDER = Path(__file__).with_name("migrations")
LOCK = 0x636C_6173_7372_6F6D
"""The key of PostgreSQL's advisory lock: "classrom" in ASCII."""


def migrations(folder: Path = FOLDER) -> dict[int, list[str]]:
    """The statements of each version, in order."""
    found = {}
    paths = sorted(folder.glob("[0-9]*_*.sql"))
    for path in paths:
        lines = (line.split("--")[0] for line in path.read_text(encoding="utf-8").splitlines())
        found[int(path.name.split("_")[0])] = [part.strip() for part in "\n".join(lines).split(";") if part.strip()]
    if list(found) != list(range(1, len(paths) + 1)):
        raise ValueError(f"the migrations are {[path.name for path in paths]}")
    return found


def migrate(engine: sa.Engine, upto: int | None = None) -> int:
    """Apply the migrations that the database lacks, in order.

    Parameters
    ----------
    engine : Engine
    upto : int, optional
        Stop at this version instead of the latest.

    Returns
    -------
    int
        How many versions were applied.

    Raises
    ------
    NewerDatabase
        If the database is at a later version than this code knows.
    """
    known = migrations()
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        connection.execute(
            sa.text(
                "CREATE TABLE IF NOT EXISTS schema_version"
                " (version INTEGER PRIMARY KEY, applied_at DOUBLE PRECISION NOT NULL)"
            )
        )
        present = connection.scalar(sa.text("SELECT max(version) FROM schema_version")) or 0
        if present > len(known):
            raise NewerDatabase(f"The database is at version {present}; this app knows versions up to {len(known)}.")
        missing = [version for version in known if present < version <= (upto or len(known))]
        for version in missing:
            for statement in known[version]:
                connection.exec_driver_sql(statement)
            connection.execute(
                sa.text("INSERT INTO schema_version (version, applied_at) VALUES (:version, :now)"),
                {"version": version, "now": time.time()},
            )
    return len(missing)
