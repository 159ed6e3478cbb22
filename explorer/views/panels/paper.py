"""Does the paper hold here? Wang & Liu (2021) on accuracy, uniformity and tolerance along τ, beside this surface."""

import pyarrow as pa
import streamlit as st

from explorer.charts.object_cache import remembered
from explorer.charts.paper import TITLES, paper_data
from explorer.charts.texts import typeset
from explorer.model.point import OperatingPoint
from explorer.model.published import CIFAR100, WANG_LIU
from explorer.model.surface import Surface
from explorer.model.trend import course, rows_between
from explorer.views.panels import show
from explorer.views.panels.wording import listed
from explorer.widgets.sliders import strength_text, temperature_text

_NAMES = {"accuracy": "accuracy", "uniformity": "ℓ_uniform", "tolerance": "tolerance"}


def render(surface: Surface, point: OperatingPoint, *, seed_index: int = 0, anchor: int | None = None) -> None:
    """Draw accuracy, uniformity and tolerance along τ beside the paper's points, and say what agrees.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    seed_index, anchor
        Not used: the curves are means over seeds and nodes.
    """
    st.markdown(typeset(f"**{verdict(surface, point)}**"))
    for place, metric in zip((st.container(), *st.columns(2, gap="medium")), TITLES, strict=True):
        with place:
            show.chart(f"paper-{metric}", paper_data(surface, point, metric))
    st.caption(
        f"Squares: {CIFAR100.title}, on their own axis at the right; images and a deep network there, a small graph "
        f"and {len(surface.seeds)} seeds here, so only the shapes compare. Shaded: the paper’s temperatures. “Rises” "
        f"and the like are said of what the seeds tell apart. {CIFAR100.source}"
    )
    show.data_below("paper", lambda: tables(surface, point))


def tables(surface: Surface, point: OperatingPoint) -> dict[str, pa.Table]:
    """Return the tables behind the charts, by caption."""
    data = {metric: paper_data(surface, point, metric) for metric in TITLES}
    ours = {f"{metric.capitalize()} along τ": data[metric]["line"] for metric in TITLES}
    return ours | {CIFAR100.title: data["accuracy"]["published"]}


@remembered
def verdict(surface: Surface, point: OperatingPoint) -> str:
    """Say on which of three findings the paper and this surface agree at one strength, over the paper's temperatures.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
        Its strength.

    Returns
    -------
    str
        One sentence.
    """
    rows = rows_between(surface, CIFAR100.temperatures[0], CIFAR100.temperatures[-1])
    if len(rows) < 2:
        return "This map has too few of the paper’s temperatures to hold the two against each other."
    low, high = (temperature_text(surface.temperatures[t]) for t in rows[[0, -1]])
    where = f"At strength {strength_text(point.strength)}, from τ = {low} to {high},"
    found = {metric: course(surface, metric, point.cell[1], rows) for metric in WANG_LIU}
    said = {metric: f"{_NAMES[metric]} {found[metric].value}" for metric in found}
    same = [said[metric] for metric, theirs in WANG_LIU.items() if found[metric] is theirs]
    other = [
        f"{said[metric]} (there it {theirs.value})"
        for metric, theirs in WANG_LIU.items()
        if found[metric] is not theirs
    ]
    if not other:
        return f"{where} this surface does what the paper reports: {listed(same)}."
    if not same:
        return f"{where} nothing goes as the paper reports: {listed(other)}."
    return f"{where} {listed(same)}, as the paper reports, but {listed(other)}."
