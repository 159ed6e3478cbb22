"""Accuracy, uniformity and tolerance against temperature at one strength, and a paper's accuracy beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from explorer.charts.base import AXIS_EXTENT, CANVAS, PADDING, arrow_table, named
from explorer.charts.object_cache import remembered
from explorer.charts.slices import AXES
from explorer.model.published import CIFAR100

if TYPE_CHECKING:
    import pyarrow as pa

    from explorer.charts.palette import Theme
    from explorer.model.point import OperatingPoint
    from explorer.model.surface import Surface

TITLES = {
    "accuracy": "probe accuracy",
    "uniformity": "uniformity, lower is more even",
    "tolerance": "tolerance, similarity in a class",
}
"""The metrics that the paper follows along τ, and their axes."""

_SUBJECT = {
    "accuracy": "A line of probe accuracy against temperature with its standard error, and hollow squares joined by a "
    "dashed line, on an axis of their own at the right, for the published accuracy on CIFAR-100.",
    "uniformity": "A line of uniformity against temperature with one standard deviation over seeds.",
    "tolerance": "A line of tolerance against temperature with one standard deviation over seeds.",
}


def paper_chart(theme: Theme, metric: str) -> alt.LayerChart:
    """Return the chart of one metric.

    Parameters
    ----------
    theme : Theme
        Colours.
    metric : str
        A key of ``TITLES``.

    Returns
    -------
    alt.LayerChart
        Of the datasets ``line``, ``range``, ``at`` and, for accuracy, ``published``.
    """
    line, range_, at, published = named("line", "range", "at", "published")
    x = alt.X("x:Q", **AXES["temperature"])
    scale = alt.Scale(zero=False, nice=True, padding=6)
    axis = alt.Axis(minExtent=AXIS_EXTENT, tickCount=5, titleColor=theme.alignment_term)
    y = alt.Y("value:Q", title=TITLES[metric], axis=axis, scale=scale)
    tooltip = [
        alt.Tooltip("x:Q", title="τ", format=".3~f"),
        alt.Tooltip("value:Q", title=metric, format=".3f"),
        alt.Tooltip("spread:Q", title="±", format=".3f"),
    ]
    ours = alt.layer(
        alt.Chart(range_).mark_rect(color=theme.muted, opacity=0.12).encode(x=x, x2="to:Q"),
        alt.Chart(at).mark_rule(color=theme.accent, strokeWidth=1.5).encode(x=x),
        alt.Chart(line)
        .mark_area(opacity=0.2, color=theme.alignment_term)
        .encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q"),
        alt.Chart(line).mark_line(strokeWidth=2.25, color=theme.alignment_term).encode(x=x, y=y),
        alt.Chart(line).mark_point(size=120, opacity=0).encode(x=x, y=y, tooltip=tooltip),
        alt.Chart(at)
        .mark_point(filled=True, size=70, opacity=1, color=theme.accent, stroke=theme.background, strokeWidth=1.5)
        .encode(x=x, y=y, tooltip=tooltip),
    )
    layers = [ours]
    if metric == "accuracy":
        right = alt.Axis(orient="right", tickCount=5, format=".2f", titleColor=theme.ink)
        theirs = alt.Y("value:Q", title=CIFAR100.title, axis=right, scale=scale)
        points = alt.Chart(published).encode(x=x, y=theirs, tooltip=tooltip[:2])
        layers.append(
            points.mark_line(color=theme.ink, strokeDash=[5, 4], strokeWidth=1.5)
            + points.mark_point(shape="square", color=theme.ink, size=55, opacity=1, fill=theme.background)
        )
    return (
        alt.layer(*layers, usermeta=CANVAS)
        .resolve_scale(y="independent")
        .properties(
            description=f"{_SUBJECT[metric]} The paper's temperatures are shaded; a vertical line marks the operating "
            "point.",
            padding=PADDING,
            height=260,
        )
        .configure_view(strokeWidth=0)
        .configure_axis(grid=False, titleFontWeight="normal", tickSize=4)
    )


def paper_data(surface: Surface, point: OperatingPoint, metric: str) -> dict[str, pa.Table]:
    """Return the datasets of one metric.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    metric : str
        A key of ``TITLES``.

    Returns
    -------
    dict of str to pyarrow.Table
    """
    t, p = point.cell
    value = getattr(surface, metric)[:, p]
    spread = (surface.stderr if metric == "accuracy" else surface.spread)[metric][:, p]
    data = {
        "line": arrow_table(
            x=surface.temperatures, value=value, spread=spread, low=value - spread, high=value + spread
        ),
        "range": _range(surface),
        "at": arrow_table(x=surface.temperatures[[t]], value=value[[t]], spread=spread[[t]]),
    }
    if metric == "accuracy":
        data["published"] = arrow_table(x=list(CIFAR100.temperatures), value=list(CIFAR100.accuracy))
    return data


@remembered
def _range(surface):
    """Return the paper's temperatures as far as the surface has them."""
    low, high = max(surface.temperatures[0], CIFAR100.temperatures[0]), CIFAR100.temperatures[-1]
    return arrow_table(x=[low], to=[min(high, surface.temperatures[-1])])
