"""The classroom's pages beside a stand-in for Explore, which says whether it is closed."""

import streamlit as st

from explorer.widgets import served
from quizzes.views.classroom import instructor, projector, student
from quizzes.views.classroom.joining import closed


def explore():
    """Say whether pages beside the class are closed to this session."""
    st.text(closed() or "Explore is open.")


def script():
    """Draw the page that the address names."""
    st.set_page_config(layout="wide", page_title="Classroom")
    pages = [
        st.Page(explore, title="Explore", url_path="explore"),
        st.Page(student.page, title="Class", url_path="class"),
        st.Page(instructor.page, title="Instructor", url_path="instructor"),
        st.Page(projector.page, title="Projector", url_path="projector"),
    ]
    st.navigation(pages).run()


if __name__ == "__main__":
    script()
else:
    app = st.App(__file__, routes=served.routes())
