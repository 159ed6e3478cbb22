"""Through an activity and a quiz by keyboard alone: how many stops it takes, and that none leads back to the top."""

from pathlib import Path

import pytest

from explorer.model.surface_file import load_shipped
from quizzes import quiz
from quizzes.activities import ACTIVITIES, course
from tests.browser.answering import Hand, right_answer, settled

pytestmark = pytest.mark.browser
APP = Path(__file__).parents[2] / "streamlit_app.py"
FARTHEST = 60  # stops to one control


@pytest.fixture(scope="module")
def address(app_server):
    return app_server(APP)


class Walker(Hand):
    """Somebody who reaches every control from where the focus is, with Tab or Shift+Tab, and counts the stops."""

    stops = 0

    def __init__(self, page, surface):
        super().__init__(page, surface, keyboard=True)

    def skip(self):
        """Take the link past the menu."""
        self.reach(self.page.get_by_role("link", name="Skip to main content"))
        self.page.keyboard.press("Enter")

    def reach(self, locator):
        """Go to a control, whichever way it lies from here; within a group of radio buttons with the arrows."""
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
  return node.type === "radio" && now?.type === "radio" && now.name === node.name ? "in the group" : "elsewhere";
}"""


def test_the_third_activity_takes_no_more_than_sixty_stops(address, page):
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
            expect_focus(page, "[class*=focus-verdict]")
        walker.button("Next step" if number < len(tasks) else "Finish")
        expect_focus(page, "[class*=focus-heading]")
    assert walker.stops <= 60


def test_a_quiz_of_five_takes_no_more_than_forty_stops(address, page):
    page.goto(f"{address}/quiz")
    page.get_by_role("button", name="Start the quiz").wait_for()
    settled(page)
    walker = Walker(page, None)
    walker.skip()
    walker.type("Quiz number", "5")
    walker.button("Start the quiz")
    expect_focus(page, "[class*=focus-heading]")
    for number, drawn in enumerate(quiz.restore(quiz.begin(5, 5, load_shipped), load_shipped).questions, 1):
        walker.surface = load_shipped(drawn.scenario)
        walker.answer(drawn.question, right_answer(drawn.question, walker.surface))
        expect_focus(page, "[class*=focus-verdict]")
        walker.button("Next question" if number < 5 else "Finish and review")
        expect_focus(page, "[class*=focus-heading]")
    assert walker.stops <= 40


def expect_focus(page, place):
    """Wait until the focus is at a place, and not at the top of the page."""
    page.locator(f"{place} :focus").wait_for()
