"""How live the Explore page is: ``python -m tests.benchmarks.page`` prints a table. Needs Chromium and a minute."""

import itertools
import logging
import os
import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks import microsim
from tests.benchmarks.serving import ROOT, percentile, print_table, server, wait_until_healthy

PRESSES = 60

# The map announces its point in the same breath in which it paints it; the next frame shows it. The address is written
# when the server has answered.
WATCH = """
() => {
  const map = document.querySelector('.stMain').querySelectorAll('*');
  const host = [...map].find((e) => e.shadowRoot?.querySelector('.map'));
  const target = host.shadowRoot.querySelector('.map');
  const note = (name) => window[name].push(performance.now());
  window.forget = () => { window.painted = []; window.acted = []; window.answered = []; };
  window.forget();
  const moved = (records) => records.some((one) => one.oldValue !== target.getAttribute('aria-valuetext'));
  new MutationObserver((records) => moved(records) && requestAnimationFrame(() => note('painted')))
    .observe(target, { attributeFilter: ['aria-valuetext'], attributeOldValue: true });
  for (const name of ['keydown', 'pointermove']) addEventListener(name, () => note('acted'), true);
  const replace = history.replaceState;
  history.replaceState = function (...state) { note('answered'); return replace.apply(this, state); };
}
"""

HELLO = "import streamlit as st\nst.write('hello')\n"
"""The least that Streamlit can show: nothing that it serves is faster."""


COMPLETE = """
() => {
  const roots = [...document.querySelectorAll('.stMain *')].flatMap((one) => one.shadowRoot ?? []);
  const stage = roots.find((root) => root.querySelector('.map .over canvas'));
  if (!stage) return [...document.querySelectorAll('.stMarkdown')].some((one) => one.textContent.includes('hello'));
  const numbers = [...stage.querySelectorAll('.readouts .value')];
  const sliders = document.querySelectorAll('.stSidebar .stSlider');
  return numbers.length > 0 && numbers.every((one) => one.textContent) && sliders.length > 1;
}
"""


def wait_until_complete(page):
    """Wait for the frame in which map, numbers and sliders, or the one word of the least page, are there."""
    page.wait_for_function(COMPLETE, polling="raf", timeout=60_000)


def open_page(context, address):
    page = context.new_page()
    page.goto(f"http://{address}/")
    wait_until_complete(page)
    return page


def new_context(browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "graph_contrast_tour", "value": "seen", "url": "http://127.0.0.1"}])
    return context


def visits(browser, address):
    """Return the seconds of a stranger's first visit, of coming back in a new tab, and of a reload."""
    context, took = new_context(browser), []
    for _ in range(2):
        began = time.perf_counter()
        page = open_page(context, address)
        took.append(time.perf_counter() - began)
    began = time.perf_counter()
    page.reload()
    wait_until_complete(page)
    took.append(time.perf_counter() - began)
    context.close()
    return took


def start(browser, script="streamlit_app.py", **environment):
    """Return the seconds from the command to a complete page."""
    began = time.perf_counter()
    with server(script, **environment) as (_, address):
        wait_until_healthy(address)
        context = new_context(browser)
        open_page(context, address)
        took = time.perf_counter() - began
        context.close()
    return took


def starts_and_visits(browser, hello):
    """Yield rows; the least page is measured in turn with ours, so that both see the same machine."""
    scripts = ("streamlit_app.py", hello)
    cold = [[start(browser, script) for script in scripts] for _ in range(3)]
    yield "cold: from the command to a complete page", cold, "< 4 s"
    with server() as (_, ours), server(hello) as (_, least):
        for address in (ours, least):
            wait_until_healthy(address)
        rounds = [(visits(browser, ours), visits(browser, least)) for _ in range(4)][1:]
    names = ("warm: a stranger, nothing cached", "warm: back in a new tab", "warm: reload")
    for k, name in enumerate(names):
        yield name, [(app[k], floor[k]) for app, floor in rounds], "< 1.5 s"


def act_and_wait(page, act):
    """Return the milliseconds from an act to the repainted map."""
    page.evaluate("window.forget()")
    act()
    page.wait_for_function("window.painted.length > 0", polling=10)
    return page.evaluate("window.painted[0] - window.acted[0]")


def key_presses(page):
    """Return the milliseconds from an arrow key on a slider to the repainted map, and to the server's answer."""
    page.locator(".stSidebar").get_by_role("slider", name="Augmentation strength p").focus()
    painted, answered = [], []
    for i in range(PRESSES):
        key = "ArrowRight" if i % 40 < 20 else "ArrowLeft"
        painted.append(act_and_wait(page, lambda key=key: page.keyboard.press(key)))
        page.wait_for_function("window.answered.length > 0", polling=10)
        answered.append(page.evaluate("window.answered[0] - window.acted[0]"))
        page.wait_for_timeout(120)
    return painted, answered


def slider_drag(page):
    """Return the milliseconds from a move of a slider's thumb to the repainted map."""
    page.keyboard.press("Home")
    page.wait_for_timeout(500)
    track = page.locator(".stSidebar .stSlider").first.locator("[data-orientation]").last.bounding_box()
    y = track["y"] + track["height"] / 2
    page.mouse.move(track["x"], y)
    page.mouse.down()
    step = track["width"] / 30
    times = [act_and_wait(page, lambda k=k: page.mouse.move(track["x"] + k * step, y)) for k in range(1, 30)]
    page.mouse.up()
    page.wait_for_timeout(500)
    return times


# The button is down, so the map listens to this pointer; moves come once a frame, as from a mouse.
DRAG = """
([left, top, width, height, milliseconds, identifier]) => new Promise((resolve) => {
  const host = [...document.querySelectorAll('.stMain *')].find((e) => e.shadowRoot?.querySelector('.map'));
  const map = host.shadowRoot.querySelector('.map .chart canvas');
  const began = performance.now(), frames = [];
  window.painted = [];
  const step = (now) => {
    frames.push(now);
    if (now - began > milliseconds) return resolve([window.painted, frames]);
    const i = frames.length, options = { pointerId: identifier, pointerType: 'mouse', bubbles: true, composed: true };
    map.dispatchEvent(new PointerEvent('pointermove',
      { ...options, clientX: left + (29 * i) % width, clientY: top + (11 * i) % height }));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})
"""


def drag(page, rate=1, seconds=2):
    """Return updates a second while dragging with the processor throttled so many times, and milliseconds between
    frames."""
    control = page.context.new_cdp_session(page)
    control.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    box = page.locator(".map").bounding_box()
    left, top, width, height = box["x"] + 60, box["y"] + 80, box["width"] - 90, box["height"] - 140
    page.mouse.move(left, top)
    page.mouse.down()
    page.wait_for_timeout(100)
    painted, frames = page.evaluate(DRAG, [left, top, width, height, 1000 * seconds, 1])
    page.mouse.up()
    control.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    page.wait_for_timeout(500)
    gaps = [after - before for before, after in itertools.pairwise(frames)]
    return len(painted) / seconds, gaps


def loaded(browser, address):
    """Return the megabytes that a first and a second visit bring, over HTTP and the websocket together."""
    context, sizes = new_context(browser), []
    for _ in range(2):
        page = context.new_page()
        got: list[int] = []
        control = context.new_cdp_session(page)
        control.send("Network.enable")
        control.on("Network.loadingFinished", lambda event, got=got: got.append(event["encodedDataLength"]))
        control.on(
            "Network.webSocketFrameReceived",
            lambda event, got=got: got.append(len(event["response"]["payloadData"]) * 3 // 4),
        )
        page.goto(f"http://{address}/")
        wait_until_complete(page)
        page.wait_for_timeout(1000)
        sizes.append(sum(got) / 1e6)
        page.close()
    context.close()
    return sizes


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
        app.session_state[state.NARROW] = False  # as a wide window says
        app.run()
        times.clear()
        for i in range(30):
            app.select_slider(key="side:strength").set_value(0.02 * (i + 1)).run()
        yield panel or "no panel", list(times)
    explore.page = page


def main():
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    rows = []
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as empty:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        first = start(browser, PYTHONPYCACHEPREFIX=empty)
        rows.append(("very first start, every module compiled", f"{first:.2f} s", ""))
        hello = Path(empty) / "hello.py"
        hello.write_text(HELLO)
        for name, pairs, wanted in starts_and_visits(browser, hello):
            ours, least = (percentile(times, 0.5) for times in zip(*pairs, strict=True))
            rows.append((name, f"{ours:.2f} s; a page of one word {least:.2f} s", wanted))
        with server() as (_, address):
            wait_until_healthy(address)
            first, second = loaded(browser, address)
            rows.append(("bytes of a first visit, of a second", f"{first:.2f} / {second:.2f} MB", "≤ 4.5 / 0.5 MB"))
            context = new_context(browser)
            page = open_page(context, address)
            page.evaluate(WATCH)
            painted, answered = key_presses(page)
            rows.append(("slider key to repaint, p50 / p95", both(painted), "p95 ≤ 25 ms"))
            rows.append(("slider key to the server's answer", both(answered), ""))
            rows.append(("slider drag, move to repaint", both(slider_drag(page)), "p95 ≤ 25 ms"))
            for throttled, wanted in ((1, 60), (4, 35)):
                rate, gaps = drag(page, throttled)
                name = "drag on the map" + (f", processor throttled {throttled} ×" if throttled > 1 else "")
                rows.append((f"{name}, updates a second", f"{rate:.0f}", f"≥ {wanted}"))
                rows.append((f"{name}, 95 % of frames within", f"{percentile(gaps, 0.95):.0f} ms", ""))
            rate, longest = held(page)
            rows.append(("arrow key held at 10 Hz", f"{rate:.1f} repaints/s, longest wait {longest:.0f} ms", "follows"))
        rows.extend(microsim.rows(browser))
        browser.close()
    for panel, times in scripts():
        rows.append((f"script with {panel}, p50 / p95", both(times, 1), "p95 ≤ 6 ms"))
    print_table(rows)


def both(times, digits=0):
    """Return p50 and p95 as text."""
    return f"{percentile(times, 0.5):.{digits}f} / {percentile(times, 0.95):.{digits}f} ms"


if __name__ == "__main__":
    main()
