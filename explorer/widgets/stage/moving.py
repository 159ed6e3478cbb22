"""What changes from rerun to rerun: the point, the layer and what lies over the map. Small, and sent as JSON."""

import numpy as np

from explorer.charts.identity import remembered
from explorer.widgets.sliders import slider_classes

OVERLAYS = ("collapse", "theory", "loss_optimum", "accuracy_optimum")
"""What can be laid over the map; a hidden or unchosen overlay is never sent."""


def cell_of(surface, point):
    """Return ``[t, p]`` of a point, or None without one."""
    return None if point is None else list(surface.cell(point))


def point_of(surface, cell):
    """Return the operating point at ``[t, p]`` as the browser reported it, or None if it is not a cell.

    Parameters
    ----------
    surface : Surface
        Gives the grid.
    cell : object
        Anything that came from outside.

    Returns
    -------
    OperatingPoint or None
    """
    shape = len(surface.temperatures), len(surface.strengths)
    if not isinstance(cell, (list, tuple)) or len(cell) != 2:
        return None
    if not all(type(i) is int and 0 <= i < size for i, size in zip(cell, shape, strict=True)):
        return None
    return surface.nearest(float(surface.strengths[cell[1]]), float(surface.temperatures[cell[0]]))


def indices_of(surface, region):
    """Return a region as sorted flat indices ``t · P + p``.

    Parameters
    ----------
    surface : Surface
        Gives the shape of the grid.
    region : (T, P) bool array, collection of int, or None
        A mask or flat indices.

    Returns
    -------
    list of int or None
    """
    if region is None:
        return None
    if isinstance(region, np.ndarray) and region.dtype == bool:
        return np.flatnonzero(region).tolist()
    size = len(surface.temperatures) * len(surface.strengths)
    return sorted({int(i) for i in region if 0 <= int(i) < size})


def mask_of(surface, cells):
    """Return flat indices as a boolean mask of the grid."""
    mask = np.zeros((len(surface.temperatures), len(surface.strengths)), dtype=bool)
    mask.flat[[i for i in cells if 0 <= i < mask.size]] = True
    return mask


@remembered
def overlay(surface, name):
    """Return one overlay in the form that is sent; computed once for a surface."""
    if name == "collapse":
        return np.flatnonzero(surface.collapse_region()).tolist()
    if name == "theory":
        return [] if surface.theory is None else [round(float(t), 5) for t in surface.theory]
    if name == "loss_optimum":
        return cell_of(surface, surface.loss_optimum())
    if name == "accuracy_optimum":
        return cell_of(surface, surface.accuracy_optimum())
    raise ValueError(f"unknown overlay {name!r}; known are {', '.join(OVERLAYS)}")


def moving_state(surface, point, *, digest, sequence, layer, overlays, hidden, pinned, anchor, marks, region,
                 truth_region, paint, previous, compact, show_weights, follows):  # fmt: skip
    """Return the JSON-able state of a stage; see `explorer.widgets.stage.stage` for the arguments."""
    return {
        "digest": digest,
        "sequence": sequence,
        "layer": None if layer in hidden else layer,
        "point": cell_of(surface, point),
        "previous": cell_of(surface, previous),
        "pinned": cell_of(surface, pinned),
        "anchor": None if anchor is None else int(anchor),
        "overlays": {name: overlay(surface, name) for name in OVERLAYS if name in overlays and name not in hidden},
        "marks": [[m.strength, m.temperature, m.label, m.kind] for m in marks],
        "region": indices_of(surface, region),
        "truth": indices_of(surface, truth_region),
        "paint": bool(paint),
        "compact": bool(compact),
        "weights": bool(show_weights),
        "follows": [slider_classes(key) for key in follows],
    }
