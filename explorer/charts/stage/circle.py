"""The circle: both views of every node, pairs joined, and how densely each direction is populated."""

from __future__ import annotations

from typing import Any

import altair as alt

from explorer.charts.classes import shape_encoding
from explorer.charts.palette import Theme
from explorer.charts.stage.embedding import TURN
from explorer.charts.stage.params import ONE, PAGE, Sizes, assembled, derived, each, expression, given

INNER = 0.86
"""Radius of the second view's track: a pair that is aligned is a radial line."""

RING, TALLEST = 1.07, 0.33
"""Where the density begins, and its height at collapse."""

REACH = RING + TALLEST + 0.02
"""Half of the picture's smaller side."""

BANDWIDTH = 40**-0.5
"""Radians; a normal kernel on the line, as wide as a von Mises kernel of concentration 40."""

WRAP = 3 * BANDWIDTH
"""How far beyond half a turn points are repeated, so that the line closes to a circle."""

PEAK = 0.39894 / BANDWIDTH
"""Density where all points coincide."""


def circle_chart(theme: Theme, sizes: Sizes = PAGE) -> alt.LayerChart:
    """Build the circle; a scene's inputs fill it.

    Parameters
    ----------
    theme : Theme
    sizes : Sizes

    Returns
    -------
    alt.LayerChart
    """
    pair = "round(datum.k % count) == anchor"
    nodes = placed(_x_of="datum.r * cos(datum.a)", _y_of="datum.r * sin(datum.a)", similarity="cos(datum.a - first)")
    return assembled(
        *_density(theme),
        *(_track(radius, stroke=theme.line, strokeWidth=1) for radius in (1, INNER)),
        *pairs(nodes, theme, pair, x2=f"{INNER} * cos(datum.b)", y2=f"{INNER} * sin(datum.b)"),
        *node_points(nodes, theme),
        *_words(theme, sizes),
        params=[*parameters(), derived("first", "turn * azimuth[2 * count * here + max(anchor, 0)]")],
        theme=theme,
        sizes=sizes,
        padding={"left": 4, "right": 4, "top": 4, "bottom": 4},
        description="Both views of every node on the unit circle, view 1 on the outer track and view 2 on the inner "
        "one, a line between the two views of a node, and the density of directions as a ring outside.",
    )


def parameters() -> list[alt.Parameter]:
    """Return the parameters that circle and sphere share."""
    return [
        *(given(name, []) for name in ("azimuth", "temperatures", "shapes")),
        *(given(name, 0) for name in ("columns", "count")),
        *(given(name, -1) for name in ("cell", "pinned", "anchor")),
        *(given(name, False) for name in ("weighted", "second")),
        derived("here", "second ? pinned : cell"),
        derived("letter", "pinned < 0 ? '' : second ? 'B' : 'A'"),
        derived("turn", f"2 * PI / {TURN}"),
        derived("unit", f"min(width, height) / {2 * REACH}"),
        derived("radius", "clamp(unit * 0.25 / sqrt(max(count, 1)), 2.2, 4.2)"),
        derived("tau", "temperatures[floor(here / columns)] || 1"),
    ]


def horizontal(field: str) -> alt.X:
    """Return a scale on which one is as long as on the other axis."""
    domain = {"expr": "[-width / 2 / unit, width / 2 / unit]"}
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=domain, nice=False, zero=False), axis=None)


def vertical(field: str) -> alt.Y:
    """y in radii of the circle, centred, so that the circle stays round at any height."""
    domain = {"expr": "[-height / 2 / unit, height / 2 / unit]"}
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=domain, nice=False, zero=False), axis=None)


def placed(*, _x_of: str, _y_of: str, similarity: str, **more: str) -> alt.Chart:
    """Return the nodes of the cell: x, y and each negative's share of the anchor's gradient over the largest share.

    The share is exp(s/τ) over its sum; the sum cancels in the ratio, and the largest similarity keeps it finite.
    """
    at = "2 * count * here + datum.k"
    return (
        each("sequence(2 * count)", name="k")
        .transform_filter("here >= 0")
        .transform_calculate(
            a=f"turn * azimuth[{at}]",
            b=f"turn * azimuth[{at} + count]",
            r=f"datum.k < count ? 1 : {INNER}",
            shape="shapes[datum.k % count]",
            **more,
        )
        .transform_calculate(
            x=_x_of,
            y=_y_of,
            own="round(datum.k % count) == anchor",
            s=f"weighted && anchor >= 0 && round(datum.k % count) != anchor ? {similarity} : -2",
        )
        .transform_joinaggregate(closest="max(s)")
        .transform_calculate(share="weighted && anchor >= 0 ? exp((datum.s - datum.closest) / tau) : null")
    )


def pairs(nodes: alt.Chart, theme: Theme, pair: str, *, x2: str, y2: str) -> list[alt.Chart]:
    """Return the lines between two views of a node, the anchor's strong."""
    lines = nodes.transform_filter("datum.k < count").transform_calculate(x2=x2, y2=y2)
    return [
        lines.mark_rule(color=theme.ink).encode(
            horizontal("x"),
            vertical("y"),
            x2="x2",
            y2="y2",
            strokeWidth=alt.condition(pair, alt.value(2.5), alt.value(1)),
            opacity=alt.condition(pair, alt.value(1), alt.value(0.45 if theme.name == "dark" else 0.35)),
        )
    ]


def node_points(nodes: alt.Chart, theme: Theme, *, faint: bool = False) -> list[alt.Chart]:
    """Return the nodes, colour by view and shape by class; the anchor larger and on top."""
    dark = theme.name == "dark"
    area = "(datum.share == null ? 4 * radius * radius : pow(2.4 + 4.4 * radius * sqrt(datum.share), 2))"
    fill = alt.Fill("view:N", scale=alt.Scale(domain=["1", "2"], range=[theme.view_1, theme.view_2]), legend=None)
    base = nodes.transform_calculate(view="datum.k < count ? '1' : '2'", area=area)
    # Orange alone is faint on white.
    rim: dict[str, Any] = {
        "stroke": theme.background if dark else theme.ink,
        "strokeWidth": 0.75,
        "strokeOpacity": 1 if dark else 0.6,
    }
    look: dict[str, Any] = {"filled": True, "opacity": 0.45 if faint else 1}
    return [
        base.transform_filter("!datum.own")
        .mark_point(**look, **rim)
        .encode(horizontal("x"), vertical("y"), fill, shape_encoding(), alt.Size("area:Q", scale=None)),
        base.transform_filter("datum.own")
        .mark_point(**look, stroke=theme.ink, strokeWidth=2)
        .encode(horizontal("x"), vertical("y"), fill, shape_encoding(), size=expression("11.5 * radius * radius")),
    ]


def _track(radius: float, **look: Any) -> alt.Chart:
    """Return a full circle: the size of a symbol is four times the square of its radius."""
    return (
        alt.Chart(ONE)
        .mark_point(shape="circle", opacity=1, **{"filled": False, **look})
        .encode(x=expression("width / 2"), y=expression("height / 2"), size=expression(f"4 * pow({radius} * unit, 2)"))
    )


def _density(theme: Theme) -> list[alt.Chart]:
    """Return the ring outside. Its height is the root of the density, so that an even circle is still seen."""
    ring = (
        each("sequence(2 * count)", name="k")
        .transform_filter("here >= 0")
        .transform_calculate(a="turn * azimuth[2 * count * here + datum.k]", turns="[-1, 0, 1]")
        .transform_flatten(["turns"], ["around"])
        .transform_calculate(a="datum.a - PI + 2 * PI * datum.around")
        .transform_filter(f"abs(datum.a) < PI + {WRAP}")
        .transform_density(
            "a", as_=["a", "density"], bandwidth=BANDWIDTH, extent=[-3.14159265, 3.14159265], counts=True, steps=90
        )
        .transform_calculate(h=f"{RING} + {TALLEST} * sqrt(datum.density / (2 * count * {PEAK}))", a="datum.a + PI")
        .transform_calculate(x="datum.h * cos(datum.a)", y="datum.h * sin(datum.a)")
    )
    opacity = 0.55 if theme.name == "dark" else 0.4
    return [
        ring.mark_line(filled=True, color=theme.muted, fillOpacity=opacity, strokeWidth=0).encode(
            horizontal("x"), vertical("y"), order="a:Q"
        ),
        _track(RING, filled=True, fill=theme.background),
        _track(RING + TALLEST, stroke=theme.muted, strokeDash=[2, 3], strokeWidth=1),
    ]


def _words(theme: Theme, sizes: Sizes) -> list[alt.Chart]:
    """Return the letter of a pinned or moving point, and what stands in a covered circle."""
    middle = {"x": expression("width / 2"), "y": expression("height / 2")}
    return [
        alt.Chart(ONE)
        .mark_text(fontSize=sizes.strong, fontWeight=700, color=theme.muted)
        .encode(**middle, text=expression("letter")),
        alt.Chart(ONE)
        .transform_filter("!count")
        .mark_text(fontSize=sizes.text, color=theme.muted)
        .encode(**middle, text=alt.value("the circle is covered")),
    ]
