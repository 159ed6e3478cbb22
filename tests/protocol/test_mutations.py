"""A running server under messages that no browser sends: it tells nothing, changes nothing of others, and goes on.

More of them, with what came back and the server's memory:
MUTATIONS=10000 SECONDS=900 pytest -n 0 -s tests/protocol/test_mutations.py
"""

import asyncio
import os
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from quizzes.attempt import Attempt
from quizzes.store import progress, schema
from tests.benchmarks.classroom import answer, change
from tests.benchmarks.load.attacker import attack_together
from tests.benchmarks.load.session import Session

pytestmark = pytest.mark.slow
MESSAGES, SECONDS = int(os.environ.get("MUTATIONS", "2000")), float(os.environ.get("SECONDS", "20"))
UNSTEADY = {"seen_at"}
"""What the victims' own pages change meanwhile."""


def rows(engine, learner):
    """Return all that belongs to the class and to one student who works alone."""
    own = {"learners": schema.learners.c.id == learner.id, "attempts": schema.attempts.c.learner_id == learner.id}
    kept = {}
    with engine.connect() as connection:
        for table in schema.metadata.sorted_tables:
            query = sa.select(table).where(own.get(table.name, sa.true())).order_by(*table.primary_key)
            steady = [
                {name: value for name, value in row.items() if name not in UNSTEADY}
                for row in connection.execute(query).mappings()
            ]
            kept[table.name] = steady
    return kept


def test_mutated_messages_tell_nothing_change_nothing_of_others_and_stop_nothing(server, teacher):
    (code,) = teacher.enrol(1)
    learner, resume = progress.begin(teacher.engine)
    progress.record(teacher.engine, learner, Attempt("q", 1))
    secrets = [
        text.encode() for text in (teacher.room.code, f"Student {teacher.enrolled - 1}", code, resume, learner.id)
    ]

    async def lesson():
        victim = Session(server.address, f"me={code}")
        await victim.open()
        await change(victim)
        assert await answer(victim) is not None
        before, submit = rows(teacher.engine, learner), set(victim.buttons)
        counts = await attack_together(
            server.address, 1, MESSAGES, SECONDS, told=lambda data: any(text in data for text in secrets)
        )
        await victim.run()
        assert set(victim.buttons) == submit  # the point where it was moved, and the question still open
        assert rows(teacher.engine, learner) == before
        assert await answer(victim) is not None
        await victim.close()
        return counts

    with ThreadPoolExecutor(1) as own:  # in this thread Playwright, of other tests of this process, may have its loop
        counts = own.submit(asyncio.run, lesson()).result()
    sys.stdout.write(f"{dict(counts)} {server.megabytes()[1]:.0f} MB\n")
    assert counts["answers"] > 0
    assert counts["told"] == 0
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/_stcore/health") as health:
        assert health.status == 200
