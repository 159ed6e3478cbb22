"""The quiz bank: generators by theme, drawn by topic and difficulty with a seed."""

from quizzes.bank import (  # noqa: F401 (each enters its generators)
    compare_points,
    explain,
    formulas,
    hand_loss,
    hand_metrics,
    hand_negatives,
    hand_terms,
    hand_views,
    misconceptions,
    predict_curves,
    predict_strength,
    predict_temperature,
    read_places,
    read_points,
    read_theory,
    read_values,
    statements,
)
from quizzes.bank.draw import LENGTHS, beside_the_choice, draw_questions, rebuild, scenarios
from quizzes.bank.generators import DIFFICULTIES, GENERATORS, GRAPHS, TOPICS, DrawnQuestion, IllPosed, Place, build

__all__ = [
    "DIFFICULTIES",
    "GENERATORS",
    "GRAPHS",
    "LENGTHS",
    "TOPICS",
    "DrawnQuestion",
    "IllPosed",
    "Place",
    "beside_the_choice",
    "build",
    "draw_questions",
    "rebuild",
    "scenarios",
]
