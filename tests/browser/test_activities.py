"""Each activity from start to finish, by mouse and by keyboard alone, with the answers that the surface gives."""

import pytest
from playwright.sync_api import expect

from quizzes.activities import ACTIVITIES, course
from tests.browser.answering import Hand, right_answer, settled
from tests.browser.teaching import sent

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.name)
def test_from_start_to_finish(address, page, surface, activity, way):
    page.goto(f"{address}/activities?activity={activity.name}")
    hand = Hand(page, surface, keyboard=way == "keyboard")
    tasks = course.tasks(activity.name, surface)
    for number, task in enumerate(tasks, 1):
        page.get_by_text(f"Step {number} of {len(tasks)}").wait_for()
        page.get_by_role("heading", name=task.step.title).wait_for()
        settled(page)
        for checkpoint in task.step.checkpoints:
            for cell in checkpoint.show(surface):
                hand.move(cell)
        assert page.get_by_text("☐").count() == 0
        if task.question is not None:
            hand.answer(task.question, right_answer(task.question, surface))
        way_on = page.get_by_role("button", name="Next step" if number < len(tasks) else "Finish")
        hand.press(way_on)
    page.get_by_role("heading", name="Done").wait_for()
    assert "resume=" in page.url


def test_what_gives_the_answer_away_is_not_sent(address, page):
    page.goto(f"{address}/activities?activity=find-the-optimum")
    page.locator(".stage .map[aria-valuetext]").wait_for()
    page.locator(".stage .map .over canvas").wait_for()
    names = sent(page)
    assert "loss" in names
    assert "accuracy" not in names


def test_a_malformed_answer_costs_no_attempt_and_hints_come_one_at_a_time(address, page, surface):
    page.goto(f"{address}/activities?activity=assessment")
    page.get_by_label("Your formula").fill("<b>log(</b>")
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("This cost no attempt").wait_for()
    assert page.locator("[data-testid=stAlert] b").count() == 0
    assert page.get_by_text("All similarities are 1, whatever").count() == 0
    page.get_by_role("button", name="Hint 1 of 2").click()
    page.get_by_text("All similarities are 1, whatever").wait_for()
    assert page.get_by_text("How many equal terms").count() == 0
    page.get_by_role("button", name="Hint 2 of 2").click()
    page.get_by_text("How many equal terms").wait_for()


def test_a_browser_remembers_whose_work_it_was(address, new_page):
    page = new_page()
    page.goto(f"{address}/activities?activity=assessment")
    page.get_by_role("button", name="Hint 1 of 2").click()
    page.wait_for_url("**resume=**")
    settled(page)
    code = page.url.partition("resume=")[2].partition("&")[0]

    page.get_by_role("link", name="Explore").click()
    page.wait_for_url(f"**resume={code}**")
    page.goto(f"{address}/?resume={code}")
    page.locator(".stage .map .over canvas").wait_for()
    page.get_by_role("link", name="Activities").click()
    page.wait_for_url(f"**resume={code}**")

    page.goto(f"{address}/activities")
    page.get_by_role("button", name=f"Continue as {code}").click()
    page.wait_for_url(f"**resume={code}**")
    page.goto(f"{address}/activities")
    page.get_by_role("button", name="Not me").click()
    page.get_by_text("Somebody has worked here before").wait_for(state="detached")
    settled(page)
    page.goto(f"{address}/activities")
    page.get_by_role("heading", name="Guided activities").wait_for()
    settled(page)
    assert page.get_by_role("button", name="Not me").count() == 0


def test_a_browser_without_storage_loses_nothing_else(address, new_page):
    page = new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })")
    page.goto(f"{address}/activities?activity=assessment")
    page.get_by_role("button", name="Hint 1 of 2").click()
    page.wait_for_url("**resume=**")
    page.get_by_text("All similarities are 1, whatever").wait_for()


def test_on_a_phone_map_text_and_sliders_share_the_screen_and_the_verdict_is_among_them(address, new_page, surface):
    page = new_page(390, 844, has_touch=True, is_mobile=True)
    page.goto(f"{address}/activities?activity=find-the-optimum")
    page.locator(".stage .map .over canvas").wait_for()
    settled(page)

    def ends(part):
        box = page.locator(part).first.bounding_box()
        return [box["y"], box["y"] + box["height"]]

    sheet, sliders = (f"[data-testid=stLayoutWrapper]:has(> .st-key-{name})" for name in ("sheet", "thumbs"))

    def check_stacked():
        edges = [0, *ends(".map"), *ends(sheet), *ends(sliders), 844]
        assert edges == sorted(edges)
        assert page.evaluate("document.documentElement.scrollWidth") == 390

    check_stacked()
    question = course.tasks("find-the-optimum", surface)[0].question
    hand = Hand(page, surface, keyboard=False)
    cell = surface.nearest(**right_answer(question, surface)).cell
    page.touchscreen.tap(*hand.place(page.locator(".stage .map"), cell))
    submit = page.get_by_role("button", name="Submit strength 0.00, τ = 0.05")
    submit.wait_for()
    expect(page.locator(".stage")).to_have_attribute("data-heard", "true")
    settled(page)
    submit.tap()
    expect(page.locator(".st-key-focus-verdict")).to_contain_text("Right")
    settled(page)
    (top, bottom), (low, high) = ends(sheet), ends(".st-key-focus-verdict")
    assert top <= low < high <= bottom
    check_stacked()
