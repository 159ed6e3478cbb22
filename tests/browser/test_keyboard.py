"""Through an activity and a quiz by keyboard alone: how many stops it takes, and that none leads back to the top.

How many a question takes hangs on its kind, so one of each kind stands for every quiz.
"""

import itertools

import pytest

from explorer.model.surface_file import load_shipped
from quizzes import quiz
from quizzes.activities import ACTIVITIES, course
from quizzes.bank import GENERATORS, build
from tests.browser.answering import Hand, right_answer, settled
from tests.browser.axe import Looker

pytestmark = pytest.mark.browser
HEADING, VERDICT = "[class*=focus-heading]", "[class*=focus-verdict]"
FARTHEST = 60  # stops to one control


class Walker(Hand):
    """Somebody who reaches every control from where the focus is, with Tab or Shift+Tab, and counts the stops."""

    stops = 0

    def __init__(self, page, surface):
        super().__init__(page, surface, keyboard=True)

    def skip(self):
        """Take the link past the menu."""
        self.reach(self.page.get_by_role("link", name="Skip to main content"))
        self.page.keyboard.press("Enter")

    def choose(self, radios, name):
        """Go to a row of radio buttons and choose one with the arrows."""
        self.reach(radios.locator("xpath=self::*[@aria-checked='true']"))
        for _ in range(len(radios.all())):
            if radios.filter(has_text=name).get_attribute("aria-checked") == "true":
                break
            self.page.keyboard.press("ArrowRight")
            self.page.keyboard.press("Space")
            settled(self.page)

    def reach(self, locator):
        """Go to a control, whichever way it lies from here; within radio buttons or boxes with the arrows."""
        locator = locator.first
        locator.wait_for()
        key = "Shift+Tab" if locator.evaluate(BEHIND) else "Tab"
        for _ in range(FARTHEST):
            where = locator.evaluate(WHERE)
            if where == "there":
                return
            self.page.keyboard.press("ArrowDown" if where == "in the group" else key)
            self.stops += where != "in the group"
        raise AssertionError(f"{locator} is not reached")


BEHIND = """node => {
  const host = node.getRootNode().host ?? node;
  return Boolean(document.activeElement.compareDocumentPosition(host) & Node.DOCUMENT_POSITION_PRECEDING);
}"""
WHERE = """node => {
  const { activeElement: now } = node.getRootNode();
  if (now === node) return "there";
  const group = (one) => one?.closest("[role=radiogroup], [role=group]");
  const alike = /radio|checkbox/.test(node.type) && now?.type === node.type && group(now) === group(node);
  return alike ? "in the group" : "elsewhere";
}"""


def test_the_third_activity_takes_no_more_than_sixty_stops(address, new_page):
    page = new_page(reduced_motion="reduce")
    activity, surface = ACTIVITIES[2], load_shipped("communities")
    page.goto(f"{address}/activities?activity={activity.name}")
    walker, tasks = Walker(page, surface), course.tasks(activity.name, surface)
    page.get_by_role("heading", name=tasks[0].step.title).wait_for()
    settled(page)
    walker.skip()
    for number, task in enumerate(tasks, 1):
        for checkpoint in task.step.checkpoints:
            for cell in checkpoint.show(surface):
                walker.move(cell)
        if task.question is not None:
            walker.answer(task.question, right_answer(task.question, surface))
            expect_focus(page, VERDICT)
        walker.button("Next step" if number < len(tasks) else "Finish")
        expect_focus(page, HEADING)
    assert walker.stops <= 60
    looker = Looker()
    looker.look(page, "end of an activity")
    assert looker.found == []


def test_a_quiz_of_five_takes_no_more_than_forty_stops(address, page):
    walker, questions = begun(page, address, 5, 6)  # with a point to find
    for number, drawn in enumerate(questions, 1):
        answered(walker, drawn)
        walker.button("Next question" if number < 5 else "Finish and review")
        expect_focus(page, HEADING)
    assert walker.stops <= 40


def test_five_questions_of_whatever_kind_take_no_more_than_forty_stops(address, page):
    every = {kind_of(one_of(kind)) for kind in GENERATORS.values()}
    number = next(number for number in itertools.count(185) if {*map(kind_of, questions_of(20, number))} == every)
    walker, questions = begun(page, address, 20, number)
    taken: dict[tuple, int] = {}
    before = walker.stops
    for drawn in questions:
        stops = walker.stops
        if kind_of(drawn) not in taken:
            answered(walker, drawn)
        walker.button("Next question" if drawn is not questions[-1] else "Finish and review")
        expect_focus(page, HEADING)
        taken.setdefault(kind_of(drawn), walker.stops - stops)
    assert before + 5 * max(taken.values()) <= 40, taken


def kind_of(drawn):
    """Return what decides which controls a question has."""
    return drawn.question.kind, drawn.question.asked.kind, bool(drawn.reads) and drawn.question.map_beside


def one_of(kind):
    """Return a drawn question of a kind in the bank."""
    scenario = kind.scenarios[0]
    return build(kind.name, scenario, 3, load_shipped(scenario))


def questions_of(length, number):
    return quiz.restore(quiz.begin(length, number, load_shipped), load_shipped).questions


def begun(page, address, length, number):
    """Begin a quiz by keyboard, and return who did it and the questions."""
    page.goto(f"{address}/quiz")
    page.get_by_role("button", name="Start the quiz").wait_for()
    settled(page)
    walker = Walker(page, None)
    walker.skip()
    walker.choose(page.get_by_role("radiogroup", name="Questions").get_by_role("radio"), str(length))
    walker.type("Quiz number", str(number))
    walker.button("Start the quiz")
    expect_focus(page, HEADING)
    return walker, questions_of(length, number)


def answered(walker, drawn):
    """Answer a question rightly by keyboard; the verdict has the focus."""
    walker.surface = load_shipped(drawn.scenario)
    walker.answer(drawn.question, right_answer(drawn.question, walker.surface))
    expect_focus(walker.page, VERDICT)


def expect_focus(page, place):
    """Wait until the focus is at a place, and not at the top of the page."""
    page.locator(f"{place} :focus").wait_for()
