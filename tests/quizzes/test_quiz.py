"""Attempts, quizzes and results, without a page."""

import csv
import io
import json

import pytest

from explorer.model.surface_file import load_shipped
from quizzes import quiz
from quizzes.activities import ACTIVITIES
from quizzes.attempt import Attempt, Log, giving_up, hinting, judge
from quizzes.bank import DIFFICULTIES, LENGTHS, TOPICS
from quizzes.lesson import SECTIONS
from quizzes.question import InvalidAnswer
from quizzes.quiz import as_csv, as_json, rows
from quizzes.types import Choice, Explanation, Formula, Number, SingleChoice, Tolerance
from quizzes.views.quiz_review import AGAIN


@pytest.fixture
def number():
    return Number(prompt="?", value=lambda s: 2.0, tolerance=Tolerance(lambda s: 0.1), attempts=2, hints=("a", "b"))


@pytest.fixture
def choice():
    choices = tuple(Choice(key, key.upper(), f"why {key}") for key in "abcd")
    return SingleChoice(prompt="?", choices=choices, right=frozenset("a"), attempts=2)


def give(question, answer, surface, log, address="q"):
    attempt = judge(question, answer, surface, address)
    log.add(attempt)
    return attempt


def left(question, log):
    return question.attempts_left(len(log.at("q").answers))


class TestLog:
    def test_a_malformed_answer_costs_no_attempt(self, number, surface):
        log = Log()
        with pytest.raises(InvalidAnswer):
            give(number, "two", surface, log)
        assert left(number, log) == 2

    def test_attempts_run_out(self, number, surface):
        log = Log()
        for remaining in (1, 0):
            assert not give(number, "7", surface, log).correct
            assert left(number, log) == remaining
        assert log.closed(number, "q")

    def test_a_right_answer_closes(self, number, surface):
        log = Log()
        give(number, "7", surface, log)
        assert give(number, "2", surface, log).correct
        assert log.closed(number, "q")
        assert log.at("q").score == 1

    def test_a_second_try_at_a_choice_is_for_understanding_and_earns_nothing(self, choice, surface):
        log = Log()
        for before, answer in enumerate(("b", "a")):
            log.add(judge(choice, answer, surface, "q", before=before))
        assert log.closed(choice, "q")
        assert (log.at("q").solved, log.at("q").score, log.at("q").late) == (True, 0.0, True)
        assert judge(choice, "a", surface, "q").score == 1.0

    def test_giving_up_closes(self, surface):
        log, formula = Log(), Formula(prompt="?", target="chance")
        give(formula, "log(2N-2)", surface, log)
        assert not log.closed(formula, "q")
        log.add(giving_up("q"))
        assert log.gave_up("q")
        assert log.closed(formula, "q")

    def test_an_explanation_closes_when_it_has_been_compared(self, surface):
        log, question = Log(), Explanation(prompt="?", model_answer="m", checklist=("a", "b"))
        text = "Lower temperatures weigh near negatives more strongly."
        give(question, {"text": text, "ticked": None}, surface, log)
        assert not log.closed(question, "q")
        give(question, {"text": text, "ticked": [0]}, surface, log)
        assert log.closed(question, "q")
        assert log.at("q").last.correct is None
        assert log.at("q").last.score == 0.5

    def test_hints_are_counted_and_cost_no_attempt(self, number):
        log = Log()
        assert log.hints_shown("q") == 0
        for shown in (1, 2):
            log.add(hinting("q"))
            assert log.hints_shown("q") == shown
        assert left(number, log) == 2

    def test_the_same_attempt_twice_is_one(self):
        attempt = Attempt("q", 1)
        log = Log([attempt, attempt])
        assert len(log.at("q").attempts) == 1
        log.remove(attempt)
        assert log.empty()


class TestQuiz:
    @pytest.mark.parametrize("count", LENGTHS)
    def test_has_the_length_asked_for_and_comes_back_the_same(self, count):
        kept = quiz.begin(count, 7, load_shipped)
        again = quiz.begin(count, 7, load_shipped)
        assert kept.answer == again.answer
        assert kept.question != again.question
        restored = quiz.restore(kept, load_shipped)
        assert [drawn.identifier for drawn in restored.questions] == kept.answer["items"]
        assert len(restored.questions) == count

    def test_two_seeds_give_two_quizzes(self):
        assert quiz.begin(5, 1, load_shipped).answer["items"] != quiz.begin(5, 2, load_shipped).answer["items"]

    def test_topic_and_difficulty_are_kept_to(self):
        kept = quiz.begin(5, 3, load_shipped, topics=["loss"], difficulties=[1, 2])
        questions = quiz.restore(kept, load_shipped).questions
        assert {drawn.topic for drawn in questions} == {"loss"}
        assert {drawn.difficulty for drawn in questions} <= {1, 2}

    def test_an_item_that_the_bank_no_longer_has_is_left_out(self):
        kept = quiz.begin(5, 3, load_shipped)
        kept.answer["items"][0] = "gone.communities.1"
        kept.answer["items"][1] = "nonsense"
        assert len(quiz.restore(kept, load_shipped).questions) == 3

    def test_score_by_topic_and_what_was_missed(self):
        log = Log()
        kept = quiz.begin(10, 5, load_shipped)
        now = quiz.restore(kept, load_shipped)
        for place, drawn in enumerate(now.questions):
            surface = load_shipped(drawn.scenario)
            samples = drawn.question.samples(surface)
            if place % 2 == 0:
                give(drawn.question, samples.right[0], surface, log, now.address(drawn))
        assert now.missed(log) == now.questions[1::2]
        assert now.total(log) == 5
        by_topic = now.by_topic(log)
        assert list(by_topic) == [topic for topic in TOPICS if topic in by_topic]
        assert sum(score for score, _ in by_topic.values()) == 5
        assert sum(of for _, of in by_topic.values()) == 10
        retry = quiz.restore(quiz.retry(now.missed(log), load_shipped), load_shipped)
        missed = now.missed(log)
        assert [drawn.topic for drawn in retry.questions] == [drawn.topic for drawn in missed]
        assert not {drawn.generator for drawn in retry.questions} & {drawn.generator for drawn in missed}
        assert not now.finished(log)
        log.add(now.finish())
        assert now.finished(log)


@pytest.fixture(scope="module")
def done():
    log = Log()
    now = quiz.restore(quiz.begin(20, 11, load_shipped), load_shipped)
    for drawn in now.questions[:-1]:
        surface = load_shipped(drawn.scenario)
        give(drawn.question, drawn.question.samples(surface).right[0], surface, log, now.address(drawn))
    return now, log


class TestResult:
    def test_rows(self, done):
        found = rows(*done, load_shipped)
        assert [row["number"] for row in found] == list(range(1, 21))
        assert found[-1]["answer"] is None
        assert found[-1]["answer in words"] == "no answer"
        assert {row["difficulty"] for row in found} <= set(DIFFICULTIES.values())
        assert all(isinstance(row["right answer"], str) and row["right answer"] for row in found)

    def test_json_and_csv_agree(self, done):
        whole = json.loads(as_json(*done, load_shipped))
        lines = list(csv.DictReader(io.StringIO(as_csv(*done, load_shipped).decode("utf-8-sig"))))
        assert whole["of"] == len(lines) == 20
        assert whole["score"] == pytest.approx(sum(float(line["score"]) for line in lines), abs=0.02)
        assert sum(topic["of"] for topic in whole["topics"].values()) == 20

    def test_answers_are_counted_and_points_are_not_called_right_answers(self):
        now = quiz.restore(quiz.begin(5, 11, load_shipped), load_shipped)
        log, addresses = Log(), [now.address(drawn) for drawn in now.questions]
        given: list[list[tuple[bool, float]]] = [[(True, 1)], [(False, 0), (True, 0)], [(False, 0.5)], [(False, 0)]]
        for address, marks in zip(addresses, given, strict=False):
            for correct, score in marks:
                log.add(Attempt(address, "a", correct=correct, score=score))
        assert now.total(log) == 1.5
        assert now.tally(log) == {
            "right": 1,
            "right at the second try": 1,
            "right in part": 1,
            "not right yet": 1,
            "not answered": 1,
        }

    def test_every_topic_is_gone_over_again_in_a_section_and_an_activity(self):
        assert set(AGAIN) == set(TOPICS)
        assert {section for section, _ in AGAIN.values()} <= {section.name for section in SECTIONS}
        assert {activity for _, activity in AGAIN.values()} <= {activity.name for activity in ACTIVITIES}

    def test_a_formula_of_a_spreadsheet_is_text(self, surface):
        log = Log()
        now = quiz.restore(quiz.begin(5, 11, load_shipped), load_shipped)
        log.add(Attempt(now.address(now.questions[0]), '=HYPERLINK("x")', score=0.0))
        assert "\"'=HYPERLINK" in as_csv(now, log, load_shipped).decode("utf-8-sig")
