"""The sphere: the circle's sister for embeddings of three dimensions; it turns, and its far side is faint."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from explorer.charts.palette import Theme
from explorer.charts.stage.circle import horizontal, node_points, pairs, parameters, placed, vertical
from explorer.charts.stage.embedding import HEIGHT
from explorer.charts.stage.params import ONE, PAGE, Sizes, assembled, derived, expression, given

BALL = 1.25
"""Radius of the drawn ball on the scale of the circle."""

STEP = math.pi / 24
"""Length of a piece of a meridian or a parallel."""


def sphere_chart(theme: Theme, sizes: Sizes = PAGE) -> alt.LayerChart:
    """Build the sphere; a scene's inputs fill it, ``yaw`` and ``pitch`` turn it.

    Parameters
    ----------
    theme : Theme
    sizes : Sizes

    Returns
    -------
    alt.LayerChart
        At yaw = pitch = 0 the first axis points at the viewer, the
        second to the right and the third upward.
    """
    own = "third[2 * count * here + datum.k]"
    other = "third[2 * count * here + datum.k + count]"
    nodes = placed(
        _x_of=f"{BALL} * datum.across * sin(datum.a + yaw)",
        _y_of=f"{BALL} * (datum.up * cos(pitch) - datum.across * cos(datum.a + yaw) * sin(pitch))",
        similarity="datum.across * first_across * cos(datum.a - first) + datum.up * first_up",
        up=f"{own} / {HEIGHT}",
        up2=f"{other} / {HEIGHT}",
        across=f"sqrt(max(0, 1 - pow({own} / {HEIGHT}, 2)))",
        across2=f"sqrt(max(0, 1 - pow({other} / {HEIGHT}, 2)))",
    ).transform_calculate(depth="datum.across * cos(datum.a + yaw) * cos(pitch) + datum.up * sin(pitch)")
    near, far = (nodes.transform_filter(f"datum.depth {side} 0") for side in (">=", "<"))
    return assembled(
        _ball(theme),
        *_grid(theme),
        *node_points(far, theme, faint=True),
        *pairs(
            nodes,
            theme,
            "datum.own",
            x2=f"{BALL} * datum.across2 * sin(datum.b + yaw)",
            y2=f"{BALL} * (datum.up2 * cos(pitch) - datum.across2 * cos(datum.b + yaw) * sin(pitch))",
        ),
        *node_points(near, theme),
        alt.Chart(ONE)
        .mark_text(fontSize=sizes.strong, fontWeight=700, color=theme.muted, x=10, y=14)
        .encode(text=expression("letter")),
        alt.Chart(ONE)
        .transform_filter("!count")
        .mark_text(fontSize=sizes.text, color=theme.muted)
        .encode(x=expression("width / 2"), y=expression("height / 2"), text=alt.value("the sphere is covered")),
        params=[
            *parameters(),
            given("third", []),
            given("yaw", -0.6),
            given("pitch", 0.35),
            derived("first", "turn * azimuth[2 * count * here + max(anchor, 0)]"),
            derived("first_up", f"third[2 * count * here + max(anchor, 0)] / {HEIGHT}"),
            derived("first_across", "sqrt(max(0, 1 - first_up * first_up))"),
        ],
        theme=theme,
        sizes=sizes,
        padding={"left": 4, "right": 4, "top": 4, "bottom": 4},
        description="Both views of every node on the unit sphere, a line between the two views of a node; the far side "
        "is faint. It turns when it is dragged.",
    )


def _ball(theme: Theme) -> alt.Chart:
    """Return a ball that is lit from above."""
    light, shade = ("#3A4252", "#171B22") if theme.name == "dark" else ("#FFFFFF", "#CDD3DC")
    fill = {
        "gradient": "radial",
        "x1": 0.36,
        "y1": 0.3,
        "r1": 0,
        "x2": 0.5,
        "y2": 0.5,
        "r2": 0.5,
        "stops": [{"offset": 0, "color": light}, {"offset": 1, "color": shade}],
    }
    return (
        alt.Chart(ONE)
        .mark_point(shape="circle", filled=True, fill=fill, stroke=theme.muted, strokeWidth=1, opacity=1)
        .encode(x=expression("width / 2"), y=expression("height / 2"), size=expression(f"4 * pow({BALL} * unit, 2)"))
    )


def _grid(theme: Theme) -> list[alt.Chart]:
    """Return meridians and parallels as short pieces, those on the far side faint."""
    turns = [2 * math.pi * k / 48 for k in range(48)]
    pieces = [(a, a + STEP, math.radians(up), math.radians(up)) for up in (-60, -30, 0, 30, 60) for a in turns]
    quarters = [-math.pi / 2 + STEP * k for k in range(24)]
    pieces += [(math.radians(a), math.radians(a), u, u + STEP) for a in range(0, 360, 30) for u in quarters]
    rows = pd.DataFrame(pieces, columns=["a", "b", "u", "v"]).round(4)

    def x(a: str, u: str) -> str:
        return f"{BALL} * cos(datum.{u}) * sin(datum.{a} + yaw)"

    def y(a: str, u: str) -> str:
        return f"{BALL} * (sin(datum.{u}) * cos(pitch) - cos(datum.{u}) * cos(datum.{a} + yaw) * sin(pitch))"

    grid = alt.Chart(rows).transform_calculate(
        x=x("a", "u"),
        y=y("a", "u"),
        x2=x("b", "v"),
        y2=y("b", "v"),
        near="cos(datum.u) * cos(datum.a + yaw) * cos(pitch) + sin(datum.u) * sin(pitch) >= 0",
    )
    return [
        grid.mark_rule(color=theme.muted, strokeWidth=1).encode(
            horizontal("x"),
            vertical("y"),
            x2="x2",
            y2="y2",
            opacity=alt.condition("datum.near", alt.value(0.45), alt.value(0.12)),
        )
    ]
