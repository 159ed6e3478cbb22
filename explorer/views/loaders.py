"""Surfaces, opened once for all sessions. They are frozen, so everybody shares the one object."""

import gc
from functools import cache

from explorer.model import library
from explorer.model.surface import Surface
from explorer.model.surface_file import load_shipped
from explorer.widgets.surfaces import open_surface


def surface(name: str) -> Surface:
    """Open a surface.

    Parameters
    ----------
    name : str
        One of `openable`, or an own one of this session.

    Returns
    -------
    Surface
    """
    return open_surface(name) if library.is_own(name) else shipped(name)


@cache
def shipped(name: str) -> Surface:
    """Open a surface and take it, with all that was imported to read it, out of the garbage collector's sight."""
    opened = load_shipped(name)
    gc.collect()
    gc.freeze()  # a collection looks through modules and arrays that live as long as the server
    return opened
