"""The heatmap with the points of a whole class, for the back row."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
import streamlit as st

from explorer.charts import palette
from explorer.model.surface import Surface
from explorer.model.surface_file import load_shipped
from explorer.widgets.stage import LAYERS

STAR = "M0,-1L0.27,-0.36L0.95,-0.31L0.43,0.14L0.59,0.81L0,0.45L-0.59,0.81L-0.43,0.14L-0.95,-0.31L-0.27,-0.36Z"
Place = tuple[float, float]
"""Strength and temperature."""

CELL_COLUMNS = ["x", "x2", "y", "y2"]


def edges(surface: Surface) -> tuple[np.ndarray, np.ndarray]:
    """The borders of the grid's columns and, geometrically, of its rows."""
    p, log_t = surface.strengths, np.log(surface.temperatures)
    step, log_step = p[1] - p[0], log_t[1] - log_t[0]
    return np.append(p - step / 2, p[-1] + step / 2), np.exp(np.append(log_t - log_step / 2, log_t[-1] + log_step / 2))


@lru_cache(maxsize=32)
def _spec(scenario: str, layer: str, large: bool, theme: str) -> dict:
    """Everything that does not change while a class answers."""
    surface = load_shipped(scenario)
    across, up = edges(surface)
    size = 22 if large else 13
    ink = palette.THEMES[theme].ink
    plain = {
        "labelColor": ink,
        "titleColor": ink,
        "labelFontSize": size,
        "titleFontSize": size,
        "titleFontWeight": "normal",
        "labelFontWeight": "normal",
    }
    text = {**plain, "grid": False}
    x = {
        "field": "x",
        "type": "quantitative",
        "title": "augmentation strength p",
        "axis": {**text, "values": [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], "format": ".1f"},
        "scale": {"domain": [float(across[0]), float(across[-1])], "nice": False},
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "title": "temperature τ",
        "axis": {**text, "values": [0.05, 0.1, 0.2, 0.5, 1, 2, 5], "format": "~g"},
        "scale": {"type": "log", "domain": [float(up[0]), float(up[-1])], "nice": False},
    }
    box = {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    legend = {
        **plain,
        "type": "gradient",
        "title": LAYERS[layer].title,
        "tickCount": 5,
        "titleLimit": 400,
        "gradientLength": 320 if large else 180,
    }
    colour = {"field": "value", "type": "quantitative", "scale": {"range": list(palette.SEQUENTIAL)}}
    area = {
        "field": "count",
        "type": "quantitative",
        "legend": None,
        "scale": {
            "type": "linear",
            "domain": [1, 40],
            "range": [260 if large else 90, 5200 if large else 1600],
            "clamp": True,
        },
    }
    point = {"x": x, "y": y, "size": area}
    first = {"type": "point", "shape": "circle", "filled": False, "stroke": "#fff", "strokeWidth": 3, "opacity": 1}
    second = {
        "type": "point",
        "shape": "circle",
        "filled": True,
        "color": palette.LIGHT.accent,
        "stroke": "#fff",
        "strokeWidth": 1.5,
        "opacity": 0.92,
    }
    star = {
        "type": "point",
        "shape": STAR,
        "filled": True,
        "size": 1500 if large else 520,
        "color": "#fff",
        "stroke": "#000",
        "strokeWidth": 2,
        "opacity": 1,
    }
    label = {
        "type": "text",
        "fontSize": size,
        "fontWeight": "bold",
        "dx": size + 4,
        "align": "left",
        "fill": "#fff",
        "stroke": "#000",
        "strokeWidth": 4,
        "strokeJoin": "round",
    }
    behind = {**label, "dx": -size - 4, "align": "right"}
    tag = {name: {"x": x, "y": y, "text": {"field": name, "type": "nominal"}} for name in ("after", "before")}
    casing = {"type": "rule", "color": "#fff", "strokeWidth": 7 if large else 5, "strokeCap": "square"}
    border = {"type": "rule", "color": "#000", "strokeWidth": 3 if large else 2, "strokeDash": [7, 4]}
    return {
        "width": "container",
        "height": 640 if large else 380,
        "usermeta": {"embedOptions": {"renderer": "canvas", "actions": False}},
        "config": {"view": {"stroke": None}},
        "layer": [
            {
                "data": {"name": "cells"},
                "mark": {"type": "rect", "tooltip": False, "strokeWidth": 1},
                "encoding": {**box, "fill": {**colour, "legend": legend}, "stroke": {**colour, "legend": None}},
            },
            {
                "data": {"name": "marked"},
                "mark": {"type": "rect", "color": "#fff"},
                "encoding": {
                    **box,
                    "opacity": {
                        "field": "share",
                        "type": "quantitative",
                        "legend": None,
                        "scale": {"domain": [0, 1], "range": [0, 0.85]},
                    },
                },
            },
            {"data": {"name": "border"}, "mark": casing, "encoding": box},
            {"data": {"name": "border"}, "mark": border, "encoding": box},
            {"data": {"name": "first"}, "mark": first, "encoding": point},
            {"data": {"name": "second"}, "mark": second, "encoding": point},
            {"data": {"name": "truth"}, "mark": star, "encoding": {"x": x, "y": y}},
            *(
                {"data": {"name": "truth"}, "mark": {**mark, **outline}, "encoding": tag[name]}
                for mark, name in ((label, "after"), (behind, "before"))
                for outline in ({}, {"stroke": None})
            ),
        ],
    }


@lru_cache(maxsize=32)
def _cells(scenario: str, layer: str) -> pd.DataFrame:
    surface = load_shipped(scenario)
    t, p = np.indices(surface.loss.shape).reshape(2, -1)
    return _boxes(surface, t, p).assign(value=getattr(surface, layer)[t, p].round(4))


def outline(surface: Surface, mask: np.ndarray) -> pd.DataFrame:
    """The border of a region as line segments: x, x2, y, y2."""
    across, up = edges(surface)
    padded = np.pad(mask, 1)
    rows, columns = np.nonzero(padded[1:-1, :-1] != padded[1:-1, 1:])  # between column c − 1 and c
    upright = [(across[c], across[c], up[r], up[r + 1]) for r, c in zip(rows, columns, strict=True)]
    rows, columns = np.nonzero(padded[:-1, 1:-1] != padded[1:, 1:-1])
    level = [(across[c], across[c + 1], up[r], up[r]) for r, c in zip(rows, columns, strict=True)]
    return pd.DataFrame([*upright, *level], columns=CELL_COLUMNS, dtype=float)


def places(points: Sequence[Place]) -> pd.DataFrame:
    """Points with how many lie on the same spot; the largest first, so that none is covered."""
    frame = pd.DataFrame(points, columns=["x", "y"], dtype=float)
    return frame.groupby(["x", "y"]).size().rename("count").reset_index().sort_values("count", ascending=False)


def marked(surface: Surface, regions: Sequence[Sequence[int]]) -> pd.DataFrame:
    """The cells that anyone marked, with the share of the class that did."""
    counts = np.zeros(surface.loss.size)
    for region in regions:
        counts[[cell for cell in region if 0 <= cell < counts.size]] += 1
    cells = np.flatnonzero(counts)
    t, p = np.unravel_index(cells, surface.loss.shape)
    return _boxes(surface, t, p).assign(share=counts[cells] / max(len(regions), 1))


def class_map(
    scenario: str,
    layer: str,
    *,
    first: Sequence[Place] = (),
    second: Sequence[Place] = (),
    regions: Sequence[Sequence[int]] = (),
    truths: Sequence[tuple[float, float, str]] = (),
    region: np.ndarray | None = None,
    large: bool = False,
    key: str,
) -> None:
    """Draw a layer with everybody's points or regions on it.

    Parameters
    ----------
    scenario, layer : str
    first, second : list of (strength, temperature)
        The class's points in rounds 1 and 2.
    regions : list of list of int
        The regions that the class marked, as flat indices.
    truths : list of (strength, temperature, label)
    region : (T, P) bool array, optional
        Outlined: the true region, or collapse.
    large : bool
        For the projector.
    key : str
    """
    surface = load_shipped(scenario)
    nothing = np.zeros(surface.loss.shape, dtype=bool)
    datasets = {
        "cells": _cells(scenario, layer),
        "marked": marked(surface, regions),
        "border": outline(surface, nothing if region is None else region),
        "first": places(first),
        "second": places(second),
        "truth": _labelled(truths, float(surface.strengths.mean())),
    }
    theme = "dark" if st.context.theme.type == "dark" else "light"
    st.vega_lite_chart({**_spec(scenario, layer, large, theme), "datasets": datasets}, key=key)


def _labelled(truths: Sequence[tuple[float, float, str]], middle: float) -> pd.DataFrame:
    """The true places, each with its label on the side where there is room."""
    rows = [(x, y, "" if x > middle else label, label if x > middle else "") for x, y, label in truths]
    return pd.DataFrame(rows, columns=["x", "y", "after", "before"])


def _boxes(surface: Surface, t: np.ndarray, p: np.ndarray) -> pd.DataFrame:
    across, up = edges(surface)
    return pd.DataFrame(dict(zip(CELL_COLUMNS, (across[p], across[p + 1], up[t], up[t + 1]), strict=True)))
