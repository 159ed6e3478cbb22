"""What every chart shares: named data that change, a specification that does not, and the same quiet look.

A chart is built once from named, empty datasets. On the page the cached specification is sent with the datasets of the
moment, so that the browser keeps its view and repaints only the marks.
"""

from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

AXIS_EXTENT = 44
"""Pixels left of a plot for labels and title, so that charts above each other line up."""

PADDING = {"left": 5, "right": 5, "top": 5, "bottom": 5}

CANVAS = {"embedOptions": {"renderer": "canvas", "actions": False}}
"""Painting on a canvas is faster than building SVG; the table of each chart is its accessible form."""


def named(*names: str) -> list[alt.NamedData]:
    """Return the named datasets of a chart, filled by the page.

    Parameters
    ----------
    *names : str
        One name each.

    Returns
    -------
    list of alt.NamedData
    """
    return [alt.NamedData(name=name) for name in names]


def layered(
    *layers: alt.Chart | alt.LayerChart, description: str, height: int, width: int | None = None
) -> alt.LayerChart:
    """Lay marks over one another and give the chart what every chart has.

    Parameters
    ----------
    *layers : alt.Chart
        From the back to the front.
    description : str
        The text alternative: what the chart shows and what to look for. It names no value, since values change.
    height : int
        In pixels.
    width : int or None
        In pixels; None follows the container.

    Returns
    -------
    alt.LayerChart
    """
    size = {"height": height} | ({"width": width} if width else {})
    return (
        alt.layer(*layers, usermeta=CANVAS)
        .properties(description=description, padding=PADDING, **size)
        .configure_view(strokeWidth=0)
        .configure_axis(grid=False, titleFontWeight="normal", tickSize=4)
    )


def arrow_table(**columns: ArrayLike) -> pa.Table:
    """Return columns as an Arrow table, the cheapest thing to send.

    Parameters
    ----------
    **columns : array_like
        Of one length.

    Returns
    -------
    pyarrow.Table
    """
    return pa.table(columns)


def picked(values: ArrayLike, index: ArrayLike) -> pa.DictionaryArray:
    """Return a column of few values, each sent once: a byte a row, for a chart whose point moves in every run.

    Parameters
    ----------
    values : array_like
        At most 128.
    index : (n,) array_like
        Which of them each row has.

    Returns
    -------
    pyarrow.DictionaryArray
    """
    return pa.DictionaryArray.from_arrays(pa.array(np.asarray(index, dtype=np.int8)), pa.array(values))


def with_data(spec: dict[str, Any], datasets: Mapping[str, pa.Table | bytes]) -> dict[str, Any]:
    """Return a specification with datasets, leaving the shared one as it is.

    Parameters
    ----------
    spec : dict
        What ``to_dict()`` gave, shared by all sessions.
    datasets : dict of str to pyarrow.Table, or to its bytes
        One entry for each name that the chart uses.

    Returns
    -------
    dict
        A shallow copy.
    """
    return {**spec, "datasets": datasets}
