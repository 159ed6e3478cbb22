"""Guided activities, as data: predict → explore → answer → explain."""

from dataclasses import replace

from quizzes.activities import assessment, find_collapse, find_optimum, how_strong, sharp_or_soft, trade_off
from quizzes.activities.activity import Activity, Beside, Checkpoint, Passage, Step

_IN_ORDER = (sharp_or_soft, how_strong, find_optimum, find_collapse, trade_off, assessment)
ACTIVITIES = tuple(replace(module.ACTIVITY, number=place) for place, module in enumerate(_IN_ORDER, start=1))

__all__ = ["ACTIVITIES", "Activity", "Beside", "Checkpoint", "Passage", "Step"]
