"""Well-typed values that no page of ours sends end in a sentence, not in an exception."""

import pytest

from explorer.views import state as explorer_state
from quizzes.views import state
from tests.views.hostile import attacks, elements, sent
from tests.views.pages import opened

pytestmark = pytest.mark.slow

EXPLORE = "explorer.views.explore"
PAGES = [
    (EXPLORE, {}),
    (EXPLORE, {"open": "train_here"}),
    (EXPLORE, {"open": "tables"}),
    (EXPLORE, {"open": "code"}),
    ("quizzes.views.quiz", {}),
    ("quizzes.views.activities", {"activity": "sharp-or-soft"}),
    ("quizzes.views.activities", {"activity": "find-collapse"}),
    ("quizzes.views.classroom.student", {}),
]
OURS = ("explorer/", "quizzes/")


def raised(app):
    """Exceptions that passed through a line of ours; Streamlit's own refusal of a value comes before any."""
    return [one.message for one in app.exception if any(part in line for line in one.stack_trace for part in OURS)]


@pytest.mark.parametrize(("module", "query"), PAGES, ids=str)
def test_any_widget_takes_any_value_of_its_type(module, query):
    app = opened(module, **query)
    for kind, identifier, value in list(attacks(app)):
        if kind == "BidiComponent" and "open" in query:
            continue  # the stage is the same without a panel
        if identifier not in {known for _, known in elements(app)}:
            continue  # the value before has closed its panel
        app = sent(app, value)
        assert raised(app) == [], (identifier, str(value)[:200])
        if app.exception:
            app = opened(module, **query)


def press(app, value, ending):
    (button,) = (known for kind, known in elements(app) if kind == "Button" and known.endswith(ending))
    return sent(app, value, button)


def test_a_quiz_of_any_length_topic_and_number_is_drawn_or_refused():
    for _, identifier, value in list(attacks(opened("quizzes.views.quiz"))):
        app = press(opened("quizzes.views.quiz"), value, "quiz-start")
        assert raised(app) == [], (identifier, str(value)[:200])


def test_an_empty_length_is_asked_for():
    app = opened("quizzes.views.quiz")
    empty = next(value for _, known, value in attacks(app) if known.endswith(state.LENGTH))
    assert not empty.string_array_value.data
    assert "Choose how many questions" in press(app, empty, "quiz-start").info[0].value


def test_an_unknown_graph_is_said():
    app = opened(EXPLORE)
    graph = explorer_state.WIDGETS["graph"]
    unknown = next(v for _, known, v in attacks(app) if known.endswith(graph) and v.string_value == "no such thing")
    app = sent(app, unknown)
    assert "does not exist here" in app.info[0].value
    assert app.session_state[explorer_state.VIEW].name == "communities"


def test_an_empty_start_is_asked_for():
    app = opened(EXPLORE, open="train_here")
    empty = next(value for _, known, value in attacks(app) if known.endswith("train:start"))
    assert "Choose a start." in [one.value for one in sent(app, empty).caption]
