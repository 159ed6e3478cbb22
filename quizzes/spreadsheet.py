"""Tables as files that a spreadsheet opens, and computes nothing of."""

import csv
import io
from collections.abc import Iterable

from quizzes.escaping import harmless

LONGEST_CELL = 32_000
"""Characters; a spreadsheet's cell holds 32,767."""


def spreadsheet(rows: Iterable[Iterable[object]]) -> bytes:
    """CSV in UTF-8, with the mark that makes spreadsheets read it so; None is an empty cell, a truth yes or no."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_NONNUMERIC).writerows(map(_cell, row) for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return harmless(value)[:LONGEST_CELL] if isinstance(value, str) else "" if value is None else value
