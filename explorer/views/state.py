"""What one sees, as one frozen value, and every session key of the explorer's pages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from explorer.charts.stage import LAYERS, OVERLAYS
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.model.surface_file import openable
from explorer.views import loaders, selection
from explorer.views.selection import CHOICES, SurfaceChoice, choices
from explorer.widgets.stage import StageEvent

VIEW = "explorer:view"
NOTES = "explorer:notes"
PAGE = "explorer:page"
NARROW = "explorer:narrow"
TOUR = "explorer:tour"
"""Predictions of the tour by surface and stop; there as soon as it was decided whether to show it unasked."""

STAGE = "stage"
SIDE_SLIDERS = "side"
UNDER_SLIDERS = "under"
MORE = "explorer:more"
SOUND = "explorer:sound"
MENU = "explorer:menu"
OPENED = "explorer:opened"
"""The panel that was open in the last run, and how many have been opened since."""
WIDGETS = {name: f"explorer:{name}" for name in (*SurfaceChoice._fields, "layer", "overlays", "seed_index", "panel")}
"""Keys of the widgets that stand for one field of the view."""

PANELS = {
    "slices": "Slices",
    "graph_views": "Graph views",
    "hard_negatives": "Hard negatives",
    "train_here": "Train here",
    "paper": "Does the paper hold here?",
}
"""What the segmented control opens; each is a module of `explorer.views.panels`."""

EXTRAS = {
    "other_surface": "Another surface beside it",
    "why": "Why does this work?",
    "tables": "Data tables",
    "code": "Show the code",
}
"""What *More* opens in the same place."""

FIRST = next(iter(CHOICES))
"""The surface of a link that names none."""

SHOWN_AT_FIRST = frozenset({"collapse", "theory"})
"""The optima start hidden, so that students can look for them."""


@dataclass(frozen=True)
class View:
    """Everything that a link reproduces.

    Attributes
    ----------
    point : OperatingPoint
    name : str
        Which surface: a key of `choices()`.
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
    stop : str or None
        Where the tour is, a name in ``STOPS``.
    """

    point: OperatingPoint
    name: str = FIRST
    layer: str = "loss"
    overlays: frozenset = SHOWN_AT_FIRST
    pinned: OperatingPoint | None = None
    seed_index: int = 0
    anchor: int | None = None
    panel: str | None = None
    stop: str | None = None

    @property
    def choice(self) -> SurfaceChoice:
        """Graph, encoder, weight decay and batch."""
        return choices()[self.name]

    @property
    def surface(self) -> Surface:
        return loaders.surface(self.name)


def first_view() -> View:
    """Return what a first visit shows: a little augmentation at SimCLR's temperature."""
    name = openable()[0]
    return View(loaders.surface(name).nearest(0.2, 0.5), name)


def view() -> View:
    """What this session sees; KeyError before :func:`begin`."""
    return st.session_state[VIEW]


def point() -> OperatingPoint:
    return view().point


def begin(new_view: View, notes: Iterable[str] = ()) -> None:
    """Start from a view, with notes on what had to be repaired to get it."""
    st.session_state[VIEW] = new_view
    st.session_state[NOTES] = tuple(notes)


def change(**fields: Any) -> None:
    """Change some fields of the view; a note on a repaired link has then been read."""
    now = view()
    new = replace(now, **fields)
    if new.name != now.name:
        new = _on_other_surface(new, same_graph=new.choice.graph == now.choice.graph)
    st.session_state[VIEW] = new
    st.session_state[NOTES] = ()


def move(point: OperatingPoint) -> None:
    """Put the operating point somewhere else."""
    if point != view().point:
        change(point=point)


def choose(field: str, value: Any) -> None:
    """Open the surface that has one thing else, and say what had to change with it."""
    wanted = view().choice._replace(**{field: value})
    name = selection.nearest(wanted, field)
    change(name=name)
    st.session_state[NOTES] = tuple(selection.moved(wanted, name, field))


def leave(name: str) -> None:
    """Show the first surface where this one is seen, since it is to be forgotten."""
    if VIEW in st.session_state and view().name == name:
        begin(first_view())


def receive(event: StageEvent) -> None:
    """Take what the user did on the stage."""
    if event.point is not None:
        move(event.point)
    if event.anchor is not None:
        change(anchor=event.anchor)


def take(field: str) -> None:
    """Take a field from its widget, which the user has just changed."""
    value = st.session_state[WIDGETS[field]]
    if field == "overlays":
        offered = frozenset(overlays_offered(view().surface))
        change(overlays=frozenset(value) & offered | view().overlays - offered)
    elif value not in _choices(field):
        st.session_state[NOTES] = ("That choice does not exist here, so nothing was changed.",)
    elif field in SurfaceChoice._fields:
        choose(field, value)
    else:
        change(**{field: value})


def overlays_offered(surface: Surface) -> list[str]:
    """Return what can lie over the map of a surface: the theory only where it applies."""
    return [name for name in OVERLAYS if name != "theory" or surface.theory is not None]


def _choices(field):
    """Return what a widget offers; a browser may send anything."""
    now = view()
    if field in SurfaceChoice._fields:
        return selection.options(field, now.name)
    return {
        "layer": list(LAYERS),
        "seed_index": range(len(now.surface.weights)),
        "panel": [None, *PANELS, *EXTRAS],
    }[field]


def put(field: str, value: Any) -> dict[str, Any]:
    """Put a widget where the view is, in every run.

    What one run had set is lost where the browser draws the next run's elements before it has drawn these; a widget
    that nobody has set then stands at its first option, and the browser reports that as a choice.
    """
    st.session_state[WIDGETS[field]] = value
    return {"key": WIDGETS[field], "on_change": take, "args": (field,)}


def entered(page: str) -> bool:
    """Return whether a page is drawn for the first time since another one was."""
    new = st.session_state.get(PAGE) != page
    st.session_state[PAGE] = page
    return new


def _on_other_surface(new, *, same_graph):
    """Keep of a view what still means something on another surface."""
    surface = new.surface
    on_grid = [p and surface.nearest(p.strength, p.temperature) for p in (new.point, new.pinned)]
    return replace(
        new,
        point=on_grid[0],
        pinned=on_grid[1],
        seed_index=min(new.seed_index, len(surface.weights) - 1),
        anchor=new.anchor if same_graph else None,
    )
