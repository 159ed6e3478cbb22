"""Putting a chart on the page: its cached specification, the datasets of the moment, and its table one click away."""

from collections.abc import Callable, Mapping
from typing import Literal

import pyarrow as pa
import streamlit as st

from explorer.charts.base import with_data
from explorer.charts.catalogue import specification
from explorer.charts.object_cache import remembered


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
    """Draw a chart from its cached specification and the datasets of this run.

    Parameters
    ----------
    name : str
        A key of ``catalogue.BUILDERS``.
    datasets : dict of str to pyarrow.Table
        All that changes; the specification does not, so that the browser updates the chart in place.
    width : {"stretch", "content"}
    height : int or None
        In pixels, where it is another than the chart's own.
    """
    sent = {dataset: _sent(table) for dataset, table in datasets.items()}
    spec = with_data(specification(name, theme_name()), sent)
    if height is not None:
        spec["height"] = height
    st.vega_lite_chart(spec, width=width, key=f"chart:{name}")


@remembered
def _sent(table: pa.Table) -> bytes:
    """Return the bytes that the browser gets of a table; most tables are the same from run to run."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def data_below(name: str, tables: Callable[[], Mapping[str, pa.Table]]) -> None:
    """Offer the data of a panel's charts; nothing is sent until asked for.

    Parameters
    ----------
    name : str
        Of the panel.
    tables : callable
        Returns a dict of caption to pyarrow.Table; called where they are asked for.
    """
    if st.toggle("Show the data", key=f"data:{name}"):
        for caption, table in tables().items():
            st.caption(caption)
            st.dataframe(table, hide_index=True, key=f"table:{name}:{caption}")
