"""The Explore page under a student's hands."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.explore_page import (
    NARROW,
    expect_address,
    expect_point,
    expect_quiet,
    opened,
    position,
    slider,
    the_map,
)

pytestmark = pytest.mark.browser


def test_sliders_move_the_marker_and_the_address(page, address):
    opened(page, address)
    expect_point(page, "0.20", "0.5")
    slider(page, "Augmentation strength p").press("ArrowRight")
    expect_point(page, "0.22", "0.5")
    slider(page, "Temperature τ").press("End")
    expect_point(page, "0.22", "5")
    expect_address(page, "p=0.22", "tau=5")


def test_a_click_moves_the_sliders(page, address):
    opened(page, address)
    page.mouse.click(*position(page, 0.4, 1.08))
    expect_point(page, "0.40", "1.08")
    expect_address(page, "p=0.40", "tau=1.08")


def test_a_drag_moves_the_sliders(page, address):
    opened(page, address)
    page.mouse.move(*position(page, 0.1, 0.2))
    page.mouse.down()
    page.mouse.move(*position(page, 0.3, 1.26), steps=12)
    expect(the_map(page)).to_have_attribute("aria-valuetext", re.compile("strength 0.30, τ 1.26,"))
    expect(slider(page, "Augmentation strength p")).to_have_attribute("aria-valuetext", "0.30")
    assert "p=0.20" in page.url  # the server hears of it when the button is let go
    page.mouse.up()
    expect_point(page, "0.30", "1.26")


def test_sliders_still_work_after_a_drag_and_the_map_after_sliders(page, address):
    opened(page, address)
    page.mouse.click(*position(page, 0.4, 1.08))
    expect_point(page, "0.40", "1.08")
    slider(page, "Augmentation strength p").press("ArrowLeft")
    expect_point(page, "0.38", "1.08")
    page.mouse.click(*position(page, 0.1, 0.2))
    expect_point(page, "0.10", "0.2")


def test_a_held_key_ends_where_it_was_let_go(page, address):
    opened(page, address, "?p=0&tau=0.5")
    expect_point(page, "0.00", "0.5")
    handle = slider(page, "Augmentation strength p")
    handle.focus()
    for _ in range(25):
        page.keyboard.down("ArrowRight")  # repeats without a pause, far faster than 10 Hz
    page.keyboard.up("ArrowRight")
    expect_point(page, "0.50", "0.5")
    expect_address(page, "p=0.50")


@pytest.mark.parametrize(
    ("preset", "strength", "temperature"),
    [
        ("SimCLR’s τ = 0.5", "0.20", "0.5"),
        ("Hard negatives, τ = 0.05", "0.20", "0.05"),
        ("Collapse", "0.00", "5"),
        ("Over-augmented", "0.60", "0.05"),
    ],
)
def test_presets(page, address, preset, strength, temperature):
    opened(page, address, "?p=0.4&tau=1.08")
    page.get_by_role("button", name=preset).click()
    expect_point(page, strength, temperature)


def test_another_layer_is_named_on_the_map(page, address):
    opened(page, address)
    page.get_by_role("combobox", name="The map shows").click()
    page.get_by_role("option", name="Probe accuracy").click()
    expect(the_map(page)).to_have_attribute("aria-label", re.compile("Map of probe accuracy"))
    expect_address(page, "layer=accuracy")


def test_the_address_keeps_one_step_a_page(page, address):
    opened(page, address)
    steps = page.evaluate("history.length")
    slider(page, "Augmentation strength p").press("ArrowRight")
    expect_address(page, "p=0.22")
    assert page.evaluate("history.length") == steps


def test_a_node_is_selected_and_stays(page, address):
    opened(page, address, "?node=5")
    expect(page.locator(".circle >> nth=0")).to_have_attribute("aria-valuetext", re.compile("anchor"))
    slider(page, "Augmentation strength p").press("ArrowRight")
    expect_address(page, "p=0.22", "node=5")


def test_keyboard_alone(page, address):
    opened(page, address)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.getAttribute('aria-label')") == "Temperature τ":
            break
    page.keyboard.press("ArrowUp")
    expect_point(page, "0.20", "0.58")
    for _ in range(40):
        page.keyboard.press("Tab")
        inner = "document.activeElement?.shadowRoot?.activeElement?.dataset.part"
        if page.evaluate(inner) == "map":
            break
    page.keyboard.press("ArrowRight")
    expect_point(page, "0.22", "0.58")
    page.keyboard.press("PageDown")
    expect_point(page, "0.22", "0.27")


def test_phone(new_page, address):
    page = opened(new_page(390, 844, has_touch=True), address)
    expect(page.locator(NARROW)).to_be_in_viewport()
    expect_point(page, "0.20", "0.5", NARROW)
    slider(page, "Augmentation strength p", NARROW).press("ArrowRight")
    expect_point(page, "0.22", "0.5", NARROW)
    page.touchscreen.tap(*position(page, 0.4, 1.08))
    expect_point(page, "0.40", "1.08", NARROW)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_wide_screens_have_one_set_of_sliders_and_all_numbers_at_once(page, address):
    opened(page, address)
    expect(page.locator(NARROW)).to_be_hidden()
    for part in (".map", ".circle >> nth=0", ".split-panel", ".readouts"):
        box = page.locator(part).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900


@pytest.mark.parametrize(("scheme", "background"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(18, 21, 27)")])
def test_light_and_dark(new_page, address, scheme, background):
    page = opened(new_page(color_scheme=scheme), address)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)


def test_reduced_motion_is_respected(new_page, address):
    page = opened(new_page(reduced_motion="reduce"), address)
    assert page.get_by_role("button", name="Share").evaluate("e => getComputedStyle(e).transitionDuration") == "0s"


def test_nothing_is_fetched_from_elsewhere(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, address)
    ours = (address, address.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []


def test_pinning_draws_both_and_their_differences(page, address):
    opened(page, address)
    page.get_by_role("button", name="More").last.click()
    page.get_by_role("button", name="Pin this point as B").click()
    expect_address(page, "pin_p=0.20", "pin_tau=0.5")
    expect(page.locator(".st-key-compare table")).to_contain_text("A − B")
    expect(page.locator(".st-key-compare")).to_contain_text("Move the point")
    slider(page, "Augmentation strength p").press("ArrowRight")
    expect(page.locator(".st-key-compare")).to_contain_text("A is the point")
    page.get_by_role("button", name="Unpin B").first.click()
    expect(page.locator(".st-key-compare")).to_have_count(0)


def test_another_page_and_back_leaves_all_as_it_was(page, address):
    opened(page, address, "?layer=accuracy")
    slider(page, "Augmentation strength p").press("ArrowRight")
    expect_address(page, "p=0.22")
    page.get_by_role("link", name="Lesson").click()
    expect(page.get_by_role("heading", name="What a contrastive loss learns")).to_be_visible()
    page.get_by_role("link", name="Explore").click()
    expect_point(page, "0.22", "0.5")
    expect_address(page, "p=0.22", "layer=accuracy")
    slider(page, "Temperature τ").press("ArrowRight")
    expect_point(page, "0.22", "0.58")


def test_the_second_set_of_sliders_comes_and_goes_with_the_room_for_the_first(page, address):
    opened(page, address)
    expect_quiet(page)
    expect(page.locator(NARROW)).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 844})
    slider(page, "Augmentation strength p", NARROW).press("ArrowRight")
    expect_point(page, "0.22", "0.5", NARROW)
    expect_address(page, "p=0.22")  # the server has heard of it
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator(NARROW)).to_have_count(0)
    expect_point(page, "0.22", "0.5")


def test_the_tour_by_keyboard_and_never_again(new_page, address):
    page = new_page(stranger=True)
    opened(page, address)
    card = page.locator(".st-key-tour")
    expect(card).to_contain_text("stop 1 of 5")
    for number in range(1, 6):
        expect(card).to_contain_text(f"stop {number} of 5")
        card.get_by_role("button").nth(1).press("Enter")
        if number == 2:
            expect_point(page, "0.00", "5")
        expect(page.locator(":focus")).to_contain_text(re.compile("^(Right|A fair guess)"))
        for _ in range(1 if number == 1 else 2):  # past the way back
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Guided activities")).to_be_visible()
    opened(page, address)
    expect_point(page, "0.20", "0.5")
    expect(card).to_have_count(0)


def test_play_walks_to_the_end_and_the_address_hears_where_it_stopped(page, address):
    opened(page, address, "?p=0.56&tau=0.079")
    play = page.get_by_role("checkbox", name="Play")
    page.get_by_label("Speed").fill("5")
    play.press(" ")
    expect_point(page, "0.56", "0.05")
    expect(play).not_to_be_checked()
    expect_address(page, "p=0.56", "tau=0.05")
    page.get_by_role("button", name="Back by one").click()
    expect_address(page, "tau=0.058")
    page.get_by_label("Sweep").select_option("strength")
    page.get_by_label("Loop").check()
    play.check()
    expect(the_map(page)).to_have_attribute("aria-valuetext", re.compile(r"^strength 0\.[0-2]"))  # round the end
    page.mouse.click(*position(page, 0.3, 0.5))
    expect(play).not_to_be_checked()
    expect_address(page, "p=0.30", "tau=0.5")
