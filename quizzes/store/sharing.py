"""With whom an instructor shares a class: they lead it as well, and neither delete nor share it."""

import sqlalchemy as sa

from quizzes.store.access import Instructor, instructor_of
from quizzes.store.classes import leading, reading_class
from quizzes.store.errors import NotListed, NotOwner
from quizzes.store.schema import classes, shares


def share(engine: sa.Engine, instructor: Instructor, class_id: str, email: str, *, now: float | None = None) -> None:
    """Let another instructor of this server lead a class.

    Raises
    ------
    ClassGone, NotOwner
    NotListed
        If the server has no other instructor with this e-mail.
    """
    who = instructor_of(instructor)
    if email not in instructor.colleagues:
        raise NotListed(email)
    with leading(engine, instructor, class_id, now) as connection:
        _require_owner(connection, who, class_id)
        if email not in _emails(connection, class_id):
            connection.execute(shares.insert().values(class_id=class_id, email=email))


def unshare(engine: sa.Engine, instructor: Instructor, class_id: str, email: str, *, now: float | None = None) -> None:
    """Let an instructor lead a class no longer.

    Raises
    ------
    ClassGone, NotOwner
    """
    who = instructor_of(instructor)
    with leading(engine, instructor, class_id, now) as connection:
        _require_owner(connection, who, class_id)
        connection.execute(shares.delete().where(shares.c.class_id == class_id, shares.c.email == email))


def shared_with(engine: sa.Engine, instructor: Instructor, class_id: str) -> list[str]:
    """The e-mails of those with whom a class is shared.

    Raises
    ------
    ClassGone
    """
    with reading_class(engine, instructor, class_id) as connection:
        return _emails(connection, class_id)


def _emails(connection: sa.Connection, class_id: str) -> list[str]:
    return list(
        connection.scalars(sa.select(shares.c.email).where(shares.c.class_id == class_id).order_by(shares.c.email))
    )


def _require_owner(connection: sa.Connection, who: str, class_id: str) -> None:
    if connection.scalar(sa.select(classes.c.owner).where(classes.c.id == class_id)) not in ("", who):
        raise NotOwner
