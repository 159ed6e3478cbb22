"""The URL and the view: what one sees in a link, and what a link shows, repaired where it has to be."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from explorer.charts.stage import LAYERS, OVERLAYS
from explorer.model.library import is_own
from explorer.model.scenario import SHIPPED
from explorer.model.typed_number import NoNumberError, typed_number
from explorer.views import state, window
from explorer.views.panels.wording import plain
from explorer.views.selection import CHOICES, SurfaceChoice, decay_text, nearest
from explorer.views.state import View
from explorer.widgets.sliders import strength_text, temperature_text
from explorer.widgets.surfaces import find_own
from quizzes.tour import STOPS

NAMES = (*SurfaceChoice._fields, "p", "tau", "layer", "show", "pin_p", "pin_tau", "seed", "node", "open", "tour")
"""Every name that a link may carry, in the order in which it does."""


def encode(view: View) -> list[tuple[str, str]]:
    """Return a view as the names and values of a query; what is as at first is left out, but never the point.

    Parameters
    ----------
    view : View

    Returns
    -------
    list of (str, str)
    """
    pairs = [*_surface(view.choice), *_point("p", "tau", view.point)]
    if view.layer != "loss":
        pairs.append(("layer", view.layer))
    if view.overlays != state.SHOWN_AT_FIRST:
        pairs += [("show", name) for name in OVERLAYS if name in view.overlays] or [("show", "none")]
    if view.pinned is not None:
        pairs += _point("pin_p", "pin_tau", view.pinned)
    if view.seed_index:
        pairs.append(("seed", str(view.seed_index + 1)))
    if view.anchor is not None:
        pairs.append(("node", str(view.anchor)))
    if view.panel is not None:
        pairs.append(("open", view.panel))
    if view.stop is not None:
        pairs.append(("tour", view.stop))
    return pairs


def link(view: View, base: str, **more: str) -> str:
    """Return the address of a view under the address of the page."""
    return f"{base.partition('?')[0].rstrip('/')}/?{urlencode([*encode(view), *more.items()])}"


def write(view: View) -> None:
    """Bring the browser's address up to date."""
    opened = st.session_state.get(state.OPENED, (None, 0))[1]
    window.write(NAMES, encode(view), touring=view.stop is not None, opened=opened)


def decode(query: Mapping[str, Sequence[str]]) -> tuple[View, list[str]]:
    """Read a view from a query. Nothing in it can fail: what means nothing gives way to the nearest that does.

    Parameters
    ----------
    query : mapping of str to sequence of str
        Every value of every name.

    Returns
    -------
    view : View
    notes : list of str
        One sentence for each thing that was changed.
    """
    notes: list[str] = []
    query = _named(query)
    given = {name: _bare(query[name][-1]) for name in NAMES if query.get(name)}
    for name, values in query.items():
        if name in NAMES and name != "show" and len(set(values)) > 1:
            notes.append(f"{name} stands in this address {len(values)} times; the last counts.")
    view = state.first_view()

    view = replace(view, name=_read_surface(given, notes))
    surface = view.surface
    view = replace(
        view,
        point=_read_point(given, "p", "tau", surface, view.point, notes),
        layer=_choice(given, "layer", list(LAYERS), view.layer, notes),
        overlays=_overlays([one for some in query.get("show", ()) for one in some.split(",")], notes),
        seed_index=_whole(given, "seed", 1, len(surface.weights), 1, notes) - 1,
        panel=_choice(given, "open", [*state.PANELS, *state.EXTRAS], None, notes),
        stop=_choice(given, "tour", STOPS, None, notes),
    )
    if "pin_p" in given or "pin_tau" in given:
        view = replace(view, pinned=_read_point(given, "pin_p", "pin_tau", surface, view.point, notes))
    if "node" in given:
        names = [_folded(name) for name in surface.scenario.graph.node_names]
        if names.count(_folded(given["node"])) == 1 and _float(given["node"]) is None:
            given["node"] = str(names.index(_folded(given["node"])))
        view = replace(view, anchor=_whole(given, "node", 0, len(names) - 1, None, notes))
    return view, notes


def _surface(choice):
    """Return a surface as pairs; left out is what the first of all surfaces with the pairs before has."""
    if is_own(choice.graph):
        return [("graph", choice.graph)]
    pairs, left = [], list(CHOICES.values())
    for field, value in choice._asdict().items():
        if value != getattr(left[0], field):
            pairs.append((field, decay_text(value) if field == "decay" else value))
        left = [other for other in left if getattr(other, field) == value]
    return pairs


def _read_surface(given, notes):
    """Return the surface that a link names, or the nearest that can be opened."""
    if is_own(given.get("graph", "")):
        if find_own(given["graph"]):
            return given["graph"]
        del given["graph"]
        notes.append(
            "The graph of this link is not kept here any more: its owner can make the surface again, or open its file "
            "under *Your graph*."
        )
    left = list(CHOICES.values())
    for field in SurfaceChoice._fields:
        found = list(dict.fromkeys(getattr(choice, field) for choice in left))
        if field == "decay":
            value = _number(given, field, sorted(found), found[0], decay_text, notes)
        else:
            value = _choice(given, field, found, found[0], notes)
        left = [choice for choice in left if getattr(choice, field) == value]
    name = nearest(left[0])
    if CHOICES[name] != left[0]:
        wanted = next(other for other, choice in CHOICES.items() if choice == left[0])
        notes.append(f"{SHIPPED[wanted].title} cannot be opened here, so it is {SHIPPED[name].title}.")
    return name


def _point(strength_name, temperature_name, point):
    """Return a point as two pairs, with the digits that tell its cell from the next."""
    return [(strength_name, strength_text(point.strength)), (temperature_name, temperature_text(point.temperature))]


def _read_point(given, strength_name, temperature_name, surface, default, notes):
    """Return the nearest point of the grid, and a note where it is not the one that was named."""
    start = surface.nearest(default.strength, default.temperature)
    strength = _number(given, strength_name, surface.strengths, start.strength, strength_text, notes)
    temperature = _number(given, temperature_name, surface.temperatures, start.temperature, temperature_text, notes)
    return surface.nearest(strength, temperature)


def _number(given, name, grid, default, text, notes):
    """Return the step of the grid nearest to a number; half the last digit that a link carries is no difference."""
    if name not in given:
        return default
    value = _float(given[name])
    if value is None:
        notes.append(f"{name}={_short(given[name])} is not a number, so it is {text(default)}.")
        return default
    logarithmic = grid[0] > 0
    if logarithmic and value > 0:
        nearest = min(grid, key=lambda step: abs(math.log(step) - math.log(value)))
    else:
        nearest = min(grid, key=lambda step: abs(step - value))
    if text(nearest) != text(value):
        notes.append(f"{name}={_short(given[name])} is not among the values here; the nearest is {text(nearest)}.")
    return float(nearest)


def _float(written):
    """Return a finite number, with a decimal point or comma, or None."""
    try:
        return typed_number(written)
    except NoNumberError:
        return None


def _whole(given, name, low, high, default, notes):
    """Return a whole number between two bounds."""
    if name not in given:
        return default
    value = _float(given[name])
    if value is None:
        notes.append(f"{name}={_short(given[name])} is not a number and was left out.")
        return default
    nearest = int(min(max(round(value), low), high))
    if nearest != value:
        notes.append(f"{name}={_short(given[name])} does not exist; the nearest is {nearest}.")
    return nearest


def _choice(given, name, options, default, notes):
    """What an address gives where that is an option, else the default and a note."""
    value = given.get(name, default)
    if value in options or value is default:
        return value
    alike = [option for option in options if _folded(str(option)) == _folded(value)]
    if len(alike) == 1:
        return alike[0]
    instead = f"so it is {default}" if default is not None else "and was left out"
    notes.append(f"{name}={_short(value)} does not exist here, {instead}.")
    return default


def _overlays(named, notes):
    """Return the overlays named; none named are those of a first visit."""
    if not named:
        return state.SHOWN_AT_FIRST
    named = [{_folded(one): one for one in OVERLAYS}.get(_folded(name), name) for name in named]
    for name in named:
        if name not in OVERLAYS and name != "none":
            notes.append(f"show={_short(name)} does not exist and was left out.")
    if not any(name in OVERLAYS or name == "none" for name in named):
        return state.SHOWN_AT_FIRST
    return frozenset(named) & frozenset(OVERLAYS)


_ALIASES = {"τ": "tau", "temperature": "tau", "temp": "tau", "strength": "p", "pinp": "pin_p", "pintau": "pin_tau"}


def _named(query):
    """A query by the names that a link carries, whatever case they came in, or ``&amp;`` of a page's source."""
    found = {name: list(values) for name, values in query.items() if name in NAMES}
    for name, values in query.items():
        bare = name.strip().lower().removeprefix("amp;").strip()
        known = bare if bare in NAMES else _ALIASES.get(bare)
        if known and name not in NAMES:
            found.setdefault(known, list(values))
    return found


def _bare(written):
    """A value without what a mail or a sentence left behind it."""
    return written.strip().rstrip(")]>\"'.,;/").strip() or written


def _folded(written):
    return "".join(letter for letter in written.casefold() if letter.isalnum())


def _short(written):
    """Return what somebody wrote, so that it can stand in a sentence: short, on one line, and never markup."""
    clean = "".join(c for c in written if c.isprintable())
    clean = clean if len(clean) <= 24 else clean[:23] + "…"
    return f"“{plain(clean)}”"
