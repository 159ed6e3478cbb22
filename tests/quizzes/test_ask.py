"""What asking draws: answers come back as they were given, and typed markup is shown as text."""

import pytest
from streamlit.testing.v1 import AppTest

HOSTILE = "<b>bold</b> **stars** $x$ :red[x] ![i](http://e.x/i.png) and some more words to be long enough"

PAGE = """
import streamlit as st
from explorer.model.surface_file import load_shipped
from quizzes.question import InvalidAnswer
from quizzes.types import Choice, Explanation, Formula, MultipleChoice, Number, Point, Prediction, Region, SingleChoice
from quizzes.types import OpenText, Text, Tolerance
from quizzes.types.goals import least

surface = load_shipped("communities")
choices = tuple(Choice(key, "Choice " + key, "Feedback.") for key in "abc")
single = SingleChoice(identifier="single", prompt="Which?", choices=choices, right=frozenset("b"))
questions = {
    "single": single,
    "multiple": MultipleChoice(identifier="multiple", prompt="Which?", choices=choices, right=frozenset("ac")),
    "number": Number(identifier="number", prompt="How much?", value=lambda s: 2.0, tolerance=Tolerance.rounding(2)),
    "formula": Formula(identifier="formula", prompt="Type.", target="chance"),
    "explanation": Explanation(identifier="explanation", prompt="Explain.", model_answer="So.", checklist=("A.", "B.")),
    "evidence": Explanation(identifier="evidence", prompt="?", model_answer="So.", checklist=("A.",), points=2),
    "text": Text(identifier="text", prompt="Which?", accepted=("NT-Xent",)),
    "open": OpenText(identifier="open", prompt="What?", model_answer="So."),
    "prediction": Prediction(identifier="prediction", prompt="Predict.", inner=single),
    "point": Point(identifier="point", prompt="Where?", goal=least("loss"), edge=True),
    "region": Region(identifier="region", prompt="Which?", region=lambda s: s.collapse_region()),
}
question = questions[KIND]
answer = question.ask(surface, key="q")
if answer is not None:
    st.session_state["answer"] = answer
    try:
        st.session_state["mark"] = question.check(answer, surface)
        st.session_state["parsed"] = question.parse(answer, surface)
    except InvalidAnswer as error:
        st.session_state["invalid"] = str(error)
if "mark" in st.session_state and KIND not in ("point", "region"):
    question.reveal(st.session_state["parsed"], surface, key="q")
"""


def page(kind):
    app = AppTest.from_string(PAGE.replace("KIND", repr(kind)), default_timeout=60).run()
    assert not app.exception
    assert "answer" not in app.session_state
    return app


def submit(app, label="Submit"):
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception
    return app.session_state


def test_single_choice():
    app = page("single")
    assert submit(app)["invalid"].startswith("Choose one")
    app.radio(key="q-choice").set_value("b")
    state = submit(app)
    assert state["answer"] == "b"
    assert state["mark"].correct


def test_multiple_choice():
    app = page("multiple")
    assert "invalid" in submit(app)
    for key in "ac":
        app.checkbox(key=f"q-{key}").check()
    assert submit(app)["mark"].correct
    app.checkbox(key="q-none").check()
    assert submit(app)["answer"] == ["a", "c", "none"]


def test_a_prediction_asks_its_inner_question():
    app = page("prediction")
    app.radio(key="q-inner-choice").set_value("a")
    assert submit(app)["mark"].message.startswith("Not as predicted. ")


@pytest.mark.parametrize(("kind", "key", "typed"), [("number", "q-number", "2"), ("formula", "q-formula", "log(2N-1)")])
def test_typed_answers(kind, key, typed):
    app = page(kind)

    def box(key):
        return app.text_input(key=key) if kind == "number" else app.text_area(key=key)

    box(key=key).set_value(HOSTILE[:40])
    assert "invalid" in submit(app)
    assert not any("<b>" in markdown.value for markdown in app.markdown)
    box(key=key).set_value(typed)
    assert submit(app)["mark"].correct


def test_an_explanation_appears_as_text_beside_the_model_answer():
    app = page("explanation")
    app.text_area(key="q-text").set_value("Too short.")
    assert "Write a little more" in submit(app)["invalid"]
    app.text_area(key="q-text").set_value(HOSTILE)
    state = submit(app)
    assert state["answer"] == {"text": HOSTILE, "ticked": None}
    assert any("A model answer" in markdown.value for markdown in app.markdown)
    assert [text.value for text in app.text] == [HOSTILE]
    assert not any("<b>" in markdown.value or "**stars**" in markdown.value for markdown in app.markdown)
    app.checkbox(key="q-0").check()
    state = submit(app, "Done")
    assert state["answer"] == {"text": HOSTILE, "ticked": [0]}
    assert state["mark"].score == 0.5


@pytest.mark.parametrize("kind", ["text", "open"])
def test_written_answers(kind):
    app = page(kind)
    assert "Type your answer" in submit(app)["invalid"]
    (app.text_input if kind == "text" else app.text_area)(key="q-text").set_value("nt xent")
    assert submit(app)["answer"] == {"text": "nt xent"}


def test_evidence_can_be_added_only_where_there_is_a_point():
    assert [button.label for button in page("evidence").button] == ["Submit"]


def test_a_point_can_be_placed_by_slider_and_by_typing():
    app = page("point")
    app.select_slider(key="q-sliders:strength").set_value(0.0).run()
    state = submit(app)
    assert state["answer"]["strength"] == 0.0
    app.session_state["q-typed"] = True  # the boxes are drawn when they are opened
    app.run()
    app.number_input(key="q-type-p").set_value(0.0)
    app.number_input(key="q-type-t").set_value(0.05)
    submit(app, "Move the point")
    state = submit(app)
    assert state["answer"] == {"strength": 0.0, "temperature": pytest.approx(0.05)}
    assert state["mark"].correct


def test_a_region_can_be_bounded_by_sliders():
    app = page("region")
    assert "invalid" in submit(app, "Submit")
    submit(app, "Add this block")
    state = submit(app, "Submit")
    assert len(state["answer"]) == 31 * 31
    assert "lie outside" in state["mark"].message
    submit(app, "Clear")
    assert any(button.label == "Submit these 0 cells" for button in app.button)
