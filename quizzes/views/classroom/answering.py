"""A student at the class's question: the inputs and the map beside them, and the truth once it is shown.

The mark stays on the server until then.
"""

import streamlit as st

from explorer.charts.stage import LAYERS, OVERLAYS, Scene
from explorer.charts.texts import typeset
from explorer.widgets.sliders import sliders
from explorer.widgets.stage import stage
from quizzes.attempt import Attempt, in_words, mark_again
from quizzes.escaping import plain_markdown
from quizzes.posed import PosedQuestion
from quizzes.question import Setting
from quizzes.store.errors import Refused, StoreAway
from quizzes.store.items import Item
from quizzes.store.members import Member
from quizzes.views.asking import show_asked, show_prompts, submitted
from quizzes.views.classroom import sending, session
from quizzes.views.classroom.hiding import MAP, SLIDERS, on_stage
from quizzes.views.classroom.session import watch
from quizzes.widgets import focus
from quizzes.widgets.placing import keeping

LONGEST = 200
"""Characters of an answer that are read back to its student."""


def draw_open_question(member: Member, item: Item, step: PosedQuestion) -> None:
    """Draw the inputs and what was answered so far; a slider or an answer redraws only this."""
    if step.intro:
        st.markdown(step.intro)
    if _left(member, item, step) == 0:
        show_asked(step.question)
        _status(member, item, step)
    else:
        step.question.introduce()  # out here, where no slider redraws it
        _answering(member, item, step)


@st.fragment
def _answering(member: Member, item: Item, step: PosedQuestion) -> None:
    """What a slider redraws: every element in here costs the server about half a millisecond of each move."""
    question = step.question
    key = f"class:{item.id}:{item.round}:{question.identifier}"
    setting = Setting(hidden=on_stage(item.hidden), in_class=True)
    attempt = submitted(question, step.surface, address=question.identifier, key=key, setting=setting)
    status = st.container()  # under the button, where one looks: the map is longer than a phone
    _map_beside(item, step)
    if attempt is not None:
        sending.send(member, item, step.number, attempt, question.attempts)
        focus.request(focus.VERDICT)
        if sending.waiting() or session.REFUSED in st.session_state or _left(member, item, step) == 0:
            st.rerun()  # the whole page has something to say, or the inputs go
    with status:
        _status(member, item, step)
    if focus.requested():
        focus.put("focus-in-class")


def _left(member: Member, item: Item, step: PosedQuestion) -> int | None:
    """Attempts that are left in this round; None for no limit."""
    return step.question.attempts_left(len(sending.given(member, item, step.question.identifier, item.round)))


def _status(member: Member, item: Item, step: PosedQuestion) -> None:
    given = sending.given(member, item, step.question.identifier, item.round)
    if not given:
        return
    left = _left(member, item, step)
    if left == 0:
        then = "Waiting for the others. The truth comes when your instructor shows it."
    else:
        more = "as often as you like" if left is None else "once more" if left == 1 else f"{left} more times"
        then = f"You can change it {more}, until the question is closed."
    if (item.graph, step.question.identifier) in _revealed(member):
        then += " The truth has been shown, so this does not score."
    answer = _answer(step, given[-1])
    with st.container(key=focus.VERDICT):
        if sending.waiting():
            st.info(f"Your answer waits here to be sent: {answer}  \n{then}", icon=":material/schedule_send:")
        else:
            st.success(f"Your answer is kept: {answer}  \n{then}", icon=":material/check:")


def show_closed_question(member: Member, item: Item, step: PosedQuestion) -> None:
    """Draw the question and what this student answered, to talk about; nobody is told yet whether it is right."""
    given = sending.given(member, item, step.question.identifier)
    show_asked(step.question)
    st.markdown(f"**Your answer:** {_answer(step, given[-1])}")


def _answer(step: PosedQuestion, attempt: Attempt) -> str:
    words = in_words(step.question, attempt, step.surface)
    return typeset(plain_markdown(words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"))


def _revealed(member: Member) -> frozenset[tuple[str, str]]:
    try:
        return watch().revealed(member.class_id)
    except (StoreAway, Refused):
        return frozenset()


def _map_beside(item: Item, step: PosedQuestion) -> None:
    """Draw the map, its sliders and its layers, unless they are hidden or the question brings its own."""
    hidden = on_stage(item.hidden | step.question.hidden)
    layers = [name for name in LAYERS if name not in hidden]
    if MAP in item.hidden or not layers or step.question.on_grid:
        return
    surface, prefix = step.surface, f"look:{item.id}:{step.scenario}"
    state = f"{prefix}:point"

    move, receive = keeping(state)
    middle = surface.nearest(surface.strengths[len(surface.strengths) // 2], 0.5)
    point = st.session_state.setdefault(state, middle)
    first = layers.index(step.layer) if step.layer in layers else 0
    layer = st.selectbox("Layer", layers, first, format_func=lambda name: LAYERS[name].title, key=f"{prefix}:layer")
    scene = Scene(surface, point, layer=layer, overlays=OVERLAYS, hidden=hidden)
    stage(scene, look="compact", follows=(f"{prefix}-sliders",), on_event=receive, key=f"{prefix}-stage")
    if SLIDERS not in item.hidden:
        sliders(surface, point, key=f"{prefix}-sliders", on_change=move, side_by_side=True)


def show_truth(member: Member, item: Item, step: PosedQuestion) -> None:
    """Draw the student's answer, the truth and why; only for an item that the instructor has revealed."""
    question, surface = step.question, step.surface
    show_prompts(question)
    given = sending.given(member, item, question.identifier)
    last = given[-1] if given else None
    mark = mark_again(question, last, surface)
    if last is None:
        st.info("You gave no answer to this one.")
    elif mark is not None and question.judged:
        with st.container(border=True):
            st.markdown(":green[**Right**]" if mark.correct else "**Not this time**")
            if mark.message.strip() != "Right.":
                st.text(mark.message)
    answer = None if last is None or mark is None else last.answer
    question.reveal(answer, surface, key=f"truth:{item.id}:{question.identifier}")
    for text in (question.explanation, step.after):
        if text:
            st.markdown(typeset(text))
