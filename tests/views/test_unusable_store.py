"""A store that cannot be used: students go on in memory under one sentence, and the console is told why."""

import os
import sqlite3
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from quizzes.attempt import Attempt
from quizzes.store import connection, database, schema
from quizzes.views import state

SENTENCE = "Your work is not kept on this server"
FILE = "classroom.sqlite"


@pytest.fixture(autouse=True)
def fresh(monkeypatch, tmp_path):
    monkeypatch.setenv("CLASSROOM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CLASSROOM_PASSPHRASE", "correct horse")
    connection.close()
    database.told.clear()
    yield
    connection.close()


@pytest.fixture
def whole(tmp_path):
    """The folder with a database that is in order, and nobody connected to it."""
    connection.engine()
    connection.close()
    return tmp_path / "data"


def a_file_for_a_folder(tmp_path):
    (tmp_path / "data").write_text("in the way")


def garbage(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).write_bytes(b"\x93garbage" * 1000)


def truncated(tmp_path):
    connection.engine()
    connection.close()
    path = tmp_path / "data" / FILE
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def newer(tmp_path):
    engine = connection.engine()
    with engine.begin() as open_connection:
        open_connection.exec_driver_sql("INSERT INTO schema_version VALUES (1000, 0)")
    connection.close()


def tables_of_another_program(tmp_path):
    (tmp_path / "data").mkdir()
    other = sqlite3.connect(tmp_path / "data" / FILE)
    other.execute("CREATE TABLE classes (form TEXT, teacher TEXT)")
    other.close()


BROKEN = [a_file_for_a_folder, garbage, truncated, newer, tables_of_another_program]


@pytest.fixture(params=BROKEN, ids=lambda one: one.__name__)
def broken(request, tmp_path):
    request.param(tmp_path)


def texts(app):
    kinds = ("markdown", "caption", "success", "info", "warning", "error", "title", "text", "exception")
    return [str(getattr(one, "value", one)) for kind in kinds for one in app.get(kind)]


def checked(app, tmp_path):
    """No exception, no word that is not ours."""
    assert not app.exception, app.exception
    said = " ".join(texts(app))
    for foreign in ("Errno", "Traceback", "sqlite", "SELECT", str(tmp_path), "malformed", "not a database"):
        assert foreign not in said
    return app


def opened(script, tmp_path, **query):
    app = AppTest.from_string(script, default_timeout=60)
    app.query_params.update(query)
    return checked(app.run(), tmp_path)


def page(name):
    return f"from quizzes.views.{name} import page\npage()"


def press(app, tmp_path, label):
    button = next(one for one in app.button if one.label == label)
    assert not button.disabled
    return checked(button.click().run(), tmp_path)


def answers(app):
    """What the session knows to have been answered, in order."""
    return app.session_state[state.WORK].log.of_kind("prediction")


def sentences(app):
    return [text for text in texts(app) if SENTENCE in text]


@pytest.mark.usefixtures("broken")
def test_an_activity_goes_on_in_memory(tmp_path):
    app = opened(page("activities"), tmp_path, activity="sharp-or-soft")
    assert len(sentences(app)) == 1
    app.radio[0].set_value("falls")
    press(app, tmp_path, "Submit")
    assert len(sentences(app)) == 1
    assert [one.answer for one in answers(app)] == ["falls"]
    press(app, tmp_path, "Next step")
    assert "resume" not in app.query_params


@pytest.mark.usefixtures("broken")
def test_a_quiz_goes_on_in_memory(tmp_path):
    app = opened(page("quiz"), tmp_path)
    app.number_input(key=state.SEED).set_value(3)
    press(app, tmp_path, "Start the quiz")
    press(app, tmp_path, "Next question")
    press(app, tmp_path, "Finish and review")
    assert any("Result: 0 of 5" in one.value for one in app.title)
    assert len(sentences(app)) == 1


@pytest.mark.usefixtures("broken")
def test_the_class_pages_say_so(tmp_path):
    student = opened(page("classroom.student"), tmp_path)
    student.text_input("classroom:code").input("BCDFGH")
    student.text_input("classroom:nickname").input("Ada")
    press(student, tmp_path, "Join")
    assert "cannot be used on this server" in student.error[0].value
    for name in ("instructor", "projector"):
        instructor = opened(page(f"classroom.{name}"), tmp_path)
        instructor.text_input[0].input("correct horse")
        press(instructor, tmp_path, "Sign in")
        assert "console says what is wrong" in instructor.warning[0].value


@pytest.mark.usefixtures("broken")
def test_the_console_is_told_at_the_start_and_once(caplog):
    for _ in range(3):
        connection.check()
    (record,) = (one for one in caplog.records if one.name.startswith("quizzes"))
    assert record.levelname == "ERROR"
    assert record.getMessage().partition("is kept: ")[2]


def test_a_wrong_address_of_the_database_is_said_as_well(tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "_embedded", lambda: "no such://database")
    assert len(sentences(opened(page("activities"), tmp_path, activity="sharp-or-soft"))) == 1


@pytest.fixture
def nobody():
    """Let this process be a user who owns nothing: root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.mark.parametrize("mode", [0o555, 0o000], ids=["read only", "closed"])
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_may_not_be_written(whole, tmp_path, request, mode, what):
    for place in [*whole.parents[:3], whole, whole / FILE]:
        if str(place).startswith(str(Path(os.environ.get("PYTEST_DEBUG_TEMPROOT", "/tmp")) / "pytest-of")):
            place.chmod(0o777)
    (whole if what == "folder" else whole / FILE).chmod(mode)
    request.getfixturevalue("nobody")
    with pytest.raises(database.StoreUnusable) as refusal:
        connection.engine()
    assert "ermission" in refusal.value.detail or "cannot be written" in refusal.value.detail


def test_a_store_that_is_mended_gets_what_was_answered_meanwhile(tmp_path):
    garbage(tmp_path)
    app = opened(page("activities"), tmp_path, activity="sharp-or-soft")
    app.radio[0].set_value("falls")
    press(app, tmp_path, "Submit")
    (tmp_path / "data" / FILE).unlink()
    app.session_state[state.WORK].flush(now=True)
    checked(app.run(), tmp_path)
    assert sentences(app) == []
    assert app.query_params["resume"]
    with connection.engine().connect() as reader:
        assert [row.answer for row in reader.execute(schema.attempts.select())] == ["falls"]


def test_a_resume_code_outlasts_an_arrival_while_the_store_is_away(whole, tmp_path):
    first = opened(page("activities"), tmp_path, activity="sharp-or-soft")
    first.radio[0].set_value("falls")
    code = press(first, tmp_path, "Submit").session_state[state.WORK].code
    connection.engine()
    connection.close()
    (whole / FILE).rename(whole / "aside")
    (whole / FILE).write_bytes(b"\x93garbage" * 1000)

    app = opened(page("activities"), tmp_path, activity="how-strong", resume=code)
    assert app.query_params["resume"] in (code, [code])
    work = app.session_state[state.WORK]
    work.keep(Attempt("activity/how-strong/communities/any", "meanwhile", "prediction"))
    assert (work.pending, work.kept) == (1, False)
    (whole / FILE).unlink()
    (whole / "aside").rename(whole / FILE)
    checked(app.run(), tmp_path)
    assert work.code == code
    assert work.pending == 0
    with connection.engine().connect() as reader:
        stored = [row.answer for row in reader.execute(schema.attempts.select().order_by(schema.attempts.c.made_at))]
    assert stored == ["falls", "meanwhile"]
    assert [one.answer for one in answers(app)] == stored
