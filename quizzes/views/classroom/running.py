"""The item before the class: open, close, reveal, second round, and how the class is doing."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from explorer.model.surface_file import NotOpened
from quizzes.posed import Posed, pose
from quizzes.store import items
from quizzes.store.access import Instructor
from quizzes.store.errors import Refused, StoreAway
from quizzes.store.grading import WORDS
from quizzes.store.items import Item, Pacing, Phase
from quizzes.store.peer import Advice
from quizzes.store.tally import Tally
from quizzes.views.asking import show_prompts
from quizzes.views.classroom.hiding import hiding_picker
from quizzes.views.classroom.results import count_for_instructor, results, right_line
from quizzes.views.classroom.sign_in import act
from quizzes.widgets import focus

TIMES = {"30 s": 30.0, "1 min": 60.0, "2 min": 120.0, "5 min": 300.0, "None": None}
"""What the class may be given."""
NEXT = {
    Advice.EXPLAIN: "Few have it. **Explain again**, then ask once more.",
    Advice.DISCUSS: "The class is divided: the best moment to **discuss with a neighbour**, then open round 2.",
    Advice.MOVE_ON: "Most have it. **Show the truth** and move on.",
}


def running(instructor: Instructor, item: Item) -> None:
    """Show the item that is before the class, what can be done with it next, and how the class has answered."""
    try:
        posed = pose(item)
    except NotOpened as refusal:
        st.info(f"{refusal} Choose a new question below.")
        return
    except (KeyError, ValueError):
        st.info("This item belongs to another version of the app. Choose a new one below.")
        return
    number = min(item.step, len(posed.steps) - 1)
    step = posed.steps[number]
    try:
        tallies = count_for_instructor(instructor, item, step.question.identifier)
    except (StoreAway, Refused) as error:
        st.warning(str(error))
        return
    left, right = st.columns([1.9, 1], gap="large")
    with left:
        with st.container(border=True):
            if len(posed.steps) > 1:
                st.caption(f"{posed.title} · question {number + 1} of {len(posed.steps)}")
            show_prompts(step.question)
        _buttons(item, posed, number, tallies[item.round])
        with st.container(key=focus.VERDICT):
            _status(item, tallies)
        answered = tallies[item.round].answered or 2 in tallies
        if answered or step.question.options:  # the choices, even before anybody has taken one
            shown = tallies if answered else {}
            results(step, shown, revealed=item.phase is Phase.REVEALED, key=f"run:{item.id}:{number}")
        with st.expander("Answer, for your eyes"):
            st.markdown(step.question.truth_markdown(step.surface))
    with right:
        _settings(item, posed, number)


def _buttons(item: Item, posed: Posed, number: int, tally: Tally) -> None:
    shown = posed.steps if item.pacing is Pacing.FREE else (posed.steps[number],)
    questions = [step.question.identifier for step in shown]
    is_open = item.phase is Phase.OPEN
    with st.container(horizontal=True):
        if is_open:
            _button("Close", items.close_item, item, icon=":material/lock:", primary=True)
        else:
            label = f"Open again (round {item.round})" if tally.answered else "Open for answers"
            _button(label, items.open_item, item, icon=":material/play_arrow:", primary=not tally.answered)
        if item.round == 1 and tally.answered and item.phase is not Phase.REVEALED:
            wanted = not is_open and tally.advice is Advice.DISCUSS
            _button("Open round 2", items.open_second_round, item, icon=":material/forum:", primary=wanted)
        if item.phase is not Phase.REVEALED:
            wanted = not is_open and bool(tally.answered) and tally.advice is not Advice.DISCUSS
            _button("Show the truth", items.reveal, item, questions, icon=":material/visibility:", primary=wanted)


def _button(
    label: str, operation: Callable[..., Any], item: Item, *more: Any, icon: str, primary: bool = False
) -> None:
    st.button(
        label,
        icon=icon,
        type="primary" if primary else "secondary",
        key=f"classroom:{operation.__name__}",
        on_click=_do,
        args=(operation, item, *more),
    )


def _do(operation: Callable[..., Any], item: Item, *more: Any) -> None:
    act(operation, item, *more, class_id=item.class_id)
    focus.request(focus.VERDICT)


def _status(item: Item, tallies: dict[int, Tally]) -> None:
    tally = tallies[item.round]
    state = f"**{item.phase.words}** · round {item.round} · {tally.answered} of {tally.members} answered"
    if item.phase is Phase.OPEN:
        state += f" · {tally.working} still working"
    st.markdown(state)
    line = right_line(tallies)
    if line:
        st.caption(f"{line} · counted: each student's {WORDS[tally.rule]}")
    if tally.late:
        st.caption(f"{tally.late} answered after the truth was shown: that does not score.")
    if tally.advice is not None and item.phase is not Phase.REVEALED:
        st.info(NEXT[tally.advice], icon=":material/lightbulb:")


def _settings(item: Item, posed: Posed, number: int) -> None:
    """Switches that stand as is stored in every run, since another device may have turned them."""
    shown, pace = f"classroom:shown:{item.id}", f"classroom:pacing:{item.id}"
    st.session_state[shown] = item.show_distribution
    st.toggle(
        "Show how the class answers",
        key=shown,
        help="On the projector and on students' screens. With the truth, the projector shows it in any case.",
        on_change=lambda: _adjust(item, show_distribution=st.session_state[shown]),
    )
    after = f"classroom:after:{item.id}"
    st.session_state[after] = item.show_after
    st.toggle(
        "On the projector once it is closed",
        key=after,
        help="Switch it off where the class shall not know how others answered before they talk.",
        on_change=lambda: _adjust(item, show_after=st.session_state[after]),
    )
    _timer(item)
    if len(posed.steps) > 1:
        st.session_state[pace] = item.pacing
        st.segmented_control(
            "Pace",
            list(Pacing),
            key=pace,
            format_func={
                Pacing.TOGETHER: "Everyone on this question",
                Pacing.FREE: "Each at their own pace",
            }.__getitem__,
            on_change=lambda: _adjust(item, pacing=st.session_state[pace] or item.pacing),
        )
        with st.container(horizontal=True):
            st.button(
                "Back",
                on_click=_adjust,
                args=(item,),
                kwargs={"step": number - 1},
                disabled=number == 0,
                key="classroom:back",
            )
            st.button(
                "Next",
                on_click=_adjust,
                args=(item,),
                kwargs={"step": number + 1},
                disabled=number == len(posed.steps) - 1,
                key="classroom:next",
            )
    hiding_picker(
        item.hidden,
        key=f"classroom:hidden:{item.id}",
        on_change=lambda hide, show: _adjust(item, hide=hide, show=show),
    )


def _timer(item: Item) -> None:
    """Let the instructor give the class a time, which the projector counts down."""
    if item.phase is not Phase.OPEN:
        return
    st.caption("Time on the projector")
    with st.container(horizontal=True):
        for label, seconds in TIMES.items():
            st.button(
                label,
                key=f"classroom:timer:{label}",
                on_click=act,
                args=(items.set_timer, item, seconds),
                kwargs={"class_id": item.class_id},
                disabled=seconds is None and item.ends_at is None,
            )


def _adjust(item: Item, **changes) -> None:
    act(items.adjust, item, class_id=item.class_id, **changes)
