"""A point on the surface, with partial credit by its regret."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from explorer.charts.stage import Glyph, Scene
from explorer.charts.texts import place_text
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from quizzes.cells import cell_at
from quizzes.class_scene import class_scene
from quizzes.question import (
    ALONE,
    Answer,
    InvalidAnswer,
    Mark,
    OnMap,
    Question,
    Samples,
    Setting,
    Summary,
    count_by,
    register,
)
from quizzes.types.goals import Goal


@dataclass(frozen=True, kw_only=True)
class OnGrid(Question):
    """A question whose answer is a place on the map.

    Parameters
    ----------
    layer
        What the map shows meanwhile.
    reveals
        Overlays shown with the truth.
    """

    layer: str = "loss"
    reveals: frozenset[str] = frozenset()

    @property
    def on_grid(self) -> bool:
        return True

    def introduce(self) -> None:
        from quizzes.widgets.texts import show_prompt

        show_prompt(self.prompt)

    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        """Lay the truth over the student's."""
        from quizzes.widgets.placing import show_places

        both = vars(self.on_map(answer, surface))
        show_places(surface, key=key, layer=self.layer, overlays=self.reveals, **both)


@register
@dataclass(frozen=True, kw_only=True)
class Point(OnGrid):
    """The answer is an operating point: ``{"strength": …, "temperature": …}``.

    Parameters
    ----------
    goal
        What is sought.
    layer, reveals
        As in `OnGrid`.
    edge
        Whether an optimum on the border of the grid is the point of the question.
    """

    kind: ClassVar[str] = "point on the surface"
    attempts: int | None = 3
    goal: Goal
    edge: bool = False

    def ask(self, surface: Surface, *, key: str, setting: Setting = ALONE) -> dict[str, float] | None:
        """Draw the map with its sliders and boxes, or only a button for a page that has its own point."""
        import streamlit as st

        from quizzes.widgets.placing import place_point

        hidden = self.hidden | setting.hidden
        point, below = setting.point, st.container()
        if point is None:
            point, below = place_point(surface, key=key, layer=self.layer, hidden=hidden)
        where = "the point" if point is None else place_text(point.strength, point.temperature)
        if not below.button(f"Submit {where}", key=f"{key}-submit"):
            return None
        # A point that nobody has moved is no answer, wherever it lies.
        return {} if point is None else {"strength": float(point.strength), "temperature": float(point.temperature)}

    def parse(self, answer: Answer, surface: Surface) -> dict[str, float]:
        """A strength and a temperature within the map."""
        read_point(answer, surface)
        return {"strength": float(answer["strength"]), "temperature": float(answer["temperature"])}

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """Right inside the accepted cells; else credit by regret, and which way to go."""
        point = read_point(answer, surface)
        cell, regret, accepted = point.cell, self.goal.regret(surface), self.goal.accepted(surface)
        if accepted[cell]:
            return Mark(True, 1.0, f"Right: this is the {self.goal.name}, {self.goal.judged_by}.", "right")
        if np.isnan(regret[cell]):
            return Mark(
                False,
                0.0,
                f"The {self.goal.name} is asked for under a condition that this point does not meet.",
                "outside",
            )
        direction, steps = way_to(accepted, cell)
        score = 0.95 * max(0.0, 1 - regret[cell] / self._scale(regret))
        text = f"{self.goal.missed_by(float(regret[cell]))}; the {self.goal.name} lies at {direction}."
        if steps <= 1:
            return Mark(False, score, f"One grid step away: {text}", "near")
        return Mark(False, score, text[:1].upper() + text[1:], direction)

    def say(self, answer: Answer) -> str:
        return place_text(answer["strength"], answer["temperature"])

    def truth(self, surface: Surface) -> str:
        point = self.best_point(surface)
        return place_text(point.strength, point.temperature)

    def best_point(self, surface: Surface) -> OperatingPoint:
        """The cell of least regret as a point."""
        t, p = self.goal.best(surface)
        return surface.nearest(surface.strengths[p], surface.temperatures[t])

    def on_map(self, answer: Answer | None, surface: Surface, *, truth: bool = True) -> OnMap:
        student = None if answer is None else read_point(answer, surface)
        return OnMap(student, self.best_point(surface) if truth else None)

    def show_class(
        self, rounds: Mapping[int, Sequence[Answer]], surface: Surface, *, revealed: bool, large: bool, key: str
    ) -> None:
        """Draw everybody's points; with the truth, its star and the collapse region."""
        from quizzes.widgets.placing import class_map
        from quizzes.widgets.texts import show_note

        class_map(self._of_class(rounds, surface, revealed=revealed), large=large, key=f"{key}-map")
        several = ["○ round 1 (larger: more answers)", "● round 2"]
        legend = several if 2 in rounds else ["○ answers" if large else "○ answers (larger: more of them)"]
        if revealed:
            legend += ["★ the true place"] + ["hatched: collapse"] * (not large)
        if revealed or any(rounds.values()):
            show_note(" · ".join(legend))

    def summarise(self, rounds: Mapping[int, Sequence[Answer]], surface: Surface) -> Summary:
        """Everybody's points beside the truth, and how many of them are right or near."""
        words = {"right": "right", "near": "one grid step away"}
        bars = count_by(rounds, lambda answer: words.get(self.check(answer, surface).feedback, "elsewhere"), "right")
        notes = "Rings: round 1; discs: round 2; larger: more answers; star: the true place; hatched: collapse."
        return Summary(bars, self._of_class(rounds, surface, revealed=True), (notes,))

    def _of_class(self, rounds: Mapping[int, Sequence[Answer]], surface: Surface, *, revealed: bool) -> Scene:
        points = {number: [(a["strength"], a["temperature"]) for a in answers] for number, answers in rounds.items()}
        best = self.best_point(surface)
        return class_scene(
            surface,
            self.layer,
            first=points.get(1, ()),
            second=points.get(2, ()),
            truths=[Glyph(best.strength, best.temperature, self.goal.name, "truth")] if revealed else (),
            collapse=revealed,
        )

    def well_posed(self, surface: Surface) -> bool:
        """There is an optimum, not flat nor tied over much of the grid, nor at its border unless that is the point."""
        regret, accepted = self.goal.regret(surface), self.goal.accepted(surface)
        allowed = np.isfinite(regret)
        share = accepted.sum() / allowed.sum()
        row, column = self.goal.best(surface)
        rows, columns = regret.shape
        at_border = row in (0, rows - 1) or column in (0, columns - 1)
        return bool(np.nanmax(regret) > 0 and 0 < share <= 0.25 and (self.edge or not at_border))

    def samples(self, surface: Surface) -> Samples:
        """The optimum; the best and the worst of the cells that do not count; and what is no point."""
        regret, accepted = self.goal.regret(surface), self.goal.accepted(surface)
        rest = np.where(accepted, np.nan, regret)

        def answer(cell: tuple[int, int]) -> dict[str, float]:
            return {"strength": float(surface.strengths[cell[1]]), "temperature": float(surface.temperatures[cell[0]])}

        wrong = [cell_at(pick(rest), rest.shape) for pick in (np.nanargmin, np.nanargmax)]
        best = answer(self.goal.best(surface))
        strengths, temperatures = ("a lot", 7.0, True, 10**5000), (math.nan, -1.0, 0.0, math.inf)
        invalid = (
            *({}, None, "0.1, 0.2", {"strength": 0.1}, [0.1, 0.5]),
            *({**best, "strength": value} for value in strengths),
            *({**best, "temperature": value} for value in temperatures),
        )
        return Samples((best,), tuple(answer(cell) for cell in wrong), invalid)

    def _scale(self, regret: np.ndarray) -> float:
        """The regret that earns nothing: half of the cells do better."""
        return max(float(np.nanmedian(regret)), 1e-12)


def read_point(answer: Answer, surface: Surface) -> OperatingPoint:
    """The operating point of an answer. Raises InvalidAnswer if there is none."""
    if not isinstance(answer, dict) or set(answer) != {"strength", "temperature"}:
        raise InvalidAnswer("Move the point to your answer first.")
    strength, temperature = answer["strength"], answer["temperature"]
    for value, name, grid in ((strength, "strength", surface.strengths), (temperature, "τ", surface.temperatures)):
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(_as_float(value)):
            raise InvalidAnswer(f"The {name} is not a number.")
        if not grid[0] * 0.999 <= _as_float(value) <= grid[-1] * 1.001:
            raise InvalidAnswer(f"The {name} lies outside the map: it goes from {grid[0]:.3g} to {grid[-1]:.3g}.")
    return surface.nearest(strength, temperature)


def _as_float(number: float) -> float:
    """A number as a float; infinite where it has more digits than a float takes."""
    try:
        return float(number)
    except OverflowError:
        return math.inf


def way_to(accepted: np.ndarray, cell: tuple[int, int]) -> tuple[str, int]:
    """In words, the way from a cell to the nearest accepted one, and how many grid steps it is."""
    rows, columns = np.nonzero(accepted)
    nearest = np.argmin((rows - cell[0]) ** 2 + (columns - cell[1]) ** 2)
    up, across = int(rows[nearest] - cell[0]), int(columns[nearest] - cell[1])
    words = []
    if up:
        words.append("higher τ" if up > 0 else "lower τ")
    if across:
        words.append("higher strength" if across > 0 else "lower strength")
    return " and ".join(words), max(abs(up), abs(across))
