"""The class that the benchmark teaches, made directly in the store, as the instructor's page would."""

import time

import sqlalchemy as sa

from explorer.model.surface_file import load_shipped
from quizzes import bank
from quizzes.store import classes, items, members, schema
from quizzes.store.access import Gate
from quizzes.store.backoff import Backoff
from quizzes.store.database import prepare
from quizzes.store.errors import StoreAway

HIDDEN = ("accuracy", "theory", "collapse", "loss_optimum", "accuracy_optimum", "circle", "sentences", "map")


class Teacher:
    """An instructor with a class and the codes of its students.

    Parameters
    ----------
    url : str
        The database.
    """

    def __init__(self, url: str) -> None:
        self.engine = _open(url)
        self.instructor = Gate("benchmark").sign_in("benchmark", "benchmark")
        self.room = classes.create_class(self.engine, self.instructor, "Benchmark")
        self.question = bank.build("least_loss_point", "communities", 1, load_shipped("communities")).identifier
        self.item: items.Item = None
        self.enrolled = 0

    def enrol(self, count: int) -> list[str]:
        """Students, by their rejoin codes."""
        guard, first = Backoff(free=10_000, base=1, longest=1, forgive=1), self.enrolled
        self.enrolled += count
        return [
            members.join(self.engine, self.room.code, f"Student {n}", client="benchmark", guard=guard)[1]
            for n in range(first, self.enrolled)
        ]

    def ask(self) -> None:
        """Put a new question before the class and open it."""
        chosen = items.choose(
            self.engine, self.instructor, self.room.id, "bank", {"items": [self.question]}, hidden=HIDDEN
        )
        self.item = items.open_item(self.engine, self.instructor, chosen)

    def stored(self) -> dict[str, int]:
        """How many answers of each student the store holds, by nickname."""
        answers, people = schema.answers, schema.members
        query = (
            sa.select(people.c.nickname, sa.func.count(answers.c.id))
            .select_from(people.outerjoin(answers, answers.c.member_id == people.c.id))
            .where(people.c.class_id == self.room.id)
            .group_by(people.c.nickname)
        )
        with self.engine.connect() as connection:
            return dict(connection.execute(query).all())


def _open(url: str) -> sa.Engine:
    """The database, once the server that has just been started has made its tables."""
    engine, until = sa.create_engine(url, pool_pre_ping=True), time.monotonic() + 30
    while True:
        try:
            return prepare(engine)
        except StoreAway:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
