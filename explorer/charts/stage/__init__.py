"""The stage: one chart of a surface, its embedding and the split of its loss, filled by a `Scene`."""

from explorer.charts.stage.inputs import scene_inputs, surface_inputs
from explorer.charts.stage.layers import LAYERS, READOUTS, TERMS, all_hidden
from explorer.charts.stage.recipes import recipes
from explorer.charts.stage.scene import OVERLAYS, Area, Glyph, Scene, areas_of

__all__ = [
    "LAYERS",
    "OVERLAYS",
    "READOUTS",
    "TERMS",
    "Area",
    "Glyph",
    "Scene",
    "all_hidden",
    "areas_of",
    "recipes",
    "scene_inputs",
    "surface_inputs",
]
