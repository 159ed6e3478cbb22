"""The two knobs as native sliders, as often as a page needs them, with one state."""

from contextlib import nullcontext

import streamlit as st

STRENGTH_HELP = "The share of edges dropped and of feature entries masked in each view."
TEMPERATURE_HELP = "How sharply the loss tells near negatives from far ones; logarithmic steps."


def strength_text(strength):
    """Return a strength with two decimals, the step of the grid."""
    return f"{strength:.2f}"


def temperature_text(temperature):
    """Return a temperature in two or three significant figures, as the map writes it.

    Parameters
    ----------
    temperature : float
        Positive.

    Returns
    -------
    str
        ``"0.05"``, ``"0.34"``, ``"5"``.
    """
    text = f"{temperature:.3f}" if temperature < 0.0995 else f"{temperature:.2f}"
    return text.rstrip("0").rstrip(".")


def sliders(surface, point, *, key, on_change=None, side_by_side=False):
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

    side_by_side : bool
        In two columns, for the space under a map.

    Returns
    -------
    OperatingPoint
        Where the sliders stand now.
    """
    t, p = surface.cell(point)
    left, right = st.columns(2) if side_by_side else (nullcontext(), nullcontext())

    def report():
        _report(surface, key, on_change)

    with left:
        strengths = [float(strength) for strength in surface.strengths]
        strength = _slider(
            "Augmentation strength p", strengths, int(p), strength_text, STRENGTH_HELP, f"{key}:strength", report
        )
    with right:
        temperatures = [float(temperature) for temperature in surface.temperatures]
        temperature = _slider(
            "Temperature τ", temperatures, int(t), temperature_text, TEMPERATURE_HELP, f"{key}:temperature", report
        )
    return surface.nearest(strength, temperature)


def _slider(label, options, index, format_func, help_text, key, report):
    """Draw one slider at ``options[index]`` unless the user has moved it since it was drawn."""
    shown_key = f"{key}:shown"
    now = st.session_state.get(key)
    unmoved = now not in options or now == st.session_state.get(shown_key)
    if unmoved and now != options[index]:  # a value that is set anew would overtake a key that is being held
        st.session_state[key] = options[index]
    value = st.select_slider(label, options, format_func=format_func, help=help_text, key=key, on_change=report)
    st.session_state[shown_key] = value
    return value


def _report(surface, key, on_change):
    """Pass on where the user moved the sliders, and count that as shown."""
    strength, temperature = (st.session_state[f"{key}:{name}"] for name in ("strength", "temperature"))
    if on_change is not None:
        for name, value in (("strength", strength), ("temperature", temperature)):
            st.session_state[f"{key}:{name}:shown"] = value
        on_change(surface.nearest(strength, temperature))
