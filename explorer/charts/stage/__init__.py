"""The stage: one chart of a surface, its embedding and the split of its loss, filled by a `Scene`."""

from explorer.charts.stage.inputs import scene_inputs, surface_inputs
from explorer.charts.stage.layers import LAYERS, READOUTS, TERMS, all_hidden
from explorer.charts.stage.recipes import recipes
from explorer.charts.stage.scene import OVERLAYS, Glyph, Region, Scene, regions_of

__all__ = [
    "LAYERS",
    "OVERLAYS",
    "READOUTS",
    "TERMS",
    "Glyph",
    "Region",
    "Scene",
    "all_hidden",
    "recipes",
    "regions_of",
    "scene_inputs",
    "surface_inputs",
]
