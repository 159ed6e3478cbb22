"""Make, list, prolong and delete classes."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from quizzes.attempt import plain_text
from quizzes.store.access import Instructor, instructor_of
from quizzes.store.codes import join_code
from quizzes.store.database import reading, shred, writing
from quizzes.store.errors import ClassGone, NotOwner
from quizzes.store.schema import classes, members, shares

LIFETIME = 14 * 24 * 3600.0
"""Seconds after which a class and all its data are deleted, unless it is prolonged."""


@dataclass(frozen=True)
class Classroom:
    """A class: what its members share is its join code.

    ``owner`` is the e-mail of who made it; empty where that was done under the passphrase.
    """

    id: str
    code: str
    title: str
    created_at: float
    expires_at: float
    members: int = 0
    grading: str = "last"
    show_join: bool = False
    owner: str = ""


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
    owner = instructor_of(instructor)
    now = time.time() if now is None else now
    delete_expired(engine, now=now)
    title = " ".join(plain_text(title, 80).split()) or "Class"
    while True:
        made = Classroom(uuid.uuid4().hex, join_code(), title, now, now + lifetime, owner=owner)
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
                        owner=made.owner,
                    )
                )
            return made
        except IntegrityError:  # the code is in use: draw another
            continue


def list_classes(engine: sa.Engine, instructor: Instructor, *, now: float | None = None) -> list[Classroom]:
    """The instructor's classes that have not expired, the latest first, with the number of members."""
    query = _living(instructor, now).order_by(classes.c.created_at.desc(), classes.c.id)
    with reading(engine) as connection:
        return [Classroom(**row) for row in connection.execute(query).mappings()]


def get_class(engine: sa.Engine, instructor: Instructor, class_id: str, *, now: float | None = None) -> Classroom:
    """A class that the instructor leads, with the number of its members.

    Raises
    ------
    ClassGone
        If it was deleted, has expired, or is another instructor's.
    """
    query = _living(instructor, now).where(classes.c.id == class_id)
    with reading(engine) as connection:
        row = connection.execute(query).mappings().first()
    if row is None:
        raise ClassGone
    return Classroom(**row)


def _living(instructor: Instructor, now: float | None) -> sa.Select:
    """The instructor's classes that have not expired, each with the number of its members."""
    count = sa.select(sa.func.count()).where(members.c.class_id == classes.c.id).scalar_subquery()
    later = classes.c.expires_at > (time.time() if now is None else now)
    return sa.select(*_COLUMNS, count.label("members")).where(later, visible(instructor))


def title_of(engine: sa.Engine, class_id: str) -> str:
    """What a class is called, for its members.

    Raises
    ------
    ClassGone
    """
    with reading(engine) as connection:
        title = connection.scalar(sa.select(classes.c.title).where(classes.c.id == class_id))
    if title is None:
        raise ClassGone
    return title


def prolong(engine: sa.Engine, instructor: Instructor, class_id: str, expires_at: float) -> None:
    """Let a class end at another time, seconds since 1970; ClassGone where it is not this instructor's."""
    mine = (classes.c.id == class_id) & visible(instructor)
    with writing(engine) as connection:
        if not connection.execute(classes.update().where(mine).values(expires_at=expires_at)).rowcount:
            raise ClassGone


def set_show_join(
    engine: sa.Engine, instructor: Instructor, class_id: str, shown: bool, *, now: float | None = None
) -> None:
    """Show on the projector how to join, in place of what is before the class, or no longer."""
    with leading(engine, instructor, class_id, now) as connection:
        connection.execute(classes.update().where(classes.c.id == class_id).values(show_join=shown))


def delete_class(engine: sa.Engine, instructor: Instructor, class_id: str) -> None:
    """Delete a class with its members, items and answers; nothing of it is kept.

    Raises
    ------
    ClassGone, NotOwner
    """
    own = classes.c.owner.in_({"", instructor_of(instructor)})
    seen = sa.select(classes.c.id).where(classes.c.id == class_id, visible(instructor))
    with writing(engine) as connection:
        if not connection.execute(classes.delete().where(classes.c.id == class_id, own)).rowcount:
            raise ClassGone if connection.scalar(seen) is None else NotOwner
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


def changed(connection: sa.Connection, class_id: str, now: float) -> None:
    """Count a change within a transaction; until its end no one else can change this class.

    Raises
    ------
    ClassGone
        If the class was deleted or has expired.
    """
    if not connection.execute(_COUNT, {"class": class_id, "now": now}).rowcount:
        raise ClassGone


def visible(instructor: Instructor) -> sa.ColumnElement[bool]:
    """Whether a row of `classes` is for this instructor: everyone's, an own one, or one that is shared.

    Raises
    ------
    NotSignedIn
    """
    who = instructor_of(instructor)
    shared = sa.exists().where(shares.c.class_id == classes.c.id, shares.c.email == who)
    return classes.c.owner.in_({"", who}) | shared


@contextmanager
def reading_class(engine: sa.Engine, instructor: Instructor, class_id: str) -> Iterator[sa.Connection]:
    """A transaction in which an instructor reads from a class.

    Raises
    ------
    NotSignedIn
    ClassGone
        If it was deleted, or is another instructor's.
    """
    mine = sa.select(classes.c.id).where(classes.c.id == class_id, visible(instructor))
    with reading(engine) as connection:
        if connection.scalar(mine) is None:
            raise ClassGone
        yield connection


@contextmanager
def leading(
    engine: sa.Engine, instructor: Instructor, class_id: str, now: float | None = None
) -> Iterator[sa.Connection]:
    """A transaction in which an instructor changes a class; until its end no one else can.

    Raises
    ------
    NotSignedIn
    ClassGone
        If it was deleted, has expired, or is another instructor's.
    """
    counting = _COUNT.where(visible(instructor)).values(stage=classes.c.stage + 1)
    with writing(engine) as connection:
        if not connection.execute(counting, {"class": class_id, "now": time.time() if now is None else now}).rowcount:
            raise ClassGone
        yield connection


# Put together once: every answer uses it.
_COUNT = (
    classes.update()
    .where(classes.c.id == sa.bindparam("class"), classes.c.expires_at > sa.bindparam("now"))
    .values(version=classes.c.version + 1)
)
_COLUMNS = (
    classes.c.id,
    classes.c.code,
    classes.c.title,
    classes.c.created_at,
    classes.c.expires_at,
    classes.c.grading,
    classes.c.show_join,
    classes.c.owner,
)
