"""Two points side by side: what changes from B to A, in numbers, with the error of the difference."""

from collections.abc import Iterable
from typing import NamedTuple

import streamlit as st

from explorer.charts.stage import LAYERS, TERMS
from explorer.charts.texts import typeset
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.views import state
from explorer.widgets.sliders import strength_text, temperature_text

COMPARED = LAYERS | TERMS


class Compared(NamedTuple):
    """One quantity at two points: means over seeds, A − B, and the standard error of that difference."""

    name: str
    a: float
    b: float
    difference: float
    stderr: float


def differences(surface: Surface, a: OperatingPoint, b: OperatingPoint) -> list[Compared]:
    """Compare two points, seed by seed: what both share cancels.

    Parameters
    ----------
    surface : Surface
    a, b : OperatingPoint

    Returns
    -------
    list of Compared
        One for every layer and both terms of the loss.
    """
    found = []
    for name in COMPARED:
        mean, error = surface.difference(name, a, b)
        values = getattr(surface, name)
        found.append(Compared(name, float(values[a.cell]), float(values[b.cell]), float(mean), float(error)))
    return found


def table_lines(compared: Iterable[Compared], first: str, second: str, difference: str) -> list[str]:
    """Return the lines of a table in markdown: each quantity at both places, the difference and its error.

    Parameters
    ----------
    compared : iterable of Compared
    first, second, difference : str
        Heads of the columns.
    """
    found = [f"| Quantity | {first} | {second} | {difference} | ± s.e. over seeds |", "|:--|--:|--:|--:|--:|"]
    for row in compared:
        layer = COMPARED[row.name]
        numbers = " | ".join(_fixed(x, layer.digits) for x in (row.a, row.b))
        change, error = _fixed(row.difference, layer.digits, "+"), _fixed(row.stderr, layer.digits + 1)
        found.append(f"| {layer.title} | {numbers} | {change} | {error} |")
    return found


def compare(surface: Surface, a: OperatingPoint, b: OperatingPoint) -> None:
    """Draw the comparison of the point with the pinned one.

    Parameters
    ----------
    surface : Surface
    a, b : OperatingPoint
        The point and the pinned one.
    """
    first, second = (f"p = {strength_text(at.strength)}, τ = {temperature_text(at.temperature)}" for at in (a, b))
    table = table_lines(differences(surface, a, b), f"A: {first}", f"B: {second}", "A − B")
    with st.container(key="compare"):
        if a.cell == b.cell:
            st.markdown("**B is pinned here.** Move the point: this table then shows what changes from B to A.")
        else:
            st.markdown(
                "**A is the point, B is pinned.** Both saw the same seeds, so the error is that of the difference."
            )
        st.markdown(typeset("\n".join(table)))
        st.button("Unpin B", on_click=state.change, kwargs={"pinned": None}, key="unpin")


def _fixed(value, digits, sign=""):
    """Return a number with a true minus sign, and without a sign where it rounds to nothing."""
    text = f"{value:{sign}.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("+-")
    return text.replace("-", "−")
