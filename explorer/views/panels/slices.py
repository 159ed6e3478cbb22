"""Slices: the loss and its two terms along each knob, and the alignment-uniformity plane."""

import pyarrow as pa
import streamlit as st

from explorer.charts.accuracy import accuracy_data
from explorer.charts.plane import plane_data
from explorer.charts.slices import KNOBS, slice_data
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.views.panels import show
from explorer.views.panels.wording import baselines_text, number, space
from explorer.widgets.sliders import strength_text, temperature_text

_SHIFT = (
    "A and U are shifted by 1/τ, which cancels in their sum: A + 1/τ = "
    "$\\ell_{\\text{align}}/2\\tau$ is the price of views that disagree (the green band)."
)


def render(surface: Surface, point: OperatingPoint, *, seed_index: int = 0, anchor: int | None = None) -> None:
    """Draw the loss and its terms through the point along τ and along p, and the alignment-uniformity plane.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    seed_index, anchor
        Not used: slices are means over seeds and nodes.
    """
    data = datasets(surface, point)
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**Along τ**, at strength {strength_text(point.strength)}")
        show.chart("slice-temperature", data["slice-temperature"])
    with right:
        st.markdown(f"**Along strength**, at τ = {temperature_text(point.temperature)}")
        show.chart("slice-strength", data["slice-strength"])
    _sum(surface, point)
    for column, knob in zip(st.columns(2, gap="medium"), KNOBS, strict=True):
        with column:
            show.chart(f"accuracy-{knob}", data[f"accuracy-{knob}"])
    st.caption(f"Band: the standard error. {baselines_text(surface)}")
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with left:
        st.markdown("**Alignment and uniformity**: every cell of the map is one dot")
        show.chart("plane", data["plane"])
    with right:
        _plane_text(surface, point)
    show.data_below("slices", lambda: tables(data))


def datasets(surface: Surface, point: OperatingPoint) -> dict[str, dict[str, pa.Table]]:
    """Return the datasets of every chart, by the chart's name."""
    data = {f"slice-{knob}": slice_data(surface, point, knob) for knob in KNOBS}
    data |= {f"accuracy-{knob}": accuracy_data(surface, point, knob) for knob in KNOBS}
    return data | {"plane": plane_data(surface, point)}


def tables(data: dict[str, dict[str, pa.Table]]) -> dict[str, pa.Table]:
    """Return the tables behind the charts, by caption."""
    captions = {"slice-temperature": "Along τ", "slice-strength": "Along strength"}
    found = {caption: data[name]["lines"] for name, caption in captions.items()}
    for name in KNOBS:
        found[f"Accuracy along {name}"] = data[f"accuracy-{name}"]["line"]
        found["Accuracy without training"] = data[f"accuracy-{name}"]["baselines"]
    return found | {"Every cell": data["plane"]["cells"]}


def _sum(surface, point):
    """Write what the loss is made of at the point."""
    cell = point.cell
    shift = 1 / point.temperature
    alignment, uniformity = surface.alignment_term[cell] + shift, surface.uniformity_term[cell] - shift
    st.caption(
        f"Here L = {number(surface.loss[cell])} ± {number(surface.spread['loss'][cell])} nats = {number(alignment)} + "
        f"{number(uniformity)}. {_SHIFT} Bands: one standard deviation over {len(surface.seeds)} seeds."
    )


def _plane_text(surface, point):
    """Write how to read the plane."""
    cell = point.cell
    st.markdown(
        rf"""The ring is you: $\ell_{{\text{{align}}}}$ = {number(surface.alignment[cell], 3)},
$\ell_{{\text{{uniform}}}}$ = {number(surface.uniformity[cell])}. The line walks down τ at this strength.

- **Left** is aligned: both views of a node point the same way.
- **Down** is uniform: the nodes spread over the {space(surface)}.
- **Top left** would be collapse: perfectly aligned, since everything lies on one point.

The brighter a dot, the more the probe reads: are the brightest the lowest, or the leftmost?"""
    )
    st.caption("After Wang & Isola (2020).")
