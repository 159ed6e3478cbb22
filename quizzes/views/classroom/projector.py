"""The projector: what the whole room sees. Anonymous, and readable from the back row."""

from functools import partial

import streamlit as st

from explorer.model.surface_file import NotOpened
from quizzes.plain import plain_markdown
from quizzes.posed import pose
from quizzes.store.access import Instructor
from quizzes.store.classes import Classroom
from quizzes.store.items import Item, Phase
from quizzes.store.tally import Tally
from quizzes.views.classroom import classes, links
from quizzes.views.classroom.results import count_for_instructor, results, right_line
from quizzes.views.classroom.session import watch
from quizzes.views.classroom.sign_in import require_sign_in

STYLE = """<style>
.stMainBlockContainer:has(.st-key-projector) { max-width: none; padding: 2.25rem 3rem 1rem; }
body:has(.st-key-projector) :is([data-testid="stSidebar"], [data-testid="stSidebarCollapsedControl"],
  [data-testid="stExpandSidebarButton"], .st-key-not-printed-foot) { display: none; }
.st-key-projector [data-testid="stElementToolbar"] { display: none; }
.st-key-projector .stMarkdown p, .st-key-projector .stMarkdown li { font-size: 1.7rem; line-height: 1.35; }
.st-key-projector .stCaptionContainer p { font-size: 1.25rem; }
.st-key-projector .votes { font-size: 1.5rem; }
.st-key-projector .figure { font-size: 5.5rem; line-height: 1; font-weight: 650; font-variant-numeric: tabular-nums; }
.st-key-projector .under { font-size: 1.6rem; opacity: 0.75; margin-bottom: 1.6rem; }
.st-key-projector .code { font-size: 9.5rem; font-weight: 700; letter-spacing: 0.08em; line-height: 1.1; }
</style>"""


def page() -> None:
    """Draw the page; without a sign-in, only the form for it."""
    instructor = require_sign_in("Projector")
    classes.visit(instructor, partial(_draw, instructor))


def _draw(instructor: Instructor, room: Classroom) -> None:
    item = watch().item(room.id)
    st.html(STYLE)
    with st.container(key="projector"):
        if item is None:
            _welcome(room)
        else:
            _show(instructor, room, item)


def _welcome(room: Classroom) -> None:
    link = links.join_link(room.code)
    left, right = st.columns([1.7, 1], gap="large", vertical_alignment="center")
    with left:
        st.markdown(plain_markdown(room.title))
        st.html(f'<div class="code">{room.code}</div>')
        st.markdown(f"Open **{plain_markdown(links.address('class').split('//')[-1])}** and type the code")
        st.html(f'<div class="figure">{room.members}</div><div class="under">joined</div>')
    right.image(links.qr_svg(link), width="stretch")


def _show(instructor: Instructor, room: Classroom, item: Item) -> None:
    try:
        posed = pose(item)
    except NotOpened as refusal:
        st.markdown(str(refusal))
        return
    except (KeyError, ValueError):
        return
    number = min(item.step, len(posed.steps) - 1)
    step = posed.steps[number]
    tallies = count_for_instructor(instructor, item, step.question.identifier)
    revealed = item.phase is Phase.REVEALED
    shown = revealed or item.show_distribution
    place = f"{number + 1}/{len(posed.steps)}  " if len(posed.steps) > 1 else ""
    if item.phase is Phase.CLOSED and not tallies[item.round].answered:
        st.caption("Get ready")
    first, *more = step.question.prompts
    for prompt in (place + first, *more):
        st.markdown(prompt)
    left, right = st.columns([3.4, 1] if step.question.on_grid else [2.4, 1], gap="large")
    with left:
        # While the answers are hidden, the same frame without them, so that nothing jumps.
        results(step, tallies if shown else {}, revealed=revealed, large=True, key=f"wall:{item.id}:{number}")
    with right:
        _figures(room, item, tallies, shown)


def _figures(room: Classroom, item: Item, tallies: dict[int, Tally], shown: bool) -> None:
    tally = tallies[item.round]
    st.html(f'<div class="figure">{tally.answered}</div><div class="under">of {tally.members} answered</div>')
    if item.phase is Phase.OPEN:
        st.html(f'<div class="figure">{tally.working}</div><div class="under">still working</div>')
    words = {Phase.OPEN: "Open", Phase.CLOSED: "Closed", Phase.REVEALED: "Truth shown"}
    st.markdown(f"**{words[item.phase]}** · round {item.round}")
    if item.phase is Phase.REVEALED and (line := right_line(tallies)):
        st.markdown("  \n".join(line[:1].upper() + line[1:] for line in line.split(" · ")))
    st.caption(f"Join: {room.code}")
