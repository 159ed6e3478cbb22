"""The stage under a pointer and a keyboard, in a real browser."""

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from explorer.charts.palette import SEQUENTIAL, THEMES
from explorer.charts.stage import LAYERS, all_hidden
from explorer.charts.stage.circle import INNER, REACH
from explorer.charts.stage.map import padding
from explorer.charts.stage.params import PAGE
from explorer.charts.stage.sentences import why
from explorer.model.surface_file import load_shipped

pytestmark = pytest.mark.browser
APP = Path(__file__).parent / "apps" / "stage_demo.py"
MARGINS = padding(PAGE)
PAGE_TEXT = """() => {
  const inner = (root) => [...root.querySelectorAll('*')].filter((e) => e.shadowRoot).map((e) => text(e.shadowRoot));
  const text = (root) => root.innerHTML + inner(root).join(' ');
  return text(document.documentElement);
}"""


@pytest.fixture
def open_stage(app_server, new_page):
    """Return a function that opens the demo with a query and waits for its numbers."""
    address = app_server(APP)

    def open_demo(query="", **options):
        page = new_page(**options)
        page.goto(f"{address}/?{query}")
        page.locator(".stage .map[aria-valuetext] .over canvas").wait_for()
        return page

    return open_demo


def place(page, surface, p, t):
    """Return the page coordinates of a cell's middle."""
    box = page.locator(".map").bounding_box()
    width = box["width"] - MARGINS["left"] - MARGINS["right"]
    height = box["height"] - MARGINS["top"] - MARGINS["bottom"]
    rows, columns = surface.loss.shape
    return (
        box["x"] + MARGINS["left"] + (p + 0.5) / columns * width,
        box["y"] + MARGINS["top"] + height - (t + 0.5) / rows * height,
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
    about = page.locator(".readout.accuracy .about")
    expect(about).to_be_hidden()
    page.get_by_role("button", name="probe accuracy").focus()
    expect(about).to_contain_text("± s.e.: standard error")
    expect(about).to_be_visible()
    page.keyboard.press("Escape")
    expect(about).to_be_hidden()


def test_a_click_moves_point_readouts_and_sliders(open_stage, surface):
    page = open_stage()
    page.mouse.click(*place(page, surface, 20, 5))
    expect_server(page, surface, 20, 5)
    assert readout(page) == pytest.approx(surface.loss[5, 20], abs=0.006)
    slider = page.get_by_role("slider", name="Augmentation strength p").first
    assert slider.input_value() == "20"
    assert "since last point" in page.locator(".readout.loss .change").inner_text()


def test_a_drag_is_followed_at_once_by_numbers_and_sliders(open_stage, surface):
    page = open_stage()
    page.mouse.move(*place(page, surface, 10, 10))
    page.mouse.down()
    page.mouse.move(*place(page, surface, 25, 20), steps=5)
    expect(page.locator(".readout.loss .value")).to_have_text(f"{surface.loss[20, 25]:.2f}")
    slider = page.get_by_role("slider", name="Augmentation strength p").first
    expect(slider).to_have_attribute("aria-valuetext", "0.50")  # while the button is still down
    page.mouse.up()
    expect_server(page, surface, 25, 20)
    expect(page.locator(".readout.loss .change")).to_contain_text("since last point")
    change = surface.loss[20, 25] - surface.loss[surface.cell(surface.nearest(0.3, 0.5))]
    expect(page.locator(".readout.loss .change")).to_contain_text(f"{abs(change):.2f}")


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


def on_circle(page, surface, node, view=0):
    """Return where a view of a node is drawn on the page."""
    t, p = surface.cell(surface.nearest(0.3, 0.5))
    x, y = surface.directions(0)[t, p, view, node] * (1, INNER)[view]
    box = page.locator(".circle").first.bounding_box()
    unit = (min(box["width"], box["height"]) - 8) / 2 / REACH
    return box["x"] + box["width"] / 2 + unit * x, box["y"] + box["height"] / 2 - unit * y


def test_a_click_on_the_circle_chooses_the_nearest_node(open_stage, surface):
    page = open_stage()
    z = surface.directions(0)[surface.cell(surface.nearest(0.3, 0.5))]
    lone = int(np.argmax(np.sort(np.abs(z[0][:, None] - z[0]).sum(-1), axis=1)[:, 1]))  # farthest from its neighbour
    page.mouse.click(*on_circle(page, surface, lone))
    page.get_by_text(f"anchor={lone} ").wait_for()
    name = surface.scenario.graph.node_names[lone]
    expect(page.locator(".circle").first).to_have_attribute("aria-valuetext", re.compile(f"anchor {name}"))


def test_nodes_are_chosen_by_keyboard(open_stage, surface):
    page = open_stage()
    page.locator(".circle").first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    page.get_by_text("anchor=1 ").wait_for()


def test_the_sphere_turns_under_pointer_and_keyboard(open_stage):
    page = open_stage("surface=communities-sphere")
    circle = page.locator(".circle").first
    expect(circle).to_have_attribute("aria-label", re.compile("unit sphere"))
    box = circle.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    pictures = [circle.screenshot()]
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1] + 20, steps=4)
    page.mouse.up()
    pictures.append(circle.screenshot())
    circle.focus()
    page.keyboard.press("Shift+ArrowRight")
    pictures.append(circle.screenshot())
    assert len(set(pictures)) == 3


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
    page.keyboard.press("ArrowUp")
    page.keyboard.press(" ")
    page.get_by_text("painted=5").wait_for()
    page.keyboard.press(" ")
    page.get_by_text("painted=4").wait_for()
    assert "p=0.30" in page.get_by_text("server:").inner_text()


@pytest.mark.parametrize("hidden", ["loss", "uniformity", "accuracy", "alignment"])
def test_what_is_hidden_does_not_reach_the_browser(app_server, new_page, surface, hidden):
    page = new_page()
    got = []
    page.on("response", lambda answer: got.append(answer) if "/published/" in answer.url else None)
    frames = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    page.goto(f"{app_server(APP)}/?hide={hidden}&hide=theory&hide={hidden}&overlays=1&layer={hidden}")
    page.locator(".stage .map[aria-valuetext] .over canvas").wait_for()
    page.mouse.click(*place(page, surface, 20, 5))
    expect_server(page, surface, 20, 5)
    sent = [answer.body() for answer in got] + [f.encode() if isinstance(f, str) else f for f in frames]
    text = b"\n".join(sent) + page.evaluate(PAGE_TEXT).encode()
    seen = {*all_hidden({hidden})} & {*LAYERS}
    assert hidden in seen

    def written(name):
        rows = getattr(surface, name)[4:12, 5:8].tolist()
        return [",".join(repr(float(f"{x:.5g}")) for x in row).encode() for row in rows]

    assert not [row for gone in seen for row in written(gone) if row in text]
    shown = next(name for name in ("effective_directions", "accuracy") if name not in seen)
    assert all(row in text for row in written(shown))  # the search would find what is sent
    expect(page.locator(f".readout.{hidden}")).to_be_hidden()
    expect(page.locator(".map")).to_have_attribute("aria-label", re.compile("Covered map"))


def test_phone_width_stacks_and_stays_inside(open_stage):
    page = open_stage(width=390, height=844, has_touch=True)
    boxes = [page.locator(name).bounding_box() for name in (".map", ".circle >> nth=0", ".split-panel", ".readouts")]
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
    parts = [page.locator(name) for name in (".map", ".circle >> nth=0", ".readout.loss .value")]
    parts += [page.get_by_role("slider", name=name) for name in ("Augmentation strength p", "Temperature τ")]
    for part in parts:
        box = part.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 482


def test_one_screen_holds_everything(open_stage):
    page = open_stage("overlays=1&pinned=1")
    box = page.locator(".readouts").bounding_box()
    assert box["y"] + box["height"] <= 900


def pixels(page, places, sheet="map"):
    """Return the colours that the map's canvas shows at places of the page."""
    read = """(canvas, places) => {
      const [box, pen] = [canvas.getBoundingClientRect(), canvas.getContext('2d')];
      const scale = canvas.width / box.width;
      return places.map(([x, y]) => [...pen.getImageData((x - box.left) * scale, (y - box.top) * scale, 1, 1).data]);
    }"""
    return page.locator(f".{sheet} > .chart canvas").evaluate(read, [list(place) for place in places])


def colour_of(surface, t, p):
    """Return the colour of the palette that a cell's loss has."""
    low, high = surface.loss.min(), surface.loss.max()
    at = (surface.loss[t, p] - low) / (high - low) * (len(SEQUENTIAL) - 1)
    left = min(int(at), len(SEQUENTIAL) - 2)
    stops = [[int(stop[k : k + 2], 16) for k in (1, 3, 5)] for stop in SEQUENTIAL[left : left + 2]]
    return [a + (at - left) * (b - a) for a, b in zip(*stops, strict=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_shows_the_scene(open_stage, surface, scheme):
    page = open_stage(color_scheme=scheme)
    cells = [(3, 0), (28, 28), (10, 20), (20, 4), (25, 10)]
    for (t, p), colour in zip(cells, pixels(page, [place(page, surface, p, t) for t, p in cells]), strict=True):
        assert colour[:3] == pytest.approx(colour_of(surface, t, p), abs=4)
    t, p = surface.cell(surface.nearest(0.3, 0.5))
    accent = THEMES[scheme].accent
    for step in (0, 3):
        page.locator(".map").focus()
        for _ in range(step):
            page.keyboard.press("ArrowRight")
        marker = pixels(page, [place(page, surface, p + step, t)], "over")[0]
        assert marker[:3] == [int(accent[k : k + 2], 16) for k in (1, 3, 5)]


def test_a_change_of_the_theme_redraws(open_stage, surface):
    page = open_stage(color_scheme="light")
    t, p = surface.cell(surface.nearest(0.3, 0.5))
    page.emulate_media(color_scheme="dark")
    expected = [int(THEMES["dark"].accent[k : k + 2], 16) for k in (1, 3, 5)]
    for _ in range(100):
        if pixels(page, [place(page, surface, p, t)], "over")[0][:3] == expected:
            break
        page.evaluate("() => new Promise(requestAnimationFrame)")
    assert pixels(page, [place(page, surface, p, t)], "over")[0][:3] == expected


def test_map_and_circle_are_described(open_stage):
    page = open_stage()
    label = page.locator(".map").get_attribute("aria-label")
    assert "NT-Xent loss" in label
    assert re.search(r"from [\d.]+ to [\d.]+", label)
    assert "48 nodes" in page.locator(".circle").first.get_attribute("aria-label")


def test_another_grid_is_drawn_whole_and_compared_with_nothing(open_stage):
    page = open_stage("surface=karate-gcn")
    change = page.locator(".readout.loss .change")
    for turn, name in enumerate(("karate-gcn", "communities", "karate-gcn")):
        if turn:
            page.get_by_label("File of the surface").click()
            page.get_by_role("option", name=name, exact=True).click()
        shown = load_shipped(name)
        (rows, columns), temperature = shown.loss.shape, shown.temperatures[-1]
        expect(page.locator(".map")).to_have_attribute("aria-valuemax", str(float(f"{shown.strengths[-1]:.5g}")))
        page.get_by_text(f"server: {name} ").wait_for()
        expect(change).not_to_contain_text(re.compile("since|unchanged"))
        for cell in ((0, 0), (rows - 1, 0), (rows // 2, columns - 1), (rows - 1, columns - 1)):
            (colour,) = pixels(page, [place(page, shown, cell[1], cell[0])])
            assert colour[:3] == pytest.approx(colour_of(shown, *cell), abs=4)
        page.locator(".map").focus()
        for key in ("End", *["Shift+PageUp"] * 2):
            page.keyboard.press(key)
        expect_server(page, shown, columns - 1, rows - 1)
        expect(change).to_contain_text("since last point")
        assert readout(page) == pytest.approx(shown.loss[-1, -1], abs=0.006)
        assert f"τ {temperature:.0f}" in value_text(page)


def test_the_point_is_still_compared_with_the_last_one_after_a_change_of_layer(open_stage, surface):
    page = open_stage()
    page.mouse.click(*place(page, surface, 2, 30))
    change = page.locator(".readout.loss .change")
    expect(change).to_contain_text("since last point")
    before = change.inner_text()
    page.get_by_label("Layer", exact=True).click()
    page.get_by_role("option", name=LAYERS["accuracy"].title, exact=True).click()
    expect(page.locator(".map")).to_have_attribute("aria-valuetext", re.compile(LAYERS["accuracy"].title))
    assert change.inner_text() == before


def test_under_the_map_stand_the_state_and_what_the_layer_adds(open_stage, surface):
    page = open_stage("layer=accuracy")
    here, said = page.locator(".here"), why(surface, "accuracy")
    t, p = surface.cell(surface.nearest(0.3, 0.5))
    expect(here).to_have_text(said.sentences[said.cells[t, p]])
    page.mouse.move(*place(page, surface, p, t))
    page.mouse.down()
    page.mouse.move(*place(page, surface, 2, 30), steps=3)
    expect(here).to_have_text(said.sentences[said.cells[30, 2]])  # while the button is still down
    page.mouse.up()
    assert said.sentences[said.cells[30, 2]] != why(surface).sentences[why(surface).cells[30, 2]]


def test_forced_colours_leave_the_map_in_sight(open_stage, surface):
    page = open_stage(forced_colors="active", color_scheme="light")
    background = "e => getComputedStyle(e).backgroundColor"
    assert page.locator(".over > .chart").evaluate(background) == "rgba(0, 0, 0, 0)"
    t, p = surface.cell(surface.nearest(0.3, 0.5))
    accent = THEMES["light"].accent
    marker = pixels(page, [place(page, surface, p, t)], "over")[0]
    assert marker[:3] == [int(accent[k : k + 2], 16) for k in (1, 3, 5)]
