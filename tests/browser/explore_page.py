"""What the browser tests of the Explore page do over and over."""

import math
import re

from playwright.sync_api import expect

from explorer.charts.stage.map import padding
from explorer.charts.stage.params import PAGE

SIDEBAR, NARROW, FRAME = ".stSidebar", ".st-key-narrow", ".st-key-frame-sliders"
LABELS = ("Augmentation strength p", "Temperature τ")


def opened(page, address, query=""):
    """Open the app at a query and wait for the map."""
    page.goto(f"{address}/{query}")
    the_map(page).locator(".over canvas").wait_for(timeout=60_000)  # a new server takes its time
    return page


def the_map(page):
    """Return the map."""
    return page.locator(".map[role=slider]")


def slider(page, label, where=SIDEBAR):
    """Return the handle of a slider."""
    return page.locator(where).get_by_role("slider", name=label)


def expect_point(page, strength, temperature, where=SIDEBAR):
    """Wait until marker and sliders stand at a point, written as the page writes it."""
    text = re.compile(rf"^strength {re.escape(strength)}, τ {re.escape(temperature)}(,|$)")
    expect(the_map(page)).to_have_attribute("aria-valuetext", text)
    for label, value in zip(LABELS, (strength, temperature), strict=True):
        expect(slider(page, label, where)).to_have_attribute("aria-valuetext", value)


def expect_address(page, *parts):
    """Wait until the address carries the parts."""
    for part in parts:
        expect(page).to_have_url(re.compile(rf"[?&]{re.escape(part)}(&|$)"))


def expect_quiet(page):
    """Wait until the script has run to its end."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def position(page, strength, temperature):
    """Return where a point of a grid of 31 × 31 is on the page."""
    box, margins = the_map(page).bounding_box(), padding(PAGE)
    width = box["width"] - margins["left"] - margins["right"]
    height = box["height"] - margins["top"] - margins["bottom"]
    column, row = strength / 0.6 * 30, math.log(temperature / 0.05) / math.log(100) * 30
    return (
        box["x"] + margins["left"] + (column + 0.5) * width / 31,
        box["y"] + margins["top"] + height - (row + 0.5) * height / 31,
    )
