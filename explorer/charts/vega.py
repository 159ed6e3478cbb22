"""The runtime that draws a compiled chart in a browser: Vega as vl-convert carries it, in one module."""

import subprocess
import sys
from functools import cache
from threading import Lock

_LOCK = Lock()

# The bundler keeps the interpreter's lock for its whole second: it gets an interpreter of its own.
_MAKE = "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle(sys.argv[1]).encode())"

MODULE = "globalThis.vegaEmbed = vegaEmbed; export default vegaEmbed;"
"""What it offers: a page loads it as a module, one that is a single file has it as a script."""


@cache
def _bundle() -> bytes:
    return subprocess.run([sys.executable, "-c", _MAKE, MODULE], stdout=subprocess.PIPE, check=True).stdout


def bundle() -> bytes:
    """Return the module whose default export, also known as ``window.vegaEmbed``, draws a chart.

    The first call takes about a second; a call meanwhile waits for it. The same vl-convert makes the same bytes.
    """
    with _LOCK:
        return _bundle()
