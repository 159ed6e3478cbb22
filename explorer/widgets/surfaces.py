"""Which surfaces a page may offer, and what it says where there is none."""

from collections.abc import Iterable

import streamlit as st

from explorer.model import library
from explorer.model.surface import Surface
from explorer.model.surface_file import openable
from explorer.widgets.foot import stop

_OWN = "explorer:own-surfaces"


def offered(names: Iterable[str], *, own: bool = False) -> list[str]:
    """Those of a page's surfaces that can be opened; where none can, the page says so and ends.

    Parameters
    ----------
    names : iterable of str
        Names of shipped surfaces, in the order in which the page offers them.
    own : bool
        Whether the surfaces that this session has made or brought come after them.
    """
    found = [name for name in names if name in openable()] + (own_names() if own else [])
    if not found:
        st.error(
            "None of the surfaces that this page needs can be opened on this server: their files are missing or "
            "damaged. The server’s console names them."
        )
        stop()
    return found


def own_names() -> list[str]:
    """The surfaces that this session has made, opened from a file or by a link, oldest first."""
    return list(st.session_state.get(_OWN, {}))


def add_own(surface: Surface) -> str:
    """Keep a surface for this session, and return its name."""
    surface = library.keep(surface)
    st.session_state.setdefault(_OWN, {})[surface.scenario.name] = surface
    return surface.scenario.name


def forget_own(name: str) -> None:
    """Offer a surface no more in this session."""
    st.session_state.get(_OWN, {}).pop(name, None)


def open_surface(name: str) -> Surface:
    """Open a surface; this session's own ones last as long as it does, whatever becomes of the library's files.

    Raises
    ------
    ValueError
        As :func:`explorer.model.library.open_surface` does.
    """
    own = st.session_state.get(_OWN, {}) if library.is_own(name) else {}
    return own[name] if name in own else library.open_surface(name)


def title(name: str) -> str:
    """What a page calls a surface."""
    own = st.session_state.get(_OWN, {}) if library.is_own(name) else {}
    return library.described(own[name]) if name in own else library.title(name)


def find_own(name: str) -> bool:
    """Whether a name that a link carries is an own surface that is kept here; then this session has it, too."""
    if name not in own_names() and (found := library.find(name)) is not None:
        add_own(found)
    return name in own_names()
