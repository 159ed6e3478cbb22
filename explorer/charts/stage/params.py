"""What the charts of the stage share: their parameters, their sizes, and marks that need no pointer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import altair as alt

from explorer.charts.palette import Theme

FONT = "'Source Sans', 'Source Sans Pro', 'Source Sans 3', 'DejaVu Sans', sans-serif"
"""Streamlit's own face where it is there."""


@dataclass(frozen=True)
class Sizes:
    """Pixels of one type scale.

    Parameters
    ----------
    text, strong : int
        Ticks and notes; the title and names.
    point : int
        Radius of the operating point.
    brief : bool
        Whether the axes are named by their symbols alone, and the units left out.
    """

    text: int
    strong: int
    point: int
    brief: bool = False


PAGE, WALL = Sizes(text=12, strong=14, point=8), Sizes(text=20, strong=22, point=14, brief=True)
"""On a page, and on a projector for the back row."""

ONE = alt.sequence(1, as_="one")
"""The data of a mark of which there is one."""


def given(name: str, value: Any) -> alt.Parameter:
    """Return a parameter that a scene sets; `value` stands until then."""
    return alt.param(name=name, value=value)


def derived(name: str, expression: str) -> alt.Parameter:
    """Return a parameter that follows from others."""
    return alt.param(name=name, expr=expression)


def each(array: str, *fields: str, name: str = "row") -> alt.Chart:
    """Return one row for each element of an array that Vega computes, with these fields of it.

    Rows that come from a parameter follow it, and whoever draws the chart has nothing but parameters to set.
    """
    rows = alt.Chart(ONE).transform_calculate(all=array).transform_flatten(["all"], [name])
    return rows.transform_calculate(**{field: f"datum.{name}.{field}" for field in fields}) if fields else rows


def expression(text: str) -> Any:
    """Return the value of a channel that Vega computes."""
    return alt.value(alt.expr(text))


def assembled(
    *layers: alt.Chart | alt.LayerChart,
    params: list[alt.Parameter],
    theme: Theme,
    sizes: Sizes,
    description: str,
    padding: dict[str, int],
) -> alt.LayerChart:
    """Lay marks over one another and give the chart the look of the stage.

    Its size is set by whoever draws it; the margins are fixed, so that nothing jumps. All is said in one call, since
    Altair copies the whole chart in each of its methods.
    """
    axis = alt.AxisConfig(
        labelColor=theme.muted,
        titleColor=theme.muted,
        tickColor=theme.muted,
        domain=False,
        grid=False,
        labelFontSize=sizes.text,
        labelPadding=4,
        tickSize=5,
    )
    legend = alt.LegendConfig(labelColor=theme.muted, labelFontSize=sizes.text, gradientStrokeWidth=0)
    config = alt.Config(
        font=FONT,
        background="transparent",
        axis=axis,
        legend=legend,
        view=alt.ViewConfig(stroke=None),
        mark=alt.MarkConfig(invalid=None, aria=False),  # what moves must not be described anew in every frame
    )
    chart = alt.LayerChart(
        layer=layers,
        width=560,
        height=400,
        padding=padding,
        autosize=alt.AutoSizeParams(type="none"),
        description=description,
        config=config,
    )
    chart.params = [cast("alt.VariableParameter", one.param) for one in params]
    return chart
