"""The stage's scripts and styles, read from the package and joined once: no build step."""

import json
from pathlib import Path

_STATIC = Path(__file__).parent / "static"

SCRIPTS = (
    "decode.js",
    "scales.js",
    "format.js",
    "theme.js",
    "canvas.js",
    "heatmap.js",
    "regions.js",
    "glyphs.js",
    "overlays.js",
    "density.js",
    "gradient.js",
    "circle.js",
    "split.js",
    "readouts.js",
    "tooltip.js",
    "legend.js",
    "layout.js",
    "painting.js",
    "pointer.js",
    "keyboard.js",
    "follow.js",
    "painter.js",
    "describe.js",
    "stage.js",
    "bring.js",
)
"""In the order in which they need one another; each holds one idea."""

STYLES = ("stage.css", "map.css", "panels.css", "compact.css")


def _read(names):
    return "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in names)


LOADER = _read(("loader.js",))
"""The little that every rerun sends."""

CODE = f"const STYLES = {json.dumps(_read(STYLES))};\n{_read(SCRIPTS)}"
"""Everything else; sent once, with the values."""
