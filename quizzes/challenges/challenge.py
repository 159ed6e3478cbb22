"""What a challenge is: a target on the map, a number to push as far as one can, and one's best so far."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from explorer.model.surface import Surface
from quizzes.activities import Passage
from quizzes.attempt import Attempt, Log
from quizzes.cells import Cell, cell_at

KIND = "challenge"
"""Kind of the attempts that keep a personal best."""


def anywhere(surface: Surface) -> np.ndarray:
    """A mask of every cell, shape (T, P)."""
    return np.ones(surface.loss.shape, dtype=bool)


def outside(target: Callable[[Surface], np.ndarray]) -> Callable[[Surface], Cell]:
    """Surface -> where to begin: the middle of the map, or else the first corner, where a target is not met."""

    def start(surface: Surface) -> Cell:
        t, p = surface.loss.shape
        places = ((t // 2, p // 2), (0, p - 1), (t - 1, p - 1), (0, 0), (t - 1, 0))
        return next((cell for cell in places if not target(surface)[cell]), places[0])

    return start


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """A target on the map, and a number to push as far as one can within it.

    Parameters
    ----------
    name
        Stable: part of the address under which a best is kept.
    title
        A few words.
    text
        Surface -> what to do; markdown, ours.
    target
        Surface -> cells where it is met, bool of shape (T, P).
    value
        Surface -> what to push, of shape (T, P).
    better
        Which way to push it.
    said
        (surface, cell) -> the value in words; what reads alike is equally good.
    besides
        (surface, cell) -> what else the target hangs on, in words.
    start
        Surface -> where it begins.
    within
        Surface -> cells on which one may stand on the way.
    lost
        What to say to who leaves them.
    layer, overlays
        What the map shows first, and what lies over it.
    holds
        Surface -> whether it makes sense there, besides being within reach and not met at the start.
    why
        Told once nothing on the map is better, as far as the surface bears it out.
    """

    name: str
    title: str
    text: Callable[[Surface], str]
    target: Callable[[Surface], np.ndarray]
    value: Callable[[Surface], np.ndarray]
    better: Literal["low", "high"]
    said: Callable[[Surface, Cell], str]
    besides: Callable[[Surface, Cell], str]
    start: Callable[[Surface], Cell]
    within: Callable[[Surface], np.ndarray] = anywhere
    lost: str = ""
    layer: str = "loss"
    overlays: tuple[str, ...] = ("collapse", "theory")
    holds: Callable[[Surface], bool] = lambda surface: True
    why: tuple[Passage, ...] = ()

    def reachable(self, surface: Surface) -> np.ndarray:
        """Cells where it is met on an allowed way: bool, shape (T, P)."""
        return self.target(surface) & self.within(surface)

    def applies(self, surface: Surface) -> bool:
        """Whether the surface has it: it can be met, is not met where one begins, and there is something to push."""
        if not self.holds(surface):
            return False
        cells, start = self.reachable(surface), self.start(surface)
        values = self.value(surface)[cells]
        return bool(self.within(surface)[start] and not cells[start] and len(values) and np.ptp(values) > 0)

    def best_cell(self, surface: Surface, cells: np.ndarray) -> Cell:
        """Of some cells (a mask of shape (T, P), at least one true), that with the best value."""
        values = self.value(surface)
        sought = np.where(cells, values if self.better == "low" else -values, np.inf)
        return cell_at(sought.argmin(), sought.shape)

    def beats(self, surface: Surface, cell: Cell, other: Cell | None) -> bool:
        """Whether a cell reads better than another, by the digits that are shown; anything beats none."""
        if other is None:
            return True
        if self.said(surface, cell) == self.said(surface, other):
            return False
        values = self.value(surface)
        return bool(values[cell] < values[other] if self.better == "low" else values[cell] > values[other])

    def unbeaten(self, surface: Surface, cell: Cell) -> bool:
        """Whether nothing on the map reads better than a cell."""
        return not self.beats(surface, self.best_cell(surface, self.reachable(surface)), cell)

    def address(self, surface: Surface) -> str:
        """Where the best attempt is kept in the log: one for each challenge and surface."""
        return f"{KIND}/{self.name}/{surface.scenario.name}"

    def attempt(self, surface: Surface, cell: Cell) -> Attempt:
        """What to keep of a cell that meets it: its place, which outlives a change of the grid."""
        point = surface.point(*cell)
        return Attempt(self.address(surface), [point.strength, point.temperature], KIND, True, 1.0)

    def best(self, surface: Surface, log: Log) -> Cell | None:
        """The best cell kept that still meets it; None without one."""
        kept = np.zeros(surface.loss.shape, dtype=bool)
        for answer in log.at(self.address(surface)).answers:
            kept[surface.nearest(*answer).cell] = True
        kept &= self.reachable(surface)
        return self.best_cell(surface, kept) if kept.any() else None
