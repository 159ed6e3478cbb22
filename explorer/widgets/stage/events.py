"""What the user did on the stage, read from what the browser reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from explorer.model.point import OperatingPoint
    from explorer.model.surface import Surface

KINDS = ("moved", "anchored", "painted")
"""The names under which the browser reports."""


@dataclass(frozen=True, eq=False)
class StageEvent:
    """What the user did since the last run; empty when nothing.

    Parameters
    ----------
    point : OperatingPoint or None
        Where the point was moved to.
    anchor : int or None
        The node that was clicked.
    region : (T, P) bool array or None
        The painted region, complete.
    """

    point: OperatingPoint | None = None
    anchor: int | None = None
    region: np.ndarray | None = None

    def __bool__(self) -> bool:
        return not (self.point is None and self.anchor is None and self.region is None)


NOTHING = StageEvent()


def sequence_of(reported: Mapping[str, Any] | None) -> int:
    """Return the number of the last report among everything a stage reported."""
    reports = [(reported or {}).get(kind) for kind in KINDS]
    numbers = [report.get("sequence") for report in reports if isinstance(report, dict)]
    return max((n for n in numbers if type(n) is int), default=0)  # True is none


def read_event(surface: Surface, reported: Mapping[str, Any] | None, seen: int) -> StageEvent:
    """Turn reports into an event.

    Parameters
    ----------
    surface : Surface
        Its grid decides what is valid; anything else is dropped.
    reported : mapping or None
        Report by kind, each ``{"sequence": int, "value": …}``.
    seen : int
        The number of the last report that was dealt with; older ones are not news.

    Returns
    -------
    StageEvent
    """
    values = {}
    for kind in KINDS:
        report = (reported or {}).get(kind)
        if isinstance(report, dict) and _whole(report.get("sequence")) and report["sequence"] > seen:
            values[kind] = report.get("value")
    return StageEvent(
        point=point_of(surface, values.get("moved")),
        anchor=_node(surface, values.get("anchored")),
        region=_region(surface, values.get("painted")),
    )


def _whole(value):
    """Return whether a value is a whole number; True and False are none."""
    return type(value) is int


def _node(surface, value):
    """Return a node's index if it is one."""
    valid = _whole(value) and 0 <= value < len(surface.scenario.graph.labels)
    return value if valid else None


def _region(surface, value):
    """Return a mask if the value is a list of cells."""
    valid = isinstance(value, list) and all(_whole(i) for i in value)
    return mask_of(surface, value) if valid else None


def point_of(surface: Surface, cell: object) -> OperatingPoint | None:
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
    if not isinstance(cell, list | tuple) or len(cell) != 2:
        return None
    if not all(type(i) is int and 0 <= i < size for i, size in zip(cell, shape, strict=True)):
        return None
    return surface.point(*cell)


def mask_of(surface: Surface, cells: list[int]) -> np.ndarray:
    """Return flat indices ``t · P + p`` as a boolean mask of the grid; what is not on it is left out."""
    mask = np.zeros((len(surface.temperatures), len(surface.strengths)), dtype=bool)
    mask.flat[[i for i in cells if 0 <= i < mask.size]] = True
    return mask
