import contextlib
import re
import threading

import pytest
import sqlalchemy as sa

from quizzes.store.codes import fingerprint
from quizzes.store.database import prepare
from quizzes.store.errors import NewerDatabase, StoreAway, StoreUnusable
from quizzes.store.migrate import migrate, migrations
from quizzes.store.progress import Learner, history
from quizzes.store.schema import metadata

VERSIONS = list(migrations())


def test_an_empty_database_gets_the_tables_that_the_code_reads(engine):
    prepare(engine)
    found = sa.inspect(engine)
    assert set(found.get_table_names()) == {*metadata.tables, "schema_version"}
    for name, table in metadata.tables.items():
        columns = {column["name"]: column for column in found.get_columns(name)}
        assert columns.keys() == set(table.columns.keys())
        for column in table.columns:
            there = columns[column.name]
            assert there["type"]._type_affinity is column.type._type_affinity, (name, column.name)
            assert there["nullable"] == column.nullable or column.primary_key, (name, column.name)
        assert set(found.get_pk_constraint(name)["constrained_columns"]) == set(table.primary_key.columns.keys())


def test_a_second_start_changes_nothing(engine, url, connect):
    prepare(engine)
    assert migrate(connect(url)) == 0


@pytest.mark.parametrize("version", VERSIONS[:-1])
def test_an_earlier_database_is_brought_forward_with_its_data(url, connect, version):
    old = connect(url)
    assert migrate(old, upto=version) == version
    owner = fingerprint("BCDF-GHJK-MNPR")
    with old.begin() as connection:
        connection.execute(sa.text("INSERT INTO learners VALUES (:id, 1, 0, 0)"), {"id": owner})
        connection.execute(
            sa.text(
                "INSERT INTO attempts (learner_id, id, run, question, number, kind, answer, feedback, made_at)"
                " VALUES (:owner, 'a', 1, 'q', 1, 'number', '[0.5]', '', 7)"
            ),
            {"owner": owner},
        )
    engine = connect(url)
    assert [attempt.answer for attempt in history(engine, Learner(owner))] == [[0.5]]
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version FROM schema_version ORDER BY 1")).scalars().all() == VERSIONS


def test_servers_that_start_at_once_do_not_clash(url, connect):
    engines = [connect(url) for _ in range(8)]
    barrier, errors = threading.Barrier(len(engines)), []

    def start(engine):
        barrier.wait()
        try:
            for _ in engines:  # who waited too long behind the others calls again, as a page does
                with contextlib.suppress(StoreAway):
                    return prepare(engine)
            return prepare(engine)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=start, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with engines[0].connect() as connection:
        assert connection.execute(sa.text("SELECT version FROM schema_version ORDER BY 1")).scalars().all() == VERSIONS


def test_a_failing_migration_leaves_nothing_behind(engine, monkeypatch):
    broken = {1: ["CREATE TABLE first_part (id TEXT)", "CREATE TABLE broken ("]}
    monkeypatch.setattr("quizzes.store.migrate.migrations", lambda: broken)
    with pytest.raises(StoreUnusable) as refusal:
        prepare(engine)
    assert re.search(r"syntax|incomplete", refusal.value.detail)
    assert sa.inspect(engine).get_table_names() == []
    monkeypatch.undo()
    prepare(engine)


def test_a_later_database_is_left_alone(engine, url, connect):
    prepare(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO schema_version VALUES (:next, 0)"), {"next": VERSIONS[-1] + 1})
    with pytest.raises(NewerDatabase) as refusal:
        prepare(connect(url))
    assert f"version {VERSIONS[-1] + 1}" in refusal.value.detail


@pytest.mark.parametrize("other", ["0003_c.sql", "0001_c.sql"])
def test_migrations_are_numbered_without_gaps_or_doubles(tmp_path, other):
    (tmp_path / "0001_a.sql").write_text("SELECT 1;")
    (tmp_path / other).write_text("SELECT 3;")
    with pytest.raises(ValueError, match=other):
        migrations(tmp_path)


def test_sqlite_is_set_up_to_keep_what_it_acknowledged(tmp_path, connect):
    engine = prepare(connect(f"sqlite:///{tmp_path}/classroom.sqlite"))
    pragmas = {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "secure_delete": 1}
    with engine.connect() as connection:
        assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas} == pragmas


def test_other_databases_are_refused():
    with pytest.raises(StoreUnusable) as refusal:
        prepare(Mysql())
    assert "mysql" in refusal.value.detail


class Mysql:
    dialect = type("Dialect", (), {"name": "mysql"})
