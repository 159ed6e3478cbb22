"""Two cuts through the surface at the operating point: the loss and its two terms along one knob.

A_τ lies near −1/τ and U_τ near +1/τ, far apart where τ is small. The 1/τ cancels in their sum, so it is moved:
L = (A_τ + 1/τ) + (U_τ − 1/τ), and A_τ + 1/τ = ℓ_align/2τ ≥ 0. The second part is drawn as a line and the first as the
band from there up to the loss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

from explorer.charts.base import AXIS_EXTENT, arrow_table, layered, named
from explorer.charts.object_cache import remembered

if TYPE_CHECKING:
    import pyarrow as pa

    from explorer.charts.palette import Theme
    from explorer.model.point import OperatingPoint
    from explorer.model.surface import Surface

TERMS = ("loss L", "Aτ + 1/τ", "Uτ − 1/τ")
KNOBS = ("temperature", "strength")

AXES: dict[str, dict[str, Any]] = {
    "temperature": {
        "title": "temperature τ (log scale)",
        "scale": alt.Scale(type="log", nice=False),
        "axis": alt.Axis(values=[0.05, 0.1, 0.2, 0.5, 1, 2, 5], format="~g"),
    },
    "strength": {
        "title": "augmentation strength p",
        "scale": alt.Scale(nice=False),
        "axis": alt.Axis(values=[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], format="~g"),
    },
}
_DESCRIPTIONS = {
    knob: f"Lines of the loss and of its uniformity term against {name}, in nats, with one standard deviation over "
    f"seeds; the band between them is the alignment term. A vertical line marks the operating point and a dashed line "
    f"the loss at which all embeddings coincide."
    for knob, name in (("temperature", "temperature at this strength"), ("strength", "strength at this temperature"))
}


def slice_chart(theme: Theme, knob: str) -> alt.LayerChart:
    """Return the chart of one cut.

    Parameters
    ----------
    theme : Theme
        Colours.
    knob : {"temperature", "strength"}
        What runs along the axis.

    Returns
    -------
    alt.LayerChart
        Of the datasets ``lines``, ``gap``, ``chance`` and ``at``.
    """
    lines, gap, chance, at = named("lines", "gap", "chance", "at")
    x = alt.X("x:Q", **AXES[knob])
    scale = alt.Scale(zero=False, nice=True, padding=6)
    y = alt.Y("value:Q", title="nats", axis=alt.Axis(minExtent=AXIS_EXTENT, tickCount=5), scale=scale)
    domain, colours = list(TERMS), [theme.ink, theme.alignment_term, theme.uniformity_term]
    legend = alt.Legend(orient="top", title="", symbolType="square", symbolOpacity=1, symbolStrokeWidth=0, offset=4)
    colour = alt.Color("term:N", scale=alt.Scale(domain=domain, range=colours), legend=legend)
    tooltip = [
        alt.Tooltip("term:N", title="term"),
        alt.Tooltip("x:Q", title=knob, format=".3~f"),
        alt.Tooltip("value:Q", title="nats", format=".2f"),
        alt.Tooltip("spread:Q", title="± over seeds", format=".2f"),
    ]
    drawn = f"datum.term != '{TERMS[1]}'"
    return layered(
        alt.Chart(gap).mark_area(opacity=0.4).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q", color=colour),
        alt.Chart(at).mark_rule(color=theme.accent, strokeWidth=1.5).encode(x=x),
        alt.Chart(chance).mark_rule(color=theme.muted, strokeDash=[2, 3]).encode(y=y),
        alt.Chart(chance)
        .mark_text(color=theme.muted, align="right", baseline="bottom", dy=-3, dx=-4, fontSize=11)
        .encode(x=alt.value("width"), y=y, text="text:N"),
        alt.Chart(lines)
        .mark_area(opacity=0.18)
        .encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q", color=colour)
        .transform_filter(drawn),
        alt.Chart(lines).mark_line(strokeWidth=2.25).encode(x=x, y=y, color=colour).transform_filter(drawn),
        alt.Chart(lines).mark_point(size=120, opacity=0).encode(x=x, y=y, tooltip=tooltip).transform_filter(drawn),
        alt.Chart(at)
        .mark_point(filled=True, size=70, opacity=1, color=theme.accent, stroke=theme.background, strokeWidth=1.5)
        .encode(x=x, y=y, tooltip=tooltip)
        .transform_filter(drawn),
        description=_DESCRIPTIONS[knob],
        height=320,
    )


def slice_data(surface: Surface, point: OperatingPoint, knob: str) -> dict[str, pa.Table]:
    """Return the datasets of one cut.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    knob : {"temperature", "strength"}
        What runs along the axis; the other knob stays at the point.

    Returns
    -------
    dict of str to pyarrow.Table
    """
    t, p = point.cell
    fixed, here = (p, t) if knob == "temperature" else (t, p)
    tables, x, value, spread = _cut(surface, knob, fixed)
    at = arrow_table(x=np.full(len(value), x[here]), term=TERMS, value=value[:, here], spread=spread[:, here])
    return {**tables, "at": at}


@remembered
def _cut(surface, knob, fixed):
    """Return what does not change along one cut, at a step of the other knob: tables, and the arrays in them."""
    cut = (slice(None), fixed) if knob == "temperature" else (fixed, slice(None))
    x = surface.temperatures if knob == "temperature" else surface.strengths
    shift = 1 / surface.temperatures if knob == "temperature" else np.full(len(x), 1 / surface.temperatures[fixed])
    rows = (("loss", 0.0), ("alignment_term", 1.0), ("uniformity_term", -1.0))
    value = np.stack([getattr(surface, name)[cut] + sign * shift for name, sign in rows])
    spread = np.stack([surface.spread[name][cut] for name, _ in rows])
    whole = value[0], value[-1]
    tables = {
        "lines": arrow_table(
            x=np.tile(x, len(rows)),
            term=[term for term in TERMS for _ in x],
            value=value.ravel(),
            spread=spread.ravel(),
            low=(value - spread).ravel(),
            high=(value + spread).ravel(),
        ),
        "gap": arrow_table(x=x, term=[TERMS[1]] * len(x), low=whole[1], high=whole[0]),
        "chance": arrow_table(value=[surface.chance_level], text=["all embeddings coincide: log(2N−1)"]),
    }
    return tables, x, value, spread
