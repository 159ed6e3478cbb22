"""The quiz in a real browser: from start to print, reload and resume, two tabs, and text that stays text."""

import re

import pytest
from playwright.sync_api import expect

from explorer.model.surface_file import load_shipped
from quizzes import quiz
from quizzes.types import Formula
from tests.browser.answering import Hand, right_answer, settled

pytestmark = pytest.mark.browser
SEED = 4


def items(seed=SEED):
    """The items that a quiz number draws."""
    return quiz.restore(quiz.begin(5, seed, load_shipped), load_shipped).questions


def start(page, address, seed=SEED, *, keyboard=False):
    page.goto(f"{address}/quiz")
    hand = Hand(page, load_shipped("communities"), keyboard=keyboard)
    hand.type("Quiz number", str(seed))
    page.keyboard.press("Tab")
    settled(page)
    hand.button("Start the quiz")
    page.get_by_text("Question 1 of 5").wait_for()
    return hand


def answer(hand, item):
    hand.surface = load_shipped(item.scenario)
    hand.answer(item.question, right_answer(item.question, hand.surface))


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_quiz_of_five_from_start_to_result(address, page, keyboard):
    hand = start(page, address, keyboard=keyboard)
    for number, item in enumerate(items(), 1):
        page.get_by_text(f"Question {number} of 5").wait_for()
        if number < 5:
            answer(hand, item)
            page.get_by_text(f"{number} of 5 answered").wait_for()
            expect(page.get_by_role("link", name="See it on the map")).to_have_count(int(item.place is not None))
            hand.button("Next question")
    hand.button("Finish and review")
    page.get_by_role("heading", name="Result: 4 of 5").wait_for()
    hand.button("Page to print")
    page.get_by_text("Print this page").wait_for()
    expect(page.locator("[class*=st-key-printed-item]")).to_have_count(5)
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_role("button", name="Back to the review")).to_be_hidden()
    page.emulate_media(media="screen")
    hand.button("Retry the 1 missed")
    page.get_by_text("Question 1 of 1").wait_for()


def test_the_link_leads_to_the_place_on_the_map(address, page, new_page):
    hand, first = start(page, address, seed=2), items(2)[0]
    answer(hand, first)
    link = page.get_by_role("link", name="See it on the map")
    target = link.evaluate("node => node.href")
    there = new_page()
    there.goto(target)
    there.locator(f".stage .map[aria-valuetext*='strength {first.place.strength:.2f}']").wait_for()
    assert there.get_by_text("The link was adjusted").count() == 0


def test_reload_resume_code_and_two_tabs(address, page, new_page):
    hand = start(page, address)
    answer(hand, items()[0])
    page.wait_for_url(re.compile("resume="))
    code = page.get_by_test_id("stSidebar").locator("code").inner_text()
    page.reload()
    page.get_by_text("1 of 5 answered").wait_for()

    other = new_page()
    other.goto(f"{address}/quiz")
    other.get_by_label("Resume code").fill(code.lower().replace("-", " "))
    other.keyboard.press("Enter")
    other.get_by_text("1 of 5 answered").wait_for()
    other.get_by_role("heading", name="Question 2 of 5").wait_for()

    # Both tabs stand at the second question; each answers another one, and neither loses the other's.
    first, second = Hand(page, None, keyboard=False), Hand(other, None, keyboard=False)
    page.get_by_text("Question 2 of 5").wait_for()
    answer(first, items()[1])
    page.get_by_text("2 of 5 answered").wait_for()
    second.button("Next question")
    other.get_by_text("Question 3 of 5").wait_for()
    answer(second, items()[2])
    other.reload()
    other.get_by_text("3 of 5 answered").wait_for()


def test_starting_over_and_deleting(address, page):
    hand = start(page, address)
    answer(hand, items()[0])
    page.wait_for_url(re.compile("resume="))
    hand.button("Start over", exact=False)
    hand.button("Yes, start over")
    page.get_by_text("Your earlier answers no longer count").wait_for()
    page.get_by_role("button", name="Start the quiz").wait_for()
    hand.button("Start the quiz")
    page.get_by_text("0 of 5 answered").wait_for()
    hand.button("Delete my answers", exact=False)
    hand.button("Yes, delete them")
    page.get_by_text("Your answers are deleted").wait_for()
    expect(page).not_to_have_url(re.compile("resume="))


def test_an_unknown_code_is_said_to_be_unknown(address, page):
    page.goto(f"{address}/quiz?resume=BBBB-BBBB-BBBB")
    page.get_by_text("No class or work is known under this code").wait_for()
    expect(page).not_to_have_url(re.compile("resume="))


def test_what_is_typed_is_shown_as_text(address, page):
    seed, number = next(
        (seed, number)
        for seed in range(100)
        for number, item in enumerate(items(seed))
        if isinstance(item.question, Formula)
    )
    hand = start(page, address, seed)
    for passed in range(number):
        hand.button("Next question")
        page.get_by_text(f"Question {passed + 2} of 5").wait_for()
    typed = "2N - 1 <b id=planted>x</b>"
    page.get_by_label("Your formula").fill(typed)
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("This cost no attempt").wait_for()
    assert page.locator("#planted").count() == 0
    page.get_by_label("Your formula").fill("2*N")
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_text("One way to write it").wait_for()
    page.get_by_label("Resume code").fill("**<i id=planted>x</i>**")
    page.keyboard.press("Enter")
    page.get_by_text("No class or work is known").wait_for()
    assert page.locator("#planted").count() == 0
