"""The split of the loss, L = A_τ + U_τ, as three signed bars on one axis that is the same for the whole surface."""

from __future__ import annotations

import altair as alt
import pandas as pd

from explorer.charts.palette import Theme
from explorer.charts.stage.parts import ONE, PAGE, Sizes, assembled, expression, given

ROWS = (
    ("alignment_term", "A_τ alignment"),
    ("uniformity_term", "U_τ uniformity"),
    ("loss", "L loss"),
)
"""Metric and name of each bar."""


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
    names = [name for _, name in ROWS]
    rows = pd.DataFrame({"metric": [metric for metric, _ in ROWS], "term": names})
    scale = alt.Scale(domain={"expr": "extent"}, nice=False)
    x = alt.X("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5, format="d"))
    ticks = alt.Axis(ticks=False, labelColor=theme.ink, labelFontSize=sizes.text + 1, labelPadding=8)
    y = alt.Y("term:N", sort=names, title=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.1), axis=ticks)
    bars = (
        alt.Chart(rows)
        .transform_filter("cell >= 0 && metrics[datum.metric]")
        .transform_calculate(value="metrics[datum.metric][cell]")
    )
    colours = alt.Scale(domain=names, range=[theme.alignment_term, theme.uniformity_term, theme.ink])
    chance = (
        alt.Chart(ONE).transform_filter("chance != null").transform_calculate(chance="chance")
        .encode(x=alt.X("chance:Q", scale=scale))
    )  # fmt: skip
    return assembled(
        alt.Chart(rows).mark_rule(color=theme.line, strokeWidth=1)
        .encode(y=y, x=alt.value(0), x2=expression("width")),
        bars.mark_bar().encode(x, y, color=alt.Color("term:N", scale=colours, legend=None)),
        alt.Chart(ONE).transform_calculate(zero="0").mark_rule(color=theme.muted)
        .encode(x=alt.X("zero:Q", scale=scale)),
        chance.mark_rule(color=theme.muted, strokeDash=[3, 3], strokeWidth=2),
        chance.mark_text(align="right", baseline="bottom", dx=3, dy=-3, fontSize=sizes.text, color=theme.muted, y=0)
        .encode(text=expression("'chance level ' + format(chance, '.2f')")),
        bars.mark_text(align="right", color=theme.ink, fontSize=sizes.text + 1, fontWeight=600)
        .encode(y=y, x=expression("width + 52"),
                text=expression("replace(format(datum.value, datum.metric == 'loss' ? '.2f' : '+.2f'), '-', '−')")),
        params=[
        given("cell", -1), given("metrics", {}), given("extent", [0, 1]), given("chance", None),
    ],
        theme=theme, sizes=sizes, padding={"left": 112, "right": 56, "top": 20, "bottom": 24},
        description="Three bars from zero: the alignment term, the uniformity term, and their sum, the loss, with the "
        "chance level.",
    )  # fmt: skip
