"""The player as a Streamlit component: a run goes to the browser once and plays there without the server."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import streamlit as st

from explorer.charts import palette
from explorer.model.encoders.linear import angles

_STATIC = Path(__file__).parent / "static"
_STAGE = Path(__file__).parents[1] / "stage" / "static"
SCRIPTS = (
    _STATIC / "elements.js",
    _STATIC / "theme.js",
    _STAGE / "glyphs.js",  # classes have one set of shapes
    _STATIC / "circle.js",
    _STATIC / "curves.js",
    _STATIC / "controls.js",
    _STATIC / "player.js",
)
"""In the order in which they need one another; each holds one idea."""

MAX_NODES = 200
"""Larger graphs show an evenly spaced sample of their nodes."""

_draw = st.components.v2.component(
    "graph_contrast.player",
    css=(_STATIC / "player.css").read_text(encoding="utf-8"),
    js="\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS),
)


def player(run, *, key):
    """Draw a run with its controls.

    Parameters
    ----------
    run : dict
        What `pack_run` returned.
    key : str
        Unique in the app.
    """
    _draw(key=key, data=run)


def pack_run(surface, point, steps, *, seed_index=0, name=""):
    """Return what the browser needs to play a run.

    Parameters
    ----------
    surface : Surface
        Gives the graph and the view pair that the circle shows, the one of the page's own circle.
    point : OperatingPoint
    steps : sequence of Step
        The run.
    seed_index : int
        Whose view pair.
    name : str
        Names the run: the browser starts to play when it changes.

    Returns
    -------
    dict
        Plain numbers and texts: ``loss``, ``alignment`` (A_τ + 1/τ), ``uniformity`` (U_τ − 1/τ), ``raw`` (A_τ and U_τ),
        ``pairs`` (ℓ_align), ``directions`` (N_eff) a step; ``angles`` a step, both views, in 1/1000 rad.
    """
    graph = surface.scenario.graph
    nodes = np.unique(np.linspace(0, graph.nodes - 1, min(graph.nodes, MAX_NODES)).astype(int))
    views = surface.scenario.views(surface.view_pair_draws(seed_index), [point.strength])[0, 0][:, nodes]  # (2, n, F)
    phi = angles(views, np.stack([step.weights for step in steps])[:, None])  # (S, 2, n)
    shift = 1 / point.temperature
    return {
        "name": name,
        "numbers": [step.number for step in steps],
        "loss": _rounded([step.loss for step in steps]),
        "alignment": _rounded([step.alignment_term + shift for step in steps]),
        "uniformity": _rounded([step.uniformity_term - shift for step in steps]),
        "raw": [_rounded([step.alignment_term for step in steps]), _rounded([step.uniformity_term for step in steps])],
        "pairs": _rounded([step.alignment for step in steps]),
        "directions": _rounded([step.effective_directions for step in steps]),
        "chance": round(surface.chance_level, 5),
        "angles": np.round(1000 * phi).astype(int).reshape(len(steps), -1).tolist(),
        "labels": graph.labels[nodes].tolist(),
        "shapes": list(palette.SHAPES),
        "themes": {name: asdict(theme) for name, theme in palette.THEMES.items()},
    }


def _rounded(values):
    return np.round(values, 5).tolist()
