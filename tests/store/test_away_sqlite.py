"""The embedded file out of reach, and what is a mistake and not an absence."""

import sqlite3

import pytest
import sqlalchemy as sa

from quizzes.store.database import prepare, reading
from quizzes.store.errors import StoreAway
from quizzes.store.progress import begin


def test_a_folder_that_is_missing_may_appear_later(tmp_path, connect):
    engine = connect(f"sqlite:///{tmp_path}/folder/classroom.sqlite")
    with pytest.raises(StoreAway):
        begin(engine)
    (tmp_path / "folder").mkdir()
    begin(engine)


def test_a_file_locked_by_another_process(tmp_path, connect, monkeypatch):
    monkeypatch.setattr("quizzes.store.file_lock.PATIENCE", 0.0)
    path = tmp_path / "classroom.sqlite"
    engine = prepare(connect(f"sqlite:///{path}"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreAway):
        begin(engine)
    other.execute("ROLLBACK")
    other.close()
    begin(engine)


def test_a_wrong_statement_is_no_absence(engine):
    with pytest.raises((sa.exc.OperationalError, sa.exc.ProgrammingError)), reading(engine) as connection:
        connection.execute(sa.text("SELECT * FROM nowhere"))
