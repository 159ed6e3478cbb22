"""The server killed in the middle of a burst: what it acknowledged is there."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

from quizzes.store.classes import create_class
from quizzes.store.items import choose, open_item
from quizzes.store.members import join
from quizzes.store.progress import begin, history
from tests.store.conftest import own_answers

ROOT = Path(__file__).resolve().parents[2]


def test_every_acknowledged_answer_survives_a_kill(url, connect, instructor, guard, tmp_path):
    setup = connect(url)
    classroom = create_class(setup, instructor, "Graphs")
    item = open_item(setup, instructor, choose(setup, instructor, classroom.id, "q"))
    member, _ = join(setup, classroom.code, "Ada", client="a", guard=guard)
    learner, _ = begin(setup)
    setup.dispose()

    command = [sys.executable, "-m", "tests.store.writer", url, member.id, classroom.id, item.id, learner.id]
    errors = tmp_path / "errors"
    with (
        errors.open("w") as log,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True) as writer,
    ):
        lines = [writer.stdout.readline() for _ in range(200)]
        writer.kill()
        rest = writer.stdout.read()
    assert errors.read_text() == ""
    # The last line may be cut off by the kill; only whole ones are acknowledgements.
    acknowledged = [line.split() for line in "".join([*lines, rest]).splitlines(keepends=True) if line.endswith("\n")]
    assert len(acknowledged) >= 200

    engine = connect(url)
    kept = {"class": own_answers(engine, member, item.id), "own": history(engine, learner)}
    for name, attempts in kept.items():
        stored = Counter(attempt.id for attempt in attempts)
        wanted = {id_ for where, id_ in acknowledged if where == name}
        assert wanted
        assert wanted <= stored.keys()
        assert set(stored.values()) == {1}
        assert len(stored) <= len(wanted) + 3  # at most one for each thread that was killed before it could acknowledge
