"""Slices: the loss and its two terms along each knob, and the alignment-uniformity plane."""

import streamlit as st

from explorer.charts.accuracy import accuracy_data
from explorer.charts.plane import plane_data
from explorer.charts.slices import KNOBS, slice_data
from explorer.charts.stage.layers import all_hidden
from explorer.views.panels import show
from explorer.views.panels.wording import baselines_text, number, space
from explorer.widgets.sliders import strength_text, temperature_text

_SHIFT = (
    "A and U are shifted by 1/τ, which cancels in their sum: A + 1/τ = "
    "$\\ell_{\\text{align}}/2\\tau$ is the price of views that disagree (the green band)."
)


def render(surface, point, *, seed_index=0, anchor=None, hidden=frozenset()):
    """Draw the panel.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    seed_index, anchor
        Not used: slices are means over seeds and nodes.
    hidden : frozenset of str
        Layers that must not be sent, and what would give them away.
    """
    data = datasets(surface, point, hidden)
    if not data:
        st.caption("The slices are closed while you answer.")
        return
    if "slice-temperature" in data:
        left, right = st.columns(2, gap="medium")
        with left:
            st.markdown(f"**Along τ**, at strength {strength_text(point.strength)}")
            show.chart("slice-temperature", data["slice-temperature"])
        with right:
            st.markdown(f"**Along strength**, at τ = {temperature_text(point.temperature)}")
            show.chart("slice-strength", data["slice-strength"])
        _sum(surface, point, hidden)
    if "accuracy-temperature" in data:
        for column, knob in zip(st.columns(2, gap="medium"), KNOBS, strict=True):
            with column:
                show.chart(f"accuracy-{knob}", data[f"accuracy-{knob}"])
        st.caption(f"Band: the standard error. {baselines_text(surface)}")
    if "plane" in data:
        left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
        with left:
            st.markdown("**Alignment and uniformity**: every cell of the map is one dot")
            show.chart("plane-covered" if "accuracy" in all_hidden(hidden) else "plane", data["plane"])
        with right:
            _plane_text(surface, point, hidden)
    show.data_below("slices", tables(data))


def datasets(surface, point, hidden=frozenset()):
    """Return the datasets of every chart that may be seen, by the chart's name."""
    hidden = all_hidden(hidden)
    data = {}
    if "loss" not in hidden:
        split = "split" not in hidden
        data = {f"slice-{knob}": slice_data(surface, point, knob, split=split) for knob in ("temperature", "strength")}
    if "accuracy" not in hidden:
        data |= {f"accuracy-{knob}": accuracy_data(surface, point, knob) for knob in KNOBS}
    if not hidden & {"alignment", "uniformity"}:
        data["plane"] = plane_data(surface, point, accuracy="accuracy" not in hidden)
    return data


def tables(data):
    """Return the tables behind the charts, by caption."""
    captions = {"slice-temperature": "Along τ", "slice-strength": "Along strength"}
    found = {captions[name]: data[name]["lines"] for name in captions if name in data}
    for name in KNOBS:
        if f"accuracy-{name}" in data:
            found[f"Accuracy along {name}"] = data[f"accuracy-{name}"]["line"]
            found["Accuracy without training"] = data[f"accuracy-{name}"]["baselines"]
    if "plane" in data:
        found["Every cell"] = data["plane"]["cells"]
    return found


def _sum(surface, point, hidden):
    """Write what the loss is made of at the point."""
    cell = point.cell
    text = f"Here L = {number(surface.loss[cell])} ± {number(surface.spread['loss'][cell])} nats"
    if "split" not in all_hidden(hidden):
        shift = 1 / point.temperature
        alignment, uniformity = surface.alignment_term[cell] + shift, surface.uniformity_term[cell] - shift
        text += f" = {number(alignment)} + {number(uniformity)}. {_SHIFT}"
    st.caption(f"{text} Bands: one standard deviation over {len(surface.seeds)} seeds.")


def _plane_text(surface, point, hidden):
    """Write how to read the plane."""
    cell = point.cell
    text = rf"""The ring is you: $\ell_{{\text{{align}}}}$ = {number(surface.alignment[cell], 3)},
$\ell_{{\text{{uniform}}}}$ = {number(surface.uniformity[cell])}. The line walks down τ at this strength.

- **Left** is aligned: both views of a node point the same way.
- **Down** is uniform: the nodes spread over the {space(surface)}.
- **Top left** would be collapse: perfectly aligned, since everything lies on one point."""
    if "accuracy" not in all_hidden(hidden):
        text += "\n\nThe brighter a dot, the more the probe reads: are the brightest the lowest, or the leftmost?"
    st.markdown(text)
    st.caption("After Wang & Isola (2020).")
