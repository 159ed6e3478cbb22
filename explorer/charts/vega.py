"""What draws in a browser: Vega as vl-convert carries it, in one module, and the compiled charts of the stage."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from explorer.charts.disk_cache import kept

_LOCK, _CHARTS_LOCK = Lock(), Lock()
ROOT = Path(__file__).parents[2]

# The bundler keeps the interpreter's lock for its whole second: it gets an interpreter of its own.
_MAKE = "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle(sys.argv[1]).encode())"

MODULE = "globalThis.vegaEmbed = vegaEmbed; export default vegaEmbed;"
"""What it offers: a page loads it as a module, one that is a single file has it as a script."""


def _output(*arguments: str) -> bytes:
    return subprocess.run([sys.executable, *arguments], stdout=subprocess.PIPE, check=True, cwd=ROOT).stdout


@cache
def _bundle() -> bytes:
    return kept("vega", lambda: _output("-c", _MAKE, MODULE))


def bundle() -> bytes:
    """Return the module whose default export, also known as ``window.vegaEmbed``, draws a chart.

    The first call on a machine takes about a second; a call meanwhile waits for it. The same vl-convert makes the same
    bytes.
    """
    with _LOCK:
        return _bundle()


@cache
def _charts() -> dict[str, dict[str, Any]]:
    return json.loads(kept("charts", lambda: _output("-m", "explorer.charts.stage.compiled")))


def charts() -> dict[str, dict[str, Any]]:
    """Return every chart of the stage, compiled, by theme and name.

    Made in an interpreter of its own, so that a server loads neither Altair nor the compiler to show its first page.
    """
    with _CHARTS_LOCK:
        return _charts()
