"""The roster of a class, and which of its students each member is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from quizzes.store.access import Instructor, require
from quizzes.store.classes import leading, reading_class
from quizzes.store.members import Member, row_of
from quizzes.store.schema import members, rosters


@dataclass(frozen=True)
class Enrolled:
    """A member with what is known of the student.

    Parameters
    ----------
    member : Member
    student_id : str
        As given at joining; empty where none was.
    chosen : str or None
        What the instructor chose for the member, see `set_student`.
    """

    member: Member
    student_id: str
    chosen: str | None


def set_roster(
    engine: sa.Engine,
    instructor: Instructor,
    class_id: str,
    roster: Mapping[str, Any] | None,
    *,
    now: float | None = None,
) -> None:
    """Keep the roster of a class in place of the one before; None deletes it, and what was chosen by it."""
    with leading(engine, instructor, class_id, now) as connection:
        connection.execute(rosters.delete().where(rosters.c.class_id == class_id))
        if roster is not None:
            connection.execute(rosters.insert().values(class_id=class_id, roster=dict(roster)))
        else:
            connection.execute(members.update().where(members.c.class_id == class_id).values(chosen=None))


def roster_of(engine: sa.Engine, instructor: Instructor, class_id: str) -> dict[str, Any] | None:
    """The roster of a class, as it was given; None where there is none."""
    with reading_class(engine, instructor, class_id) as connection:
        return connection.scalar(sa.select(rosters.c.roster).where(rosters.c.class_id == class_id))


def set_student(
    engine: sa.Engine, instructor: Instructor, member: Member, chosen: str | None, *, now: float | None = None
) -> None:
    """Say which student a member is: the key in the roster, empty for nobody, None for whoever is found."""
    require(instructor)
    with leading(engine, instructor, member.class_id, now) as connection:
        connection.execute(members.update().where(row_of(member)).values(chosen=chosen))


def enrolled(engine: sa.Engine, instructor: Instructor, class_id: str) -> list[Enrolled]:
    """The members of a class by nickname."""
    query = sa.select(members).where(members.c.class_id == class_id).order_by(members.c.folded)
    with reading_class(engine, instructor, class_id) as connection:
        return [
            Enrolled(Member(row.id, row.class_id, row.nickname), row.student_id, row.chosen)
            for row in connection.execute(query)
        ]
