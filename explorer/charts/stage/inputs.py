"""What a scene puts into the charts: the values of their parameters.

Two parts. `surface_inputs` is large, the same for every scene of a surface with the same things hidden, and published
once. `scene_inputs` is small and travels in every run. Neither holds anything of what is hidden.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from explorer.charts.classes import GLYPHS, shape_index
from explorer.charts.object_cache import remembered
from explorer.charts.stage import survey
from explorer.charts.stage.embedding import nodes_shown, view_embeddings, whole_steps
from explorer.charts.stage.labels import labels
from explorer.charts.stage.layers import LAYERS, READOUTS, TERMS
from explorer.charts.stage.sentences import why
from explorer.charts.texts import strength_text, temperature_text, true_minus
from explorer.model.augmentation import ALIKE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from explorer.charts.stage.scene import Scene
    from explorer.model.surface import Surface

Inputs = dict[str, Any]
"""Values by the name of a parameter; ``words`` has what is written beside the charts."""

STATES = ("", "nearly collapsed", "collapsed")
"""What a cell is besides its numbers."""


def edges(steps: np.ndarray) -> np.ndarray:
    """Return where cells begin and end: midway between steps, and as far beyond the outermost.

    Parameters
    ----------
    steps : (n,) array
        Ascending.

    Returns
    -------
    (n + 1,) array
    """
    middles = (steps[1:] + steps[:-1]) / 2
    return np.concatenate([[2 * steps[0] - middles[0]], middles, [2 * steps[-1] - middles[-1]]])


@remembered
def surface_inputs(surface: Surface, seed_index: int, hidden: frozenset[str]) -> Inputs:
    """Return the part that all scenes of a surface share.

    Parameters
    ----------
    surface : Surface
    seed_index : int
        Whose embedding the circle shows.
    hidden : frozenset of str
        As a `Scene` closes it.

    Returns
    -------
    Inputs
        Shared by all callers, who leave it as it is.
    """
    shown = [name for name in LAYERS if name not in hidden]
    terms = [] if "split" in hidden else list(TERMS)
    rows, columns = surface.loss.shape
    shares = surface.scenario.shares
    # Of a single seed, which stands twice while others are still computed, nothing is known of chance.
    several = len(np.unique(surface.seeds)) > 1
    known = 1.0 if several else math.nan
    signals: Inputs = {
        "rows": rows,
        "columns": columns,
        "strengths": numbers(surface.strengths),
        "temperatures": numbers(surface.temperatures),
        "across": numbers(edges(surface.strengths)),
        "up": numbers(np.exp(edges(np.log(surface.temperatures)))),
        "strength_ticks": strength_ticks(surface.strengths),
        "strength_title": "augmentation strength p →" if shares == ALIKE else f"strength p: {shares} →",
        "temperature_ticks": temperature_ticks(surface.temperatures),
        "layers": {name: _legend(name) for name in shown},
        "metrics": {name: numbers(getattr(surface, name)) for name in (*shown, *terms)},
        # Where these are hidden, what a stage has of another scene must go.
        "count": 0,
        "sentences": [],
        "says": {},
    }
    strength = "augmentation strength" if shares == ALIKE else f"strength p, {shares},"
    axes = f"over {strength} (left and right) and temperature (up and down)"
    words: dict[str, Any] = {
        "map": {name: f"Map of {_range(surface, name)}, {axes}" for name in shown} | {"": f"Covered map {axes}"},
        "circle": "The circle is covered for now",
        "layers": {name: [LAYERS[name].title, LAYERS[name].digits] for name in shown},
        "readouts": [[name, LAYERS[name].short, LAYERS[name].digits] for name in READOUTS if name in shown],
        "spread": {name: numbers(surface.spread[name] * known) for name in READOUTS if name in shown},
        "lie": {name: survey.lie(surface, name) for name in shown if several},
        "down": {name: "".join(map(str, survey.down(surface, name).ravel())) for name in shown if several},
        "ways": list(survey.WAYS),
        "places": [temperature_text(t) for t in surface.temperatures],
        "strengths": [strength_text(p) for p in surface.strengths],
    }
    if "accuracy" in shown:
        words["stderr"] = numbers(surface.stderr["accuracy"] * known)
    if not {"collapse", "effective_directions"} & hidden:
        words["states"] = list(STATES)
        words["state"] = "".join(map(str, states(surface).ravel()))
        words["near"] = "".join(map(str, survey.near_border(surface).astype(int).ravel()))
        words["collapse"] = survey.collapse(surface)
    if several and "sentences" not in hidden:
        # The loss's own sentence speaks of its terms.
        told = {name: why(surface, name) for name in ("", *shown) if name != "loss" or terms}
        signals["sentences"] = list(dict.fromkeys(text for said in told.values() for text in said.sentences))
        index = {text: k for k, text in enumerate(signals["sentences"])}
        signals["says"] = {
            name: [index[said.sentences[k]] for k in said.cells.ravel().tolist()] for name, said in told.items()
        }
    if terms:
        signals["extent"] = split_extent(surface)
        signals["chance"] = round(surface.chance_level, 4)
    if "circle" not in hidden:
        _add_embedding(surface, seed_index, signals, words)
    return signals | {"words": words}


def scene_inputs(scene: Scene) -> Inputs:
    """Return the part that changes from run to run.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    Inputs
        Cells are numbered t · P + p, and −1 is none. Sets of cells are texts of one digit a cell, empty where there is
        none; digits are shares in ninths.
    """
    surface, columns = scene.surface, scene.shape[1]

    def number(point: Any) -> int:
        return -1 if point is None else int(np.dot(point.cell, (columns, 1)))

    sets: dict[str, np.ndarray] = {area.kind: np.asarray(area.cells, dtype=float) for area in scene.areas}
    if "collapse" in scene.overlays:
        sets["collapse"] = surface.collapse_region()
    nodes = nodes_shown(surface).tolist()
    curve, thresholds = [], []
    if "theory" in scene.overlays and surface.theory is not None:
        thresholds = numbers(surface.theory)
        curve = [
            {"strength": p, "temperature": t}
            for p, t in zip(numbers(surface.strengths), numbers(surface.theory), strict=True)
            if t is not None and t > 0
        ]
    named = labels(scene)
    return {
        "cell": number(scene.point),
        "pinned": number(scene.pinned),
        "layer": "" if scene.layer in scene.hidden else scene.layer,
        "anchor": nodes.index(scene.anchor) if scene.anchor in nodes else -1,
        "weighted": scene.weights,
        **{kind: _digits(sets.get(kind)) for kind in ("collapse", "student", "truth")},
        "shares": _digits(sets.get("class")),
        "curve": curve,
        "thresholds": thresholds,
        "marks": named.marks,
        "labels": named.labels,
    }


def states(surface: Surface) -> np.ndarray:
    """Return for each cell an index into `STATES`, shape (T, P)."""
    found = surface.nearly_collapsed_region().astype(int)
    found[surface.collapse_region()] = 2
    return found


def split_extent(surface: Surface) -> list[float]:
    """Return the ends of the split's axis: the same for the whole surface, so that bars of two cells compare."""
    terms = np.stack([surface.alignment_term, surface.uniformity_term, surface.loss])
    low, high = min(0.0, float(np.nanmin(terms))), max(float(np.nanmax(terms)), surface.chance_level)
    return [math.floor(low), math.ceil(high)]


def strength_ticks(strengths: np.ndarray) -> list[float]:
    """Return the multiples of a round step that lie within the axis, seven at most."""
    low, high = float(strengths[0]), float(strengths[-1])
    step = next((size for size in (0.02, 0.05, 0.1, 0.2) if (high - low) / size <= 6.5), 0.5)
    first = math.ceil(low / step - 1e-9)
    return [round(k * step, 4) for k in range(first, math.floor(high / step + 1e-9) + 1)]


def temperature_ticks(temperatures: np.ndarray) -> list[float]:
    """Return 1 to 9 times powers of ten within the axis; the chart labels those of 1, 2 and 5."""
    low, high = edges(np.log(temperatures))[[0, -1]]
    powers = range(math.floor(low / math.log(10)), math.ceil(high / math.log(10)) + 1)
    ticks = [digit * 10.0**power for power in powers for digit in range(1, 10)]
    return [float(f"{tick:.6g}") for tick in ticks if low <= math.log(tick) <= high]


def numbers(values: Iterable[float] | np.ndarray, digits: int = 5) -> list[float | None]:
    """Return values as plain numbers of so many significant digits; what is no number becomes None."""
    flat = np.asarray(values, dtype=float).ravel()
    return [float(f"{x:.{digits}g}") if math.isfinite(x) else None for x in flat.tolist()]


def _range(surface: Surface, name: str) -> str:
    """Return a layer's title and its least and greatest value."""
    low, high = (f"{float(f(getattr(surface, name))):.{LAYERS[name].digits}f}" for f in (np.nanmin, np.nanmax))
    return true_minus(f"{LAYERS[name].title}, from {low} to {high}")


def _legend(name: str) -> dict[str, Any]:
    """Return what the map's legend says of a layer."""
    layer = LAYERS[name]
    return {
        "title": layer.title[:1].upper() + layer.title[1:],
        "units": layer.units,
        "hint": " · ".join(part for part in (layer.units, layer.direction) if part),
        "format": f".{layer.digits}f",
    }


def _digits(shares: np.ndarray | None) -> str:
    if shares is None or not shares.any():
        return ""
    # What anybody chose stays visible, however large the class.
    digits = np.where(shares > 0, np.maximum(1, np.round(9 * shares.astype(float))), 0).astype(int)
    return "".join(map(str, digits.ravel()))


def _add_embedding(surface: Surface, seed_index: int, signals: Inputs, words: dict[str, Any]) -> None:
    """Add both views of the nodes that are shown."""
    graph, nodes = surface.scenario.graph, nodes_shown(surface)
    signals |= whole_steps(view_embeddings(surface, seed_index))
    signals |= {"count": len(nodes), "shapes": shape_index(graph.labels)[nodes].tolist()}
    sample = f"{len(nodes)} of {graph.nodes:,} nodes; " if len(nodes) < graph.nodes else ""
    words |= {
        "dimension": surface.dimension,
        "circle": f"{sample}Both views of {len(nodes)} nodes on the unit "
        f"{'sphere' if surface.dimension == 3 else 'circle'}; "
        f"arrow keys choose a node{', with Shift they turn it' if surface.dimension == 3 else ''}",
        "nodes": nodes.tolist(),
        "names": [str(graph.node_names[i]) for i in nodes],
        "labels": [str(graph.label_names[graph.labels[i]]) for i in nodes],
        "classes": [
            f"{GLYPHS[k % len(GLYPHS)]} {name}".replace(" ", "\u00a0") for k, name in enumerate(graph.label_names)
        ],
        "seed": f"{sample}seed {surface.seeds[seed_index]}, one of {len(np.unique(surface.seeds))}"
        + ("; outer ring: density" if surface.dimension == 2 else "; drag to turn"),
    }
