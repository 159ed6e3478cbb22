"""The split of the loss, L = A_τ + U_τ, as three signed bars on one axis that is the same for the whole surface."""

from __future__ import annotations

import altair as alt
import pandas as pd

from explorer.charts.palette import Theme
from explorer.charts.stage.params import ONE, PAGE, Sizes, assembled, expression, given

ROWS = (("alignment_term", "A", "τ"), ("uniformity_term", "U", "τ"), ("loss", "L", ""))
"""Metric of each bar, its symbol and the symbol's subscript."""


def split_chart(theme: Theme, sizes: Sizes = PAGE) -> alt.LayerChart:
    """Build the split; a scene's inputs fill it.

    Parameters
    ----------
    theme : Theme
    sizes : Sizes

    Returns
    -------
    alt.LayerChart
    """
    names = [symbol for _, symbol, _ in ROWS]
    rows = pd.DataFrame(ROWS, columns=["metric", "term", "subscript"])
    scale = alt.Scale(domain={"expr": "extent"}, nice=False)
    x = alt.X("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5, format="d"))
    y = alt.Y("term:N", sort=names, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.1), axis=None)
    symbols = alt.Chart(rows).encode(y=y)
    bars = (
        alt.Chart(rows)
        .transform_filter("cell >= 0 && metrics[datum.metric]")
        .transform_calculate(value="metrics[datum.metric][cell]")
    )
    colours = alt.Scale(domain=names, range=[theme.alignment_term, theme.uniformity_term, theme.ink])
    chance = (
        alt.Chart(ONE)
        .transform_filter("chance != null")
        .transform_calculate(chance="chance")
        .encode(x=alt.X("chance:Q", scale=scale))
    )
    return assembled(
        symbols.mark_text(x=-22, align="right", color=theme.ink, fontSize=sizes.strong, fontWeight=600).encode(
            text="term:N"
        ),
        symbols.mark_text(x=-21, align="left", dy=4, color=theme.ink, fontSize=sizes.text - 1, fontWeight=600).encode(
            text="subscript:N"
        ),
        alt.Chart(rows).mark_rule(color=theme.line, strokeWidth=1).encode(y=y, x=alt.value(0), x2=expression("width")),
        bars.mark_bar().encode(x, y, color=alt.Color("term:N", scale=colours, legend=None)),
        alt.Chart(ONE)
        .transform_calculate(zero="0")
        .mark_rule(color=theme.muted)
        .encode(x=alt.X("zero:Q", scale=scale)),
        chance.mark_rule(color=theme.muted, strokeDash=[3, 3], strokeWidth=2),
        chance.mark_text(
            align="right", baseline="bottom", dx=3, dy=-3, fontSize=sizes.text, color=theme.muted, y=0
        ).encode(text=expression("'chance level ' + format(chance, '.2f')")),
        bars.mark_text(align="right", color=theme.ink, fontSize=sizes.text + 1, fontWeight=600).encode(
            y=y,
            x=expression("width + 52"),
            text=expression("replace(format(datum.value, datum.metric == 'loss' ? '.2f' : '+.2f'), '-', '−')"),
        ),
        params=[
            given("cell", -1),
            given("metrics", {}),
            given("extent", [0, 1]),
            given("chance", None),
        ],
        theme=theme,
        sizes=sizes,
        padding={"left": 36, "right": 56, "top": 20, "bottom": 24},
        description="Three bars from zero: the alignment term, the uniformity term, and their sum, the loss, with the "
        "chance level.",
    )
