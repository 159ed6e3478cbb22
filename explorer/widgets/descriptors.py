"""How many files and sockets this server may have open at once, and what it says when they run out.

A page costs four file descriptors: a socket, and three of the event loop that Streamlit gives its session. A page that
was closed or reloaded keeps its three for two minutes, for up to 128 pages. The usual limit of 1,024 ends at some 250
pages; it is the soft one, which a process may raise itself as far as the hard one.
"""

import contextlib
import logging

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

A_PAGE, A_CLOSED_PAGE, MOST_CLOSED, OTHERS = 4, 3, 128, 120
GRANTED = 10_240
"""What macOS grants at most, where it promises no limit at all."""
PAGES = 300
"""Pages that a large class opens, all of them reloaded at once."""


def needed(pages: int) -> int:
    """Descriptors for so many pages, each of which may just have been reloaded."""
    return A_PAGE * pages + A_CLOSED_PAGE * min(pages, MOST_CLOSED) + OTHERS


def raise_limit() -> int | None:
    """Raise the soft limit to the hard one, and warn where that is too low for a class.

    Returns
    -------
    int or None
        The limit now; None where there is none.
    """
    if resource is None:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in dict.fromkeys((hard, GRANTED)):
        if soft in (hard, wanted):
            break
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    if soft == resource.RLIM_INFINITY:
        return None
    if soft < needed(PAGES):
        logging.getLogger(__name__).warning(
            "This server may have %d files and sockets open, enough for about %d pages; a class of %d needs %d. "
            "Raise the hard limit: ulimit -n, LimitNOFILE of systemd, ulimits of a container.",
            soft,
            max(0, (soft - OTHERS) // (A_PAGE + A_CLOSED_PAGE)),
            PAGES,
            needed(PAGES),
        )
    return soft
