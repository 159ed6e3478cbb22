"""A region on the surface, scored by its overlap with the true one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from explorer.charts.stage import Scene
from explorer.charts.texts import percent
from explorer.model.counts import counted
from explorer.model.surface import Surface
from quizzes.class_scene import class_scene
from quizzes.question import (
    ALONE,
    Answer,
    InvalidAnswer,
    Mark,
    OnMap,
    Samples,
    Setting,
    Summary,
    count_by,
    register,
)
from quizzes.types.point import OnGrid, way_to


@register
@dataclass(frozen=True, kw_only=True)
class Region(OnGrid):
    """The answer is a list of cells, as flat indices t · P + p.

    Parameters
    ----------
    region
        Surface -> the true region as a mask.
    layer, reveals
        As in `OnGrid`.
    """

    kind: ClassVar[str] = "region on the surface"
    attempts: int | None = 3
    region: Callable[[Surface], np.ndarray]

    @property
    def takes_the_stage(self) -> bool:
        """Always: the cells are painted on a map of its own."""
        return True

    def ask(self, surface: Surface, *, key: str, setting: Setting = ALONE) -> list[int] | None:
        """Draw the map to paint on, two range sliders, and a button."""
        from quizzes.widgets.placing import place_region

        cells, below = place_region(surface, key=key, layer=self.layer, hidden=self.hidden | setting.hidden)
        label = "Submit this cell" if len(cells) == 1 else f"Submit these {len(cells)} cells"
        return cells if below.button(label, key=f"{key}-submit") else None

    def parse(self, answer: Answer, surface: Surface) -> list[int]:
        """Cells of the grid, at least one."""
        size = surface.loss.size
        if not isinstance(answer, list | tuple) or not answer:
            raise InvalidAnswer("Choose some cells first.")
        if len(answer) > size or not all(type(cell) is int and 0 <= cell < size for cell in answer):
            raise InvalidAnswer("Some of these cells are not on the map.")
        return list(answer)

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """Right if it misses the border by no more than one grid cell; the score is the overlap."""
        mask, true = self._mask(answer, surface), self.region(surface)
        overlap = intersection_over_union(mask, true)
        needed = self.needed(surface)
        if overlap >= needed:
            rest = ", all but cells along its border" if overlap < 1 else ""
            return Mark(True, 1.0, f"Right: {percent(overlap)} overlap with the true region{rest}.", "right")
        missed, extra = true & ~mask, mask & ~true
        parts = [f"{percent(overlap)} overlap; {percent(needed)} counts, about one cell along the border."]
        if not (mask & true).any():
            parts = ["None of these cells lies in the region."]
        elif missed.sum() >= extra.sum():
            parts.append(f"{percent(missed.sum() / true.sum())} of the region is missing, {_side(missed, mask)}.")
        else:
            parts.append(f"{percent(extra.sum() / mask.sum())} of your cells lie outside, {_side(extra, true)}.")
        name = "near" if overlap >= needed - 0.1 else "missing" if missed.sum() >= extra.sum() else "too much"
        return Mark(False, 0.95 * overlap / needed, " ".join(parts), name)

    def needed(self, surface: Surface) -> float:
        """The overlap that a region one cell too wide, or one too narrow, still reaches."""
        true = self.region(surface)
        return max(0.05, min(intersection_over_union(true, grown(true)), intersection_over_union(true, ~grown(~true))))

    def say(self, answer: Answer) -> str:
        return counted(len(answer), "cell")

    def truth(self, surface: Surface) -> str:
        return f"{self.region(surface).sum()} of {self.region(surface).size} cells"

    def on_map(self, answer: Answer | None, surface: Surface, *, truth: bool = True) -> OnMap:
        own = None if answer is None else self._mask(answer, surface)
        return OnMap(region=own, truth_region=self.region(surface) if truth else None)

    def show_class(
        self, rounds: Mapping[int, Sequence[Answer]], surface: Surface, *, revealed: bool, large: bool, key: str
    ) -> None:
        """Draw how many of the class marked each cell in the latest round."""
        from quizzes.widgets.placing import class_map
        from quizzes.widgets.texts import show_note

        class_map(self._of_class(rounds, surface, revealed=revealed), large=large, key=f"{key}-map")
        if rounds:
            dashed = "; dashed: the true region" if revealed else ""
            show_note(f"The whiter a cell, the more of the class marked it{dashed}.")

    def summarise(self, rounds: Mapping[int, Sequence[Answer]], surface: Surface) -> Summary:
        """How many marked each cell in the latest round beside the truth, and what was wrong with the regions."""
        words = {"right": "right", "near": "nearly", "missing": "a part is missing", "too much": "too much"}
        bars = count_by(rounds, lambda answer: words[self.check(answer, surface).feedback], "right")
        notes = "The whiter a cell, the more of the class marked it in the latest round; dashed: the true region."
        return Summary(bars, self._of_class(rounds, surface, revealed=True), (notes,))

    def _of_class(self, rounds: Mapping[int, Sequence[Answer]], surface: Surface, *, revealed: bool) -> Scene:
        shown = self.region(surface) if revealed else None
        return class_scene(surface, self.layer, regions=rounds[max(rounds)] if rounds else (), region=shown)

    def well_posed(self, surface: Surface) -> bool:
        """The region is neither tiny nor nearly everything, and not torn to bits."""
        share = self.region(surface).mean()
        return bool(0.01 <= share <= 0.8 and self.needed(surface) >= 0.35)

    def samples(self, surface: Surface) -> Samples:
        """The region, and one cell wider; its complement, a piece of it; and what is no region."""
        true = self.region(surface)
        cells = [int(cell) for cell in np.flatnonzero(true)]
        wrong = ([int(cell) for cell in np.flatnonzero(~true)], cells[: max(1, len(cells) // 10)])
        return Samples(
            (cells, [int(cell) for cell in np.flatnonzero(grown(true))]),
            wrong,
            ([], None, "all", {}, [-1], [true.size], [0.5], [[0, 0]], [True], ["0"]),
        )

    def _mask(self, answer: Answer, surface: Surface) -> np.ndarray:
        mask = np.zeros(surface.loss.shape, dtype=bool)
        mask.flat[self.parse(answer, surface)] = True
        return mask


def intersection_over_union(a: np.ndarray, b: np.ndarray) -> float:
    """Overlap of two masks: shared cells over all cells of either."""
    union = (a | b).sum()
    return float((a & b).sum() / union) if union else 1.0


def grown(mask: np.ndarray) -> np.ndarray:
    """A mask and every cell beside it."""
    padded = np.pad(mask, 1)
    return padded[1:-1, 1:-1] | padded[:-2, 1:-1] | padded[2:, 1:-1] | padded[1:-1, :-2] | padded[1:-1, 2:]


def _side(part: np.ndarray, of: np.ndarray) -> str:
    """Where the middle of `part` lies from that of `of`, in words."""
    (row, column), centre = _middle(part), _middle(of)
    if (row, column) == centre:
        return "all around"
    target = np.zeros_like(of)
    target[row, column] = True
    return f"mostly at {way_to(target, centre)[0]}"


def _middle(mask: np.ndarray) -> tuple[int, int]:
    rows, columns = np.nonzero(mask)
    return round(float(rows.mean())), round(float(columns.mean()))
