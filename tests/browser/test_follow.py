"""The map follows the page's sliders in the browser, and the server has the last word."""

import re

import pytest
from playwright.sync_api import expect

from explorer.model.surface_file import load_shipped
from tests.browser.explore_page import (
    FRAME,
    NARROW,
    SIDEBAR,
    expect_address,
    expect_point,
    expect_quiet,
    opened,
    slider,
    the_map,
)

pytestmark = pytest.mark.browser
STRENGTH, TEMPERATURE = "Augmentation strength p", "Temperature τ"

# From here on nothing that the page says reaches the server.
MUTE = """() => {
  WebSocket.prototype.spoken = WebSocket.prototype.send;
  WebSocket.prototype.send = () => {};
}"""
SPEAK = "() => { WebSocket.prototype.send = WebSocket.prototype.spoken; }"

RENAME = """() => {
  const sliders = document.querySelectorAll('[class*=st-key-side-]');
  for (const e of sliders) e.className = e.className.replaceAll('st-key-side-', 'other-');
}"""

# Every place at which the map has been since.
REMEMBER = """map => {
  window.places = [];
  const note = () => window.places.push(Number(map.getAttribute('aria-valuenow')));
  new MutationObserver(note).observe(map, { attributes: true, attributeFilter: ['aria-valuetext'] });
}"""


def expect_map(page, strength, temperature):
    """Wait until the map's marker is at a point, wherever the server thinks it is."""
    text = re.compile(rf"^strength {re.escape(strength)}, τ {re.escape(temperature)}(,|$)")
    expect(the_map(page)).to_have_attribute("aria-valuetext", text)


def thumb(page, label, where=SIDEBAR):
    """Return the middle of a slider's thumb."""
    box = slider(page, label, where).locator("xpath=../..").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize(
    ("label", "key", "strength", "temperature"),
    [
        (STRENGTH, "ArrowRight", "0.22", "0.5"),
        (STRENGTH, "ArrowLeft", "0.18", "0.5"),
        (STRENGTH, "Home", "0.00", "0.5"),
        (STRENGTH, "End", "0.60", "0.5"),
        (STRENGTH, "PageUp", "0.26", "0.5"),
        (TEMPERATURE, "PageDown", "0.20", "0.32"),
        (TEMPERATURE, "End", "0.20", "5"),
    ],
)
def test_keys_need_no_server(page, address, label, key, strength, temperature):
    opened(page, address)
    expect_quiet(page)
    page.evaluate(MUTE)
    slider(page, label).press(key)
    expect_map(page, strength, temperature)
    surface = load_shipped("communities")
    loss = surface.loss[surface.cell(surface.nearest(float(strength), float(temperature)))]
    expect(page.locator(".readout.loss .value")).to_have_text(f"{loss:.2f}")
    assert "p=0.20&tau=0.5" in page.url


def test_the_server_catches_up(page, address):
    opened(page, address)
    expect_quiet(page)
    page.evaluate(MUTE)
    slider(page, STRENGTH).press("ArrowRight")
    expect_map(page, "0.22", "0.5")
    page.evaluate(SPEAK)
    slider(page, STRENGTH).press("ArrowRight")
    expect_point(page, "0.24", "0.5")
    expect_address(page, "p=0.24")


def test_a_dragged_slider_is_followed_before_it_is_let_go(page, address):
    opened(page, address)
    expect_quiet(page)
    x, y = thumb(page, STRENGTH)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 300, y, steps=6)
    expect_map(page, "0.60", "0.5")
    expect(page.locator(".readout.loss .change")).to_contain_text("since last point")
    assert "p=0.20" in page.url
    page.mouse.up()
    expect_point(page, "0.60", "0.5")
    expect_address(page, "p=0.60")


def test_fast_keys_never_lead_back(page, address):
    opened(page, address)
    expect_quiet(page)
    the_map(page).evaluate(REMEMBER)
    for _ in range(15):
        slider(page, STRENGTH).press("ArrowRight")
    expect_address(page, "p=0.50")
    expect_quiet(page)
    expect_point(page, "0.50", "0.5")
    places = page.evaluate("window.places")
    assert places == sorted(places)
    assert len(set(places)) == 15


def test_the_server_wins(page, address):
    opened(page, address)
    slider(page, STRENGTH).press("End")
    page.get_by_role("button", name="Collapse", exact=True).click()
    expect_point(page, "0.00", "5")
    slider(page, TEMPERATURE).press("ArrowLeft")
    page.get_by_role("button", name="Over-augmented").click()
    expect_point(page, "0.60", "0.05")
    expect_quiet(page)
    expect_point(page, "0.60", "0.05")


def test_the_map_wins_where_it_was_moved_last(page, address):
    opened(page, address)
    slider(page, STRENGTH).press("End")
    the_map(page).focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    expect_map(page, "0.56", "0.58")
    expect_address(page, "p=0.56", "tau=0.58")
    expect_quiet(page)
    expect_point(page, "0.56", "0.58")


@pytest.mark.parametrize(("query", "width", "where"), [("", 390, NARROW), ("?embed=true", 700, FRAME)])
def test_the_sliders_under_the_map_are_followed(new_page, address, query, width, where):
    page = opened(new_page(width, 844), address, query)
    expect(slider(page, STRENGTH, where)).to_be_visible()
    expect_quiet(page)
    page.evaluate(MUTE)
    slider(page, STRENGTH, where).press("ArrowRight")
    slider(page, TEMPERATURE, where).press("ArrowRight")
    expect_map(page, "0.22", "0.58")


def test_unknown_sliders_leave_all_to_the_server(page, address):
    opened(page, address)
    expect_quiet(page)
    page.evaluate(RENAME)
    slider(page, STRENGTH).press("ArrowRight")
    expect_point(page, "0.22", "0.5")
