"""The map: a heatmap over augmentation strength and temperature, what lies over it, and the operating point."""

from __future__ import annotations

from typing import Any

import altair as alt

from explorer.charts import palette
from explorer.charts.palette import Theme
from explorer.charts.stage.params import ONE, PAGE, Sizes, assembled, derived, each, expression, given
from explorer.charts.stage.spoken import SENTENCE, told

CASING, LIGHT_LINE = "#000", "#fff"
"""A light line on a dark casing shows on every colour of the layer."""

SIDES = {
    "right": {"align": "left", "dx": 14, "dy": -14},
    "left": {"align": "right", "dx": -14, "dy": -14},
    "under": {"align": "right", "dx": -8, "dy": 16},
    "under the rise": {"align": "left", "dx": 4, "dy": 16},
    "within": {"align": "center", "dx": 0, "dy": 0},
}
"""Where a name stands beside its place."""

HATCHES = {"collapse": (False, []), "student": (True, []), "truth": (False, [5, 3])}
"""Set of cells: whether its hatch rises, and the dashes of its border."""


def padding(sizes: Sizes) -> dict[str, int]:
    """Return the margins around the cells, in pixels."""
    text = sizes.text
    if sizes.brief:
        return {"left": 3 * text, "right": round(2.4 * text), "top": 3 * text, "bottom": 2 * text}
    return {"left": 4 * text, "right": text, "top": 5 * text + 4, "bottom": 4 * text - 4}


def map_chart(theme: Theme, sizes: Sizes = PAGE, *, sheets: tuple[str, ...] = ("ground", "point")) -> alt.LayerChart:
    """Build the map; a scene's inputs fill it.

    Parameters
    ----------
    theme : Theme
    sizes : Sizes
    sheets : tuple of str
        ``"ground"`` is what stands still while the point moves, ``"point"`` is what moves, and the names over both. A
        page lays them over each other: else every step of a drag would paint a thousand cells.

    Returns
    -------
    alt.LayerChart
        Nothing of a surface is in the specification.
    """
    marks = {
        "ground": [
            *_heat(theme, sizes),
            _veil(),
            *(part for name, (rises, dash) in HATCHES.items() for part in _region(name, rises, dash)),
            *_theory(),
            *_marks(theme, sizes),
            *_frame(theme, sizes),
        ],
        "point": [*_pinned(theme, sizes), *_point(theme, sizes), *_names(theme, sizes)],
    }
    params = [
        *(given(name, 0) for name in ("rows", "columns")),
        *(given(name, []) for name in ("strengths", "temperatures", "across", "up")),
        *(given(name, []) for name in ("strength_ticks", "temperature_ticks", "sentences", "curve", "marks", "labels")),
        given("thresholds", []),
        *(given(name, {}) for name in ("layers", "metrics", "says")),
        *(given(name, text) for name, text in (("layer", ""), ("strength_title", "augmentation strength p →"))),
        given("em", sizes.text),
        *(given(name, -1) for name in ("cell", "pinned")),
        *(given(name, False) for name in ("painting", "focused")),
        *(given(name, "") for name in (*HATCHES, "shares")),
        derived("info", "layers[layer] || {title: '', units: '', hint: '', format: '.2f'}"),
        derived("t", "floor(cell / columns)"),
        derived("p", "cell % columns"),
        *(told() if "point" in sheets else []),
    ]
    return assembled(
        *(mark for sheet in sheets for mark in marks[sheet]),
        params=params,
        theme=theme,
        sizes=sizes,
        padding=padding(sizes),
        description="Heatmap of one quantity over augmentation strength (to the right) and temperature (upward, "
        "logarithmic), with the operating point in a crosshair.",
    )


def _x(field: str) -> alt.X:
    scale = alt.Scale(domain={"expr": "[across[0], across[columns]]"}, nice=False, zero=False)
    axis = alt.Axis(
        values=alt.expr("strength_ticks"),
        format="~g",
        title=None,
        labelOverlap=False,
        labelOpacity=_beside("scale('x', datum.value) - scale('x', strengths[p])", 2.5),
    )
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def _y(field: str) -> alt.Y:
    scale = alt.Scale(type="log", domain={"expr": "[up[0], up[rows]]"}, nice=False)
    digit = "round(datum.value / pow(10, floor(log(datum.value * 1.0000001) / LN10)))"
    labelled = f"indexof([1, 2, 5], {digit}) >= 0"
    axis = alt.Axis(
        values=alt.expr("temperature_ticks"),
        title=None,
        labelOverlap=False,
        labelExpr=f"{labelled} ? format(datum.value, '~g') : ''",
        tickSize={"condition": {"test": labelled, "value": 5}, "value": 2.5},
        labelOpacity=_beside("scale('y', datum.value) - scale('y', temperatures[t])", 1.3),
    )
    return alt.Y(f"{field}:Q", scale=scale, axis=axis)


def _beside(distance: str, room: float) -> dict[str, Any]:
    """Return the opacity of a label: none where the badge would cover a part of it, `room` in sizes of text."""
    return {"condition": {"test": f"cell >= 0 && !painting && abs({distance}) < {room} * em", "value": 0}, "value": 1}


def _cells() -> alt.Chart:
    """Return one row a cell with its edges."""
    return (
        each("sequence(rows * columns)", name="i")
        .transform_calculate(t="floor(datum.i / columns)", p="datum.i % columns")
        .transform_calculate(
            left="across[datum.p]", right="across[datum.p + 1]", low="up[datum.t]", high="up[datum.t + 1]"
        )
    )


def _heat(theme: Theme, sizes: Sizes) -> list[alt.Chart]:
    scale = alt.Scale(range=list(palette.SEQUENTIAL), nice=False, zero=False)
    legend = alt.Legend(
        type="gradient",
        orient="none",
        direction="horizontal",
        title=None,
        tickCount=4,
        labelOverlap="greedy",
        legendX=alt.expr(f"width - min({17 * sizes.text}, width / 2)"),
        legendY=6 - padding(sizes)["top"],
        gradientLength=alt.expr(f"min({17 * sizes.text}, width / 2)"),
        gradientThickness=sizes.text - 2,
        # A covered map has no values: its legend would run from NaN to NaN.
        gradientOpacity=alt.expr("layer ? 1 : 0"),
        labelExpr="layer ? datum.label : ''",
        format=alt.expr("info.format == '.3f' ? '.2~f' : '~g'"),
    )
    cells = _cells().transform_calculate(
        value="layer && metrics[layer] ? metrics[layer][datum.i] : null",
    )
    where = "'strength ' + format(strengths[datum.p], '.2f') + ', τ ' + format(temperatures[datum.t], '.2~r')"
    value = "isValid(datum.value) ? info.title + ' ' + format(datum.value, info.format) : ''"
    says = SENTENCE.format(cell="datum.i")
    covered = (
        _cells()
        .mark_rect(color=theme.surface, strokeWidth=0)
        .encode(_x("left"), alt.X2("right"), _y("low"), alt.Y2("high"))
    )
    covered = covered.transform_filter("!layer")
    heat = (
        cells.mark_rect(strokeWidth=1)
        .encode(
            _x("left"),
            alt.X2("right"),
            _y("low"),
            alt.Y2("high"),
            alt.Color("value:Q", scale=scale, legend=legend),
            # Without a line of its own colour a cell leaves faint seams.
            stroke=expression("scale('color', datum.value)"),
            tooltip=expression(f"[{where}, {value}, {says}]"),
        )
        .transform_filter("isValid(datum.value)")
    )
    return [covered, heat]


def _veil() -> alt.Chart:
    """Return what a class marked: the whiter a cell, the more answers hold it."""
    return (
        _cells()
        .transform_filter("shares && shares[datum.i] != '0'")
        .transform_calculate(share="toNumber(shares[datum.i]) / 9")
        .mark_rect(color=LIGHT_LINE)
        .encode(
            _x("left"),
            alt.X2("right"),
            _y("low"),
            alt.Y2("high"),
            alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0, 0.85]), legend=None),
        )
    )


def _region(name: str, rises: bool, dash: list[int]) -> list[alt.Chart]:
    """Return an area, hatched and outlined. Vega has no patterns: the hatch is one diagonal a cell."""
    held = f"{name} && {name}[datum.i] != '0'"
    inside = _cells().transform_filter(held)
    start, end = ("low", "high") if rises else ("high", "low")
    sides = (
        _cells()
        .transform_calculate(sides="[0, 1]")
        .transform_flatten(["sides"], ["side"])
        .transform_filter("datum.side ? datum.t > 0 : datum.p > 0")
        .transform_filter(
            f"{name} && ({name}[datum.i] != '0') != ({name}[datum.i - (datum.side ? columns : 1)] != '0')"
        )
        .transform_calculate(x2="datum.side ? datum.right : datum.left", y2="datum.side ? datum.low : datum.high")
    )
    return [
        *(
            inside.mark_rule(color=color, strokeOpacity=opacity, strokeWidth=width).encode(
                _x("left"), _y(start), x2="right", y2=end
            )
            for color, opacity, width in ((CASING, 0.35, 2), (LIGHT_LINE, 0.9, 1))
        ),
        *(
            sides.mark_rule(color=color, strokeOpacity=opacity, strokeWidth=width, **style).encode(
                _x("left"), _y("low"), x2="x2", y2="y2"
            )
            for color, opacity, width, style in (
                (CASING, 0.7, 3.5, {"strokeCap": "square"}),
                (LIGHT_LINE, 1, 1.5, {"strokeDash": dash} if dash else {"strokeCap": "square"}),
            )
        ),
    ]


def _theory() -> list[alt.Chart]:
    curve = each("curve", "strength", "temperature")
    return [
        curve.mark_line(clip=True, color=color, strokeOpacity=opacity, strokeWidth=width).encode(
            _x("strength"), _y("temperature")
        )
        for color, opacity, width in ((CASING, 0.65, 4), (LIGHT_LINE, 1, 2))
    ]


def _marks(theme: Theme, sizes: Sizes) -> list[alt.Chart]:
    """Return optima, answers and truths. A class's glyphs grow with the number of answers."""
    unit = sizes.point**2
    of_class = "indexof(['class', 'revised'], datum.kind) >= 0"
    marks = (
        each("marks", "strength", "temperature", "shape", "kind", "count")
        .transform_calculate(
            size=f"{of_class} ? {1.4 * unit} + {1.6 * unit} * pow(datum.count - 1, 0.6) : {3.4 * unit}"
        )
        .encode(
            _x("strength"),
            _y("temperature"),
            alt.Shape("shape:N", scale=None),
            alt.Size("size:Q", scale=None),
        )
    )
    rings = marks.transform_filter("datum.kind == 'class'")
    return [
        rings.mark_point(filled=False, stroke=CASING, strokeWidth=5, opacity=0.6),
        rings.mark_point(filled=False, stroke=LIGHT_LINE, strokeWidth=2.5, opacity=1),
        marks.transform_filter("datum.kind != 'class'")
        .mark_point(filled=True, stroke=CASING, strokeWidth=1.5, opacity=1)
        .encode(fill=alt.condition("datum.kind == 'revised'", alt.value(theme.accent), alt.value(LIGHT_LINE))),
    ]


def _pinned(theme: Theme, sizes: Sizes) -> list[alt.Chart]:
    base = _at("pinned")
    return [
        base.mark_point(
            shape="square",
            filled=True,
            size=(2.3 * sizes.point) ** 2,
            color=theme.ink,
            stroke=theme.background,
            strokeWidth=2,
            opacity=1,
        ).encode(_x("strength"), _y("temperature")),
        base.mark_text(text="B", color=theme.background, fontWeight=700, fontSize=sizes.text).encode(
            _x("strength"), _y("temperature")
        ),
    ]


def _at(parameter: str, also: str = "true") -> alt.Chart:
    """Return one row at the cell of a parameter, none if that is −1."""
    return (
        alt.Chart(ONE)
        .transform_filter(f"{parameter} >= 0 && {also}")
        .transform_calculate(
            strength=f"strengths[{parameter} % columns]", temperature=f"temperatures[floor({parameter} / columns)]"
        )
    )


def _point(theme: Theme, sizes: Sizes) -> list[alt.Chart]:
    """Return crosshair, marker and the values on the axes; while cells are painted, the cell that a key paints."""
    here, x, y = _at("cell", "!painting"), _x("strength"), _y("temperature")
    lines = [
        here.mark_rule(color=color, strokeOpacity=opacity, strokeWidth=width).encode(**way)
        for color, opacity, width in ((LIGHT_LINE, 0.65, 2.75), (theme.accent, 1, 1.25))
        for way in (
            {"x": x, "y": alt.value(0), "y2": expression("height")},
            {"y": y, "x": alt.value(0), "x2": expression("width")},
        )
    ]
    area = 4 * sizes.point**2
    rim = here.mark_point(shape="circle", filled=True, opacity=1, color=LIGHT_LINE).encode(x, y)
    lettered = here.transform_filter("pinned >= 0")
    cursor = (
        _at("cell", "painting && focused")
        .transform_calculate(left="across[p]", right="across[p + 1]", low="up[t]", high="up[t + 1]")
        .encode(_x("left"), alt.X2("right"), _y("low"), alt.Y2("high"))
    )
    return [
        *lines,
        rim.mark_point(
            shape="circle", filled=True, opacity=1, color=LIGHT_LINE, size=1.72 * area, strokeWidth=2
        ).encode(x, y, stroke=expression(f"focused ? '{CASING}' : null")),
        rim.mark_point(shape="circle", filled=True, opacity=1, color=theme.accent, size=area).encode(x, y),
        lettered.mark_text(text="A", color=theme.accent_ink, fontWeight=700, fontSize=sizes.text).encode(x, y),
        *_badges(here, theme, sizes),
        cursor.mark_rect(filled=False, stroke=LIGHT_LINE, strokeWidth=4),
        cursor.mark_rect(filled=False, stroke=theme.accent, strokeWidth=2),
    ]


def _badges(here: alt.Chart, theme: Theme, sizes: Sizes) -> list[alt.Chart]:
    """Return the two values on plates at the axes."""
    half, tall = round(1.75 * sizes.text), round(0.75 * sizes.text)
    plate = (
        f"M{3 - half},{-tall}h{2 * half - 6}a3,3 0 0 1 3,3v{2 * tall - 6}a3,3 0 0 1 -3,3h{6 - 2 * half}"
        f"a3,3 0 0 1 -3,-3v{6 - 2 * tall}a3,3 0 0 1 3,-3z"
    )
    found = []
    for where, text in (
        ({"x": _x("strength"), "y": expression(f"height + {round(1.2 * sizes.text)}")}, "format(strengths[p], '.2f')"),
        (
            {"y": _y("temperature"), "x": alt.value(-half - 4)},
            "format(temperatures[t], temperatures[t] < 0.0995 ? '.3~f' : '.2~f')",
        ),
    ):
        # A path is scaled by half the root of the size: 4 keeps its pixels.
        found.append(here.mark_point(shape=plate, filled=True, size=4, opacity=1, color=theme.accent).encode(**where))
        found.append(
            here.mark_text(color=theme.accent_ink, fontWeight=600, fontSize=sizes.text).encode(
                **where, text=expression(text)
            )
        )
    return found


def _names(theme: Theme, sizes: Sizes) -> list[alt.Chart]:
    """Return the names on the map, over all else but clear of the marker."""
    found = []
    for side, place in SIDES.items():
        names = (
            each("labels", "strength", "temperature", "text", "side", "lower")
            .transform_filter(f"datum.side == '{side}'")
            # Vega takes a text to end where its letters do, and would leave what the outline covers when a name goes.
            .transform_calculate(text="'\u2009' + datum.text + '\u2009'")
            .encode(_x("strength"), _y("temperature"), text="text:N")
        )
        place = place | {"dy": alt.expr(f"{place['dy']} + datum.lower * {1.5 * sizes.text}")}
        look: dict[str, Any] = {"fontSize": sizes.text, "fontWeight": 600, "clip": False, **place}
        halo: dict[str, Any] = {"fill": theme.background, "stroke": theme.background, "strokeOpacity": 0.9}
        found += [
            names.mark_text(**look, **halo, strokeWidth=sizes.text / 3, strokeJoin="round"),
            names.mark_text(**look, color=theme.ink),
        ]
    return found


def _frame(theme: Theme, sizes: Sizes) -> list[alt.Chart]:
    """Return the titles of the legend and of both axes, and what a covered map says."""
    one, text = alt.Chart(ONE), sizes.text
    room = f"width - min({17 * text}, width / 2) - {text}"
    left: dict[str, Any] = {"align": "left", "baseline": "middle", "x": -padding(sizes)["left"] + 4}
    title = one.mark_text(
        **left,
        y=-(2.4 if sizes.brief else 4.4) * text,
        fontSize=sizes.strong,
        fontWeight=600,
        color=theme.ink,
        limit=alt.expr(f"{room} + {padding(sizes)['left']}"),
    ).encode(text=expression("info.title"))
    units = one.mark_text(
        **left, y=-3 * text, fontSize=text, color=theme.muted, limit=alt.expr(f"{room} + {padding(sizes)['left']}")
    ).encode(text=expression(f"width < {40 * text} ? info.units : info.hint"))
    up = "↑ τ" if sizes.brief else "↑ temperature τ (log scale)"
    across: dict[str, Any] = {"baseline": "middle", "fontSize": text, "color": theme.muted, "x": "width"}
    if sizes.brief:
        across |= {"align": "left", "dx": round(0.8 * text), "text": "p →"}
    else:
        across |= {"align": "right", "text": alt.expr("strength_title")}
    return [
        title,
        *([] if sizes.brief else [units]),
        one.mark_text(**left, y=-(0.7 if sizes.brief else 1) * text, fontSize=text, color=theme.muted, text=up),
        one.mark_text(**across).encode(y=expression(f"height + {round((1 if sizes.brief else 2.7) * text)}")),
        one.transform_filter("!layer")
        .mark_text(fontSize=sizes.strong, color=theme.muted, text="the map is covered")
        # in the quarter across from the operating point, whose crosshair would strike it out
        .encode(
            x=expression("width * (p < columns / 2 ? 0.75 : 0.25)"),
            y=expression("height * (t < rows / 2 ? 0.25 : 0.75)"),
        ),
    ]
