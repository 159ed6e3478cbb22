"""In a window of 1024 × 768 map, circle and readouts are in sight at once, whatever stands above and beside them."""

import pytest
from playwright.sync_api import expect

from explorer.model.surface_file import load_shipped
from quizzes.activities import course
from tests.browser.answering import Hand, right_answer, settled

pytestmark = pytest.mark.browser


def check_in_sight(page):
    page.locator(".stage .map .over canvas").wait_for()
    settled(page)
    for part in (".map", ".circle:not(.second)", ".readouts"):
        expect(page.locator(f".stage {part}")).to_be_in_viewport(ratio=1)


def test_in_activities_with_play_with_a_reading_above_the_map_and_with_neither(new_page, address):
    page, surface = new_page(1024, 768), load_shipped("communities")
    for name in ("trade-off", "sharp-or-soft", "find-the-optimum"):
        page.goto(f"{address}/activities?activity={name}")
        task = course.tasks(name, surface)[0]
        page.get_by_role("heading", name=task.step.title).wait_for()
        page.locator(".stage .map .over canvas").wait_for()
        settled(page)
        hand = Hand(page, surface, keyboard=False)
        hand.answer(task.question, right_answer(task.question, surface))
        hand.button("Next step")
        page.get_by_text("Step 2 of").wait_for()
        check_in_sight(page)


def test_on_the_tour_and_on_explore_after_it(new_page, address):
    page = new_page(1024, 768, stranger=True)
    page.goto(address)
    check_in_sight(page)
    way = page.locator(".st-key-tour-way button")
    way.first.click()
    page.locator(".st-key-tour-next").wait_for()
    check_in_sight(page)
    page.goto(address)
    page.get_by_role("group", name="Play").wait_for()
    check_in_sight(page)
