"""Where the system forces its colours, and in a window of 320 × 256, which is a wide one at 400 %."""

import io

import numpy as np
import pytest
from PIL import Image

from explorer.charts.stage.map import padding
from explorer.charts.stage.params import PAGE
from tests.browser.axe import SEEN, quiet, violations
from tests.browser.explore_page import opened, the_map

pytestmark = pytest.mark.browser
STUCK = """() => [...document.querySelectorAll("[data-testid=stMain] *")]
  .filter((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position)).map((one) => one.className)"""

ON_TOP = """map => {
  const { left, top } = map.getBoundingClientRect();
  return document.elementFromPoint(left + 8, top + 8) === map.getRootNode().host;
}"""


def runs(locator, bottom=None):
    """Return for each row of an element's picture how many pixels side by side differ from its ground."""
    picture = np.asarray(Image.open(io.BytesIO(locator.screenshot())).convert("RGB")).astype(int)[:bottom]
    found = []
    for row in np.abs(picture - picture[3, 3]).sum(axis=2) > 60:
        ends = np.flatnonzero(np.diff(np.concatenate([[0], row, [0]])))
        found.append(max(ends[1::2] - ends[::2], default=0))
    return np.array(found)


def bands(rows):
    """Return the heights of the bands that rows form."""
    ends = np.flatnonzero(np.diff(np.concatenate([[0], rows, [0]])))
    return ends[1::2] - ends[::2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colour_bar_and_bars_stay_where_colours_are_forced(new_page, address, scheme):
    page = new_page(forced_colors="active", color_scheme=scheme, reduced_motion="reduce")
    opened(page, address, "?p=0.2&tau=0.5&open=slices")
    page.locator(".split canvas").wait_for()
    quiet(page)
    bar = bands(runs(the_map(page), padding(PAGE)["top"]) > 100)
    assert max(bar, default=0) >= 6
    assert (bands(runs(page.locator(".split")) >= 10) >= 8).sum() == 3  # two terms and the loss
    assert violations(page, SEEN) == []


def test_a_window_of_320_by_256_has_room_for_the_whole_map_and_for_nothing_that_sticks(new_page, address):
    page = opened(new_page(width=320, height=256), address, "?pin_p=0.2&pin_tau=0.5")
    page.locator(".st-key-compare table").wait_for()
    for path in ("", "activities?activity=trade-off", "quiz"):
        if path:
            page.goto(f"{address}/{path}")
            page.get_by_role("link", name="Accessibility").first.wait_for()
        if path == "quiz":
            page.get_by_role("button", name="Start the quiz").click()
            page.get_by_role("heading", name="Question 1 of 5").wait_for()
        quiet(page)
        assert page.evaluate(STUCK) == []
        assert page.get_by_test_id("stMain").evaluate("node => node.scrollWidth <= node.clientWidth")
        if path != "quiz":
            the_map(page).scroll_into_view_if_needed()
            box = the_map(page).bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 256
            assert the_map(page).evaluate(ON_TOP)
