"""The tables as the code reads them; ``migrations/`` makes them, and a test holds the two together."""

import json
from typing import Any

import sqlalchemy as sa

from quizzes.attempt import Attempt, dump_json


class JsonText(sa.TypeDecorator):
    """A value kept as JSON in a TEXT column.

    Escaped to ASCII, so that every string fits either database (PostgreSQL's TEXT takes neither NUL nor half a
    surrogate pair). NaN and infinities are refused: they are not JSON.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str:
        """JSON for the database."""
        return dump_json(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        """The value of a row's JSON."""
        return None if value is None else json.loads(value)


metadata = sa.MetaData()
_Real = sa.Double


def _answer_columns() -> list[sa.Column]:
    return [
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("answer", JsonText, nullable=False),
        sa.Column("correct", sa.Boolean),
        sa.Column("score", _Real),
        sa.Column("feedback", sa.Text, nullable=False),
        sa.Column("seconds", _Real),
        sa.Column("made_at", _Real, nullable=False),
    ]


learners = sa.Table(
    "learners",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("run", sa.Integer, nullable=False),
    sa.Column("created_at", _Real, nullable=False),
    sa.Column("seen_at", _Real, nullable=False),
)

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("learner_id", sa.Text, sa.ForeignKey("learners.id"), primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("run", sa.Integer, nullable=False),
    *_answer_columns(),
)

classes = sa.Table(
    "classes",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("created_at", _Real, nullable=False),
    sa.Column("expires_at", _Real, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("stage", sa.Integer, nullable=False),
    sa.Column("item_id", sa.Text),
    sa.Column("grading", sa.Text, nullable=False),
    sa.Column("show_join", sa.Boolean, nullable=False),
    sa.Column("plan_id", sa.Text, sa.ForeignKey("plans.id")),
    sa.Column("owner", sa.Text, nullable=False),
)

shares = sa.Table(
    "shares",
    metadata,
    sa.Column("class_id", sa.Text, sa.ForeignKey("classes.id"), primary_key=True),
    sa.Column("email", sa.Text, primary_key=True),
)

plans = sa.Table(
    "plans",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("entries", JsonText, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("created_at", _Real, nullable=False),
    sa.Column("changed_at", _Real, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
)

members = sa.Table(
    "members",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("class_id", sa.Text, sa.ForeignKey("classes.id"), nullable=False),
    sa.Column("nickname", sa.Text, nullable=False),
    sa.Column("folded", sa.Text, nullable=False),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.Column("joined_at", _Real, nullable=False),
    sa.Column("seen_at", _Real, nullable=False),
    sa.Column("student_id", sa.Text, nullable=False),
    sa.Column("chosen", sa.Text),
)

rosters = sa.Table(
    "rosters",
    metadata,
    sa.Column("class_id", sa.Text, sa.ForeignKey("classes.id"), primary_key=True),
    sa.Column("roster", JsonText, nullable=False),
)

items = sa.Table(
    "items",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("class_id", sa.Text, sa.ForeignKey("classes.id"), nullable=False),
    sa.Column("activity", sa.Text, nullable=False),
    sa.Column("payload", JsonText, nullable=False),
    sa.Column("graph", sa.Text, nullable=False),
    sa.Column("phase", sa.Text, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("pacing", sa.Text, nullable=False),
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("show_distribution", sa.Boolean, nullable=False),
    sa.Column("hidden", JsonText, nullable=False),
    sa.Column("created_at", _Real, nullable=False),
    sa.Column("entry", sa.Text),
    sa.Column("ends_at", _Real),
    sa.Column("show_after", sa.Boolean, nullable=False),
)

windows = sa.Table(
    "windows",
    metadata,
    sa.Column("item_id", sa.Text, sa.ForeignKey("items.id"), primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True),
    sa.Column("opened_at", _Real, primary_key=True),
    sa.Column("closed_at", _Real),
    sa.Column("step", sa.Integer),
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("member_id", sa.Text, sa.ForeignKey("members.id"), primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("item_id", sa.Text, sa.ForeignKey("items.id"), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    *_answer_columns(),
    sa.Column("counts", sa.Boolean, nullable=False),
)

reveals = sa.Table(
    "reveals",
    metadata,
    sa.Column("class_id", sa.Text, sa.ForeignKey("classes.id"), primary_key=True),
    sa.Column("graph", sa.Text, primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
    sa.Column("revealed_at", _Real, nullable=False),
)

tickets = sa.Table(
    "tickets",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("expires_at", _Real, nullable=False),
)

_OF_ATTEMPT = ("id", "question", "number", "kind", "answer", "correct", "score", "feedback", "seconds", "made_at")


def attempt_columns(attempt: Attempt) -> dict[str, Any]:
    """The values of the columns that `attempts` and `answers` share."""
    return {name: getattr(attempt, name) for name in _OF_ATTEMPT}


def attempt_in(row: sa.Row) -> Attempt:
    """The attempt in a row of `attempts` or `answers`."""
    return Attempt(**{name: getattr(row, name) for name in _OF_ATTEMPT})
