"""Putting a chart on the page: its cached specification, the datasets of the moment, and its table one click away."""

from collections.abc import Mapping
from typing import Literal

import pyarrow as pa
import streamlit as st

from explorer.charts.base import with_data
from explorer.charts.catalogue import specification


def theme_name() -> str:
    """Return the design in force, ``"light"`` or ``"dark"``."""
    return "dark" if st.context.theme.type == "dark" else "light"


def chart(
    name: str,
    datasets: Mapping[str, pa.Table],
    *,
    width: Literal["stretch", "content"] = "stretch",
    height: int | None = None,
) -> None:
    """Draw a chart.

    Parameters
    ----------
    name : str
        A key of ``catalogue.BUILDERS``.
    datasets : dict of str to pyarrow.Table or bytes
        All that changes; the specification does not, so that the browser updates the chart in place.
    width : {"stretch", "content"}
    height : int or None
        In pixels, where it is another than the chart's own.
    """
    spec = with_data(specification(name, theme_name()), datasets)
    if height is not None:
        spec["height"] = height
    st.vega_lite_chart(spec, width=width, key=f"chart:{name}")


def data_below(name: str, tables: Mapping[str, pa.Table]) -> None:
    """Offer the data of a panel's charts; nothing is sent until asked for.

    Parameters
    ----------
    name : str
        Of the panel.
    tables : dict of str to pyarrow.Table
        Caption to table.
    """
    if st.toggle("Show the data", key=f"data:{name}"):
        for caption, table in tables.items():
            st.caption(caption)
            st.dataframe(table, hide_index=True, key=f"table:{name}:{caption}")
