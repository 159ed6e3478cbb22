"""What the browser needs of a stage, as files that are published once: code, runtime, charts and values."""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.charts import vega
from explorer.charts.object_cache import remembered
from explorer.charts.palette import THEMES
from explorer.charts.stage import LAYERS, READOUTS, surface_inputs
from explorer.widgets import served

if TYPE_CHECKING:
    from explorer.model.surface import Surface

_STATIC = Path(__file__).parent / "static"

SETS = {
    "flat": {"map": "ground", "point": "point", "circle": "circle", "second": "circle", "split": "split"},
    "ball": {"map": "ground", "point": "point", "circle": "sphere", "second": "sphere", "split": "split"},
    "wall": {"map": "wall"},
    "run": {"curves": "run", "circle": "circle"},
    "run-ball": {"curves": "run", "circle": "sphere"},
}
"""Which chart is drawn in which box of the page."""


def read_asset(name: str) -> str:
    """Return a file of the stage, the palette's colours put in for their names."""
    text = (_STATIC / name).read_text(encoding="utf-8")
    if name.endswith(".css"):
        for theme in THEMES.values():
            for colour in ("muted", "background", "view_1", "view_2", "alignment_term", "uniformity_term"):
                text = text.replace(f"{colour}_{theme.name}".upper(), getattr(theme, colour))
    if name == "stage.html":
        text = text.replace("READOUTS", "".join(_readout(name) for name in READOUTS))
    return text


def _readout(name: str) -> str:
    """Return the place of one number, its spread and its change, and what they are.

    What follows an underscore is a subscript. The term is a button, so that keys and touch reach what a pointer sees.
    """
    layer, spread = LAYERS[name], SPREADS.get(name, SPREAD)
    term = re.sub(r"_(\w+)", r"<sub>\1</sub>", layer.short)
    about = f'<span class="about" role="tooltip" id="about-{name}">{escape(layer.about)}<br>{spread}</span>'
    term = f'<button type="button" class="term" aria-describedby="about-{name}">{term}</button>{about}'
    places = "".join(f'<dd class="{part}" data-part="{name}-{part}"></dd>' for part in ("value", "spread"))
    change = "".join(f'<span data-part="{name}-{part}"></span>' for part in ("change", "since"))
    places += f'<dd class="change">{change}</dd>'
    return f'<div class="readout {name}" data-part="{name}"><dt>{term}</dt>{places}</div>'


SPREAD = "±: standard deviation over seeds, how far one training lies from this mean."
SPREADS = {
    "accuracy": "± s.e.: standard error of this mean, over seeds and splits into labelled and unlabelled nodes. "
    "± seeds: standard deviation over seeds."
}
"""What the ± beside a number is."""

LOADER = f"{Path(served.__file__).with_suffix('.js').read_text(encoding='utf-8')}\n{read_asset('loader.js')}"
"""The little that every run sends."""


@cache
def code() -> bytes:
    """Return the module that makes a stage."""
    pieces = {"MARKUP": "stage.html", "PLAYER": "player.html", "STYLES": "stage.css"}
    texts = "".join(f"const {name} = {json.dumps(read_asset(file))};\n" for name, file in pieces.items())
    scripts = "\n".join(map(read_asset, ("follow.js", "stage.js", "page.js", "player.js")))
    return (texts + scripts).encode()


@cache
def charts(theme: str) -> bytes:
    """Return the compiled charts of a theme, by set and box."""
    made = vega.charts()[theme]
    return as_json({name: {box: made[chart] for box, chart in boxes.items()} for name, boxes in SETS.items()})


@remembered
def values(surface: Surface, seed_index: int, hidden: frozenset[str]) -> bytes:
    """Return what all scenes of a surface share; nothing that is hidden is in it."""
    return as_json(surface_inputs(surface, seed_index, hidden))


def addresses(content: bytes) -> dict[str, Any]:
    """Publish all that a stage or a player needs, `content` being its values, and return where it is."""
    return {
        "code": served.publish(code(), "text/javascript"),
        "vega": served.publish(vega.bundle(), "text/javascript"),
        "values": served.publish(content, "application/json"),
        "charts": {theme: served.publish(charts(theme), "application/json") for theme in THEMES},
    }


def as_json(content: object) -> bytes:
    """Return what a browser reads back with JSON.parse."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
