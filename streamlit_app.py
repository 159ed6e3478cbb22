"""The router: what every page shares, and which pages there are.

Streamlit runs this file as a script for every change on a page; the server imports it once, for ``app``.
"""

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st

from explorer.widgets.app_style import look
from explorer.widgets.foot import foot
from explorer.widgets.reconnect import reconnect

# Title, module with a function page(), path in the address, icon.
# The projector is opened from the instructor's page and the sheet from the lesson, since students need neither; what
# is said on accessibility is linked in the foot of every page.
HIDDEN = {"projector", "sheet", "accessibility"}
PAGES = (
    ("Explore", "explorer.views.explore", "explore", ":material/explore:"),
    ("Your graph", "explorer.views.your_graph", "your-graph", ":material/upload_file:"),
    ("Lesson", "explorer.views.lesson", "lesson", ":material/menu_book:"),
    ("Activities", "quizzes.views.activities", "activities", ":material/conversion_path:"),
    ("Challenges", "quizzes.views.challenges", "challenges", ":material/flag:"),
    ("Quiz", "quizzes.views.quiz", "quiz", ":material/quiz:"),
    ("Class", "quizzes.views.classroom.student", "class", ":material/groups:"),
    ("Instructor", "quizzes.views.classroom.instructor", "instructor", ":material/school:"),
    ("Projector", "quizzes.views.classroom.projector", "projector", ":material/present_to_all:"),
    ("Instructor's sheet", "quizzes.views.instructor_sheet", "sheet", ":material/description:"),
    ("Accessibility", "explorer.views.accessibility", "accessibility", ":material/accessibility:"),
)

# What stays open to the members of a class while a question is.
TELL_NOTHING = ("quizzes.views.classroom", "explorer.views.accessibility")

# A picture of our own: Streamlit would fetch a named icon for the browser's tab from elsewhere.
ICON = Path(__file__).parent / "explorer" / "views" / "icon.svg"


def run(module: str) -> None:
    """Draw a page; its module is imported when it is first opened."""
    if not module.startswith(TELL_NOTHING) and "classroom:member" in st.session_state:
        closed = import_module("quizzes.views.classroom.joining").closed()
        if closed:
            st.info(closed)
            return
        st.session_state.setdefault(import_module("explorer.views.state").TOUR, {})  # a class has a guide of its own
    carried = import_module("quizzes.views.resume_code") if module.startswith("explorer.views") else None
    if carried is not None:
        carried.carry()
    import_module(module).page()
    if carried is not None and not st.context.is_embedded:
        carried.offer_deletion()
        import_module("quizzes.widgets.focus").put()


def script() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_icon=ICON, layout="wide")  # before the pages, whose own icons would be fetched for the tab
    pages = []
    for title, module, path, icon in PAGES:
        shown: dict[str, Any] = {"default": path == "explore", "visibility": "hidden" if path in HIDDEN else "visible"}
        pages.append(st.Page(partial(run, module), title=title, url_path=path, icon=icon, **shown))
    page = st.navigation(pages, position="hidden" if st.context.is_embedded else "sidebar")
    st.set_page_config(page_title=f"{page.title} · Contrastive loss surface")
    look()
    reconnect()
    page.run()
    foot()


def apologise(error: BaseException) -> bool:
    """Say in one sentence that a page failed; Streamlit has written the details to the server's log."""
    st.error("Something went wrong here. Reload the page, or go on with another one.")
    return True


if __name__ == "__main__":
    script()
elif __name__ != "__mp_main__":  # a process that computes surfaces imports this file, too, and needs nothing of it
    from threading import Thread

    from starlette.middleware import Middleware

    from explorer.charts import vega
    from explorer.widgets import descriptors, log_cap, served

    log_cap.cap()
    descriptors.raise_limit()
    # What no visitor need wait for; a database that cannot be used is said on the console.
    for work in (vega.bundle, vega.charts, lambda: import_module("quizzes.store.connection").tend()):
        Thread(target=work, daemon=True).start()
    packed = Middleware(served.Packed)
    closed = Middleware(served.Closed, endings=("/_stcore/metrics",))
    unframed = Middleware(served.Unframed, endings=("/instructor", "/projector"))
    # Only instructors sign in by a provider, which comes back here.
    onward = Middleware(served.Forward, ending="/oauth2callback", page="instructor")
    around = [packed, closed, unframed, onward]
    app = st.App(__file__, routes=served.routes(), middleware=around, on_script_error=apologise)
