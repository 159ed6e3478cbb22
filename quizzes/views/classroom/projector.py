"""The projector: what the whole room sees. Anonymous, and readable from the back row."""

import time
from functools import partial
from html import escape

import streamlit as st

from explorer.charts.texts import typeset
from quizzes.escaping import plain_markdown
from quizzes.posed import PosedQuestion, pose, pose_if_known
from quizzes.store.access import Instructor
from quizzes.store.classes import Classroom, set_show_join
from quizzes.store.items import Item, Phase, timing
from quizzes.store.tally import Tally
from quizzes.views.asking import show_explanation
from quizzes.views.classroom import classes, links
from quizzes.views.classroom.results import count_for_instructor, results
from quizzes.views.classroom.session import watch
from quizzes.views.classroom.sign_in import act, require_sign_in
from quizzes.widgets import wall

# Everything is measured in the size of the text, which `wall.fit` makes as large as the screen holds.
STYLE = """<style>
body:has(.st-key-projector) :is([data-testid="stSidebar"], [data-testid="stSidebarCollapsedControl"],
  [data-testid="stExpandSidebarButton"], [data-testid="stHeader"]) { display: none; }
.stMainBlockContainer:has(.st-key-projector) { max-width: none; padding: 0; gap: 0; }
.st-key-projector { font-size: calc(var(--size, 4.2) * 1vh); line-height: 1.25; min-height: 100vh;
  padding: 0.5em 0.9em; gap: 0.45em; box-sizing: border-box; }
.st-key-projector [data-testid="stElementToolbar"] { display: none; }
.st-key-projector :is(.stMarkdown, .stText, [data-testid="stMarkdownContainer"], [data-testid="stCaptionContainer"],
  [data-testid="stHtml"]) { font-size: inherit; line-height: inherit; }
.st-key-projector :is(p, li, pre, code) { font-size: 1em !important; line-height: 1.25; margin: 0; }
.st-key-projector .stButton button { padding: 0; min-height: 0; }
.st-key-projector [data-testid="stMarkdownContainer"] { margin: 0; }
.st-key-projector .katex-display { padding: 0; }
.st-key-projector-asked p { font-weight: 600; }
.st-key-projector-body { gap: 0.5em; }
.st-key-projector-foot { margin-top: auto; font-variant-numeric: tabular-nums; flex-wrap: wrap; gap: 0.2em 1em;
  border-top: 2px solid color-mix(in srgb, currentColor 20%, transparent); padding-top: 0.25em; }
.st-key-projector-foot b { font-weight: 700; }
.st-key-projector .code { font-size: min(3.2em, 10vw); font-weight: 700; letter-spacing: 0.08em; line-height: 1.1;
  white-space: nowrap; }
.st-key-projector-join { flex: 1; }
.st-key-projector-join [data-testid="stImage"] img { width: auto; max-width: 100%; height: min(74vh, 45vw); }
@media (max-width: 640px) {
  .st-key-projector .code { font-size: min(3.2em, 14vw); }
  .st-key-projector-join [data-testid="stImage"] img { width: min(76vw, 60vh); height: auto; }
}
</style>"""


def page() -> None:
    """Draw the page; without a sign-in, only the form for it."""
    instructor = require_sign_in("Projector")
    classes.visit(instructor, partial(_draw, instructor))


def _draw(instructor: Instructor, room: Classroom) -> None:
    item = watch().item(room.id)
    posed = _posed(item)
    st.html(STYLE)
    with st.container(key="projector"):
        if item is None or posed is None or room.show_join:
            _join(room, item is not None)
        else:
            _show(instructor, room, item, posed)
    wall.fit("projector")


def _posed(item: Item | None) -> PosedQuestion | None:
    """The step that the class is on; None where there is none, or none that can be drawn here."""
    posed = pose_if_known(item)
    return posed.steps[min(item.step, len(posed.steps) - 1)] if item is not None and posed and posed.steps else None


def _join(room: Classroom, back: bool) -> None:
    """How to join, as large as the screen holds; `back` leads to the question that stands before the class."""
    with st.container(key="projector-join"):
        left, right = st.columns([1.25, 1], gap="large", vertical_alignment="center")
        with left:
            st.markdown(plain_markdown(room.title))
            st.html(f'<div class="code">{room.code}</div>')
            address = escape(links.address("class").split("//")[-1]).replace("/", "<wbr>/")
            st.html(f"<p>Open <b>{address}</b> and type the code</p>")
        right.image(links.qr_svg(links.join_link(room.code)), width="stretch", alt="QR code of the link to join")
    with _foot():
        st.html(f"<b>{room.members}</b> joined")
        if back:
            _switch(room, "Back to the question", False)


def _switch(room: Classroom, label: str, shown: bool) -> None:
    args, options = (set_show_join, room.id, shown), {"class_id": room.id}
    st.button(label, key="projector-switch", type="tertiary", on_click=act, args=args, kwargs=options)


def _foot() -> st.delta_generator.DeltaGenerator:
    return st.container(
        key="projector-foot", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )


def _show(instructor: Instructor, room: Classroom, item: Item, step: PosedQuestion) -> None:
    tallies = count_for_instructor(instructor, item, step.question.identifier)
    tally, revealed = tallies[item.round], item.phase is Phase.REVEALED
    after = item.phase is Phase.CLOSED and item.show_after and bool(tally.answered)
    count = len(pose(item).steps)
    with st.container(key="projector-asked"):
        place = f"{step.number + 1}/{count}  " if count > 1 else ""
        first, *more = step.question.prompts
        for prompt in (place + first, *more):
            st.markdown(typeset(prompt))
    with st.container(key="projector-body"):
        # While the answers are hidden, the same frame without them, so that nothing jumps.
        shown = tallies if revealed or item.show_distribution or after else {}
        _answers(step, shown, revealed=revealed, key=f"wall:{item.id}:{step.number}")
        if revealed:
            show_explanation(step.question, None)
            if step.after:
                st.markdown(step.after)
    with _foot():
        _state(item, tally, revealed)
        _switch(room, f"Join: {room.code}", True)


def _answers(step: PosedQuestion, tallies: dict[int, Tally], *, revealed: bool, key: str) -> None:
    """How the class answered; the rounds side by side."""
    if not step.question.on_grid:
        results(step, tallies, revealed=revealed, large=True, key=key)
        return
    rounds = list(tallies.items()) if len(tallies) > 1 else [(0, None)]
    with st.container(key="projector-maps"):
        for column, (number, tally) in zip(st.columns(len(rounds), gap="medium"), rounds, strict=True):
            with column:
                if tally is not None:
                    st.markdown(f"**Round {number}**" + (f" · {tally.right_share}" if revealed else ""))
                shown = tallies if tally is None else {1: tally}
                results(step, shown, revealed=revealed, large=True, key=f"{key}:{number}")


def _state(item: Item, tally: Tally, revealed: bool) -> None:
    """How many have answered, the state of the question, and the time."""
    working = f", {tally.working} still working" if item.phase is Phase.OPEN else ""
    st.html(f"<b>{tally.answered}</b> of {tally.members} answered{working}")
    state = f"{item.phase.words} · round {item.round}"
    if revealed and tally.judged:
        state += f" · {tally.right_share}"
    st.markdown(f"**{state}**")
    if item.phase is Phase.OPEN:
        shared = watch()
        when = shared.derived(item.class_id, ("timing", item.id, item.round), lambda: timing(shared.engine, item))
        now = time.monotonic()
        left = None if when.until is None else max(0.0, when.until - now)
        wall.clock(0.0 if when.since is None else now - when.since, left, key="projector-clock")
