"""The page itself: charts, values, script and style in one HTML file that asks the network for nothing."""

import json
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import numpy as np

from explorer.charts import vega
from explorer.charts.palette import THEMES
from explorer.charts.stage import LAYERS, Scene, scene_inputs, surface_inputs
from explorer.charts.stage.compiled import compiled
from explorer.microsim.questions import Question
from explorer.microsim.wording import ABOUT, HINT, INTRO, SHORT, facts, start
from explorer.model.surface import Surface
from explorer.widgets.stage.assets import SETS, read

_STATIC = Path(__file__).parent / "static"

_TABS = (("circle", "Embedding"), ("split", "Loss"), ("numbers", "Numbers"), ("quiz", "Questions"))


def scenes(surface: Surface, asked: tuple[Question, ...]) -> list[Scene]:
    """Return what the page shows at first, and after each question: what was found is laid over the map."""
    point = start(surface)
    found = [question.shows for question in asked]
    return [Scene(surface, point, overlays=frozenset().union(*found[:k])) for k in range(len(asked) + 1)]


def charts(surface: Surface) -> dict[str, str]:
    """Return which chart stands in which box of the page; without a pinned point there is no second circle."""
    found = SETS["ball" if surface.dimension == 3 else "flat"]
    return {box: name for box, name in found.items() if box != "second"}


def page(surface: Surface, asked: tuple[Question, ...]) -> str:
    """Return the page as HTML.

    Parameters
    ----------
    surface : Surface
    asked : tuple of Question

    Returns
    -------
    str
    """
    known = facts(surface)
    data = {
        "charts": {theme: {box: compiled(name, theme) for box, name in charts(surface).items()} for theme in THEMES},
        "surface": _packed(surface),
        "scenes": [scene_inputs(scene) for scene in scenes(surface, asked)],
        "questions": [_question(question) for question in asked],
    }
    colours = {name: "".join(f"--{k}:{v};" for k, v in vars(theme).items()) for name, theme in THEMES.items()}
    steps = (len(surface.strengths), len(surface.temperatures))
    return _template("page.html").substitute(
        title=escape(known.title),
        about=escape(ABOUT),
        intro=INTRO,
        hint=HINT,
        stage=read("stage.html"),
        style=_template("page.css").substitute(colours),
        layers="".join(f'<option value="{name}">{escape(layer.title)}</option>' for name, layer in LAYERS.items()),
        sliders="".join(_slider(axis[0], axis[1], count) for axis, count in zip(known.axes, steps, strict=True)),
        tabs="".join(_tab(name, text, name == _TABS[0][0]) for name, text in _TABS),
        data=_json(data),
        vega=_script(vega.bundle().decode()),
        code=_script(read("stage.js") + (_STATIC / "page.js").read_text(encoding="utf-8")),
    )


def _packed(surface: Surface) -> dict[str, Any]:
    """Return a surface's inputs; of directions, the steps from one temperature to the next, which gzip to a half."""
    inputs = surface_inputs(surface, 0, frozenset())
    rows, cells, signals = len(surface.temperatures), surface.loss.size, dict(inputs["signals"])
    stepped = [name for name, values in signals.items() if isinstance(values, list) and len(values) > cells]
    for name in stepped:
        steps = np.array(signals[name]).reshape(rows, -1)
        signals[name] = np.diff(steps, axis=0, prepend=0).ravel().tolist()
    return inputs | {"signals": signals, "stepped": stepped}


def _question(question: Question) -> dict[str, Any]:
    """Return a question with the index of what is said, one character a cell."""
    texts, said = question.says()
    return {"prompt": question.prompt, "texts": texts, "said": "".join(map(str, said.ravel()))}


def _slider(name: str, label: str, count: int) -> str:
    """Return a slider over the steps of an axis."""
    return (
        f'<label>{SHORT[name]} <input id="{name}" type="range" min="0" max="{count - 1}" aria-label="{label}"> '
        f"<b></b></label>"
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
