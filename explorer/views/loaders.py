"""Surfaces, opened once for all sessions. They are frozen, so everybody shares the one object."""

import gc
from functools import cache
from importlib.resources import files

from explorer.model.scenario import SHIPPED
from explorer.model.surface import Surface
from explorer.model.surface_file import load_shipped


@cache
def shipped():
    """Return the names of the surfaces whose files are there, in the order of ``SHIPPED``."""
    folder = files("explorer") / "data"
    return tuple(name for name in SHIPPED if (folder / f"{name}.npz").is_file())


@cache
def surface(name: str) -> Surface:
    """Open a surface and take it, with all that was imported to read it, out of the garbage collector's sight.

    Parameters
    ----------
    name : str
        One of `shipped`.

    Returns
    -------
    Surface
    """
    opened = load_shipped(name)
    gc.collect()
    gc.freeze()  # a collection looks through modules and arrays that live as long as the server
    return opened
