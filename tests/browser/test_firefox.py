"""Through the app in an ordinary Firefox: the map under one's hands, an activity, a class."""

import os
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import Error, Locator, expect

from explorer.model.surface_file import load_shipped
from quizzes.activities import ACTIVITIES, course
from tests.browser import firefox
from tests.browser.answering import Hand, right_answer, settled
from tests.browser.explore_page import SIDEBAR, expect_address, expect_point, opened, position, slider
from tests.browser.teaching import new_class, whole_class

pytestmark = pytest.mark.browser


def _firefox():
    """Return where a Firefox is that starts; Ubuntu's package is only a stub where there is no snap."""
    named = os.environ.get("FIREFOX"), shutil.which("firefox-esr"), shutil.which("firefox")
    for path in filter(None, named):
        if subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    pytest.skip("no Firefox found; install one, or name one in FIREFOX")


@pytest.fixture(scope="module")
def browser(driver, tmp_path_factory):
    """Return a headless Firefox, behind what stands between it and Playwright."""
    script = tmp_path_factory.mktemp("firefox") / "firefox"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{firefox.__file__}" "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    environment = os.environ | {"FIREFOX": _firefox()}
    try:
        started = driver.firefox.launch(channel="moz-firefox", executable_path=script, env=environment, timeout=60_000)
        started.new_page().close()
    except Error as error:  # their protocol is young
        pytest.skip(f"this Playwright cannot drive this Firefox: {error}")
    yield started
    started.close()


@pytest.fixture(autouse=True)
def typed(monkeypatch):
    """Text is typed key by key: what Playwright puts into a box of this Firefox at once, the page does not see."""
    monkeypatch.setattr(Locator, "fill", Locator.press_sequentially)


def test_sliders_and_map_in_firefox(page, address):
    opened(page, address, "?p=0.2&tau=0.5")
    handle = slider(page, "Augmentation strength p")
    handle.press("ArrowRight")
    expect_point(page, "0.22", "0.5")
    expect_address(page, "p=0.22")
    thumb, rail = handle.locator("xpath=..").bounding_box(), page.locator(SIDEBAR).get_by_test_id("stSlider").first
    page.mouse.move(thumb["x"], thumb["y"])
    page.mouse.down()
    page.mouse.move(rail.bounding_box()["x"] + rail.bounding_box()["width"] * 0.8, thumb["y"], steps=8)
    expect(handle).not_to_have_attribute("aria-valuetext", "0.22")
    page.mouse.up()
    strength = handle.get_attribute("aria-valuetext")
    expect_point(page, strength, "0.5")
    expect_address(page, f"p={strength}")
    page.mouse.move(*position(page, 0.1, 0.2))
    page.mouse.down()
    page.mouse.move(*position(page, 0.3, 1.26), steps=12)
    page.mouse.up()
    expect_point(page, "0.30", "1.26")
    expect_address(page, "p=0.30", "tau=1.26")


def test_the_first_activity_in_firefox(page, address):
    activity, surface = ACTIVITIES[0], load_shipped("communities")
    page.goto(f"{address}/activities?activity={activity.name}")
    hand, tasks = Hand(page, surface, keyboard=False), course.tasks(activity.name, surface)
    for number, task in enumerate(tasks, 1):
        page.get_by_role("heading", name=task.step.title).wait_for()
        settled(page)
        for checkpoint in task.step.checkpoints:
            for cell in checkpoint.show(surface):
                hand.move(cell)
        if task.question is not None:
            hand.answer(task.question, right_answer(task.question, surface))
        hand.button("Next step" if number < len(tasks) else "Finish")
    page.get_by_role("heading", name="Done").wait_for()


def test_a_class_in_firefox(new_page, address):
    instructor = new_page()
    new_class(instructor, address)
    whole_class(address, instructor, new_page(width=390, height=844), new_page())
