"""Ask a student the open question, and keep the answer; the mark stays on the server until the truth is shown."""

import time
from dataclasses import replace

import streamlit as st

from quizzes.plain import plain_markdown
from quizzes.question import InvalidAnswer, Mark, Question
from quizzes.store.attempt import Attempt
from quizzes.store.items import Item
from quizzes.store.members import Member
from quizzes.types import Explanation, MultipleChoice, Number, Point, Region, SingleChoice
from quizzes.types.explanation import LONGEST, SHORTEST
from quizzes.views.classroom import keys, post
from quizzes.views.classroom.look import look
from quizzes.views.classroom.posing import Step
from quizzes.views.classroom.visibility import innermost, without


def ask(member: Member, item: Item, step: Step) -> None:
    """Draw the inputs and what was answered so far; a slider or an answer redraws only this."""
    if step.intro:
        st.markdown(step.intro)
    if _left(member, item, step.question) == 0:
        _status(member, item, step)
    else:
        if isinstance(step.question, Point | Region):
            st.markdown(step.question.prompt)
        _answering(member, item, step)


@st.fragment
def _answering(member: Member, item: Item, step: Step) -> None:
    """What a slider redraws: every element in here costs the server about half a millisecond of each move."""
    question = step.question
    prefix = f"class:{item.id}:{item.round}:{question.identifier}"
    begun = st.session_state.setdefault(keys.BEGUN, {}).setdefault(prefix, time.time())
    answer = _inputs(question, step, item, prefix)
    look(item, step)
    if answer is not None:
        _submit(member, item, step, answer, begun)
    _status(member, item, step)


def _left(member: Member, item: Item, question: Question) -> int | None:
    """Attempts that are left in this round; None for no limit."""
    if question.attempts is None:
        return None
    return max(0, question.attempts - len(post.given(member, item, question.identifier, item.round)))


def _status(member: Member, item: Item, step: Step) -> None:
    given = post.given(member, item, step.question.identifier, item.round)
    if not given:
        return
    left = _left(member, item, step.question)
    if left == 0:
        then = "Waiting for the others. The truth comes when your instructor shows it."
    else:
        more = "as often as you like" if left is None else "once more" if left == 1 else f"{left} more times"
        then = f"You can change it {more}, until the question is closed."
    answer = plain_markdown(in_words(step, given[-1].answer))
    if post.waiting():
        st.info(f"Your answer waits here to be sent: {answer}  \n{then}", icon=":material/schedule_send:")
    else:
        st.success(f"Your answer is kept: {answer}  \n{then}", icon=":material/check:")


def _submit(member: Member, item: Item, step: Step, answer, begun: float) -> None:
    try:
        mark = step.question.check(answer, step.surface)
    except InvalidAnswer as error:
        st.warning(plain_markdown(str(error)))
        return
    attempt = _attempt(step.question, step, answer, mark, time.time() - begun)
    post.send(member, item, step.number, attempt, step.question.attempts)
    if post.waiting() or keys.REFUSED in st.session_state or _left(member, item, step.question) == 0:
        st.rerun()  # the whole page has something to say, or the inputs go


def in_words(step: Step, answer) -> str:
    """An answer as its student reads it: plain text."""
    question = innermost(step.question)
    if isinstance(question, SingleChoice | MultipleChoice):
        letters = dict(zip((choice.key for choice in question.choices), "ABCDEFGHIJKLMNOP", strict=False))
        chosen = answer if isinstance(answer, list) else [answer]
        return ", ".join(letters.get(key, "none of these") for key in chosen)
    if isinstance(question, Point):
        return f"strength {answer['strength']:.2f}, τ = {answer['temperature']:.3g}"
    if isinstance(question, Region):
        return f"{len(answer)} cells"
    text = answer["text"] if isinstance(answer, dict) and "text" in answer else f"{answer}"
    return text if len(text) <= 200 else text[:199] + "…"


def _inputs(question: Question, step: Step, item: Item, prefix: str):
    inner = innermost(question)
    if isinstance(inner, Explanation):
        return _explain(inner, prefix)
    if isinstance(inner, SingleChoice | MultipleChoice):
        letters = dict(zip((choice.key for choice in inner.choices), "ABCDEFGHIJKLMNOP", strict=False))
        st.caption("On the projector: " + ", ".join(letters.values()) + ", in this order.")
    question = without(question, item.hidden)
    if isinstance(question, Point | Region):
        question = replace(question, prompt="")  # it stands above, where no slider redraws it
    return question.ask(step.surface, key=prefix)


def _explain(question: Explanation, prefix: str) -> dict | None:
    """The text alone: in a class the model answer comes with the truth, not with the submission."""
    with st.form(f"{prefix}-form", border=False):
        st.markdown(question.prompt)
        typed = st.text_area("Your explanation", key=f"{prefix}-text", max_chars=LONGEST, height=160)
        st.caption(f"Two sentences or more; at least {SHORTEST} characters.")
        sent = st.form_submit_button("Submit")
    return {"text": typed, "ticked": None} if sent else None


def _attempt(question: Question, step: Step, answer, mark: Mark, seconds: float) -> Attempt:
    inner = innermost(question)
    judged = not isinstance(inner, Explanation)
    # A message about a place holds its figures, and no two are alike: count those mistakes by their short names.
    feedback = mark.feedback if isinstance(inner, Point | Region) else mark.message
    return Attempt(
        question=question.identifier,
        answer=_number(inner, answer) if isinstance(inner, Number) else answer,
        kind=inner.kind,
        correct=mark.correct if judged else None,
        score=mark.score if judged else None,
        feedback=feedback if judged else "",
        seconds=seconds,
    )


def _number(question: Number, typed) -> float | str:
    """The number that was typed, so that it can be drawn; the text itself should it not read as one."""
    text = str(typed).strip().replace("−", "-").replace("\u00a0", "").removesuffix(question.unit or "\0").strip()
    try:
        return float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        return str(typed)
