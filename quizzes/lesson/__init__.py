"""The lesson, as data: what it says of a surface, each sentence with the predicate that makes it true there."""

from quizzes.lesson.sections import SECTIONS, Section
from quizzes.lesson.textbook import SAYINGS, Saying, in_table

__all__ = ["SAYINGS", "SECTIONS", "Saying", "Section", "in_table"]
