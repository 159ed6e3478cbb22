"""The question types, a file each; importing the package enters them in the registry."""

from .choice import Choice, MultipleChoice, SingleChoice
from .explanation import Explanation
from .formula import Formula
from .number import Number, Slip, Tolerance
from .point import Point
from .prediction import Prediction
from .region import Region

__all__ = [
    "Choice",
    "Explanation",
    "Formula",
    "MultipleChoice",
    "Number",
    "Point",
    "Prediction",
    "Region",
    "SingleChoice",
    "Slip",
    "Tolerance",
]
