"""What an instructor writes becomes a question, and comes back from a file as it was."""

import json
from dataclasses import replace

import pytest

from quizzes.escaping import plain_markdown
from quizzes.own import NotReadable, WrittenChoice, WrittenNumber, WrittenPoint, WrittenText, from_data
from quizzes.own.choice import Option
from quizzes.own.files import MOST, read_file
from tests.quizzes.own.conftest import HOSTILE, WRITTEN


def test_it_becomes_a_question_that_marks_its_own_samples(question, surface):
    assert question.faults() == []
    made = question.question()
    assert made.well_posed(surface)
    samples = made.samples(surface)
    for answer in samples.right:
        assert made.check(answer, surface).correct
    for answer in samples.wrong:
        assert not made.check(answer, surface).correct


def test_nothing_that_was_typed_is_markup(surface):
    made = WRITTEN[-1].question()
    assert made.prompt == plain_markdown(HOSTILE)
    assert made.options[0] == made.say("a") == made.truth(surface) == HOSTILE
    assert made.truth_markdown(surface) == plain_markdown(HOSTILE)
    number = WrittenNumber(prompt="?", unit="**kg**").question()
    assert number.truth(surface) == "0 **kg**"
    assert number.truth_markdown(surface) == plain_markdown("0 **kg**")


def test_equal_questions_share_their_answers_and_a_changed_word_parts_them(question):
    again = from_data(json.loads(json.dumps(question.data())))
    assert again == question
    assert again.identifier == question.identifier
    assert replace(question, prompt=question.prompt + "!").identifier != question.identifier


def test_a_file_holds_questions_without_loss():
    assert read_file(json.dumps({"questions": [one.data() for one in WRITTEN]}).encode()).questions == WRITTEN


def test_a_number_counts_up_to_its_tolerance(surface):
    rounded = WrittenNumber(prompt="?", value=0.69, tolerance=0.01).question()
    assert [rounded.check(text, surface).correct for text in ("0.68", "0.70", "0.679", "0.701")] == [True] * 2 + [
        False
    ] * 2
    exact = WrittenNumber(prompt="?", value=0.1).question()
    assert [exact.check(text, surface).correct for text in ("0.1", "1e-1", "0.1001")] == [True, True, False]


def test_a_place_counts_within_its_steps(surface):
    made = WrittenPoint(prompt="?", strength=0.3, temperature=0.7, steps=2).question()
    t, p = surface.nearest(0.3, 0.7).cell
    for steps, right in ((0, True), (2, True), (3, False)):
        point = surface.point(t + steps, p)
        assert made.check({"strength": point.strength, "temperature": point.temperature}, surface).correct is right


@pytest.mark.parametrize(
    ("faulty", "said"),
    [
        (WrittenNumber(prompt=" "), "what is asked"),
        (WrittenNumber(prompt="?", tolerance=-1), "not negative"),
        (WrittenNumber(prompt="?", value=float("nan")), "finite"),
        (WrittenNumber(prompt="?", attempts=0), "attempts"),
        (WrittenChoice(prompt="?", options=(Option("a", True),)), "between 2"),
        (WrittenChoice(prompt="?", options=(Option("a", True), Option("b", True))), "exactly one"),
        (WrittenChoice(prompt="?", options=(Option("a", True), Option(" a"))), "same text"),
        (WrittenChoice(prompt="?", options=(Option("a", True), Option(""))), "no text"),
        (WrittenText(prompt="?", accepted=("...",)), "nothing to read"),
        (WrittenPoint(prompt="?", strength=2), "between 0 and 1"),
    ],
)
def test_what_is_missing_is_said(faulty, said):
    assert said in " ".join(faulty.faults())


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"kind": "essay"},
        {"kind": ["choice"]},
        {"kind": "number", "prompt": 3},
        {"kind": "number", "prompt": "?", "value": "one"},
        {"kind": "number", "prompt": "?", "value": True},
        {"kind": "number", "prompt": "?", "value": 10**400},
        {"kind": "number", "prompt": "?", "attempts": 1.5},
        {"kind": "number", "prompt": "x" * 5000},
        {"kind": "choice", "prompt": "?", "options": "ab"},
        {"kind": "choice", "prompt": "?", "options": ["a", "b"]},
        {"kind": "choice", "prompt": "?", "options": [{"text": "a"}] * 99},
        {"kind": "choice", "prompt": "?", "several": 1},
        {"kind": "text", "prompt": "?", "accepted": [1]},
        {"kind": "point", "prompt": "?", "goal": "middle"},
        {"kind": "point", "prompt": "?", "layer": "objective"},
        {"kind": "point", "prompt": "?", "temperature": float("inf")},
    ],
)
def test_data_that_is_no_question_is_refused_with_a_sentence(data):
    with pytest.raises(NotReadable) as refusal:
        from_data(data)
    assert str(refusal.value).endswith(".")


def test_a_file_says_what_it_left_out():
    document = {"format": 1, "questions": [WRITTEN[3].data(), {"kind": "essay"}, WRITTEN[4].data()]}
    read = read_file(json.dumps(document).encode("utf-8-sig"))
    assert read.questions == (WRITTEN[3], WRITTEN[4])
    assert [line.partition(":")[0] for line in read.left_out] == ["Question 2"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"plain text",
        b"{",
        b"[1]",
        b"\xff\xfe\x00",
        b'{"questions": 3}',
        b'{"questions": []}',
        b"[" * 100_000,
        json.dumps({"questions": [WRITTEN[4].data()] * (MOST + 1)}).encode(),
        b" " * 9_000_000,
    ],
    ids=range(10),
)
def test_a_file_that_is_none_of_ours_is_refused_with_a_sentence(data):
    with pytest.raises(NotReadable) as refusal:
        read_file(data)
    assert str(refusal.value).endswith(".")


NUMBER = {"kind": "number", "prompt": "How many?", "value": 0.5}


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([NUMBER]).encode(),
        json.dumps(NUMBER).encode(),
        json.dumps({"questions": [NUMBER]}).encode("utf-16"),
        json.dumps({"questions": [NUMBER]}).encode("utf-16-le"),
        json.dumps({"questions": [{**NUMBER, "value": "0,5", "kind": "Numerical"}]}).encode(),
    ],
)
def test_questions_may_be_written_a_little_otherwise(data):
    (found,) = read_file(data).questions
    assert found.data()["value"] == 0.5


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"questions": [\n{"kind": "text",}]}', "damaged in line 2"),
        (json.dumps({"questions": [NUMBER] * 201}).encode(), "holds 201 questions"),
        (json.dumps([{"kind": "number", "promt": "?"}]).encode(), "no “promt”; write “prompt”"),
        (json.dumps([{**NUMBER, "value": "two"}]).encode(), "“value” should be a number. This is not a number yet"),
        (json.dumps({"questions": [{**NUMBER, "prompt": "ü"}]}, ensure_ascii=False).encode("latin-1"), "UTF-8"),
        (b"  ", "empty"),
        (b"::Q:: What? {=yes ~no}", "Export the questions as QTI"),
        (b"<quiz><question/></quiz>", "It is “quiz”"),
        (b"<a><b></a>", "look at its line 1"),
    ],
)
def test_a_refusal_says_what_to_change(data, says):
    with pytest.raises(NotReadable) as refusal:
        read_file(data)
    assert says in str(refusal.value)
