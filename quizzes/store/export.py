"""The gradebook as CSV, and all that is kept of a class."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from quizzes.spreadsheet import spreadsheet
from quizzes.store.access import Instructor
from quizzes.store.classes import reading_class
from quizzes.store.gradebook import Gradebook, gradebook
from quizzes.store.grading import WORDS
from quizzes.store.schema import answers, classes, items, members, reveals, windows


def export_csv(engine: sa.Engine, instructor: Instructor, class_id: str) -> bytes:
    """The gradebook: one row a student, one column a question, the total and the rule last."""
    return gradebook_csv(gradebook(engine, instructor, class_id))


def gradebook_csv(book: Gradebook) -> bytes:
    """A gradebook as a file; no score is an empty cell."""
    rows: list[list[object]] = [["nickname", *book.questions, f"total ({WORDS[book.rule]})"]]
    for member in book.members:
        cells = (book.cells.get((member.id, question)) for question in book.questions)
        scores = [None if cell is None or cell.score is None else round(cell.score, 6) for cell in cells]
        rows.append([member.nickname, *scores, round(book.total(member), 6)])
    return spreadsheet(rows)


def class_document(engine: sa.Engine, instructor: Instructor, class_id: str) -> dict[str, Any]:
    """Everything that is kept about a class, as JSON holds it, except the codes with which its members rejoin.

    Raises
    ------
    ClassGone
    """
    with reading_class(engine, instructor, class_id) as connection:
        whole = connection.execute(sa.select(classes).where(classes.c.id == class_id)).mappings().one()
        of_class = connection.execute(
            sa.select(items).where(items.c.class_id == class_id).order_by(items.c.created_at, items.c.id)
        ).mappings()
        put = {row["id"]: _plain(row, "class_id") | {"open": []} for row in of_class}
        times = sa.select(windows).join(items, items.c.id == windows.c.item_id).where(items.c.class_id == class_id)
        for row in connection.execute(times.order_by(windows.c.opened_at)).mappings():
            put[row["item_id"]]["open"].append(_plain(row, "item_id"))
        told = sa.select(reveals).where(reveals.c.class_id == class_id).order_by(reveals.c.revealed_at)
        shown = [_plain(row, "class_id") for row in connection.execute(told).mappings()]
        people = connection.execute(
            sa.select(members).where(members.c.class_id == class_id).order_by(members.c.folded)
        ).mappings()
        given: dict[str, list[dict]] = {}
        query = (
            sa.select(answers)
            .join(items, items.c.id == answers.c.item_id)
            .where(items.c.class_id == class_id)
            .order_by(answers.c.made_at, answers.c.number)
        )
        for row in connection.execute(query).mappings():
            given.setdefault(row["member_id"], []).append(_plain(row, "member_id", "id"))
        roster = [
            _plain(row, "class_id", "folded", "token", "id") | {"answers": given.get(row["id"], [])} for row in people
        ]
    return {
        "format": 2,
        "class": _plain(whole, "id", "version", "stage", "item_id", "plan_id", "owner"),
        "items": list(put.values()),
        "truths shown": shown,
        "members": roster,
    }


def _plain(row: sa.RowMapping, *without: str) -> dict:
    kept = {name: value for name, value in row.items() if name not in without}
    return {name: when(value) if name.endswith("_at") and value is not None else value for name, value in kept.items()}


def when(seconds: float) -> str:
    """A time as files write it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
