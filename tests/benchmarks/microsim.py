"""How live the page without a server is: ``python -m tests.benchmarks.microsim`` prints a table. Needs Chromium."""

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.serving import percentile, print_table

OPENINGS = 7

# From the start of the navigation to the frame after the questions are asked, which is the last that is drawn.
DRAWN = """
() => new Promise((resolve) => {
  const look = () => document.querySelector('#prompt')?.textContent && document.querySelector('canvas')
    ? requestAnimationFrame(() => resolve(performance.now())) : requestAnimationFrame(look);
  look();
})
"""

# The button is down, so the map listens; moves come once a frame, as from a mouse. Each changed cell is told in words.
DRAG = """
([left, top, width, height, milliseconds]) => new Promise((resolve) => {
  const map = document.querySelector('.map');
  const canvas = map.querySelector('canvas');
  let painted = 0, frames = 0;
  new MutationObserver(() => (painted += 1)).observe(map, { attributeFilter: ['aria-valuetext'] });
  const began = performance.now();
  const step = (now) => {
    if (now - began > milliseconds) return resolve([painted / (now - began) * 1000, frames / (now - began) * 1000]);
    frames += 1;
    canvas.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, pointerType: 'mouse', buttons: 1,
      clientX: left + (29 * frames) % width, clientY: top + (17 * frames) % height }));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})
"""


def rows(browser, names=("communities", "communities-sphere")):
    """Yield rows for a table: opening a page from its file, and dragging on its map."""
    from explorer import microsim
    from explorer.model.surface_file import load_shipped

    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            path = Path(folder) / f"{name}.html"
            path.write_bytes(microsim.files(load_shipped(name))["main.html"])
            times = [_opened(browser, path) for _ in range(OPENINGS)]
            yield f"microsim {name}: open from file to drawn, p50", f"{percentile(times, 0.5):.0f} ms", "≤ 1000 ms"
            for throttle in (1, 4):
                changed, frames = _dragged(browser, path, throttle)
                slower = f", processor {throttle} × slower" if throttle > 1 else ""
                shown = f"{changed:.0f}/s of {frames:.0f} frames/s"
                yield f"microsim {name}: drag on the map{slower}", shown, "60/s" if throttle == 1 else ""


def _opened(browser, path):
    """Return the milliseconds from opening a file in a fresh profile until it is drawn."""
    context = browser.new_context(viewport={"width": 700, "height": 482}, offline=True)
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="commit")
    took = page.evaluate(DRAWN)
    context.close()
    return took


def _dragged(browser, path, throttle):
    """Return how often a second the point moved while it was dragged, and how many frames there were."""
    context = browser.new_context(viewport={"width": 700, "height": 482}, offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.evaluate(DRAWN)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    box = page.locator("canvas").first.bounding_box()
    left, top, width, height = box["x"] + 60, box["y"] + 80, box["width"] - 90, box["height"] - 140
    page.mouse.move(left, top)
    page.mouse.down()
    rates = page.evaluate(DRAG, [left, top, width, height, 2000])
    page.mouse.up()
    context.close()
    return rates


def main():
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        print_table(list(rows(browser)))
        browser.close()


if __name__ == "__main__":
    main()
