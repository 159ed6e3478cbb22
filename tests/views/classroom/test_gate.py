"""Explore is closed to those who joined while a question is open."""

import pytest
from streamlit.testing.v1 import AppTest

from quizzes.store import connection, items
from quizzes.store.members import Member
from quizzes.views.classroom import session


def script():
    import streamlit as st

    from quizzes.views.classroom.joining import explore_closed

    st.text(explore_closed())


@pytest.fixture
def explore():
    def run(member=None):
        if isinstance(member, Member):
            connection.watch().stale(member.class_id)
        page = AppTest.from_function(script)
        if member is not None:
            page.session_state[session.MEMBER] = member
        page.run()
        assert not page.exception
        return page.text[0].value

    return run


def test_open_to_everyone_else(explore, put):
    put("least_loss_point")
    assert explore() == "None"
    assert explore({"class_id": "x"}) == "None"


def test_closed_only_while_a_question_is_open(explore, engine, instructor, enter, put):
    member, _ = enter("Ada")
    item = put("least_loss_point", opened=False)
    assert explore(member) == "None"
    items.open_item(engine, instructor, item)
    assert "open" in explore(member)
    items.close_item(engine, instructor, item)
    assert explore(member) == "None"
