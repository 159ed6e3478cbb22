"""The stage under a pointer and a keyboard, in a real browser."""

import re
from pathlib import Path

import pytest

from explorer.model.surface_file import load_shipped

pytestmark = pytest.mark.browser
APP = Path(__file__).parent / "apps" / "stage_demo.py"
PLOT = {"left": 44, "right": 8, "top": 22}  # the map's margins, from painter.js


@pytest.fixture(scope="module")
def surface():
    return load_shipped("communities")


@pytest.fixture
def open_stage(app_server, new_page):
    """Return a function that opens the demo with a query and waits for its numbers."""
    address = app_server(APP)

    def open_demo(query="", **options):
        page = new_page(**options)
        page.goto(f"{address}/?{query}")
        page.locator(".stage .map[aria-valuetext]").wait_for()
        return page

    return open_demo


def place(page, surface, p, t):
    """Return the page coordinates of a cell's middle."""
    box = page.locator(".map").bounding_box()
    bottom = 62 if box["width"] < 420 else 64
    width = box["width"] - PLOT["left"] - PLOT["right"]
    height = box["height"] - bottom
    columns, rows = len(surface.strengths), len(surface.temperatures)
    return (
        box["x"] + PLOT["left"] + (p + 0.5) / columns * width,
        box["y"] + PLOT["top"] + height - (t + 0.5) / rows * height,
    )


def expect_server(page, surface, p, t):
    """Wait until the server has the point in the cell, and says so."""
    text = f"p={surface.strengths[p]:.2f} τ={surface.temperatures[t]:.4f}"
    page.get_by_text(text).wait_for()


def value_text(page):
    return page.locator(".map").get_attribute("aria-valuetext")


def readout(page, name="loss"):
    return float(page.locator(f".readout.{name} .value").inner_text().replace("−", "-"))


def test_shows_the_numbers_of_the_model(open_stage, surface):
    page = open_stage()
    t, p = surface.cell(surface.nearest(0.3, 0.5))
    assert readout(page) == pytest.approx(surface.loss[t, p], abs=0.006)
    assert readout(page, "accuracy") == pytest.approx(surface.accuracy[t, p], abs=0.0006)
    numbers = page.locator(".formula .numbers").inner_text().replace("−", "-")
    loss, a, u = map(float, re.findall(r"-?\d+\.\d+", numbers))
    assert loss == pytest.approx(a + u, abs=0.011)


def test_a_click_moves_point_readouts_and_sliders(open_stage, surface):
    page = open_stage()
    page.mouse.click(*place(page, surface, 20, 5))
    expect_server(page, surface, 20, 5)
    assert readout(page) == pytest.approx(surface.loss[5, 20], abs=0.006)
    slider = page.get_by_role("slider", name="Augmentation strength p").first
    assert slider.input_value() == "20"
    assert "since last point" in page.locator(".readout.loss .change").inner_text()


def test_a_drag_is_followed_at_once_and_reported_on_release(open_stage, surface):
    page = open_stage()
    page.mouse.move(*place(page, surface, 10, 10))
    page.mouse.down()
    page.mouse.move(*place(page, surface, 25, 20), steps=5)
    page.wait_for_function(
        "expected => document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot"
        ".querySelector('.readout.loss .value').textContent === expected",
        arg=f"{surface.loss[20, 25]:.2f}",
    )
    assert "p=0.30" in page.get_by_text("server:").inner_text()
    page.mouse.up()
    expect_server(page, surface, 25, 20)


def test_a_slider_moves_the_marker(open_stage, surface):
    page = open_stage()
    slider = page.get_by_role("slider", name="Augmentation strength p").first
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect_server(page, surface, 16, surface.cell(surface.nearest(0.3, 0.5))[0])
    page.locator(".map[aria-valuetext*='strength 0.32']").wait_for()


def test_the_map_is_moved_from_the_keyboard(open_stage, surface):
    page = open_stage()
    page.locator(".map").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    t, p = surface.cell(surface.nearest(0.3, 0.5))
    assert value_text(page).startswith("strength 0.34")
    expect_server(page, surface, p + 2, t + 1)
    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    expect_server(page, surface, 0, t - 4)


def test_a_held_key_does_not_fall_back(open_stage, surface):
    page = open_stage()
    page.locator(".map").focus()
    seen = []
    for _ in range(14):
        page.keyboard.press("ArrowRight")
        seen.append(float(re.search(r"strength ([\d.]+)", value_text(page))[1]))
    assert seen == sorted(seen)
    expect_server(page, surface, 29, surface.cell(surface.nearest(0.3, 0.5))[0])


def test_a_click_on_the_circle_chooses_an_anchor(open_stage, surface):
    page = open_stage()
    page.locator(".map").focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowUp")  # into collapse, where every node is at angle 0
    expect_server(page, surface, 15, 30)
    box = page.locator("canvas.circle").bounding_box()
    size = min(box["width"], box["height"])
    reach = size / 2 - min(40, size * 0.13) - 8
    page.mouse.click(box["x"] + box["width"] / 2 + reach, box["y"] + box["height"] / 2)
    page.get_by_text(re.compile(r"anchor=\d+")).wait_for()
    assert "anchor" in page.locator("canvas.circle").get_attribute("aria-label")


def test_hovering_tells_what_training_does(open_stage, surface):
    page = open_stage()
    page.mouse.move(*place(page, surface, 2, 30))
    tip = page.locator(".tip")
    tip.wait_for()
    assert "strength 0.04, τ 5" in tip.inner_text()
    assert "Collapsed" in tip.inner_text()


def test_painting_reports_the_region(open_stage, surface):
    page = open_stage("paint=1")
    page.mouse.move(*place(page, surface, 3, 3))
    page.mouse.down()
    page.mouse.move(*place(page, surface, 6, 3))
    page.mouse.up()
    page.get_by_text("painted=4").wait_for()
    page.keyboard.press(" ")  # the cursor is still on the point's cell
    page.get_by_text("painted=5").wait_for()
    page.keyboard.press(" ")
    page.get_by_text("painted=4").wait_for()
    assert "p=0.30" in page.get_by_text("server:").inner_text()


def test_what_is_hidden_does_not_reach_the_page(open_stage):
    page = open_stage("hide=loss&hide=theory&overlays=1")
    sent = page.evaluate(
        """() => {
          const values = [...window.__graphContrast.store.values.values()];
          return values.flatMap((one) => [...Object.keys(one.arrays), ...Object.keys(one.layers)]);
        }"""
    )
    assert "accuracy" in sent
    assert not {"loss", "relative_loss", "alignment_term", "uniformity_term", "spread:loss"} & set(sent)
    assert page.locator(".readout.loss").count() == 0
    assert page.get_by_text("the map is covered").is_visible()
    assert page.locator(".split-panel").is_hidden()


def test_lost_values_are_asked_for_again(open_stage, surface):
    page = open_stage()
    page.evaluate("() => window.__graphContrast.store.values.clear()")
    page.get_by_role("slider", name="Augmentation strength p").first.focus()
    page.keyboard.press("ArrowRight")
    page.locator(".map[aria-valuetext*='strength 0.32']").wait_for()


def test_phone_width_stacks_and_stays_inside(open_stage):
    page = open_stage(width=390, height=844, has_touch=True)
    boxes = [page.locator(name).bounding_box() for name in (".map", "canvas.circle", ".split-panel", ".readouts")]
    tops = [box["y"] for box in boxes]
    assert tops == sorted(tops)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_a_tap_moves_the_point(open_stage, surface):
    page = open_stage(width=390, height=844, has_touch=True)
    page.touchscreen.tap(*place(page, surface, 8, 25))
    expect_server(page, surface, 8, 25)


def test_a_textbook_frame_holds_map_sliders_circle_and_loss(open_stage):
    page = open_stage("compact=1&embed=true", width=700, height=482)
    parts = [page.locator(name) for name in (".map", "canvas.circle", ".readout.loss .value")]
    parts += [page.get_by_role("slider", name=name) for name in ("Augmentation strength p", "Temperature τ")]
    for part in parts:
        box = part.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 482


def test_one_screen_holds_everything(open_stage):
    page = open_stage("overlays=1&pinned=1")
    box = page.locator(".readouts").bounding_box()
    assert box["y"] + box["height"] <= 900


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_designs_follow_the_page(open_stage, scheme):
    page = open_stage(color_scheme=scheme)
    accent = page.locator(".stage").evaluate("node => node.style.getPropertyValue('--accent')")
    assert accent == {"light": "#C8105C", "dark": "#FF5C9E"}[scheme]


def test_map_and_circle_are_described(open_stage):
    page = open_stage()
    label = page.locator(".map").get_attribute("aria-label")
    assert "NT-Xent loss" in label
    assert re.search(r"from [\d.]+ to [\d.]+", label)
    assert "48 nodes" in page.locator("canvas.circle").get_attribute("aria-label")
