"""A number to type that an instructor asks for."""

from dataclasses import dataclass
from typing import Any, ClassVar

from quizzes.own.written import Fields, Written, finite
from quizzes.question import Question
from quizzes.types import Number, Tolerance

LONGEST_UNIT = 20


@dataclass(frozen=True, kw_only=True)
class WrittenNumber(Written):
    """A number to type, right within a tolerance.

    Parameters
    ----------
    value
        The right one.
    tolerance
        How far off still counts; with 0, only the number itself.
    unit
        Behind the box; a student may type it too.
    """

    kind: ClassVar[str] = "number"
    value: float = 0.0
    tolerance: float = 0.0
    unit: str = ""

    def question(self) -> Question:
        # So much is lost in reading a decimal fraction; no two numbers that somebody types lie so close.
        least = 1e-9 * max(1.0, abs(self.value))
        words = "within {amount} counts" if self.tolerance else "no rounding"
        allowed = max(least, 1.000001 * self.tolerance)
        tolerance = Tolerance(lambda surface: allowed, words)
        return Number(value=lambda surface: self.value, tolerance=tolerance, unit=self.unit, **self._shared())

    def _own_faults(self) -> list[str]:
        found = []
        if not finite(self.value, self.tolerance):
            found.append("Give the right number, and how far off still counts; both are finite.")
        elif self.tolerance < 0:
            found.append("The tolerance is not negative.")
        return found

    @classmethod
    def _own_fields(cls, fields: Fields) -> dict[str, Any]:
        return {
            "value": fields.number("value", 0.0),
            "tolerance": fields.number("tolerance", 0.0),
            "unit": fields.text("unit", LONGEST_UNIT).strip(),
        }
