"""What a stage says of its point in words and numbers, as signals of the map: told as soon as the point moves."""

from __future__ import annotations

import altair as alt

from explorer.charts.stage.layers import LAYERS, READOUTS
from explorer.charts.stage.parts import derived, given

SENTENCE = "(sentences[(says[layer] || [])[{cell}]] || '')"
"""Why the cell is as it is: its state, and what the layer shown adds."""

_PLACE = "'strength ' + words.strengths[p] + ', τ ' + words.places[t]"
_STATE = "(words.states && words.states[words.state[cell]] ? ', ' + words.states[words.state[cell]] : '')"
_PAINT = "(!painting ? '' : student[cell] > 0 ? ', painted' : ', not painted')"
_NAMED = "'anchor ' + words.names[anchor] + ', ' + words.labels[anchor]"
_ANCHOR = f"(anchor < 0 || !words.names ? 'no node chosen' : {_NAMED})"


def _fixed(value: str, form: str) -> str:
    """Return the text of a number; what is none is a dash."""
    return f"(isValid({value}) ? format({value}, {form}) : '–')"


_VALUE = _fixed("metrics[layer][cell]", "info.format")
_LAYER = f"(metrics[layer] ? ', ' + words.layers[layer][0] + ' ' + {_VALUE} : '')"


def told() -> list[alt.Parameter]:
    """Return the parameters: ``told`` is empty in a picture, and has the texts of a point otherwise.

    ``value`` is what a screen reader says of the point at once, ``live`` what it says when the point rests, ``here``
    the sentence under the map, ``circle`` what the circle says of itself; ``readouts`` has by layer the value, its
    spread and its change, or null where the layer is hidden.
    """
    texts = {
        "value": " + ".join([_PLACE, _LAYER, _STATE, _PAINT]),
        "live": " + ".join([_PLACE, _STATE, *map(_said, READOUTS)]),
        "here": SENTENCE.format(cell="cell"),
        "circle": f"{_ANCHOR} + {_said('effective_directions')}",
        "readouts": _object({name: _readout(name) for name in READOUTS}),
    }
    return [
        given("words", {}),
        *(given(name, -1) for name in ("baseline", "anchor")),
        derived("reference", "pinned >= 0 ? pinned : baseline"),
        derived("told", f"cell < 0 || !words.places ? {{}} : {_object(texts)}"),
    ]


def _object(entries: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {text}" for name, text in entries.items()) + "}"


def _digits(name: str) -> str:
    return f"'.{LAYERS[name].digits}f'"


def _said(name: str) -> str:
    value = _fixed(f"metrics.{name}[cell]", _digits(name))
    return f"(metrics.{name} ? ', ' + words.layers.{name}[0] + ' ' + {value} : '')"


def _readout(name: str) -> str:
    """Return value, spread over seeds, and change since the last point or against the pinned one."""
    form, now, then = _digits(name), f"metrics.{name}[cell]", f"metrics.{name}[reference]"
    spread = f"'± ' + {_fixed(f'words.spread.{name}[cell]', form)}"
    spread += " + ' over seeds'" if name != "accuracy" else " + ' seeds'"
    if name == "accuracy":
        spread = f"'± ' + {_fixed('words.stderr[cell]', form)} + ' s.e., ' + {spread}"
    size = _fixed(f"abs({now} - {then})", form)
    way = f"({now} > {then} ? '▲ ' : '▼ ') + {size} + (pinned >= 0 ? ' against B' : ' since last point')"
    change = f"reference < 0 ? '\u00a0' : toNumber({size}) ? {way} : 'unchanged'"
    return f"(metrics.{name} ? [{_fixed(now, form)}, {spread}, {change}] : null)"
