"""Classes by shape: the same eight shapes as on the stage, for Vega-Lite and for a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from explorer.charts.palette import SHAPES

if TYPE_CHECKING:
    import altair as alt

WEDGE = "M0,1.3L1.126,-0.65L-1.126,-0.65Z"
STAR = "M0,-1L0.24,-0.32L0.951,-0.309L0.38,0.12L0.588,0.809L0,0.4L-0.588,0.809L-0.38,0.12L-0.951,-0.309L-0.24,-0.32Z"
_VEGA = {
    "triangle": "M0,-1.3L1.126,0.65L-1.126,0.65Z",
    "wedge": WEDGE,
    "pentagon": "M0,-1L0.951,-0.309L0.588,0.809L-0.588,0.809L-0.951,-0.309Z",
    "star": STAR,
}
GLYPHS = ("●", "■", "▲", "◆", "✚", "⬟", "★", "▼")


def shape_encoding() -> alt.Shape:
    """Return the shape channel: the field ``shape`` holds an index that :func:`shape_index` gives."""
    import altair as alt  # only where a chart is built: a page that merely fills one need not load it

    domain = list(range(len(SHAPES)))
    return alt.Shape("shape:N", scale=alt.Scale(domain=domain, range=[_VEGA.get(s, s) for s in SHAPES]), legend=None)


def shape_index(labels: ArrayLike) -> np.ndarray:
    """Return which shape each class has; classes beyond the eighth start again.

    Parameters
    ----------
    labels : array_like of int

    Returns
    -------
    ndarray of int
    """
    return np.asarray(labels) % len(SHAPES)


def class_legend(label_names: Sequence[str]) -> str:
    """Return the legend as a line of text.

    Parameters
    ----------
    label_names : sequence of str

    Returns
    -------
    str
        ``"● Community 1 ■ Community 2"``, em spaces between the classes..
    """
    return "\u2003".join(f"{GLYPHS[k % len(GLYPHS)]} {name}" for k, name in enumerate(label_names))
