"""What one sees, as one frozen value, and every session key of the explorer's pages."""

from dataclasses import dataclass, replace

import streamlit as st

from explorer.model.point import OperatingPoint
from explorer.model.surface_file import openable
from explorer.views import loaders
from explorer.widgets.stage import LAYERS, OVERLAYS

VIEW = "explorer:view"
PREVIOUS = "explorer:previous"
NOTES = "explorer:notes"
PAGE = "explorer:page"
NARROW = "explorer:narrow"

STAGE = "stage"
SIDE_SLIDERS = "side"
UNDER_SLIDERS = "under"
MORE = "explorer:more"
MENU = "explorer:menu"
WIDGETS = {name: f"explorer:{name}" for name in ("graph", "batch", "layer", "overlays", "seed_index", "panel")}
"""Keys of the widgets that stand for one field of the view."""

GRAPHS = {"communities": "Communities (48 nodes)", "karate": "Karate club (34 nodes)"}
BATCHES = {"all": "All nodes", "16": "16 nodes"}
SURFACES = {
    ("communities", "all"): "communities",
    ("communities", "16"): "communities-batch16",
    ("karate", "all"): "karate",
}
"""Graph and batch to the name of a shipped surface."""

PANELS = {
    "slices": "Slices",
    "graph_views": "Graph views",
    "hard_negatives": "Hard negatives",
    "train_here": "Train here",
}
"""What the segmented control opens; each is a module of `explorer.views.panels`."""

EXTRAS = {"why": "Why does this work?", "tables": "Data tables", "code": "Show the code"}
"""What *More* opens in the same place."""

SHOWN_AT_FIRST = frozenset({"collapse", "theory"})
"""The optima start hidden, so that students can look for them."""


@dataclass(frozen=True)
class View:
    """Everything that a link reproduces.

    Attributes
    ----------
    graph, batch : str
        Keys of `GRAPHS` and `BATCHES`.
    point : OperatingPoint
    layer : str
        A name in ``LAYERS``.
    overlays : frozenset of str
        Names in ``OVERLAYS``.
    pinned : OperatingPoint or None
        Point B of a comparison.
    seed_index : int
        Whose embedding the circle shows.
    anchor : int or None
        The selected node.
    panel : str or None
        A key of `PANELS` or `EXTRAS`.
    """

    point: OperatingPoint
    graph: str = "communities"
    batch: str = "all"
    layer: str = "loss"
    overlays: frozenset = SHOWN_AT_FIRST
    pinned: OperatingPoint | None = None
    seed_index: int = 0
    anchor: int | None = None
    panel: str | None = None

    @property
    def surface(self):
        """The surface of this graph and batch."""
        return loaders.surface(SURFACES[self.graph, self.batch])


def graphs():
    """Return the graphs of which a surface can be opened."""
    return [graph for graph in GRAPHS if batches(graph)]


def batches(graph):
    """Return the batch sizes of a graph whose surface can be opened."""
    return [batch for batch in BATCHES if SURFACES.get((graph, batch)) in openable()]


def first_view():
    """Return what a first visit shows: a little augmentation at SimCLR's temperature."""
    graph = graphs()[0]
    batch = batches(graph)[0]
    return View(loaders.surface(SURFACES[graph, batch]).nearest(0.2, 0.5), graph, batch)


def view() -> View:
    """Return what this session sees."""
    return st.session_state[VIEW]


def point() -> OperatingPoint:
    """Return where the point is."""
    return view().point


def begin(new_view, notes=()):
    """Start from a view, with notes on what had to be repaired to get it."""
    st.session_state[VIEW] = new_view
    st.session_state[NOTES] = tuple(notes)
    st.session_state[PREVIOUS] = None


def change(**fields):
    """Change some fields of the view; a note on a repaired link has then been read."""
    now = view()
    new = replace(now, **fields)
    if new.point != now.point:
        st.session_state[PREVIOUS] = now.point
    if (new.graph, new.batch) != (now.graph, now.batch):
        new = _on_other_surface(new, same_graph=new.graph == now.graph)
    st.session_state[VIEW] = new
    st.session_state[NOTES] = ()


def move(point):
    """Put the operating point somewhere else."""
    if point != view().point:
        change(point=point)


def receive(event):
    """Take what the user did on the stage."""
    if event.point is not None:
        move(event.point)
    if event.anchor is not None:
        change(anchor=event.anchor)


def take(field):
    """Take a field from its widget, which the user has just changed."""
    value = st.session_state[WIDGETS[field]]
    if field == "overlays":
        change(overlays=frozenset(value) & frozenset(OVERLAYS))
    elif value in _choices(field):
        change(**{field: value})
    else:
        st.session_state[NOTES] = ("That choice does not exist here, so nothing was changed.",)


def _choices(field):
    """Return what a widget offers; a browser may send anything."""
    now = view()
    return {
        "graph": graphs(),
        "batch": batches(now.graph),
        "layer": list(LAYERS),
        "seed_index": range(len(now.surface.weights)),
        "panel": [None, *PANELS, *EXTRAS],
    }[field]


def put(field, value):
    """Put a widget where the view is. Left alone where it is there already, since a set value overtakes typing."""
    key = WIDGETS[field]
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return {"key": key, "on_change": take, "args": (field,)}


def entered(page):
    """Return whether a page is drawn for the first time since another one was."""
    new = st.session_state.get(PAGE) != page
    st.session_state[PAGE] = page
    return new


def _on_other_surface(new, *, same_graph):
    """Keep of a view what still means something on another surface."""
    if new.batch not in batches(new.graph):
        new = replace(new, batch=batches(new.graph)[0])
    surface = new.surface
    on_grid = [p and surface.nearest(p.strength, p.temperature) for p in (new.point, new.pinned)]
    st.session_state[PREVIOUS] = None  # a change against another graph would say nothing
    return replace(
        new,
        point=on_grid[0],
        pinned=on_grid[1],
        seed_index=min(new.seed_index, len(surface.weights) - 1),
        anchor=new.anchor if same_graph else None,
    )
