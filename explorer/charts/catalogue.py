"""Every chart under its name, in light and in dark."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import altair as alt

from explorer.charts.accuracy import accuracy_chart
from explorer.charts.difference import difference_chart
from explorer.charts.graph_views import VIEWS, view_chart
from explorer.charts.hard_negatives import bars_chart, circle_chart
from explorer.charts.palette import THEMES, Theme
from explorer.charts.paper import TITLES, paper_chart
from explorer.charts.plane import plane_chart
from explorer.charts.slices import KNOBS, slice_chart

BUILDERS: dict[str, Callable[[Theme], alt.LayerChart]] = {
    **{f"slice-{knob}": partial(slice_chart, knob=knob) for knob in KNOBS},
    **{f"accuracy-{knob}": partial(accuracy_chart, knob=knob) for knob in KNOBS},
    **{f"paper-{metric}": partial(paper_chart, metric=metric) for metric in TITLES},
    "difference": difference_chart,
    "plane": plane_chart,
    "walk": partial(plane_chart, accuracy=False, whole=False),
    **{f"graph-view-{view}": partial(view_chart, view=view) for view in VIEWS},
    "negatives-bars": bars_chart,
    "negatives-circle": circle_chart,
}


@cache  # callers share it, so they never change it in place
def specification(name: str, theme_name: str) -> dict[str, Any]:
    """Return a chart's specification in one design, built once.

    Parameters
    ----------
    name : str
        A key of ``BUILDERS``.
    theme_name : {"light", "dark"}

    Returns
    -------
    dict
        A Vega-Lite specification without data. Building takes tens of milliseconds, so it is kept.
    """
    return BUILDERS[name](THEMES[theme_name]).to_dict(validate=False)  # the tests validate; it takes half of the time
