"""The Contrastive Loss Surface Explorer: the model, its charts, its widgets and its pages.

For a script or a notebook: ``from explorer import Scenario, build_surface, chart, load, read_graph, save``.
"""

from importlib import import_module
from typing import Any

# Imported when first asked for: the pages need neither charts for notebooks nor readers of files to start.
_FROM = {
    "Scenario": "explorer.model.scenario",
    "build_surface": "explorer.model.build",
    "chart": "explorer.charts.notebook",
    "grid": "explorer.model.build",
    "load": "explorer.model.surface_file",
    "read_graph": "explorer.model.graph_files",
    "save": "explorer.model.surface_file",
}
__all__ = sorted(_FROM)


def __getattr__(name: str) -> Any:
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FROM[name]), name)
