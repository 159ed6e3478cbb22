"""The tour of a first visit on the Explore page: a card above the map, and what it lays over the map."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from explorer.charts.texts import typeset
from explorer.views import state, window
from explorer.views.state import View
from quizzes.tour import STOPS, Stop, stops
from quizzes.widgets import focus

RIGHT, WRONG = "**Right.**", "**A fair guess, but no.**"
FOUND = "**You found it by yourself.**"
SKIPPED = "The tour begins again from *More*, below the map, whenever you want it."


def unasked(query: Mapping[str, object]) -> bool:
    """Return whether to show the tour to somebody who did not ask for it: once a browser, at the bare address.

    A link shows what it names and nothing else. A program that fetches the page without saying what it is needs no
    guide.

    Parameters
    ----------
    query : mapping
        All that the address carries.

    Returns
    -------
    bool
    """
    decided = state.TOUR in st.session_state
    st.session_state.setdefault(state.TOUR, {})
    return not (decided or query or st.context.is_embedded or window.toured()) and "User-Agent" in st.context.headers


def begin() -> None:
    """Begin the tour, or begin it again."""
    st.session_state[state.TOUR] = {}
    _turn(stops(state.view().surface)[0])


def current(view: View) -> Stop | None:
    """Return the stop that a view is at, or the next one that holds on its surface; None behind the last."""
    if view.stop is None:
        return None
    behind = STOPS.index(view.stop)
    return next((stop for stop in stops(view.surface) if STOPS.index(stop.name) >= behind), None)


def laid(view: View, stop: Stop) -> dict[str, Any]:
    """Return what a stop changes of a scene.

    Parameters
    ----------
    view : View
    stop : Stop

    Returns
    -------
    dict
        Fields of a `Scene`.
    """
    shown = stop.before if _answer(view, stop) is None else stop.then
    covered = {"collapse", "theory"} if _collapse_is_ahead(view, stop) else frozenset()
    overlays = (view.overlays | shown.overlays) - covered
    fields = {"overlays": overlays, "glyphs": shown.glyphs, "areas": shown.areas, "hidden": covered}
    return fields | ({"weights": True, "anchor": view.anchor or 0} if stop.weights else {})


def card(view: View, stop: Stop) -> None:
    """Draw a stop's card.

    Parameters
    ----------
    view : View
    stop : Stop
    """
    surface = view.surface
    if _collapse_is_ahead(view, stop) and surface.collapse_region()[view.point.cell]:
        st.session_state[state.TOUR][view.name, "collapse"] = FOUND
    every = stops(surface)
    number, answer = every.index(stop), _answer(view, stop)
    with st.container(key="tour"):
        with st.container(key="tour-head", horizontal=True, vertical_alignment="center"):
            with st.container(key=focus.HEADING, width="stretch"):
                st.markdown(f"**{stop.title}** :gray[stop {number + 1} of {len(every)}]")
            st.button("Skip the tour", key="tour-skip", on_click=_skip, type="tertiary")
        if answer is None:
            st.markdown(typeset(f"{stop.text} **{stop.question}**"))
            with st.container(key="tour-way", horizontal=True):
                for index, option in enumerate(stop.options):
                    st.button(typeset(option), key=f"tour:{stop.name}:{index}", on_click=_predict, args=(stop, index))
        else:
            with st.container(key=focus.VERDICT):
                st.markdown(typeset(f"{answer} {stop.after}"))
            with st.container(key="tour-way", horizontal=True):
                _onwards(every, number)


def _onwards(every, number):
    """Draw the way to the next stop, and from the last one to the activities."""
    if number:
        st.button("Back", key="tour-back", on_click=_go, args=(every[number - 1],))
    if number + 1 < len(every):
        following = every[number + 1]
        st.button(f"Next: {following.title}", key="tour-next", on_click=_go, args=(following,), type="primary")
        return
    if st.button("Go on to the activities", key="tour-activities", type="primary"):
        state.change(stop=None)
        st.switch_page(st.Page(lambda: None, url_path="activities"))
    st.button("Stay on the map", key="tour-stay", on_click=state.change, kwargs={"stop": None})


def _answer(view, stop):
    """Return what was said of the prediction made at a stop, None before it."""
    return st.session_state[state.TOUR].get((view.name, stop.name))


def _collapse_is_ahead(view, stop):
    """Return whether collapse is neither found nor behind the stop."""
    ahead = [one for one in stops(view.surface) if one.name == "collapse"]
    return any(STOPS.index(one.name) >= STOPS.index(stop.name) and _answer(view, one) is None for one in ahead)


def _turn(stop):
    """Go to a stop: the point waits where it begins, or stands where the prediction has brought it."""
    if _answer(state.view(), stop) is None:
        state.change(stop=stop.name, point=stop.start, layer="loss")
    else:
        state.change(stop=stop.name, point=stop.goal, layer=stop.layer)


def _go(stop):
    _turn(stop)
    focus.request(focus.HEADING)


def _predict(stop, index):
    """Judge a prediction at once, and show."""
    st.session_state[state.TOUR][state.view().name, stop.name] = RIGHT if index == stop.right else WRONG
    state.change(point=stop.goal, layer=stop.layer)
    focus.request(focus.VERDICT)


def _skip():
    state.change(stop=None)
    st.session_state[state.NOTES] = (SKIPPED,)
