"""The map as a still picture: one layer over strength × temperature, with the point and what lies over it."""

import math

import altair as alt
import pandas as pd

from explorer.charts import palette

WIDTH, HEIGHT = 560, 400
TICKS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5)


def cells(surface, layer):
    """Return one row a cell: where it begins and ends on both axes, and the value of a layer.

    Parameters
    ----------
    surface : Surface
    layer : str
        An attribute of the surface, shape (T, P).

    Returns
    -------
    DataFrame
        Columns strength, temperature, left, right, low, high, value.
    """
    left, right = _edges(surface.strengths)
    low, high = (10**edge for edge in _edges([math.log10(t) for t in surface.temperatures]))
    rows = [
        (strength, temperature, left[p], right[p], low[t], high[t], getattr(surface, layer)[t, p])
        for t, temperature in enumerate(surface.temperatures)
        for p, strength in enumerate(surface.strengths)
    ]
    return pd.DataFrame(rows, columns=["strength", "temperature", "left", "right", "low", "high", "value"])


def surface_chart(surface, layer, title, *, point=None, pinned=None, overlays=frozenset(), theme="light"):
    """Draw a layer of a surface.

    Parameters
    ----------
    surface : Surface
    layer, title : str
        The attribute and what the legend calls it.
    point, pinned : OperatingPoint or None
        A and B.
    overlays : collection of str
        Any of ``"collapse"``, ``"theory"``, ``"loss_optimum"``, ``"accuracy_optimum"``.
    theme : {"light", "dark"}

    Returns
    -------
    alt.LayerChart
    """
    look = palette.THEMES[theme]
    layers = [_map(cells(surface, layer), title)]
    if "collapse" in overlays:
        layers.append(_collapse(surface))
    if "theory" in overlays and surface.theory is not None:
        layers.append(_theory(surface))
    optima = {
        "loss_optimum": ("least loss", surface.loss_optimum),
        "accuracy_optimum": ("best accuracy", surface.accuracy_optimum),
    }
    for name, (text, find) in optima.items():
        if name in overlays:
            layers.append(_mark(find(), text, "diamond", "#ffffff"))
    if pinned is not None:
        layers.append(_mark(pinned, "B", "square", look.accent))
    if point is not None:
        layers.append(_mark(point, "A" if pinned is not None else "", "circle", look.accent))
    return (
        alt.layer(*layers)
        .properties(width=WIDTH, height=HEIGHT, background=look.background, description=f"{title} over strength and τ")
        .configure_axis(
            labelColor=look.ink, titleColor=look.ink, tickColor=look.line, domainColor=look.line, grid=False,
            labelFontSize=12, titleFontSize=13,
        )
        .configure_legend(labelColor=look.ink, titleColor=look.ink, gradientLength=HEIGHT - 40, titleLimit=220)
        .configure_view(stroke=None)
    )  # fmt: skip


def _edges(steps):
    """Return where the cells around evenly spaced steps begin and end."""
    steps = pd.Series(steps, dtype=float).to_numpy()
    half = (steps[-1] - steps[0]) / (len(steps) - 1) / 2
    return steps - half, steps + half


def _x(field):
    return alt.X(f"{field}:Q", title="augmentation strength p", scale=alt.Scale(domain=[-0.01, 0.61], nice=False))


def _y(field):
    axis = alt.Axis(values=list(TICKS), format="~g")
    return alt.Y(f"{field}:Q", title="temperature τ", axis=axis, scale=alt.Scale(type="log", nice=False, zero=False))


def _map(data, title):
    """Return the coloured cells."""
    colour = alt.Color("value:Q", title=title, scale=alt.Scale(range=list(palette.SEQUENTIAL)))
    return alt.Chart(data).mark_rect().encode(_x("left"), alt.X2("right"), _y("low"), alt.Y2("high"), colour)


def _collapse(surface):
    """Return a veil over the cells of the collapse region."""
    frame = cells(surface, "effective_directions")
    inside = frame[surface.collapse_region().ravel()]
    base = alt.Chart(inside).encode(_x("left"), alt.X2("right"), _y("low"), alt.Y2("high"))
    return base.mark_rect(color="#ffffff", opacity=0.3)


def _theory(surface):
    """Return the curve τ*(p), where it lies on the map."""
    frame = pd.DataFrame({"strength": surface.strengths, "temperature": surface.theory})
    frame = frame[frame.temperature <= surface.temperatures[-1]]
    base = alt.Chart(frame).encode(_x("strength"), _y("temperature"))
    return base.mark_line(color="#ffffff", strokeWidth=4) + base.mark_line(color="#000000", strokeDash=[6, 3])


def _mark(point, text, shape, colour):
    """Return one labelled point."""
    data = pd.DataFrame({"strength": [point.strength], "temperature": [point.temperature], "text": [text]})
    base = alt.Chart(data).encode(_x("strength"), _y("temperature"))
    rim = {"stroke": "#000000", "strokeWidth": 1.5} if colour == "#ffffff" else {"stroke": "#ffffff", "strokeWidth": 2}
    dot = base.mark_point(shape=shape, size=150, filled=True, fill=colour, opacity=1, **rim)
    words = base.mark_text(dx=12, align="left", fontWeight="bold", color="#ffffff").encode(text="text:N")
    return dot + words
