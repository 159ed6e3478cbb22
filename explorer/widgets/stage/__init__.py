"""The stage: the surface under your hands."""

from explorer.charts.stage import LAYERS, READOUTS, TERMS, Mark
from explorer.widgets.stage.component import stage
from explorer.widgets.stage.events import StageEvent
from explorer.widgets.stage.moving import OVERLAYS

__all__ = ["LAYERS", "OVERLAYS", "READOUTS", "TERMS", "Mark", "StageEvent", "stage"]
