"""Boxes to tick as one stop of the Tab key, as a list is: arrow keys lead from one to the next."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from explorer.charts.texts import typeset

Name = TypeVar("Name")

# One pair of listeners serves every group, also one that is drawn anew. A group says what it is to who hears it, and
# to who sees it once a key has led there.
_JS = """
export default function ({ data: [says] }) {
  const known = document.documentElement.dataset;
  if (known.boxes) return;
  known.boxes = "one stop";
  const around = ({ target }) => {
    const group = target.closest?.("[class*=st-key-boxes-]");
    return [group, group ? [...group.querySelectorAll("[type=checkbox]")] : []];
  };
  document.addEventListener("focusin", (event) => {
    const [group, all] = around(event);
    if (group) Object.assign(group, { role: "group", ariaLabel: says });
    for (const box of all) box.tabIndex = box === event.target ? 0 : -1;
  });
  document.addEventListener("keydown", (event) => {
    const [, all] = around(event);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || !all.length || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    all[(all.indexOf(event.target) + step + all.length) % all.length].focus();
  });
}
"""
_WORDS = "Answers; the arrow keys lead from one to the next"
_roving = st.components.v2.component("graph_contrast.boxes", js=_JS)


def boxes(texts: Mapping[Name, str], *, key: str) -> list[Name]:
    """Draw a list of boxes, and say which are ticked.

    Parameters
    ----------
    texts
        What stands at each, by its name; markdown of ours.
    key
        Prefix of the boxes' keys.
    """
    with st.container(key=f"boxes-{key}"):
        ticked = [name for name, text in texts.items() if st.checkbox(typeset(text), key=f"{key}-{name}")]
    _roving(key=f"{key}-roving", data=[_WORDS])
    return ticked
