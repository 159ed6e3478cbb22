"""The sidebar's box about one's own work: resume code, start over, delete my answers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from quizzes.escaping import plain_markdown
from quizzes.views import state
from quizzes.views.style import style
from quizzes.views.work import Work, arrive, show_in_address
from quizzes.widgets import focus
from quizzes.widgets.browser_memory import kept, remember


@contextmanager
def own_work() -> Iterator[Work]:
    """A page about a student's own work: what there is to tell before it; its box, address and focus after it."""
    style()
    work = arrive()
    show_notices(work)
    yield work
    work_box(work)
    show_in_address(work)
    focus.put()


def work_box(work: Work) -> None:
    """Show the resume code and what waits to be sent, and let the student resume, start over and delete."""
    with st.sidebar, st.container(key="work-box"):
        st.header("Your work", anchor=False)
        if work.code:
            st.caption(
                "Kept under this resume code, in the address and in this browser. Write it down to go on elsewhere."
            )
            st.code(work.code, language=None, wrap_lines=True)
        elif work.kept:
            st.caption("Kept from your first answer or quiz on, under a resume code. No account, no name.")
        if work.pending and work.kept:
            several = f"{work.pending} answers wait" if work.pending > 1 else "1 answer waits"
            st.warning(f"{several} for the database. Nothing is lost while this page stays open.")
            st.button("Try again now", on_click=work.flush, kwargs={"now": True})
        with st.form("resume", border=False):
            st.text_input("Resume code", key=state.RESUME_TYPED, placeholder="XXXX-XXXX-XXXX", max_chars=300)
            st.form_submit_button("Resume", on_click=_resume, args=(work,))
        if work.shown_code or not work.log.empty():
            _careful(work)
    forgotten = st.session_state.get(state.FORGOTTEN, "")
    remember("" if work.code == forgotten else work.code, forgotten)


def show_notices(work: Work) -> None:
    """Tell once what there is to tell, in every run that nothing is kept, and offer what this browser remembers."""
    if not work.kept:
        said = "Your work is not kept on this server: it ends with this page. You can go on as usual."
        st.warning(said, icon=":material/cloud_off:")
    if work.note:
        st.info(plain_markdown(work.note))
        work.note = ""
    _offer(work)


def _offer(work: Work) -> None:
    """Offer to go on with the work that this browser remembers; whoever else sits here says so."""
    code = kept()
    if not code or work.shown_code or not work.log.empty() or code == st.session_state.get(state.FORGOTTEN):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="continue"):
        st.markdown("Somebody has worked here before.")
        st.button(f"Continue as {plain_markdown(code)}", key="continue-yes", on_click=_continue, args=(work, code))
        st.button("Not me", key="continue-no", on_click=_not_me, args=(code,), type="tertiary")


def _continue(work: Work, code: str) -> None:
    if not work.resume(code):
        _not_me(code)


def _not_me(code: str) -> None:
    st.session_state[state.FORGOTTEN] = code


def _careful(work: Work) -> None:
    if work.code and work.code != st.session_state.get(state.FORGOTTEN):
        st.button("Do not keep it in this browser", on_click=_not_me, args=(work.code,), type="tertiary")
    with st.popover("Start over", width="stretch"):
        st.markdown("A new run under the same code. Earlier answers no longer count.")
        st.button("Yes, start over", on_click=work.start_over)
    deletion(work.delete)


def deletion(delete: Callable[[], None]) -> None:
    """Offer to delete everything, in two steps."""
    with st.popover("Delete my answers", width="stretch"):
        st.markdown("Everything under this code is deleted for good.")
        st.button("Yes, delete them", on_click=delete)


def _resume(work: Work) -> None:
    typed = st.session_state.get(state.RESUME_TYPED, "")
    if typed.strip():
        work.resume(typed)
