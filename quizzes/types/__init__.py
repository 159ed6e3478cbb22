"""The question types, a file each; importing the package enters them in the registry."""

# ruff: noqa: F401 (what is imported here is entered, and offered)

from quizzes.types.choice import Choice, MultipleChoice, SingleChoice
from quizzes.types.explanation import Explanation
from quizzes.types.formula import Formula
from quizzes.types.number import Number, Slip, Tolerance
from quizzes.types.open_text import OpenText
from quizzes.types.point import Point
from quizzes.types.prediction import Prediction
from quizzes.types.region import Region
from quizzes.types.text import Text
