"""A point to place on the map that an instructor asks for: a cell of their own, or an extreme of a layer."""

from dataclasses import dataclass
from typing import Any, ClassVar

from explorer.charts.stage import LAYERS
from quizzes.own.written import Fields, Written, finite
from quizzes.question import Question
from quizzes.types import Point
from quizzes.types.goals import Goal, greatest, least, near

PLACE, LEAST, GREATEST = "place", "least", "greatest"
GOALS = (PLACE, LEAST, GREATEST)
MOST_STEPS = 8


@dataclass(frozen=True, kw_only=True)
class WrittenPoint(Written):
    """A point to place on the map.

    Parameters
    ----------
    goal
        ``"place"``: near a given point; ``"least"``, ``"greatest"``: where the layer is least or greatest, as far as
        the seeds can tell.
    layer
        What the map shows meanwhile.
    strength, temperature
        The point that is meant, for a place; it goes to the nearest cell of the map that it is asked on.
    steps
        How many steps of the grid off still count, for a place.
    """

    kind: ClassVar[str] = "point"
    about_map: ClassVar[bool] = True
    goal: str = PLACE
    layer: str = "loss"
    strength: float = 0.2
    temperature: float = 0.5
    steps: int = 1

    def question(self) -> Question:
        goals = {LEAST: least, GREATEST: greatest}
        goal = self._near() if self.goal == PLACE else goals[self.goal](self.layer)
        return Point(goal=goal, layer=self.layer, edge=True, **self._shared())

    def _near(self) -> Goal:
        return near(lambda surface: surface.nearest(self.strength, self.temperature), "point that is meant", self.steps)

    def _own_faults(self) -> list[str]:
        found = []
        if self.goal not in GOALS or self.layer not in LAYERS:
            found.append("Choose what is sought, and a layer of the map.")
        if not finite(self.strength, self.temperature) or not 0 <= self.strength <= 1 or self.temperature <= 0:
            found.append("A strength lies between 0 and 1, and τ above 0.")
        if not 0 <= self.steps <= MOST_STEPS:
            found.append(f"Between 0 and {MOST_STEPS} steps of the grid may count.")
        return found

    @classmethod
    def _own_fields(cls, fields: Fields) -> dict[str, Any]:
        return {
            "goal": fields.one_of("goal", GOALS),
            "layer": fields.one_of("layer", tuple(LAYERS)),
            "strength": fields.number("strength", 0.2),
            "temperature": fields.number("temperature", 0.5),
            "steps": int(fields.number("steps", 1)),
        }
