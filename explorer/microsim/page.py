"""The page itself: charts, values, script and style in one HTML file that asks the network for nothing."""

import json
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import numpy as np

from explorer.charts import vega
from explorer.charts.palette import THEMES
from explorer.charts.stage import LAYERS, Scene, recipes, scene_inputs, surface_inputs
from explorer.charts.stage.compiled import compiled
from explorer.charts.stage.inputs import Inputs
from explorer.microsim.questions import MapQuestion
from explorer.microsim.wording import ABOUT, HINT, INTRO, SHORT, facts, start
from explorer.model.surface import Surface
from explorer.widgets.stage.assets import SETS, read_asset

_STATIC = Path(__file__).parent / "static"

_TABS = (("circle", "Embedding"), ("split", "Loss"), ("numbers", "Numbers"), ("quiz", "Questions"))


def scenes(surface: Surface, asked: tuple[MapQuestion, ...]) -> list[Scene]:
    """Return what the page shows at first, and after each question: what was found is laid over the map."""
    point = start(surface)
    found = [question.shows for question in asked]
    marked = recipes(surface)
    return [Scene(surface, point, overlays=frozenset().union(*found[:k]), glyphs=marked) for k in range(len(asked) + 1)]


def charts(surface: Surface) -> dict[str, str]:
    """Return which chart stands in which box of the page; without a pinned point there is no second circle."""
    found = SETS["ball" if surface.dimension == 3 else "flat"]
    return {box: name for box, name in found.items() if box != "second"}


def page_html(surface: Surface, asked: tuple[MapQuestion, ...]) -> str:
    """Return the page as HTML.

    Parameters
    ----------
    surface : Surface
    asked : tuple of MapQuestion

    Returns
    -------
    str
    """
    known, (first, *found) = facts(surface), [scene_inputs(scene) for scene in scenes(surface, asked)]
    held, stepped = _packed(surface)
    data = {
        "charts": {theme: {box: compiled(name, theme) for box, name in charts(surface).items()} for theme in THEMES},
        "surface": held | first,
        "stepped": stepped,
        "questions": [_question(k, asked, shown) for k, shown in enumerate(found)],
    }
    colours = {name: "".join(f"--{k}:{v};" for k, v in vars(theme).items()) for name, theme in THEMES.items()}
    steps = (len(surface.strengths), len(surface.temperatures))
    return _template("page.html").substitute(
        title=escape(known.title),
        about=escape(ABOUT),
        intro=INTRO,
        stage=read_asset("stage.html"),
        style=_template("page.css").substitute(colours),
        layers="".join(f'<option value="{name}">{escape(layer.title)}</option>' for name, layer in LAYERS.items()),
        sliders="".join(_slider(axis[0], axis[1], count) for axis, count in zip(known.axes, steps, strict=True)),
        tabs="".join(_tab(name, text, name == _TABS[0][0]) for name, text in _TABS),
        data=_json(data),
        vega=_script(vega.bundle().decode()),
        code=_script(read_asset("stage.js") + (_STATIC / "page.js").read_text(encoding="utf-8")),
    )


def _packed(surface: Surface) -> tuple[Inputs, list[str]]:
    """Return a surface's inputs, and of which of them the page gets the steps from one temperature to the next: of
    directions, which gzip to a half so."""
    inputs = surface_inputs(surface, 0, frozenset())
    rows = len(surface.temperatures)
    stepped: list[str] = [name for name in ("azimuth", "third") if name in inputs]
    steps = {name: np.diff(np.array(inputs[name]).reshape(rows, -1), axis=0, prepend=0) for name in stepped}
    return inputs | {name: array.ravel().tolist() for name, array in steps.items()}, stepped


def _question(k: int, asked: tuple[MapQuestion, ...], shown: Inputs) -> dict[str, Any]:
    """Return what the parts of the page get when a question is asked, what they get when it is judged, the index of the
    latter a cell, one character each, and what the map shows once the place is found."""
    texts, said = asked[k].says()
    right = {"verdict": {"textContent": texts[0], "className": "right"}, "check": {"hidden": True}}
    return {
        "asks": {
            "count": {"textContent": f"{k + 1} of {len(asked)}"},
            "prompt": {"textContent": asked[k].prompt},
            "verdict": {"textContent": HINT if k == 0 else "", "className": ""},
            "check": {"hidden": False},
            "next": {"hidden": True},
        },
        "says": [
            right | {"next": {"hidden": k + 1 == len(asked)}},
            *({"verdict": {"textContent": text, "className": "wrong"}} for text in texts[1:]),
        ],
        "said": "".join(map(str, said.ravel())),
        "shows": {name: shown[name] for name in ("collapse", "curve", "marks", "labels")},
    }


def _slider(name: str, label: str, count: int) -> str:
    """Return a slider over the steps of an axis."""
    return (
        f'<label>{SHORT[name]} <input id="{name}" data-part="{name}" type="range" min="0" max="{count - 1}" '
        f'aria-label="{label}"> <b data-part="{name}-text"></b></label>'
    )


def _tab(name: str, text: str, checked: bool) -> str:
    """Return a tab of a narrow page: the style shows the panel whose tab is checked."""
    chosen = " checked" if checked else ""
    return f'<label><input type="radio" name="show" id="show-{name}"{chosen}>{text}</label>'


def _template(name: str) -> Template:
    return Template((_STATIC / name).read_text(encoding="utf-8"))


def _json(value: Any) -> str:
    """Return JSON that cannot end the element that holds it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")


def _script(code: str) -> str:
    """Return a script that cannot end the element that holds it."""
    return code.replace("</script", "<\\/script").replace("<!--", "\\x3c!--")
