"""Where the class's numbers lie: one dot an answer, one line a round."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from explorer.charts import palette
from explorer.charts.texts import true_minus
from explorer.model.counts import counted

_AXIS = {"title": None, "labelFontSize": 13, "titleFontSize": 13}
SPEC = {
    "width": "container",
    "height": {"step": 52},
    "layer": [
        {
            "data": {"name": "numbers"},
            "mark": {"type": "circle", "size": 156, "opacity": 0.45, "color": palette.OKABE_ITO["blue"]},
            "encoding": {
                "x": {"field": "number", "type": "quantitative", "scale": {"zero": False}, "axis": _AXIS},
                "y": {"field": "round", "type": "nominal", "axis": {**_AXIS, "ticks": False, "domain": False}},
            },
        },
        {
            "data": {"name": "truth"},
            "mark": {"type": "rule", "strokeWidth": 3, "color": palette.OKABE_ITO["vermilion"]},
            "encoding": {"x": {"field": "number", "type": "quantitative"}},
        },
    ],
}

# For the back row: drawn with text, whose size follows the screen's.
WALL = """<style>
.wall-numbers { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.3em 0.8em; align-items: center;
  font-variant-numeric: tabular-nums; font-size: inherit; padding-right: 0.5em; }
.wall-numbers div { position: relative; height: 1.2em; background: color-mix(in srgb, currentColor 7%, transparent); }
.wall-numbers :is(i, u) { position: absolute; left: calc(var(--at) * 1%); }
.wall-numbers i { width: 0.6em; height: 0.6em; top: 0.3em; margin-left: -0.3em; border-radius: 50%; opacity: 0.6;
  background: light-dark(#0072b2, #56b4e9); border: 1px solid currentColor; box-sizing: border-box; }
.wall-numbers u { width: 0.16em; top: -0.15em; bottom: -0.15em; margin-left: -0.08em;
  background: light-dark(#007a55, #2fc795); }
.wall-numbers p { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1em; margin: 0;
  white-space: nowrap; }
@media (forced-colors: active) { .wall-numbers :is(i, u) { forced-color-adjust: none; background: CanvasText; } }
</style>"""


def within_reach(numbers: Sequence[float], truth: float | None = None) -> tuple[list[float], int]:
    """The numbers that one axis can hold, and how many lie too far off.

    Examples
    --------
    >>> within_reach([1.0, 1.1, 1.2, 1e9])
    ([1.0, 1.1, 1.2], 1)
    """
    if not numbers:
        return [], 0
    middle = float(np.median(numbers)) if truth is None else truth
    away = np.abs(np.asarray(numbers, dtype=float) - middle)
    reach = max(8 * float(np.median(away)), abs(middle), 1e-9)
    kept = [number for number, distance in zip(numbers, away, strict=True) if distance <= reach]
    return kept, len(numbers) - len(kept)


def spread(rounds: Mapping[int, Sequence[float]], *, truth: float | None = None, large: bool = False, key: str) -> None:
    """Draw the numbers of each round.

    Parameters
    ----------
    rounds
        Round to numbers.
    truth
        Drawn as a line once it may be seen.
    large
        For the projector.
    key
        The chart's key.
    """
    kept = {number: within_reach(given, truth) for number, given in rounds.items()}
    off = sum(dropped for _, dropped in kept.values())
    if large:
        st.html(WALL + wall_lines({number: values for number, (values, _) in kept.items()}, truth))
    else:
        rows = [{"number": one, "round": f"round {number}"} for number, (values, _) in kept.items() for one in values]
        datasets = {
            "numbers": pd.DataFrame(rows, columns=["number", "round"]),
            "truth": pd.DataFrame({"number": [] if truth is None else [truth]}, dtype=float),
        }
        st.vega_lite_chart({**SPEC, "datasets": datasets}, key=key)
    if off:
        st.caption(f"{off} more lie{'s' if off == 1 else ''} too far off to draw.")


def wall_lines(rounds: Mapping[int, Sequence[float]], truth: float | None) -> str:
    """A line a round, with its numbers as dots; the ends of the axis below, and the truth by a line and in words."""
    shown = [one for values in rounds.values() for one in values] + ([] if truth is None else [truth])
    if not shown:
        return ""
    low, high = min(shown), max(shown)
    margin = 0.04 * (high - low) or 0.1 * abs(low) or 1.0
    step = 10.0 ** np.floor(np.log10(high - low + 2 * margin))  # the axis ends at figures that can be read
    low, high = step * np.floor((low - margin) / step), step * np.ceil((high + margin) / step)

    def placed(tag: str, value: float) -> str:
        return f'<{tag} style="--at: {100 * (value - low) / (high - low):.2f}"></{tag}>'

    true = "" if truth is None else placed("u", truth)
    lines = [
        f'<span>Round {number}</span><div role="img" aria-label="{counted(len(values), "number")}">{true}'
        f"{''.join(placed('i', one) for one in values)}</div>"
        for number, values in rounds.items()
    ]
    ends = [f"<span>{_figure(low)}</span>", f"<span>{_figure(high)}</span>"]
    if truth is not None:
        ends.insert(1, f"<b>| true: {_figure(truth)}</b>")
    return f'<div class="wall-numbers">{"".join(lines)}<span></span><p>{"".join(ends)}</p></div>'


def _figure(value: float) -> str:
    return true_minus(f"{value:.4g}")
