"""*Play* as signals of the map: the point walks along one axis by itself, from the hot end down or to the strong end.

Vega has the controls as well: inputs that it binds to signals and draws where the page wants them. It beats ten times a
second; how many beats a step takes is the speed. Who prefers reduced motion gets fewer and larger steps, each of which
stands still for more than a second.
"""

from __future__ import annotations

from typing import Any

_COOLING = "along === 'temperature'"
FORWARD = (
    f"({_COOLING} ? cell - columns * min(stride, floor(cell / columns)) "
    ": cell + min(stride, columns - 1 - cell % columns))"
)
BACK = f"({_COOLING} ? min(cell + columns, (rows - 1) * columns + cell % columns) : cell - min(1, cell % columns))"
START = f"({_COOLING} ? (rows - 1) * columns + cell % columns : cell - cell % columns)"
ENDED = f"({_COOLING} ? cell < columns : cell % columns === columns - 1)"
"""From a cell to the next one of the sweep, to the one before, to its start, and whether it has come to its end."""
_TIMER = {"type": "timer", "throttle": 100}  # ms
_BEATS = "(still ? 13 : [10, 7, 5, 3, 2][speed - 1])"


def _control(kind: str, title: str, **more: Any) -> dict[str, Any]:
    return {"input": kind, "name": title, **more}


STEPS = (
    {
        "events": {"signal": "beat"},
        "update": f"beat % {_BEATS} === 1 ? ({ENDED} && (loop || beat === 1) ? {START} : {FORWARD}) : cell",
    },
    {"events": {"signal": "nudge"}, "update": f"nudge.by > 0 ? {FORWARD} : {BACK}"},
)
"""What moves ``cell``."""

MOVES_ITSELF = {"events": _TIMER, "update": "pressed || (play && !lively)"}
"""What moves by itself counts as dragged: the server hears where it stops. On a lively page it hears every step.

With the timer, not with ``play``: Vega would rank ``dragging`` after ``cell``, and tell a page of them in that order.
"""

SIGNALS: tuple[dict[str, Any], ...] = (
    {
        "name": "play",
        "value": False,
        "bind": _control("checkbox", "Play"),
        "on": [
            {"events": [{"source": "view", "type": "pointerdown"}, {"signal": "nudge"}], "update": "false"},
            {"events": {"signal": "beat"}, "update": f"play && (loop || beat < 2 || !{ENDED})"},
        ],
    },
    {
        "name": "along",
        "value": "temperature",
        "bind": _control("select", "Sweep", options=["temperature", "strength"], labels=["τ, cooling", "p, stronger"]),
    },
    {"name": "loop", "value": False, "bind": _control("checkbox", "Loop")},
    {"name": "speed", "value": 3, "bind": _control("range", "Speed", min=1, max=5, step=1)},
    {"name": "lively", "value": False},
    {"name": "still", "value": False},
    {"name": "nudge", "value": {"by": 0}},
    {
        "name": "beat",
        "value": 0,
        "on": [{"events": _TIMER, "update": "play ? beat + 1 : 0"}],
    },
    {"name": "stride", "update": "still ? 5 : 1"},
)
"""``play``, ``along``, ``loop`` and ``speed`` are the controls, ``nudge`` a step by hand; a page gives the others."""
