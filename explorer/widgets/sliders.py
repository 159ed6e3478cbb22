"""The two knobs as native sliders, as often as a page needs them, with one state."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING

import streamlit as st

from explorer.charts.grid import grid_values
from explorer.charts.texts import strength_text, temperature_text
from explorer.model.augmentation import ALIKE

if TYPE_CHECKING:
    from explorer.model.point import OperatingPoint
    from explorer.model.surface import Surface

STRENGTH_HELP = "The share of edges dropped and of feature entries masked in each view."
TEMPERATURE_HELP = "How sharply the loss tells near negatives from far ones; logarithmic steps."


PENDING = 64
"""Values that were put into a slider and that the browser has not repeated yet: so many are remembered."""


def slider_classes(key: str) -> list[str]:
    """Return the classes under which a page finds a set's sliders for temperature and strength, the order of a cell.

    Parameters
    ----------
    key : str
        Name of the set.

    Returns
    -------
    list of str
    """
    return [re.sub(r"[^\w-]", "-", f"st-key-{key}-{name}", flags=re.ASCII) for name in ("temperature", "strength")]


def sliders(
    surface: Surface,
    point: OperatingPoint,
    *,
    key: str,
    on_change: Callable[[OperatingPoint], None] | None = None,
    current: Callable[[], OperatingPoint] | None = None,
    side_by_side: bool = False,
) -> OperatingPoint:
    """Draw the sliders for strength and temperature.

    The caller's point is the one state. Each set of sliders is put where the point is, so sets under different keys
    follow each other and the map; a set that the user has just moved wins.

    Parameters
    ----------
    surface : Surface
        Gives the steps.
    point : OperatingPoint
        Where the sliders stand.
    key : str
        Name of this set; the widgets' keys are ``{key}:strength`` and ``{key}:temperature``.
    on_change : callable or None
        Called with the OperatingPoint before the script runs again, so that everything above the sliders knows.
    current : callable or None
        Returns the point at the time of `on_change`, which another widget may have moved since the sliders were drawn.
    side_by_side : bool
        In two columns, for the space under a map.

    Returns
    -------
    OperatingPoint
        Where the sliders stand now.
    """
    if on_change is not None:
        _settle(surface, point, key, on_change)
    t, p = point.cell
    strengths, temperatures = grid_values(surface)
    left, right = st.columns(2) if side_by_side else (nullcontext(), nullcontext())
    shares = surface.scenario.shares
    about = STRENGTH_HELP if shares == ALIKE else f"{STRENGTH_HELP} Here {shares}, in the first view and the second."

    def report(name):
        _report(surface, key, name, on_change, current)

    fresh = f"{key}:point" not in st.session_state
    st.session_state[f"{key}:point"] = point

    with left:
        strength = _slider("Augmentation strength p", strengths, p, strength_text, about, f"{key}:strength", report)
    with right:
        temperature = _slider(
            "Temperature τ", temperatures, t, temperature_text, TEMPERATURE_HELP, f"{key}:temperature", report
        )
    there = surface.point(temperatures.index(temperature), strengths.index(strength))
    if fresh and there != point and on_change is not None:
        on_change(there)
        st.rerun()
    return there


def _slider(label, options, index, format_func, help_text, key, report):
    """Draw one slider at ``options[index]`` unless the user has moved it since it was drawn."""
    now = st.session_state.get(key)
    known, default = st.session_state.get(f"{key}:known", []), options[index]
    # What was drawn last; None also after a run that was broken off, whose value the browser may not have got.
    shown = st.session_state.pop(f"{key}:shown", None)
    if now in known:
        known = known[known.index(now) :]
    unmoved = now in known or now not in options or now == shown
    if now is None and f"{key}:known" not in st.session_state:
        known = [default]  # of a session that has just begun, a browser may come that was here before
    elif unmoved and not now == options[index] == shown:  # set anew needlessly, it would overtake a key being held
        st.session_state[key], default = default, None
        known = [*known, options[index]][-PENDING:]
    st.session_state[f"{key}:known"] = known
    name = key.rpartition(":")[2]
    value = st.select_slider(
        label, options, default, format_func=format_func, help=help_text, key=key, on_change=report, args=(name,)
    )
    st.session_state[f"{key}:shown"] = value
    return value


def _report(surface, key, name, on_change, current):
    """Pass on where the user moved a slider, and count that as shown.

    A slider that follows another is a little behind: while the user holds a key on one, a report still carries an older
    value of the other, and Streamlit takes that for a change. So the values that the browser may still have are kept,
    the one that it is known to have first, and `_settle` decides about them when all reports of the run are known.
    """
    own_key = f"{key}:{name}"
    value = st.session_state[own_key]
    if on_change is None:
        st.session_state[f"{own_key}:known"] = []
    elif value in st.session_state.get(f"{own_key}:known", ()):
        st.session_state[f"{own_key}:doubtful"] = True
    else:
        _take(surface, key, name, st.session_state[f"{key}:point"] if current is None else current(), on_change)


def _settle(surface, point, key, on_change):
    """Take a doubtful report for the user's if nothing else has moved the point since the last run."""
    still = point == st.session_state.get(f"{key}:point")
    for name in ("strength", "temperature"):
        if st.session_state.pop(f"{key}:{name}:doubtful", False) and still:
            _take(surface, key, name, point, on_change)
            st.rerun()


def _take(surface, key, name, point, on_change):
    """Move the point to where one of the sliders stands."""
    value = st.session_state[f"{key}:{name}"]
    st.session_state[f"{key}:{name}:known"] = [value]
    st.session_state[f"{key}:{name}:shown"] = value
    on_change(surface.nearest(**({"strength": point.strength, "temperature": point.temperature} | {name: value})))
