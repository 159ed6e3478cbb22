"""What the page and the browser tell each other: the address, room for the sidebar, and whether it knows the tour."""

from collections.abc import Sequence

import streamlit as st

from explorer.views import state
from explorer.views.style import NARROW

_KEY = "window"
TOURED = "graph_contrast_tour"
_COOKIE = f"{TOURED}=seen; max-age={365 * 24 * 3600}; samesite=lax"

_JS = """
export default function ({ data: [names, pairs, narrow, width, cookie, opened], setStateValue }) {
  if (cookie) document.cookie = cookie;
  const url = new URL(location);
  const kept = [...url.searchParams].filter(([name]) => !names.includes(name));
  url.search = new URLSearchParams([...kept, ...pairs]);
  if (url.href !== location.href) history.replaceState(history.state, "", url);
  const at = (key) => document.querySelector(`[class*="st-key-${key}"]`), { dataset } = document.documentElement;
  const hangs = at("panel-")?.getBoundingClientRect().bottom > innerHeight;
  if (opened > (dataset.opened ?? 0) && hangs) at("chooser").scrollIntoView();
  dataset.opened = opened;
  const query = matchMedia(`(max-width: ${width}px)`);
  query.onchange = () => query.matches !== narrow && setStateValue("narrow", query.matches);
  query.onchange();
  return () => (query.onchange = null);
}
"""
# Setting st.query_params would add a step to the history for every move of a slider, and inside a textbook's frame the
# reader's Back button would have to undo them all. Replacing the address keeps one step a page.
_window = st.components.v2.component("graph_contrast.window", js=_JS)


def narrow() -> bool:
    """Return whether the sidebar lies over the page or is closed, so that the sliders are wanted a second time.

    The browser says so as soon as it has drawn the page, and again when the window changes. Until then it is what the
    kind of browser suggests; one that says nothing about itself gets the sliders.

    Returns
    -------
    bool
    """
    if state.NARROW not in st.session_state:
        agent = st.context.headers.get("User-Agent")
        st.session_state[state.NARROW] = agent is None or "Mobi" in agent
    return st.session_state[state.NARROW]


def toured() -> bool:
    """Return whether this browser has shown the tour before, in another session."""
    return TOURED in st.context.cookies


def write(names: Sequence[str], pairs: list[tuple[str, str]], *, touring: bool = False, opened: int = 0) -> None:
    """Bring the browser's address up to date.

    Parameters
    ----------
    names : sequence of str
        What the page may write into the address.
    pairs : list of (str, str)
        What it writes now; every other of its names goes.
    touring : bool
        Whether the tour is shown, which the browser remembers for a year.
    opened : int
        How many panels were opened in this session; one more scrolls the page to the panel, where it does not fit.
    """
    # A list, since in a dict Streamlit would look for tables.
    data = [list(names), pairs, narrow(), NARROW, _COOKIE if touring else "", opened]
    _window(key=_KEY, data=data, on_narrow_change=_take)


def _take():
    st.session_state[state.NARROW] = bool(st.session_state[_KEY].get("narrow"))
