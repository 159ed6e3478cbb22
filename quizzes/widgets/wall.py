"""A page for the back row: as large as its screen holds, and a clock that runs there."""

import streamlit as st

SMALLEST, LARGEST = 4.1, 8.0
"""Size of the text in hundredths of the screen's height."""
UNIT = 20
"""Pixels of the text in a chart of the wall's scale; see `explorer.charts.stage.params`."""

# Finds the largest text with which everything fits on the screen; below the smallest, the page scrolls instead.
_FIT = """
const known = new WeakSet();
const [MAP, LEAST] = [0.55, 0.3]; // of the screen's height: what a map gets, and what it keeps beside long texts

export default function ({ data: [key, smallest, largest, unit] }) {
  const page = document.querySelector(`.st-key-${key}`);
  if (!page || known.has(page)) return;
  known.add(page);
  const give = (name, value) => page.style.setProperty(name, value);
  const fits = (size, map = MAP) => {
    give("--size", size);
    give("--room", "0px");
    const room = innerHeight - page.scrollHeight - 2;
    give("--room", `${Math.max(innerHeight * map, room)}px`);
    return page.scrollHeight <= innerHeight;
  };
  const fit = () => {
    if (!page.isConnected) return removeEventListener("resize", fit);
    observer.disconnect();
    give("min-height", 0);
    give("--zoom", (Math.min(innerHeight, innerWidth) * smallest) / 100 / unit);
    let [low, high] = [smallest, largest];
    for (let step = 0; step < 7; step++) {
      const middle = (low + high) / 2;
      if (fits(middle)) low = middle;
      else high = middle;
    }
    if (!fits(low)) fits(low, LEAST);
    fitted = page.scrollHeight;
    page.style.removeProperty("min-height");
    observer.observe(page, { childList: true, subtree: true, characterData: true });
  };
  let fitted = 0;
  const observer = new MutationObserver(() => requestAnimationFrame(fit));
  // What is drawn later, as a map or a picture, makes the page longer without a change that an observer of it sees.
  new ResizeObserver(() => page.scrollHeight > Math.max(fitted, innerHeight) && fit()).observe(page);
  addEventListener("resize", fit);
  document.fonts.ready.then(fit);
  fit();
}
"""

# Counts by itself, so that a second costs the server nothing.
_CLOCK = """
const ticking = new WeakMap();
const words = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export default function ({ data: [passed, left], parentElement }) {
  const begun = performance.now();
  const box = parentElement.querySelector("span") ?? parentElement.appendChild(document.createElement("span"));
  box.setAttribute("role", "timer");
  const show = () => {
    const now = (performance.now() - begun) / 1000;
    if (left === null) box.textContent = words(passed + now);
    else box.textContent = left > now ? `${words(Math.ceil(left - now))} left` : "Time is up";
  };
  clearInterval(ticking.get(parentElement));
  ticking.set(parentElement, setInterval(show, 250));
  show();
  return () => clearInterval(ticking.get(parentElement));
}
"""

_fit = st.components.v2.component("graph_contrast.fit", js=_FIT)
_clock = st.components.v2.component("graph_contrast.clock", js=_CLOCK)


def fit(container: str) -> None:
    """Make the text of a container as large as the screen holds.

    Parameters
    ----------
    container : str
        Its key. In its style, ``--size`` is the text's size in hundredths of the screen's height, ``--room`` the height
        that a map may have, and ``--zoom`` what a chart of the wall's scale has to be magnified by.
    """
    _fit(key=f"{container}-fit", data=[container, SMALLEST, LARGEST, UNIT])


def clock(passed: float, left: float | None, *, key: str) -> None:
    """Show a time that runs: how much has passed, or, where there is an end, how much is left.

    Parameters
    ----------
    passed, left : float
        Seconds; `left` is None where there is no end.
    key : str
    """
    _clock(key=key, data=[passed, left])
