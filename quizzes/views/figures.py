"""Figures under an activity's steps: the alignment-uniformity plane, and what another encoder does."""

import streamlit as st

from explorer.charts.accuracy import accuracy_data
from explorer.charts.base import with_data
from explorer.charts.catalogue import specification
from explorer.charts.plane import plane_data, walk_data
from explorer.charts.texts import strength_text, temperature_text
from explorer.model.point import OperatingPoint
from explorer.model.scenario import SHIPPED
from explorer.model.surface import Surface
from explorer.model.surface_file import load_shipped
from quizzes.activities import Beside


def draw_plane(surface: Surface, point: OperatingPoint, *, key: str) -> None:
    """Draw every cell by its two metrics, the walk down τ at the point's strength, and a ring at the point."""
    _draw("plane", plane_data(surface, point), key)


def draw_beside(beside: Beside, surface: Surface, point: OperatingPoint, *, key: str) -> None:
    """Draw another encoder's figure, at the reader's point along the way and at the step's cell across it."""
    name, place = beside.scenario(surface), surface.point(*beside.place(surface))
    there = load_shipped(name)
    if beside.figure == "walk":
        at = there.nearest(place.strength, point.temperature)
        st.markdown(f"**{SHIPPED[name].title}**, its walk down τ at strength {strength_text(at.strength)}")
        _draw("walk", walk_data(there, at), key)
    else:
        at = there.nearest(point.strength, place.temperature)
        st.markdown(f"**{SHIPPED[name].title}**, along the strength at τ = {temperature_text(at.temperature)}")
        _draw("accuracy-strength", accuracy_data(there, at, "strength"), key)


def _draw(name: str, datasets: dict, key: str) -> None:
    theme = "dark" if st.context.theme.type == "dark" else "light"
    st.vega_lite_chart(with_data(specification(name, theme), datasets), key=key)
