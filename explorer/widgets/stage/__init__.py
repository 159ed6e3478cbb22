"""The stage: the surface under your hands."""

from explorer.widgets.stage.component import stage
from explorer.widgets.stage.events import StageEvent
from explorer.widgets.stage.player import player

__all__ = ["StageEvent", "player", "stage"]
