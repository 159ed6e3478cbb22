"""What a student sees of a question that is over: the own answer, the truth, and why."""

import streamlit as st

from quizzes.question import InvalidAnswer
from quizzes.store.items import Item
from quizzes.store.members import Member
from quizzes.types import Explanation
from quizzes.views.classroom import post
from quizzes.views.classroom.posing import Step
from quizzes.views.classroom.visibility import innermost


def truth(member: Member, item: Item, step: Step) -> None:
    """Draw it; only for an item that the instructor has revealed."""
    question, surface = step.question, step.surface
    st.markdown(getattr(innermost(question), "prompt", question.prompt))
    given = post.given(member, item, question.identifier)
    answer = given[-1].answer if given else None
    if answer is None:
        st.info("You gave no answer to this one.")
    elif not isinstance(innermost(question), Explanation):
        try:
            mark = question.check(answer, surface)
        except InvalidAnswer:
            answer = None
        else:
            with st.container(border=True):
                st.markdown(":green[**Right**]" if mark.correct else "**Not this time**")
                st.text(mark.message)
    question.reveal(answer, surface, key=f"truth:{item.id}:{question.identifier}")
    for text in (question.explanation, step.after):
        if text:
            st.markdown(text)
