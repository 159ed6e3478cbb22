"""Join a class, come back to it, and say "still here"."""

import time
import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from quizzes.store.access import Instructor, require
from quizzes.store.backoff import Backoff
from quizzes.store.classes import changed, leading, reading_class
from quizzes.store.clock import database_time
from quizzes.store.codes import JOIN_LENGTH, RESUME_LENGTH, fault_of, fingerprint, resume_code, tidy
from quizzes.store.database import reading, writing
from quizzes.store.errors import ClassFull, MemberGone, NicknameTaken, UnknownCode
from quizzes.store.nickname import clean_nickname, clean_student_id, folded
from quizzes.store.schema import classes, members

LARGEST = 500
PRESENCE = 30.0
"""Seconds between two notes that a member is still here."""


_MEMBER = (members.c.id, members.c.class_id, members.c.nickname)


@dataclass(frozen=True)
class Member:
    """A student of a class; holding it is the right to answer in that student's name."""

    id: str
    class_id: str
    nickname: str


def find_class(
    engine: sa.Engine, code: str, *, client: str, guard: Backoff, now: float | None = None
) -> tuple[str, str]:
    """The id and title of the class with this join code.

    Parameters
    ----------
    engine : Engine
    code : str
        As typed: case, spaces and dashes do not matter.
    client : str
        Who is asking; unknown codes make this client wait.
    guard : Backoff
        Keeps the waiting.
    now : float, optional
        Seconds since 1970.

    Raises
    ------
    TooSoon, UnknownCode
    """
    now = time.time() if now is None else now
    query = sa.select(classes.c.id, classes.c.title).where(classes.c.code == tidy(code), classes.c.expires_at > now)
    with guard.guess(client, "class"):
        with reading(engine) as connection:
            row = connection.execute(query).first()
        if row is None:
            raise UnknownCode(fault_of(code, JOIN_LENGTH))
    return row.id, row.title


def join(
    engine: sa.Engine,
    code: str,
    nickname: str,
    *,
    client: str,
    guard: Backoff,
    student_id: str = "",
    now: float | None = None,
) -> tuple[Member, str]:
    """Become a member of the class with this join code.

    Parameters
    ----------
    engine, code, client, guard, now
        As of `find_class`.
    nickname : str
        As typed.
    student_id : str
        What the instructor finds the student by in a roster, as typed; empty for none.

    Returns
    -------
    member : Member
    rejoin_code : str
        With it ``rejoin`` gives the same member on another day or device. It is not stored; the student keeps it.

    Raises
    ------
    TooSoon, UnknownCode, BadNickname, BadStudentId, NicknameTaken, ClassFull, ClassGone
    """
    at = database_time() if now is None else now  # who is present is counted by the database's clock
    now = time.time() if now is None else now
    shown, student = clean_nickname(nickname), clean_student_id(student_id)
    class_id, _ = find_class(engine, code, client=client, guard=guard, now=now)
    member, rejoin_code = Member(uuid.uuid4().hex, class_id, shown), resume_code()
    of_class = members.c.class_id == class_id
    with writing(engine) as connection:
        changed(connection, class_id, now)
        if connection.scalar(sa.select(members.c.id).where(of_class, members.c.folded == folded(shown))):
            raise NicknameTaken(shown)
        if connection.execute(sa.select(sa.func.count()).where(of_class)).scalar_one() >= LARGEST:
            raise ClassFull(LARGEST)
        connection.execute(
            members.insert().values(
                id=member.id,
                class_id=class_id,
                nickname=shown,
                folded=folded(shown),
                token=fingerprint(rejoin_code),
                joined_at=at,
                seen_at=at,
                student_id=student,
            )
        )
    return member, rejoin_code


def rejoin(engine: sa.Engine, rejoin_code: str, *, client: str, guard: Backoff, now: float | None = None) -> Member:
    """The member whose rejoin code this is.

    Raises
    ------
    TooSoon, UnknownCode
        Also after the class has expired.
    """
    now = time.time() if now is None else now
    query = (
        sa.select(*_MEMBER)
        .join(classes, classes.c.id == members.c.class_id)
        .where(members.c.token == fingerprint(rejoin_code), classes.c.expires_at > now)
    )
    with guard.guess(client, "member"):
        with reading(engine) as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            raise UnknownCode(fault_of(rejoin_code, RESUME_LENGTH))
    return Member(**row)


def here(engine: sa.Engine, member: Member, *, now: float | None = None) -> None:
    """Note that the member is still here; ``Watch.here`` calls it no more often than needed.

    Raises
    ------
    MemberGone
        If the instructor removed the member or the class is gone.
    """
    with writing(engine) as connection:
        at = database_time() if now is None else now
        seen = members.update().where(members.c.id == member.id).values(seen_at=at)
        if not connection.execute(seen).rowcount:
            raise MemberGone


def list_members(engine: sa.Engine, instructor: Instructor, class_id: str) -> list[Member]:
    """The members of a class by nickname."""
    with reading_class(engine, instructor, class_id) as connection:
        return members_of(connection, class_id)


def members_of(connection: sa.Connection, class_id: str) -> list[Member]:
    """The members of a class by nickname, within a transaction."""
    query = sa.select(*_MEMBER).where(members.c.class_id == class_id).order_by(members.c.folded)
    return [Member(**row) for row in connection.execute(query).mappings()]


def new_code(engine: sa.Engine, instructor: Instructor, member: Member, *, now: float | None = None) -> str:
    """Another code for a member who lost the one from joining, which opens nothing from now on.

    Returns
    -------
    str
        With it `rejoin` gives the same member, with all answers. It is not stored.

    Raises
    ------
    MemberGone, ClassGone
    """
    require(instructor)
    code = resume_code()
    with leading(engine, instructor, member.class_id, now) as connection:
        lost = members.update().where(row_of(member)).values(token=fingerprint(code))
        if not connection.execute(lost).rowcount:
            raise MemberGone
    return code


def remove_member(engine: sa.Engine, instructor: Instructor, member: Member, *, now: float | None = None) -> None:
    """Delete a member and all the member's answers."""
    require(instructor)
    with leading(engine, instructor, member.class_id, now) as connection:
        connection.execute(members.delete().where(row_of(member)))


def row_of(member: Member) -> sa.ColumnElement[bool]:
    """Where a member stands in `members`, in the class that it says."""
    return (members.c.id == member.id) & (members.c.class_id == member.class_id)
