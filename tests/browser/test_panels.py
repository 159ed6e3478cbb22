"""Training from scratch plays in the browser, with the mouse, the keyboard and little motion."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).parent / "apps" / "panel_demo.py"


@pytest.fixture
def trained(app_server, new_page):
    """Return a function that opens the panel, trains, and returns the page with the player's element."""

    def opened(**options):
        page = new_page(**options)
        page.goto(app_server(SCRIPT))
        page.get_by_role("button", name="Train from scratch here").click()
        player = page.locator(".player")
        player.wait_for()
        return page, player

    return opened


def step_of(player):
    return int(player.get_attribute("data-step"))


def wait_for(page, condition):
    """Wait until a JavaScript condition on the player `p` holds; Playwright looks into shadow roots by itself."""
    handle = page.locator(".player").element_handle()
    page.wait_for_function(f"p => {condition}", arg=handle, timeout=20_000)


def test_it_plays_pauses_and_steps(trained):
    page, player = trained()
    wait_for(page, "Number(p.dataset.step) > 3")
    page.get_by_role("button", name="Pause").click()
    wait_for(page, "p.dataset.playing === 'false'")
    paused = step_of(player)
    page.get_by_role("button", name="One step forward").click()
    page.get_by_role("button", name="One step forward").click()
    page.get_by_role("button", name="One step back").click()
    wait_for(page, f"Number(p.dataset.step) === {paused + 1}")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for(page, f"Number(p.dataset.step) > {paused + 3}")


def test_the_keyboard_is_enough(trained):
    page, _ = trained(reduced_motion="reduce")
    slider = page.get_by_role("slider", name="Training step")
    slider.focus()
    page.keyboard.press("Home")
    wait_for(page, "Number(p.dataset.step) === 0")
    page.keyboard.press("ArrowRight")
    wait_for(page, "Number(p.dataset.step) === 1")
    assert slider.get_attribute("aria-valuetext").startswith("step 1: loss")


def test_reduced_motion_begins_at_the_end_and_stands_still(trained):
    page, player = trained(reduced_motion="reduce")
    wait_for(page, "p.dataset.playing === 'false'")
    assert step_of(player) == int(page.get_by_role("slider", name="Training step").get_attribute("max"))


def test_it_fits_a_telephone(trained):
    _, player = trained(width=390, height=844, reduced_motion="reduce")
    box = player.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
