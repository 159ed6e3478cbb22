"""The surface that the demo page shows."""

import functools

from explorer.model.surface_file import load_shipped


@functools.cache
def demo_surface():
    """Return the shipped communities surface, loaded once for all sessions."""
    return load_shipped("communities")
