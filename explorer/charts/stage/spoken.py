"""What a chart says of itself in words and numbers, as a signal: told as soon as what it shows changes.

``told`` is an object of objects: the name of a part of the page (``data-part``), and the properties that it gets. A
page writes it as it is into the parts that it has.
"""

from __future__ import annotations

import altair as alt

from explorer.charts.stage.layers import LAYERS, READOUTS
from explorer.charts.stage.params import derived, given

SENTENCE = "(sentences[(says[layer] || [])[{cell}]] || '')"
"""Why the cell is as it is: its state, and what the layer shown adds."""

_PLACE = "'strength ' + words.strengths[p] + ', τ ' + words.places[t]"
_STATE = "(words.states && words.states[words.state[cell]] ? ', ' + words.states[words.state[cell]] : '')"
_NEAR = "(words.near && words.near[cell] == '1' ? ', near the border of collapse' : '')"
_FROM_THEORY = "(thresholds[p] > 0 ? ', τ is ' + format(temperatures[t] / thresholds[p], '.2~r') + ' times τ*' : '')"
_PAINTED = "', painted, one of ' + length(replace(student, regexp('0', 'g'), ''))"
_PAINT = f"(!painting ? '' : student[cell] > 0 ? {_PAINTED} : ', not painted')"
_NAMED = "'anchor ' + words.names[anchor] + ', ' + words.labels[anchor]"
_ANCHOR = f"(anchor < 0 || !words.names ? 'no node chosen' : {_NAMED})"


def _fixed(value: str, form: str) -> str:
    """Return the text of a number; what is none is a dash."""
    return f"(isValid({value}) ? format({value}, {form}) : '–')"


# The effective directions of an even spread over the circle and the sphere.
_SPREAD_OUT = "(metrics.effective_directions[cell] - 1) / ((words.dimension > 2 ? 8 : 4.83) - 1)"
_SPREAD = (
    "(!words.nodes || !metrics.effective_directions ? '' : '; nodes ' + "
    f"({_SPREAD_OUT} < 0.02 ? 'all in one direction' : {_SPREAD_OUT} < 0.25 ? 'close together' : "
    f"{_SPREAD_OUT} < 0.6 ? 'spread in part' : 'spread far'))"
)
_VALUE = _fixed("metrics[layer][cell]", "info.format")
_LAYER = f"(metrics[layer] ? ', ' + words.layers[layer][0] + ' ' + {_VALUE} : '')"


def as_object(entries: dict[str, str] | dict[str, dict[str, str]]) -> str:
    """Return the expression of an object, of expressions or of objects of them."""
    texts = (text if isinstance(text, str) else as_object(text) for text in entries.values())
    return "{" + ", ".join(f"'{name}': {text}" for name, text in zip(entries, texts, strict=True)) + "}"


def told() -> list[alt.Parameter]:
    """Return the parameters of a stage; ``rested`` is what is told once the point rests, ``surveyed`` on demand.

    ``tone`` is the layer's value between its least (0) and its greatest (1). Without a point the map is a picture, and
    nothing else is told.
    """
    value = " + ".join([_PLACE, _LAYER, _STATE, _NEAR, _FROM_THEORY, _PAINT])
    label = (
        "words.map[layer] + (painting ? '; the space bar paints a cell, with Shift the block from the last one' : '')"
    )
    parts: dict[str, dict[str, str]] = {
        "map": {
            "role": "'slider'",
            "ariaLabel": label,
            "ariaValueMin": "0",
            "ariaValueMax": "strengths[columns - 1]",
            "ariaValueNow": "strengths[p]",
            "ariaValueText": value,
        },
        "strength": {"value": "p", "ariaValueText": value},
        "temperature": {"value": "t", "ariaValueText": value},
        "strength-text": {"textContent": "words.strengths[p]"},
        "temperature-text": {"textContent": "words.places[t]"},
        "here": {"textContent": SENTENCE.format(cell="cell")},
        "circle": {
            "role": "words.nodes ? 'slider' : 'img'",
            "ariaLabel": f"words.circle + {_SPREAD}",
            "ariaValueMax": "words.nodes ? count - 1 : null",
            "ariaValueNow": "words.nodes ? max(anchor, 0) : null",
            "ariaValueText": f"words.nodes ? {_ANCHOR} + {_said('effective_directions')} : null",
        },
        "second": {"hidden": "pinned < 0"},
        "views": {"hidden": "!words.nodes", "className": "words.dimension > 2 ? 'views ball' : 'views'"},
        "classes": {"textContent": "words.nodes ? join(words.classes, '\u2003') : ''"},
        "seed": {"textContent": "words.seed"},
        "terms": {"hidden": "!metrics.uniformity_term"},
    }
    for name in READOUTS:
        parts |= _readout(name)
    rested = " + ".join([_PLACE, _STATE, _NEAR, _FROM_THEORY, *map(_said, READOUTS)])
    live = as_object({"live": {"textContent": rested}})
    picture = as_object({"map": {"role": "'img'", "ariaLabel": label, "tabIndex": "-1"}})
    survey = "(words.lie[layer] || '') + ' ' + (words.collapse || '') + ' ' + "
    survey += "(words.down[layer] && words.ways[words.down[layer][cell]] || '')"
    surveyed = as_object({"live": {"textContent": survey}})
    return [
        given("words", {}),
        *(given(name, -1) for name in ("baseline", "anchor")),
        given("count", 0),
        derived("reference", "pinned >= 0 ? pinned : baseline"),
        derived("told", f"!words.places ? {{}} : cell < 0 ? {picture} : {as_object(parts)}"),
        derived("rested", f"!words.places || cell < 0 ? {{}} : {live}"),
        derived("surveyed", f"!words.places || cell < 0 ? {{}} : {surveyed}"),
        derived("span", "extent(metrics[layer] || [0, 1])"),
        derived("tone", "metrics[layer] ? (metrics[layer][cell] - span[0]) / max(span[1] - span[0], 1e-9) : 0"),
    ]


def _digits(name: str) -> str:
    return f"'.{LAYERS[name].digits}f'"


def _said(name: str) -> str:
    value = _fixed(f"metrics.{name}[cell]", _digits(name))
    return f"(metrics.{name} ? ', ' + words.layers.{name}[0] + ' ' + {value} : '')"


def _readout(name: str) -> dict[str, dict[str, str]]:
    """Return value, spread over seeds, and change since the last point or against the pinned one."""
    form, now, then = _digits(name), f"metrics.{name}[cell]", f"metrics.{name}[reference]"
    spread = f"'±\u00a0' + {_fixed(f'words.spread.{name}[cell]', form)}"
    spread += " + ' over seeds'" if name != "accuracy" else " + ' seeds'"
    if name == "accuracy":
        spread = f"'±\u00a0' + {_fixed('words.stderr[cell]', form)} + ' s.e., ' + {spread}"
    size = _fixed(f"abs({now} - {then})", form)
    way = f"({now} > {then} ? '▲ ' : '▼ ') + {size} + (pinned >= 0 ? ' against B' : '')"
    change = f"reference < 0 ? '\u00a0' : toNumber({size}) ? {way} : 'unchanged'"
    since = f"reference < 0 || pinned >= 0 || !toNumber({size}) ? '' : ' since last point'"
    texts = {"value": _fixed(now, form), "spread": spread, "change": change, "since": since}
    return {
        name: {"hidden": f"!metrics.{name}"},
        **{f"{name}-{part}": {"textContent": f"metrics.{name} ? {text} : ''"} for part, text in texts.items()},
    }
