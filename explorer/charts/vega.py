"""The runtime that draws a compiled chart in a browser: Vega as vl-convert carries it, in one module."""

import subprocess
import sys
from functools import cache
from threading import Lock

_LOCK = Lock()

# The bundler keeps the interpreter's lock for its whole second: it gets an interpreter of its own.
_MAKE = """
import sys, vl_convert
sys.stdout.buffer.write(vl_convert.javascript_bundle("export default vegaEmbed;").encode())
"""


@cache
def _bundle() -> bytes:
    return subprocess.run([sys.executable, "-c", _MAKE], stdout=subprocess.PIPE, check=True).stdout


def bundle() -> bytes:
    """Return the module whose default export is ``vegaEmbed``.

    The first call takes about a second; a call meanwhile waits for it. The same vl-convert makes the same bytes.
    """
    with _LOCK:
        return _bundle()
