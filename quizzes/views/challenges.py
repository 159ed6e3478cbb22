"""The challenges: a target, the stage to look for it on, a verdict as the point moves, and one's best so far."""

import streamlit as st

from explorer.charts.texts import typeset
from explorer.model.scenario import SHIPPED
from explorer.model.surface import Surface
from explorer.widgets.surfaces import offered, open_surface, title
from quizzes.cells import Cell
from quizzes.challenges import Challenge, challenges_on
from quizzes.views import state
from quizzes.views.map_panel import Keys, map_panel
from quizzes.views.work import Work
from quizzes.views.work_box import own_work


def page() -> None:
    """The challenges that the chosen surface poses, or the one that is open."""
    with own_work() as work:
        with st.container(key="beside"):
            surface = _lead()
        challenges = {challenge.name: challenge for challenge in challenges_on(surface)}
        chosen = st.session_state.get(state.CHALLENGE)
        challenge = challenges[chosen if chosen in challenges else next(iter(challenges))]
        keys = _keys(challenge, surface)
        _judge(challenge, surface, work, keys)
        left, right = st.columns([3, 2], gap="medium")
        with left:
            map_panel(
                surface,
                Keys(keys["point"], keys["layer"], keys["widgets"]),
                hidden=(),
                overlays=[name for name in challenge.overlays if name != "theory" or surface.theory is not None],
            )
        with right, st.container(key="steps"):
            with st.container(key="choose"):
                _choose(list(challenges.values()), challenge, surface, work)
            with st.container(key="chosen"):
                _challenge(challenge, surface, work, keys)


def _lead() -> Surface:
    """Draw the title and the choice of the map, and return the surface."""
    names = offered(SHIPPED, own=True)
    with st.container(key="lead", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html("<h1>Challenges</h1><p>Meet the target, then take its number as far as you can.</p>", width="stretch")
        name = st.selectbox(
            "Map",
            names,
            format_func=title,
            key=state.CHALLENGE_MAP,
            label_visibility="collapsed",
            width=190,
            persist_state="session",
        )
    return open_surface(name if name in names else names[0])


def _keys(challenge: Challenge, surface: Surface) -> dict[str, str]:
    """Session keys of a challenge on a surface, its point at the start."""
    prefix = f"challenge:{challenge.name}:{surface.scenario.name}"
    keys = {what: f"{prefix}:{what}" for what in ("point", "layer", "astray", "news", "widgets")}
    st.session_state.setdefault(keys["point"], surface.point(*challenge.start(surface)))
    st.session_state.setdefault(keys["layer"], challenge.layer)
    return keys


def _judge(challenge: Challenge, surface: Surface, work: Work, keys: dict[str, str]) -> None:
    """Note whether the point has left its way, and keep a new best."""
    cell = st.session_state[keys["point"]].cell
    if cell == challenge.start(surface):
        st.session_state[keys["astray"]] = False
    elif not challenge.within(surface)[cell]:
        st.session_state[keys["astray"]] = True
    st.session_state[keys["news"]] = False
    if _met(challenge, surface, keys) and challenge.beats(surface, cell, challenge.best(surface, work.log)):
        work.keep(challenge.attempt(surface, cell))
        st.session_state[keys["news"]] = True


def _met(challenge: Challenge, surface: Surface, keys: dict[str, str]) -> bool:
    here = st.session_state[keys["point"]].cell
    return not st.session_state.get(keys["astray"]) and bool(challenge.reachable(surface)[here])


def _choose(challenges: list[Challenge], chosen: Challenge, surface: Surface, work: Work) -> None:
    """Draw all challenges of this map, what is met marked."""
    best = {challenge.name: challenge.best(surface, work.log) for challenge in challenges}
    titles = {challenge.name: challenge.title for challenge in challenges}

    def label(name: str) -> str:
        return f"{'✓ ' if best[name] is not None else ''}{titles[name]}"

    met = sum(cell is not None for cell in best.values())
    st.session_state[state.CHALLENGE] = chosen.name
    st.pills(
        f"{met} of {len(challenges)} met on this map",
        list(titles),
        format_func=label,
        required=True,
        key=state.CHALLENGE,
    )


def _challenge(challenge: Challenge, surface: Surface, work: Work, keys: dict[str, str]) -> None:
    """Draw what to do, how the point does, and the best so far."""
    cell, best = st.session_state[keys["point"]].cell, challenge.best(surface, work.log)
    st.header(challenge.title, anchor=False)
    st.markdown(typeset(challenge.text(surface)))
    said = typeset(f"{challenge.said(surface, cell)} ({challenge.besides(surface, cell)})")
    if st.session_state.get(keys["astray"]):
        st.warning(challenge.lost, icon=":material/undo:")
    elif not _met(challenge, surface, keys):
        st.info(f"**Not yet.** {said}", icon=":material/flag:")
    else:
        news = " **A new best.**" if st.session_state[keys["news"]] else ""
        st.success(f"**Met.** {said}{news}", icon=":material/check:")
    if best is not None:
        _best(challenge, surface, best)
    with st.container(horizontal=True, key="way"):
        if cell != challenge.start(surface):
            st.button(
                "Back to the start", on_click=_put, args=(keys, surface, challenge.start(surface)), key="to-start"
            )
        if best is not None and best != cell:
            st.button("To my best", on_click=_put, args=(keys, surface, best), key="to-best", type="tertiary")


def _best(challenge: Challenge, surface: Surface, best: Cell) -> None:
    """Draw the best so far, and what it teaches where nothing is better."""
    text = typeset(f"Your best: **{challenge.said(surface, best)}**.")
    if not challenge.unbeaten(surface, best):
        st.markdown(f"{text} There is better on this map.")
        return
    st.markdown(f"{text} ★ Nothing on this map is better.")
    for passage in filter(None, (passage.on(surface) for passage in challenge.why)):
        st.markdown(typeset(passage))


def _put(keys: dict[str, str], surface: Surface, cell: Cell) -> None:
    st.session_state[keys["point"]] = surface.point(*cell)
    st.session_state[keys["astray"]] = False
