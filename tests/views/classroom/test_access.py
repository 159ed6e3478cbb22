"""Instructor pages and exports are refused without a sign-in, whatever a session holds."""

import pytest
from streamlit.testing.v1 import AppTest

from quizzes.store import connection
from quizzes.store.access import Instructor
from quizzes.store.classes import list_classes
from quizzes.store.errors import StoreAway
from quizzes.views.classroom import session
from tests.views.classroom.conftest import PASSPHRASE, everything, said, sign_in


class Pretender:
    signed_in = True


FORGED = [True, "signed in", {"signed_in": True}, Pretender(), Instructor.__new__(Instructor)]


@pytest.mark.parametrize("name", ["instructor", "projector"])
@pytest.mark.parametrize("forged", [None, *FORGED], ids=lambda value: type(value).__name__)
def test_only_the_form_without_a_sign_in(open_page, room, enter, name, forged):
    enter("Ada")
    state = {session.ROOM: room.id, "classroom:view": "Dashboard"}
    if forged is not None:
        state[session.INSTRUCTOR] = forged
    page = open_page(name, state=state, room=room.id)
    assert [button.label for button in page.button] == ["Sign in"]
    sent = said(page)
    assert room.title not in sent
    assert room.code not in sent
    assert "Ada" not in sent
    assert not page.get("download_button")
    assert not page.dataframe


@pytest.mark.parametrize("forged", [None, *FORGED], ids=lambda value: type(value).__name__)
def test_what_a_button_does_is_refused_as_well(engine, instructor, room, forged):
    def script():
        import streamlit as st

        from quizzes.store.classes import delete_class
        from quizzes.views.classroom.sign_in import act, notice

        act(delete_class, st.session_state.target)
        notice()

    page = AppTest.from_function(script)
    page.session_state["target"] = room.id
    if forged is not None:
        page.session_state[session.INSTRUCTOR] = forged
    page.run()
    assert [error.value for error in page.error] == ["Sign in as an instructor first."]
    assert [one.id for one in list_classes(engine, instructor)] == [room.id]


def test_a_wrong_passphrase_is_refused_and_slowed_down(open_page):
    page = open_page("instructor")
    for guess in range(7):
        sign_in(page, f"guess {guess}")
    assert "Too many wrong guesses" in page.error[0].value
    assert session.INSTRUCTOR not in page.session_state


def test_the_passphrase_opens_the_page(open_page, room):
    page = sign_in(open_page("instructor", room=room.id), PASSPHRASE)
    assert any(room.code in text for text in everything(page)[0])


def test_a_sign_in_that_ended_opens_nothing(open_page, room):
    page = sign_in(open_page("instructor", room=room.id))
    connection.gate().sign_out(page.session_state[session.INSTRUCTOR])
    page.run()
    assert [button.label for button in page.button] == ["Sign in"]


def test_a_tab_is_signed_in_again_after_a_restart_whoever_has_been_guessing(open_page, room):
    ticket = connection.gate().ticket(connection.gate().sign_in(PASSPHRASE, "a"))
    connection.close()
    page = open_page("instructor", room=room.id)
    for guess in range(7):
        sign_in(page, f"guess {guess}")
    assert "Too many wrong guesses" in page.error[0].value
    again = open_page("projector", state={session.TICKET: ticket}, room=room.id)
    assert room.title in said(again)
    other = open_page("projector", state={session.TICKET: ticket[:-1]}, room=room.id)
    assert room.title not in said(other)
    assert session.TICKET not in other.session_state


def test_a_ticket_waits_for_a_database_that_is_away(open_page, room, monkeypatch):
    ticket = connection.gate().ticket(connection.gate().sign_in(PASSPHRASE, "a"))
    connection.close()

    def away(*_arguments):
        raise StoreAway

    with monkeypatch.context() as patch:
        patch.setattr("quizzes.store.tickets.InStore.left", away)
        page = open_page("instructor", state={session.TICKET: ticket}, room=room.id)
        assert "need not sign in again" in page.warning[0].value
    page.run()
    assert room.code in said(page)
