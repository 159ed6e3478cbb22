"""The alignment-uniformity plane under an activity's steps."""

from functools import cache

import streamlit as st

from explorer.charts.palette import THEMES
from explorer.charts.plane import plane_chart, plane_data
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface


def draw_plane(surface: Surface, point: OperatingPoint, *, key: str) -> None:
    """Draw every cell by its two metrics, and a ring at the point."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    st.vega_lite_chart({**_specification(theme), "datasets": plane_data(surface, point)}, key=key)


@cache
def _specification(theme: str) -> dict:
    """Built once; shared, so never changed in place."""
    return plane_chart(THEMES[theme]).to_dict()
