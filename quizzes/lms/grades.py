"""The files that Canvas and Moodle take: a line a student of the roster, a column an assignment."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizzes.escaping import harmless
from quizzes.lms.roster import POINTS, Roster

COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
"""Canvas's, in its order."""


@dataclass(frozen=True)
class Assignment:
    """A column of grades.

    Parameters
    ----------
    title : str
    points : float
        What a score of 1 earns.
    scores : mapping
        Row of the roster to a score between 0 and 1; a row without one is left empty.
    """

    title: str
    points: float
    scores: Mapping[int, float]

    @property
    def head(self) -> str:
        """The title, so that no number in brackets at its end reads as the number of an assignment."""
        return harmless(re.sub(r"\((\d+)\)\s*$", r"\1", " ".join(self.title.split())) or "Assignment")

    def cell(self, row: int) -> float | str:
        """The points of a student; empty where there are none."""
        return "" if row not in self.scores else round(self.points * self.scores[row], 4)


def canvas_csv(roster: Roster, assignments: Sequence[Assignment]) -> bytes:
    """The gradebook as Canvas imports it, with the line of the points possible."""
    lines: list[list[object]] = [[*COLUMNS, *(one.head for one in assignments)]]
    lines.append([f"    {POINTS}", "", "", "", "", *(one.points for one in assignments)])
    for number, row in enumerate(roster.rows):
        known = dict(zip(roster.header, row, strict=True))
        cells = [harmless(known.get(title, "")) for title in COLUMNS]
        lines.append([*cells, *(one.cell(number) for one in assignments)])
    return _csv(lines)


def moodle_csv(roster: Roster, assignments: Sequence[Assignment]) -> bytes:
    """A table as Moodle imports it: the columns of its own file that say who a student is, then the grades."""
    lines: list[list[object]] = [[*map(harmless, roster.header), *(one.head for one in assignments)]]
    for number, row in enumerate(roster.rows):
        lines.append([*map(harmless, row), *(one.cell(number) for one in assignments)])
    return _csv(lines)


def _csv(lines: Sequence[Sequence[object]]) -> bytes:
    """In UTF-8 without a mark: the systems expect none."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("utf-8", "replace")
