"""Guided activities, as data: predict → explore → answer → explain."""

from quizzes.activities import assessment, find_collapse, find_optimum, how_strong, sharp_or_soft, trade_off
from quizzes.activities.activity import Activity, Beside, Checkpoint, Passage, Step

ACTIVITIES = tuple(
    module.ACTIVITY for module in (sharp_or_soft, how_strong, find_optimum, find_collapse, trade_off, assessment)
)

__all__ = ["ACTIVITIES", "Activity", "Beside", "Checkpoint", "Passage", "Step"]
