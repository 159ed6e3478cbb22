"""A resume code that this browser keeps, so that a student who comes back without the address can go on."""

import streamlit as st

LONGEST = 40
"""Characters of what a browser reports that are looked at."""

_KEY = "work:browser"
_NAME = "graph_contrast.resume"

# Storage may be blocked, as in a frame of another site; then nothing is kept and nothing is offered.
_JS = """
export default function ({ data: [name, code, forget], setStateValue }) {
  try {
    const key = `${name} ${new URL(".", document.baseURI).pathname}`;
    if (code) window.localStorage.setItem(key, code);
    else if (forget && window.localStorage.getItem(key) === forget) window.localStorage.removeItem(key);
    setStateValue("found", window.localStorage.getItem(key) ?? "");
  } catch {
    setStateValue("found", "");
  }
}
"""
_memory = st.components.v2.component("graph_contrast.browser_memory", js=_JS)


def remember(code: str, forget: str = "") -> None:
    """Have the browser keep a code, or else drop one.

    Parameters
    ----------
    code
        What to keep; empty leaves what is there.
    forget
        What to drop, if that is what the browser keeps.
    """
    # A list, since Streamlit imports pandas to look for tables in a dict.
    _memory(key=_KEY, data=[_NAME, code, forget], on_found_change=lambda: None)


def kept() -> str:
    """What the browser keeps, as it last said; empty if nothing. It is text from outside."""
    found = (st.session_state.get(_KEY) or {}).get("found")
    return found[:LONGEST] if isinstance(found, str) else ""
