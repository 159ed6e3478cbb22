"""What was just opened comes into view: it stands below what the reader was looking at."""

import streamlit as st

# Once the script rests, since until then what it is about to draw has no height.
_JS = """
export default function ({ data: [count, top, below] }) {
  const known = document.documentElement.dataset;
  if (count <= Number(known.revealed ?? 0)) return;
  known.revealed = count;
  const move = () => {
    const [place, opened] = [top, below].map((key) => document.querySelector(`.st-key-${key}`));
    if (!place || !opened || document.querySelector("[data-test-script-state=running]")) return false;
    if (opened.getBoundingClientRect().bottom <= innerHeight) return true;
    place.style.scrollMarginTop = "4rem";
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    place.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
    return true;
  };
  if (move()) return;
  const watch = new MutationObserver(() => move() && watch.disconnect());
  watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-test-script-state"] });
  setTimeout(() => watch.disconnect(), 10000);
}
"""
_reveal = st.components.v2.component("graph_contrast.reveal", js=_JS)


def reveal(count, top, below):
    """Scroll to a container if another below it does not fit in the window.

    Parameters
    ----------
    count : int
        How many were opened in this session; the same number scrolls once.
    top, below : str
        Keys of the containers.
    """
    _reveal(key="reveal", data=[count, top, below])
