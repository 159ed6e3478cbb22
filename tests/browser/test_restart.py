"""Answers, attempts and hints survive a server that is killed and started again on the same data."""

import re
from pathlib import Path

import pytest

from explorer.model.surface_file import load_shipped
from quizzes import bank, quiz
from quizzes.activities import course
from quizzes.store import items
from quizzes.types import Number, SingleChoice
from tests.benchmarks.load.classroom import HIDDEN, Teacher
from tests.benchmarks.load.server import PASSPHRASE
from tests.browser import serving
from tests.browser.answering import Hand, right_answer, settled
from tests.browser.teaching import move, sign_in

pytestmark = pytest.mark.browser
APP = Path(__file__).parents[2] / "streamlit_app.py"


class Server:
    """A server that can be killed and started again under the same address and with the same data."""

    def __init__(self, data):
        self.data, self.port = data, serving.free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        self.process = serving.start(APP, self.port, CLASSROOM_DATA=str(self.data), CLASSROOM_PASSPHRASE=PASSPHRASE)

    def kill(self):
        """End the process without any farewell: SIGKILL."""
        self.process.kill()
        self.process.wait(timeout=10)


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path)
    yield running
    running.kill()


def quiz_of_number_and_choice():
    """Return a quiz number whose first question is a number and whose second a choice, and its questions."""
    for seed in range(1000):
        items = quiz.restore(quiz.begin(5, seed, load_shipped), load_shipped).questions
        if isinstance(items[0].question, Number) and isinstance(items[1].question, SingleChoice):
            return seed, items
    raise LookupError("no such quiz among a thousand")


def miss_the_least_loss(hand, address, surface):
    """In an activity: ask for a hint, then place the point wrongly once."""
    hand.page.goto(f"{address}/activities?activity=find-the-optimum")
    hand.page.get_by_role("button", name="Hint 1 of 1").wait_for()  # a new server takes its time
    hand.button("Hint 1 of 1")
    hand.page.get_by_text("Follow the loss downhill").wait_for()
    task = course.tasks("find-the-optimum", surface)[0]
    hand.answer(task.question, task.question.samples(surface).wrong[0])
    hand.page.get_by_text("2 attempts left").wait_for()
    hand.page.wait_for_url(re.compile("resume="))


def miss_one_and_answer_one(hand, address, code, seed, items):
    """In a quiz: a wrong number, then a right choice."""
    hand.page.goto(f"{address}/quiz?resume={code}")
    hand.page.get_by_role("button", name="Start the quiz").wait_for()
    hand.type("Quiz number", str(seed))
    hand.page.keyboard.press("Tab")
    settled(hand.page)
    hand.button("Start the quiz")
    hand.page.get_by_text("Question 1 of 5").wait_for()
    first, second = (item.question for item in items[:2])
    hand.answer(first, first.samples(load_shipped(items[0].scenario)).wrong[1])
    hand.page.get_by_text("2 attempts left").wait_for()
    hand.button("Next question")
    hand.page.get_by_text("Question 2 of 5").wait_for()
    hand.answer(second, right_answer(second, load_shipped(items[1].scenario)))
    hand.page.get_by_text("1 of 5 answered").wait_for()


def expect_the_quiz(page):
    """The quiz as it was left: at the question that is open, with one answered."""
    page.get_by_text("1 of 5 answered").wait_for()
    page.get_by_text("2 attempts left").wait_for()


def expect_the_activity(page):
    """The activity as it was left: the attempt used, its feedback, and the hint."""
    page.get_by_text("Step 1 of").wait_for()
    page.get_by_text("2 attempts left").wait_for()
    page.get_by_text("above the minimum").wait_for()
    page.get_by_text("Follow the loss downhill").wait_for()
    assert page.get_by_role("button", name="Hint 1 of 1").count() == 0


def test_reload_and_resume_after_the_server_was_killed(server, page, new_page, surface):
    hand, (seed, items) = Hand(page, surface, keyboard=False), quiz_of_number_and_choice()
    miss_the_least_loss(hand, server.address, surface)
    code = page.get_by_test_id("stSidebar").locator("code").inner_text()
    miss_one_and_answer_one(hand, server.address, code, seed, items)

    server.kill()
    server.start()
    page.reload()
    expect_the_quiz(page)
    page.goto(f"{server.address}/activities?activity=find-the-optimum&resume={code}")
    expect_the_activity(page)

    server.kill()
    server.start()
    other = new_page()
    other.goto(f"{server.address}/activities?activity=find-the-optimum")
    other.get_by_label("Resume code").fill(code)
    other.keyboard.press("Enter")
    expect_the_activity(other)
    other.get_by_role("link", name="Quiz").click()
    expect_the_quiz(other)


@pytest.fixture
def lesson(server):
    """Return a function from a generator of the bank to a class with an open question, and its student's address."""
    teachers = []

    def teach(generator):
        teachers.append(Teacher(f"sqlite:///{server.data}/classroom.sqlite"))
        teachers[-1].question = bank.build(generator, "communities", 1, load_shipped("communities")).identifier
        (code,) = teachers[-1].enrol(1)
        teachers[-1].ask()
        return teachers[-1], f"{server.address}/class?me={code}"

    yield teach
    for teacher in teachers:
        teacher.engine.dispose()


def test_open_pages_come_back_by_themselves_with_what_was_moved_and_typed(server, lesson, new_page):
    (points, address), (texts, other_address) = lesson("least_loss_point"), lesson("explain_the_trade_off")
    moving, writing, wall = new_page(), new_page(width=390, height=844), new_page()
    moving.goto(address)
    moving.get_by_role("button", name="Submit").wait_for(timeout=60_000)  # a new server takes its time
    move(moving)
    moved = moving.get_by_role("button", name=re.compile("^Submit strength")).inner_text()
    writing.goto(other_address)
    writing.get_by_label("Your explanation").fill("Alignment wants the views together, uniformity apart.")
    sign_in(wall, f"{server.address}/projector?room={texts.room.id}")
    wall.get_by_text("of 1 answered").wait_for()

    server.kill()
    server.start()
    for teacher in (points, texts):  # nobody has touched the pages
        items.adjust(teacher.engine, teacher.instructor, teacher.item, show=HIDDEN)
    for page in (moving, writing):
        page.get_by_role("group", name="Embedding").wait_for()
    moving.get_by_role("button", name=moved).click()
    writing.get_by_role("button", name="Submit").click()
    for page in (moving, writing):
        page.get_by_text("Your answer is kept").wait_for()
    wall.get_by_text("1 of 1 answered").wait_for()
    assert points.stored() == texts.stored() == {"Student 0": 1}
