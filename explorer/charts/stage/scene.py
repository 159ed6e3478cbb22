"""What the stage shows, as one frozen value: the live page, a projector, a picture and a saved page take the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from explorer.charts.stage.layers import LAYERS, all_hidden

if TYPE_CHECKING:
    from collections.abc import Collection

    from explorer.model.point import OperatingPoint
    from explorer.model.surface import Surface

AreaKind = Literal["student", "truth", "class"]
OVERLAYS = ("collapse", "theory", "loss_optimum", "accuracy_optimum")
"""What can be laid over the map."""


@dataclass(frozen=True)
class Glyph:
    """One labelled point.

    Parameters
    ----------
    strength, temperature : float
        Where it is; anywhere inside the grid.
    label : str
        A word or two beside it; may be empty.
    kind : {"student", "truth", "class", "revised"}
        Its glyph: a disc, a star, a hollow ring (a class's first answers), a disc in the point's colour (its second).
    count : int
        How many answers lie here; sizes the glyphs of a class.
    """

    strength: float
    temperature: float
    label: str = ""
    kind: Literal["student", "truth", "class", "revised"] = "student"
    count: int = 1


@dataclass(frozen=True, eq=False)
class Area:
    """A set of cells.

    Parameters
    ----------
    cells : (T, P) array
        A mask; for ``"class"`` the share of answers, 0 to 1, that hold the cell.
    kind : {"student", "truth", "class"}
        Hatched rising, hatched falling with a dashed border, or veiled by its share.
    label : str
        Written into it in place of what its kind is called.
    """

    cells: np.ndarray
    kind: AreaKind = "student"
    label: str = ""


def areas_of(student: np.ndarray | None = None, truth: np.ndarray | None = None) -> tuple[Area, ...]:
    """Return the areas of an answer and of the truth, where there are any."""
    pairs: tuple[tuple[np.ndarray | None, AreaKind], ...] = ((student, "student"), (truth, "truth"))
    return tuple(Area(cells, kind) for cells, kind in pairs if cells is not None)


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything that the stage shows.

    Parameters
    ----------
    surface : Surface
        Shared and frozen.
    point : OperatingPoint or None
        Where the marker stands; None draws none.
    layer : str
        A name in ``LAYERS``.
    overlays : collection of str
        Names in ``OVERLAYS``.
    hidden : frozenset of str
        Layers, overlays, ``"split"``, ``"circle"``, ``"sentences"`` that must not leave the server; closed here over
        everything that would give them away.
    glyphs : tuple of Glyph
    areas : tuple of Area
    pinned : OperatingPoint or None
        Point B: a second marker and circle.
    anchor : int or None
        Index of the highlighted node.
    weights : bool
        Size the anchor's negatives by their share of its gradient.
    seed_index : int
        Whose embedding the circle shows.

    Raises
    ------
    ValueError
        If there is no such layer or overlay, or an area has not the shape of the grid.
    """

    surface: Surface
    point: OperatingPoint | None = None
    layer: str = "loss"
    overlays: Collection[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    glyphs: tuple[Glyph, ...] = ()
    areas: tuple[Area, ...] = field(default=())
    pinned: OperatingPoint | None = None
    anchor: int | None = None
    weights: bool = False
    seed_index: int = 0

    def __post_init__(self) -> None:
        if self.layer not in LAYERS:
            raise ValueError(f"there is no layer {self.layer!r}; choose one of {', '.join(LAYERS)}")
        if unknown := set(self.overlays) - set(OVERLAYS):
            raise ValueError(f"unknown overlays {sorted(unknown)}; known are {', '.join(OVERLAYS)}")
        for area in self.areas:
            if np.shape(area.cells) != self.shape:
                raise ValueError(f"an area has shape {np.shape(area.cells)}, the grid has {self.shape}")
        object.__setattr__(self, "hidden", all_hidden(self.hidden))
        object.__setattr__(self, "overlays", frozenset(self.overlays) - self.hidden)

    @property
    def shape(self) -> tuple[int, int]:
        """Of the grid: (temperatures, strengths)."""
        return len(self.surface.temperatures), len(self.surface.strengths)
