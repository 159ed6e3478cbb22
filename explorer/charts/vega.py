"""The runtime that draws a compiled chart in a browser: Vega as vl-convert carries it, in one module."""

from functools import cache
from threading import Lock

_LOCK = Lock()


@cache
def _bundle() -> bytes:
    import vl_convert  # large; a page without a chart does not need it

    return vl_convert.javascript_bundle("export default vegaEmbed;").encode()


def bundle() -> bytes:
    """Return the module whose default export is ``vegaEmbed``.

    The first call takes about a second; a call meanwhile waits for it. The same vl-convert makes the same bytes.
    """
    with _LOCK:
        return _bundle()
