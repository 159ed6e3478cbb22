"""The player: a training run that plays in the browser."""

from explorer.widgets.player.component import pack_run, player

__all__ = ["pack_run", "player"]
