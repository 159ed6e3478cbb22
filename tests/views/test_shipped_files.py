"""A shipped file is missing or damaged: every page offers what can be opened, and says what cannot."""

import logging
import shutil
from importlib.resources import files

import pytest
from streamlit.testing.v1 import AppTest

from explorer.model import surface_file
from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import NotOpened, load_shipped, openable
from explorer.views import loaders
from quizzes import posed, quiz
from quizzes.activities import course
from quizzes.attempt import Attempt
from quizzes.bank import GENERATORS, scenarios
from quizzes.views import state
from tests.views.pages import opened

CACHES = (load_shipped, openable, loaders.shipped, posed.pose_bank, posed.pose_activity, course.tasks)
PAGES = {
    "explore": "explorer.views.explore",
    "lesson": "explorer.views.lesson",
    "activities": "quizzes.views.activities",
    "quiz": "quizzes.views.quiz",
}


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    """A copy of the shipped files, as this server's."""
    folder = tmp_path / "shipped"
    shutil.copytree(files("explorer") / "data", folder)
    monkeypatch.setattr(surface_file, "DATA", folder)
    for one in CACHES:
        one.cache_clear()
    yield folder
    for one in CACHES:
        one.cache_clear()


def missing(path):
    path.unlink()


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flipped(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def empty(path):
    path.write_bytes(b"")


def a_folder(path):
    path.unlink()
    path.mkdir()


DAMAGE = [missing, cut, flipped, empty, a_folder]


def told(app):
    return " ".join(one.value for one in (*app.info, *app.error, *app.warning))


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda one: one.__name__)
def test_the_list_has_what_can_be_opened_and_the_console_the_rest(data, damage, caplog):
    damage(data / "karate.npz")
    with caplog.at_level(logging.ERROR):
        assert openable() == tuple(name for name in SHIPPED if name != "karate")
        assert openable() == tuple(name for name in SHIPPED if name != "karate")
    assert len(caplog.records) == 1
    assert "Karate" in caplog.records[0].getMessage()
    with pytest.raises(NotOpened) as refusal:
        load_shipped("karate")
    assert str(data) not in str(refusal.value)


@pytest.mark.parametrize("damage", [missing, flipped], ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", ["communities", "karate", "communities-batch16"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_goes_on_with_the_others(data, page, name, damage):
    damage(data / f"{name}.npz")
    assert not opened(PAGES[page]).error


def test_explore_says_which_surface_it_shows_instead(data):
    missing(data / "communities.npz")
    missing(data / "communities-batch16.npz")
    said = told(opened(PAGES["explore"], p="0.2", tau="0.5"))
    assert "Communities cannot be opened here, so it is Communities, little weight decay." in said
    assert not opened(PAGES["explore"], graph="karate", p="0.2", tau="0.5").info
    for name in SHIPPED:
        if name.startswith("communities"):
            (data / f"{name}.npz").unlink(missing_ok=True)
    for one in CACHES:
        one.cache_clear()
    app = opened(PAGES["explore"], graph="communities")
    assert "so it is Karate club." in told(app)
    assert app.session_state["explorer:view"].choice.graph == "karate"


def test_a_batch_is_offered_without_the_whole_graph(data):
    missing(data / "communities.npz")
    app = opened(PAGES["explore"])
    assert app.session_state["explorer:view"].surface.scenario.name == "communities-batch16"


@pytest.mark.parametrize("name", ["communities", "karate"])
def test_every_activity_and_the_chosen_graph(data, name):
    flipped(data / f"{name}.npz")
    other = {"communities": "karate", "karate": "communities"}[name]
    for activity in course.BY_NAME:
        app = opened(PAGES["activities"], activity=activity)
        assert app.selectbox(key=state.GRAPH).value == other
        assert len(app.selectbox(key=state.GRAPH).options) == 1
    chosen = opened(PAGES["activities"], session={state.GRAPH: name}, activity=activity)
    assert "cannot be opened here" in told(chosen)


def test_a_quiz_is_drawn_from_what_there_is_and_the_same_as_ever_where_all_is_there(data):
    whole = [quiz.begin(20, seed, load_shipped).answer["items"] for seed in range(5)]
    flipped(data / "karate.npz")
    load_shipped.cache_clear()
    for seed, names in enumerate(whole):
        kept = quiz.begin(20, seed, load_shipped)
        assert len(kept.answer["items"]) == len(names)
        assert not any(".karate." in name for name in kept.answer["items"])
        assert len(quiz.restore(kept, load_shipped).questions) == len(names)


def test_an_open_quiz_whose_surface_has_gone(data):
    app = opened(PAGES["quiz"])
    work = app.session_state[state.WORK]
    for seed in range(20):
        kept = quiz.begin(5, seed, load_shipped)
        if any(".karate." in name for name in kept.answer["items"]):
            break
    work.keep(kept, limit=1)
    app.session_state[state.QUIZ] = kept.question
    flipped(data / "karate.npz")
    for one in CACHES:
        one.cache_clear()
    app.run()
    assert not app.exception
    assert "this server does not have" in told(app)


def test_a_quiz_of_which_nothing_is_left_ends_at_the_choice_of_a_new_one(data):
    app = opened(PAGES["quiz"])
    kept = Attempt("quiz/abc", {"items": ["no_such_kind.karate.1"], "seed": 1}, quiz.KIND)
    app.session_state[state.WORK].keep(kept, limit=1)
    app.session_state[state.QUIZ] = kept.question
    app.run()
    assert not app.exception
    assert any(button.label == "Start the quiz" for button in app.button)


@pytest.mark.parametrize("page", PAGES)
def test_where_nothing_can_be_opened_a_page_is_one_sentence(data, page):
    for name in SHIPPED:
        missing(data / f"{name}.npz")
    app = opened(PAGES[page])
    assert "None of the surfaces that this page needs" in app.error[0].value


def test_the_instructor_is_offered_what_can_be_opened(data):
    flipped(data / "karate.npz")
    app = AppTest.from_string(
        "from quizzes.views.classroom.chooser import chooser\nchooser('room')", default_timeout=60
    ).run()
    assert not app.exception
    (graphs,) = (box.options for box in app.selectbox if box.label == "Graph")
    assert [SHIPPED[name].title for name in scenarios() if name in openable()] == graphs


def test_a_question_before_a_class_whose_surface_has_gone(data):
    kind = next(kind.name for kind in GENERATORS.values() if "karate" in kind.scenarios)
    flipped(data / "karate.npz")
    with pytest.raises(NotOpened):
        posed.pose_bank((f"{kind}.karate.1",))
