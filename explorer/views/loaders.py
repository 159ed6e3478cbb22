"""Surfaces, opened once for all sessions. They are frozen, so everybody shares the one object."""

import gc
from functools import cache

from explorer.model.surface import Surface
from explorer.model.surface_file import load_shipped


@cache
def surface(name: str) -> Surface:
    """Open a surface and take it, with all that was imported to read it, out of the garbage collector's sight.

    Parameters
    ----------
    name : str
        One of `openable`.

    Returns
    -------
    Surface
    """
    opened = load_shipped(name)
    gc.collect()
    gc.freeze()  # a collection looks through modules and arrays that live as long as the server
    return opened
