"""How live the Explore page is: ``python tests/benchmarks/page.py`` prints a table. Needs Chromium and a minute."""

import itertools
import logging
import os
import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from serving import ROOT, percentile, print_table, server, wait_until_healthy

PRESSES = 60

# The map announces its point in the same breath in which it paints it; the next frame shows it.
WATCH = """
() => {
  const map = document.querySelector('.stMain').querySelectorAll('*');
  const host = [...map].find((e) => e.shadowRoot?.querySelector('.map'));
  const target = host.shadowRoot.querySelector('.map');
  window.painted = []; window.pressed = [];
  new MutationObserver(() => requestAnimationFrame(() => window.painted.push(performance.now())))
    .observe(target, { attributes: true, attributeFilter: ['aria-valuetext'] });
  addEventListener('keydown', () => window.pressed.push(performance.now()), true);
}
"""


def open_page(browser, address):
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"http://{address}/")
    page.locator(".map[role=slider]").wait_for(timeout=60_000)
    return page


def visit(browser, address):
    """Return the seconds that a new session needs on a server that is already there."""
    began = time.perf_counter()
    page = open_page(browser, address)
    page.locator(".readouts .value").last.wait_for()
    took = time.perf_counter() - began
    page.context.close()
    return took


def start(browser, **environment):
    """Return the seconds from the command to a complete page."""
    began = time.perf_counter()
    with server(**environment) as (_, address):
        wait_until_healthy(address)
        page = open_page(browser, address)
        page.locator(".readouts .value").last.wait_for()
        took = time.perf_counter() - began
        page.context.close()
    return took


def key_presses(page):
    """Return the milliseconds from a press of an arrow key on a slider to the repainted map."""
    handle = page.locator(".stSidebar").get_by_role("slider", name="Augmentation strength p")
    handle.focus()
    times = []
    for i in range(PRESSES):
        page.evaluate("window.painted = []; window.pressed = []")
        page.keyboard.press("ArrowRight" if i % 40 < 20 else "ArrowLeft")
        page.wait_for_function("window.painted.length > 0", polling=10)
        times.append(page.evaluate("window.painted[0] - window.pressed[0]"))
        page.wait_for_timeout(120)
    return times


# The button is down, so the map listens to this pointer; moves come once a frame, as from a mouse.
DRAG = """
([left, top, width, height, milliseconds, identifier]) => new Promise((resolve) => {
  const host = [...document.querySelectorAll('.stMain *')].find((e) => e.shadowRoot?.querySelector('.map'));
  const map = host.shadowRoot.querySelector('.map');
  const began = performance.now(), frames = [];
  window.painted = [];
  const step = (now) => {
    frames.push(now);
    if (now - began > milliseconds) return resolve([window.painted, frames]);
    const i = frames.length, options = { pointerId: identifier, pointerType: 'mouse', bubbles: true };
    map.dispatchEvent(new PointerEvent('pointermove',
      { ...options, clientX: left + (29 * i) % width, clientY: top + (11 * i) % height }));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})
"""


def drag(page, seconds=2):
    """Return updates a second while dragging, and the milliseconds between frames."""
    box = page.locator(".map").bounding_box()
    left, top, width, height = box["x"] + 60, box["y"] + 40, box["width"] - 90, box["height"] - 120
    page.mouse.move(left, top)
    page.mouse.down()
    painted, frames = page.evaluate(DRAG, [left, top, width, height, 1000 * seconds, 1])
    page.mouse.up()
    gaps = [after - before for before, after in itertools.pairwise(frames)]
    return len(painted) / seconds, gaps


def held(page, seconds=3, rate=10):
    """Return repaints a second and the longest wait while an arrow key repeats."""
    page.locator(".stSidebar").get_by_role("slider", name="Augmentation strength p").focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(500)
    page.evaluate("window.painted = []")
    for _ in range(seconds * rate):
        page.keyboard.down("ArrowRight")
        page.wait_for_timeout(1000 / rate)
    page.keyboard.up("ArrowRight")
    painted = page.evaluate("window.painted")
    return len(painted) / seconds, max(b - a for a, b in itertools.pairwise(painted))


def scripts():
    """Yield each panel and the milliseconds of its reruns, without the browser."""
    logging.disable(logging.WARNING)
    os.chdir(ROOT)
    from streamlit.testing.v1 import AppTest

    from explorer.views import explore, state

    page, times = explore.page, []

    def timed():
        began = time.perf_counter()
        page()
        times.append(1000 * (time.perf_counter() - began))

    explore.page = timed
    for panel in (None, *state.PANELS, *state.EXTRAS):
        app = AppTest.from_file(str(Path(ROOT) / "streamlit_app.py"), default_timeout=60)
        if panel:
            app.query_params["open"] = panel
        app.run()
        times.clear()
        for i in range(30):
            app.select_slider(key="side:strength").set_value(0.02 * (i + 1)).run()
        yield panel or "no panel", list(times)
    explore.page = page


def main():
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    rows = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        with tempfile.TemporaryDirectory() as empty:
            first = start(browser, PYTHONPYCACHEPREFIX=empty)
            rows.append(("very first start, every module compiled", f"{first:.2f} s", ""))
        rows.append(("cold: from the command to a complete page", f"{start(browser):.2f} s", "< 4 s"))
        with server() as (_, address):
            wait_until_healthy(address)
            visits = [visit(browser, address) for _ in range(3)]
            rows.append(("warm: a new session, complete page", f"{percentile(visits[1:], 0.5):.2f} s", "< 1.5 s"))
            page = open_page(browser, address)
            page.evaluate(WATCH)
            times = key_presses(page)
            p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
            rows.append(("key press to repaint, p50 / p95", f"{p50:.0f} / {p95:.0f} ms", "≤ 80 / 130 ms"))
            rate, gaps = drag(page)
            rows.append(("drag, updates a second", f"{rate:.0f}", "≥ 50"))
            rows.append(("drag, 95 % of frames within", f"{percentile(gaps, 0.95):.0f} ms", "≤ 33 ms"))
            rate, longest = held(page)
            rows.append(("arrow key held at 10 Hz", f"{rate:.1f} repaints/s, longest wait {longest:.0f} ms", "follows"))
        browser.close()
    for panel, times in scripts():
        p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
        rows.append((f"script with {panel}, p50 / p95", f"{p50:.1f} / {p95:.1f} ms", "≤ 12 ms"))
    print_table(rows)


if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(ROOT))
    main()
