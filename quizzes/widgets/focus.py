"""Where the keyboard goes on: a rerun that replaces the button just pressed would leave it at the top of the page."""

import streamlit as st

HEADING, VERDICT, REFUSED, HINTS, COMPARISON = (
    f"focus-{name}" for name in ("heading", "verdict", "refused", "hints", "comparison")
)
"""Keys of the containers that can take the focus; a page draws each of them once at most."""

_REQUESTED, _COUNT, _PUT = "focus:asked", "focus:count", "focus:put"

# What was asked for once is not done again when the page runs for another reason; the count of a session says what is
# new. Until the script rests, what it is about to remove still stands on the page. Where nothing was asked for and what
# had the focus is gone, also by an event from elsewhere, the heading that it stood under takes it, or the page's.
_JS = """
const running = () => document.querySelector("[data-test-script-state=running]");
const watched = { subtree: true, childList: true, attributeFilter: ["data-test-script-state"] };
const headings = (within) => [...document.querySelectorAll(`${within} :is(h1, h2, h3)`)];
function put(target, options) {
  target.tabIndex = -1;
  target.focus(options);
}
function keep() {
  let [last, under] = [null, null];
  document.addEventListener("focusin", ({ target }) => {
    last = target;
    const before = (one) => one.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (target.closest("[data-testid=stMain]")) under = headings("[data-testid=stMain]").filter(before).at(-1);
  });
  new MutationObserver(() => {
    if (!last || last.isConnected || running()) return;
    last = null;
    const stays = under?.isConnected && under.tagName !== "H1" ? under : null;
    const target = stays ?? headings(".st-key-focus-heading")[0] ?? headings("[data-testid=stMain]")[0];
    if (target && document.activeElement === document.body) put(target, { preventScroll: true });
  }).observe(document.body, watched);
}
export default function ({ data: [count, names] }) {
  const known = document.documentElement.dataset;
  if (!known.focusKept) keep();
  known.focusKept = true;
  if (count <= Number(known.focusMoved ?? 0)) return;
  known.focusMoved = count;
  const move = () => {
    const place = names.map((name) => document.querySelector(`.st-key-${name}`)).find(Boolean);
    const target = place?.querySelector("h1, h2, h3, [role=status], [role=alert], [data-testid=stMarkdown]");
    if (!target || running()) return false;
    if (target.matches("[data-testid=stMarkdown]")) target.role = "note";
    put(target);
    return true;
  };
  if (move()) return;
  const watch = new MutationObserver(() => move() && watch.disconnect());
  watch.observe(document.body, watched);
  setTimeout(() => watch.disconnect(), 10000);
}
"""
_focus = st.components.v2.component("graph_contrast.focus", js=_JS)


def request(*names: str) -> None:
    """Have the focus move, in the run that comes to its end next.

    Parameters
    ----------
    names
        `HEADING`, `VERDICT`, `REFUSED`, `HINTS` or `COMPARISON`: the heading, alert or text in the container of that
        key; of several, in the first that the page has.
    """
    st.session_state[_REQUESTED] = list(names)
    st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1


def requested() -> bool:
    """Whether the focus is to move and has not been told so."""
    return st.session_state.get(_COUNT, 0) > st.session_state.get(_PUT, 0)


def put(key: str = "focus") -> None:
    """Move the focus where it was asked for; drawn last, on a page or in a fragment of it.

    Parameters
    ----------
    key
        Another one for a fragment's.
    """
    count = st.session_state[_PUT] = st.session_state.get(_COUNT, 0)
    # A list, since Streamlit imports pandas to look for tables in a dict.
    _focus(key=key, data=[count, st.session_state.get(_REQUESTED, [])])
