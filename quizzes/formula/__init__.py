"""Formulas that students type: read by a grammar, judged by their values, never executed.

The grammar stands in `parser`; `judge` gives the verdict.
"""

from quizzes.formula.judge import TARGETS, Verdict, judge_formula
from quizzes.formula.parser import parse
from quizzes.formula.tokens import FormulaError

__all__ = ["TARGETS", "FormulaError", "Verdict", "judge_formula", "parse"]
