"""Where the class's numbers lie: one dot an answer, one line a round."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from explorer.charts import palette


def _spec(size: int) -> dict:
    axis = {"title": None, "labelFontSize": size, "titleFontSize": size}
    return {
        "width": "container",
        "height": {"step": 4 * size},
        "layer": [
            {
                "data": {"name": "numbers"},
                "mark": {"type": "circle", "size": 12 * size, "opacity": 0.45, "color": palette.OKABE_ITO["blue"]},
                "encoding": {
                    "x": {"field": "number", "type": "quantitative", "scale": {"zero": False}, "axis": axis},
                    "y": {"field": "round", "type": "nominal", "axis": {**axis, "ticks": False, "domain": False}},
                },
            },
            {
                "data": {"name": "truth"},
                "mark": {"type": "rule", "strokeWidth": 3, "color": palette.OKABE_ITO["vermilion"]},
                "encoding": {"x": {"field": "number", "type": "quantitative"}},
            },
        ],
    }


SPECS = {large: _spec(22 if large else 13) for large in (False, True)}


def near(numbers: Sequence[float], truth: float | None = None) -> tuple[list[float], int]:
    """The numbers that one axis can hold, and how many lie too far off.

    Examples
    --------
    >>> near([1.0, 1.1, 1.2, 1e9])
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
    rows, off = [], 0
    for number, given in rounds.items():
        kept, dropped = near(given, truth)
        off += dropped
        rows += [{"number": value, "round": f"round {number}"} for value in kept]
    datasets = {
        "numbers": pd.DataFrame(rows, columns=["number", "round"]),
        "truth": pd.DataFrame({"number": [] if truth is None else [truth]}, dtype=float),
    }
    st.vega_lite_chart({**SPECS[large], "datasets": datasets}, key=key)
    if off:
        st.caption(f"{off} more lie{'s' if off == 1 else ''} too far off to draw.")
