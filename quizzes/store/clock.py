"""The database's own clock, by which windows open and close.

Two app servers may disagree on the time; they share the database. How long ago something happened, a process knows
whatever its clock shows: an answer's time on the database's clock is now, there, less the answer's age, here.
"""

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class database_time(FunctionElement[float]):
    """Seconds since 1970 at the moment at which the statement runs, as an SQL expression."""

    type = sa.Double()
    name = "database_time"
    inherit_cache = True


def time_on(connection: sa.Connection, now: float | None) -> float:
    """The database's own time; `now`, where that is given."""
    return float(connection.execute(_NOW).scalar_one()) if now is None else now


@compiles(database_time, "sqlite")
def _sqlite(_element: database_time, _compiler: object, **_options: object) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(database_time, "postgresql")
def _postgresql(_element: database_time, _compiler: object, **_options: object) -> str:
    # Not now(): that is when the transaction began, and this one may have waited for another since.
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)"


_NOW = sa.select(database_time())
