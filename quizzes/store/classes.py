"""Make, list, prolong and delete classes."""

import time
import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from quizzes.attempt import plain_text
from quizzes.store.access import Instructor, require
from quizzes.store.codes import join_code
from quizzes.store.database import reading, shred, writing
from quizzes.store.errors import ClassGone
from quizzes.store.schema import classes, members

LIFETIME = 14 * 24 * 3600.0
"""Seconds after which a class and all its data are deleted, unless it is prolonged."""


@dataclass(frozen=True)
class Classroom:
    """A class: what its members share is its join code."""

    id: str
    code: str
    title: str
    created_at: float
    expires_at: float
    members: int = 0
    grading: str = "last"
    show_join: bool = False


def create_class(
    engine: sa.Engine, instructor: Instructor, title: str, *, lifetime: float = LIFETIME, now: float | None = None
) -> Classroom:
    """Make a class with a new join code, and delete those whose time is over.

    Parameters
    ----------
    engine : Engine
    instructor : Instructor
    title : str
        Shown to the instructor and to those who join; at most 80 characters.
    lifetime : float
        Seconds until the class is deleted.
    now : float, optional
        Seconds since 1970.
    """
    require(instructor)
    now = time.time() if now is None else now
    delete_expired(engine, now=now)
    title = " ".join(plain_text(title, 80).split()) or "Class"
    while True:
        made = Classroom(uuid.uuid4().hex, join_code(), title, now, now + lifetime)
        try:
            with writing(engine) as connection:
                connection.execute(
                    classes.insert().values(
                        id=made.id,
                        code=made.code,
                        title=made.title,
                        created_at=made.created_at,
                        expires_at=made.expires_at,
                        version=1,
                        stage=1,
                        grading=made.grading,
                        show_join=made.show_join,
                    )
                )
            return made
        except IntegrityError:  # the code is in use: draw another
            continue


def list_classes(engine: sa.Engine, instructor: Instructor, *, now: float | None = None) -> list[Classroom]:
    """All classes that have not expired, the latest first, with the number of members."""
    require(instructor)
    now = time.time() if now is None else now
    count = sa.select(sa.func.count()).where(members.c.class_id == classes.c.id).scalar_subquery()
    query = (
        sa.select(*_COLUMNS, count.label("members"))
        .where(classes.c.expires_at > now)
        .order_by(classes.c.created_at.desc(), classes.c.id)
    )
    with reading(engine) as connection:
        return [Classroom(**row) for row in connection.execute(query).mappings()]


def get_class(engine: sa.Engine, class_id: str, *, now: float | None = None) -> Classroom:
    """One class, for anyone who already belongs to it.

    Raises
    ------
    ClassGone
        If it was deleted or has expired.
    """
    now = time.time() if now is None else now
    count = sa.select(sa.func.count()).where(members.c.class_id == classes.c.id).scalar_subquery()
    query = sa.select(*_COLUMNS, count.label("members")).where(classes.c.id == class_id, classes.c.expires_at > now)
    with reading(engine) as connection:
        row = connection.execute(query).mappings().first()
    if row is None:
        raise ClassGone
    return Classroom(**row)


def prolong(engine: sa.Engine, instructor: Instructor, class_id: str, expires_at: float) -> None:
    """Set when the class expires."""
    require(instructor)
    with writing(engine) as connection:
        changed = connection.execute(classes.update().where(classes.c.id == class_id).values(expires_at=expires_at))
        if not changed.rowcount:
            raise ClassGone


def set_show_join(
    engine: sa.Engine, instructor: Instructor, class_id: str, shown: bool, *, now: float | None = None
) -> None:
    """Show on the projector how to join, in place of what is before the class, or no longer."""
    require(instructor)
    with writing(engine) as connection:
        changed(connection, class_id, time.time() if now is None else now, by_instructor=True)
        connection.execute(classes.update().where(classes.c.id == class_id).values(show_join=shown))


def delete_class(engine: sa.Engine, instructor: Instructor, class_id: str) -> None:
    """Delete a class with its members, items and answers; nothing of it is kept."""
    require(instructor)
    with writing(engine) as connection:
        connection.execute(classes.delete().where(classes.c.id == class_id))
    shred(engine)


def delete_expired(engine: sa.Engine, *, now: float | None = None) -> int:
    """Delete every class whose time is over, with all its data.

    Returns
    -------
    int
        How many there were.
    """
    now = time.time() if now is None else now
    with writing(engine) as connection:
        return connection.execute(classes.delete().where(classes.c.expires_at <= now)).rowcount


def changed(connection: sa.Connection, class_id: str, now: float, *, by_instructor: bool = False) -> None:
    """Count a change within a transaction; until its end no one else can change this class.

    Raises
    ------
    ClassGone
        If the class was deleted or has expired.
    """
    counting = _COUNT_LED if by_instructor else _COUNT
    if not connection.execute(counting, {"class": class_id, "now": now}).rowcount:
        raise ClassGone


# Put together once: every answer uses it.
_COUNT = (
    classes.update()
    .where(classes.c.id == sa.bindparam("class"), classes.c.expires_at > sa.bindparam("now"))
    .values(version=classes.c.version + 1)
)
_COUNT_LED = _COUNT.values(stage=classes.c.stage + 1)
_COLUMNS = (
    classes.c.id,
    classes.c.code,
    classes.c.title,
    classes.c.created_at,
    classes.c.expires_at,
    classes.c.grading,
    classes.c.show_join,
)
