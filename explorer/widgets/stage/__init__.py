"""The stage: the surface under your hands."""

from explorer.widgets.stage.component import stage
from explorer.widgets.stage.events import StageEvent
from explorer.widgets.stage.layers import LAYERS, READOUTS, TERMS
from explorer.widgets.stage.marks import Mark
from explorer.widgets.stage.moving import OVERLAYS

__all__ = ["LAYERS", "OVERLAYS", "READOUTS", "TERMS", "Mark", "StageEvent", "stage"]
