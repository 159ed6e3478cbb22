"""Formulas that students type: read by a grammar, judged by their values, never executed.

The grammar stands in `parser` (values) and `conditions` (what a sum runs over). `judge` gives the verdict.
"""

from .errors import FormulaError
from .judge import TARGETS, Verdict, judge
from .parser import parse

__all__ = ["TARGETS", "FormulaError", "Verdict", "judge", "parse"]
