"""The page without a server, opened from a file with the network shut."""

import io
import re

import numpy as np
import pytest
import vl_convert
from PIL import Image
from playwright.sync_api import expect

from explorer import microsim
from explorer.charts.palette import THEMES
from explorer.charts.stage import LAYERS, READOUTS, Scene, scene_inputs, surface_inputs
from explorer.charts.stage.compiled import compiled, filled
from explorer.charts.texts import strength_text, temperature_text
from explorer.microsim.questions import questions
from explorer.microsim.wording import start
from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped

pytestmark = pytest.mark.browser

HEIGHT = 482
WIDTHS = (300, 320, 559, 560, 700, 959, 960, 1200)
IN_INK = """ink => {
    const canvases = document.querySelectorAll(".split canvas")
    if (canvases.length !== 1 || !canvases[0].width) return false
    const pixels = canvases[0].getContext("2d").getImageData(0, 0, canvases[0].width, canvases[0].height).data
    for (let k = 0; k < pixels.length; k += 4)
        if (ink.every((shade, c) => Math.abs(pixels[k + c] - shade) <= 8) && pixels[k + 3] > 247) return true
    return false
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Every shipped surface's page, in a folder by its name."""
    root = tmp_path_factory.mktemp("microsim")
    for name in SHIPPED:
        (root / f"{name}.html").write_bytes(microsim.files(load_shipped(name))["main.html"])
    return root


@pytest.fixture
def opened(folder, new_page):
    """Return a function that opens a page from its file, and holds that it asks for nothing else."""
    asked, addresses = [], set()

    def open_file(name="communities", width=700, height=HEIGHT, **options):
        page = new_page(width, height, offline=True, **options)
        addresses.add((folder / f"{name}.html").as_uri())
        page.on("request", lambda request: asked.append(request.url))
        page.goto((folder / f"{name}.html").as_uri())
        return drawn(page)

    yield open_file
    assert set(asked) == addresses


def drawn(page):
    """Wait until the page is complete, and return it."""
    page.locator("#prompt:not(:empty)").wait_for(state="attached")
    return page


def the_map(page):
    return page.get_by_role("slider", name=re.compile("^Map of"))


def number(surface, name, t, p):
    """Return a metric at a cell as the page writes it."""
    value = round(float(getattr(surface, name)[t, p]), LAYERS[name].digits) + 0.0  # no negative zero
    return f"{value:.{LAYERS[name].digits}f}".replace("-", "−")


def expect_cell(page, surface, t, p, layer="loss"):
    """Every part of the page says that the point is at a cell."""
    place = strength_text(surface.strengths[p]), temperature_text(surface.temperatures[t])
    text = re.compile(f"^strength {place[0]}, τ {place[1]}, {LAYERS[layer].title} {number(surface, layer, t, p)}")
    expect(the_map(page)).to_have_attribute("aria-valuetext", text)
    expect(page.locator(".knobs b")).to_have_text(list(place))
    for axis, step in (("strength", p), ("temperature", t)):
        expect(page.locator(f"#{axis}")).to_have_value(str(step))
        expect(page.locator(f"#{axis}")).to_have_attribute("aria-valuetext", text)
    for name in READOUTS:
        expect(page.locator(f".readout.{name} .value")).to_have_text(number(surface, name, t, p))


PUT = "(slider, step) => { slider.value = step; slider.dispatchEvent(new Event('input', { bubbles: true })); }"


def put(page, t, p):
    """Move both sliders."""
    for name, step in (("temperature", t), ("strength", p)):
        page.locator(f"#{name}").evaluate(PUT, int(step))


CUT = """() => [...document.querySelectorAll('main *')].filter((one) => {
  if (one.closest('.chart, header, .tabs input, .live, sub')) return false;
  if (!one.checkVisibility({ visibilityProperty: true })) return false;
  const box = one.getBoundingClientRect();
  const within = box.left >= 0 && box.top >= 0 && box.right <= innerWidth + 0.5 && box.bottom <= innerHeight + 0.5;
  const words = !one.children.length && one.textContent && one.clientWidth;
  return box.width && (!within || (words && one.scrollWidth > one.clientWidth + 1));
}).map((one) => one.outerHTML.slice(0, 80))"""
"""What is seen but not whole."""

PANELS = ":is(.circle-panel, .split-panel, .readouts, .quiz):visible"


@pytest.mark.parametrize("scheme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_its_frame(opened, width, scheme):
    page = opened(width=width, color_scheme=scheme)
    tabs = page.get_by_role("radio")
    for tab in range(tabs.count()) if width < 560 else (None,):
        if tab is not None:
            tabs.nth(tab).focus()
            tabs.nth(tab).press(" ")
        assert page.evaluate(CUT) == []
        assert page.locator(PANELS).count() == (4 if tab is None else 1)
    scrolls = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert scrolls == [width, HEIGHT]


@pytest.mark.parametrize("scheme", THEMES)
@pytest.mark.parametrize("width", [320, 700, 1200])
def test_the_point_follows_keys_pointer_and_sliders(opened, surface, width, scheme):
    page, (t, p) = opened(width=width, color_scheme=scheme), surface.cell(start(surface))
    expect_cell(page, surface, t, p)
    the_map(page).focus()
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowLeft", "PageDown"):
        page.keyboard.press(key)
    expect_cell(page, surface, t + 1 - 5, p + 1 - 5)
    page.locator("#temperature").press("ArrowRight")
    expect_cell(page, surface, t - 3, p - 4)
    rows, columns = surface.loss.shape
    x, y = middle_of(page, surface, 20, 12)
    page.mouse.move(x, y)
    page.mouse.down()
    expect_cell(page, surface, 20, 12)
    page.mouse.move(*middle_of(page, surface, 3, 25))
    expect_cell(page, surface, 3, 25)
    page.mouse.move(0, 0)
    expect_cell(page, surface, rows - 1, 0)
    page.mouse.up()
    page.mouse.move(x, y)
    expect_cell(page, surface, rows - 1, 0)
    the_map(page).press("Home")
    the_map(page).press("End")
    expect_cell(page, surface, rows - 1, columns - 1)


def plot(page):
    """Return left, top, width and height of the cells in the page, px."""
    box, padding = page.locator(".map").bounding_box(), compiled("map", "light")["padding"]
    width = box["width"] - padding["left"] - padding["right"]
    height = box["height"] - padding["top"] - padding["bottom"]
    return box["x"] + padding["left"], box["y"] + padding["top"], width, height


def middle_of(page, surface, t, p):
    """Return where a cell's middle is in the page, px."""
    left, top, width, height = plot(page)
    rows, columns = surface.loss.shape
    return left + (p + 0.5) / columns * width, top + (1 - (t + 0.5) / rows) * height


CELLS = ((0, 0), (5, 20), (12, 10), (25, 3), (30, 30))
"""Away from the crosshair and the marks of the scene below."""


def colours(picture, places):
    """Return the colours at places (x, y) of a PNG, shape (n, 3)."""
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(int)
    return np.array([pixels[round(y), round(x)] for x, y in places])


@pytest.mark.parametrize("layer", ["loss", "accuracy"])
@pytest.mark.parametrize("scheme", THEMES)
def test_page_picture_and_live_chart_agree(opened, app_server, new_page, surface, scheme, layer):
    point = surface.point(2, 28)
    page = opened(width=1200, color_scheme=scheme)
    page.locator("#layer").select_option(layer)
    put(page, 2, 28)
    live = new_page(color_scheme=scheme)
    place = f"p={strength_text(point.strength)}&tau={temperature_text(point.temperature)}"
    live.goto(f"{app_server('streamlit_app.py')}/?{place}&layer={layer}&show=none")
    shown = []
    for one in (page, live):
        expect(the_map(one)).to_have_attribute("aria-valuetext", re.compile(f"{LAYERS[layer].title} "))
        shown.append(colours(one.screenshot(), [middle_of(one, surface, t, p) for t, p in (*CELLS, (2, 28))]))
    inputs = surface_inputs(surface, 0, frozenset()), scene_inputs(Scene(surface, point, layer=layer))
    spec = filled(compiled("map", scheme), *inputs, width=620, height=310)
    rows, columns = surface.loss.shape
    left, top = spec["padding"]["left"], spec["padding"]["top"]
    places = [(left + (p + 0.5) * 620 / columns, top + 310 - (t + 0.5) * 310 / rows) for t, p in (*CELLS, (2, 28))]
    shown.append(colours(vl_convert.vega_to_png(spec, scale=1, ppi=72), places))
    accent = [int(THEMES[scheme].accent[k : k + 2], 16) for k in (1, 3, 5)]
    for found in shown:
        assert abs(found - shown[0]).max() <= 6
        assert abs(found[-1] - accent).max() <= 6


def test_the_colours_follow_the_reader(opened):
    page = opened(color_scheme="light")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        background = THEMES[scheme].background
        wanted = f"rgb({', '.join(str(int(background[k : k + 2], 16)) for k in (1, 3, 5))})"
        expect(page.locator("body")).to_have_css("background-color", wanted)
        ink = [int(THEMES[scheme].ink[k : k + 2], 16) for k in (1, 3, 5)]
        # Asked until it holds: a chart may be drawn anew, its canvas replaced, more than once for a change of theme.
        page.wait_for_function(IN_INK, arg=ink)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_questions_are_judged(opened, name):
    surface = load_shipped(name)
    page, asked = opened(name), questions(surface)
    verdict, check = page.get_by_role("status"), page.get_by_role("button", name="Check the point")
    for number, question in enumerate(asked, start=1):
        expect(page.locator(".prompt")).to_have_text(f"{number} of 3 {question.prompt}")
        texts, said = question.says()
        for cell in (np.argwhere(~question.accepted)[0], np.argwhere(~question.accepted)[-1]):
            put(page, *cell)
            check.click()
            expect(verdict).to_have_text(texts[said[tuple(cell)]])
            assert "Right" not in verdict.inner_text()
        put(page, *np.argwhere(question.accepted)[-1])
        check.click()
        expect(verdict).to_have_text(question.right)
        if number < len(asked):
            page.get_by_role("button", name="Next question").click()
    expect(check).to_be_hidden()


def test_it_works_in_a_sandboxed_frame(folder, new_page, surface):
    page, outer = new_page(800, 600, offline=True), folder / "outer.html"
    outer.write_text('<iframe sandbox="allow-scripts" src="communities.html" width="100%" height="482"></iframe>')
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    drawn(frame)
    frame.locator("#strength").press("ArrowRight")
    t, p = surface.cell(start(surface))
    expect_cell(frame, surface, t, p + 1)
