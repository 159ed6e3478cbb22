"""Several instructors who sign in by a provider: each page shows each of them the own classes, and nobody another's."""

import pytest

from quizzes.attempt import Attempt
from quizzes.store import connection
from quizzes.store.answers import record_answer
from quizzes.store.classes import create_class, list_classes
from quizzes.store.items import choose, open_item
from quizzes.store.members import join
from quizzes.store.plans import create_plan, follow_plan
from quizzes.store.sharing import shared_with
from quizzes.views.classroom import session
from quizzes.views.classroom.instructor import VIEWS
from tests.views.classroom.conftest import EMAILS, said

ADA, EMMY = EMAILS
STRANGER = "eve@uni.example"
TITLES = ("Graphs of Ada", "Lecture of Ada", "Student of Ada")


@pytest.fixture
def signed_in(open_page):
    """The sign-in of an instructor by e-mail, as a page has made it."""
    return lambda email: open_page("instructor", email=email).session_state[session.INSTRUCTOR]


@pytest.fixture
def adas(engine, signed_in):
    """A class of Ada's with a plan, a member and an answer."""
    ada = signed_in(ADA)
    room = create_class(engine, ada, TITLES[0])
    follow_plan(engine, ada, room.id, create_plan(engine, ada, TITLES[1]).id)
    member, _ = join(engine, room.code, TITLES[2], client="test", guard=connection.code_guard())
    item = open_item(engine, ada, choose(engine, ada, room.id, "bank", {"items": ["x"]}))
    record_answer(engine, member, item.id, 1, Attempt("x", 1, kind="x", correct=False, feedback="f"))
    return room


def told(page, room):
    return [text for text in (*TITLES, room.code) if text in said(page)]


@pytest.mark.parametrize("view", VIEWS)
def test_a_class_opens_by_its_address_for_whom_it_belongs_to_and_nobody_else(open_page, adas, view):
    state = {"classroom:view": view}
    assert TITLES[0] in said(open_page("instructor", state=state, email=ADA, room=adas.id))
    for other in (EMMY, STRANGER, ""):
        page = open_page("instructor", state=state, email=other, room=adas.id)
        assert told(page, adas) == []
        assert not page.get("download_button")
        page = open_page("instructor", state={**state, session.ROOM: adas.id}, email=other)
        assert told(page, adas) == []


@pytest.mark.parametrize("email", [EMMY, STRANGER, ""])
def test_a_projector_opens_for_nobody_else(open_page, adas, email):
    assert told(open_page("projector", email=email, room=adas.id), adas) == []


def test_the_passphrase_opens_nothing_where_a_provider_says_who_somebody_is(open_page, adas):
    page = open_page("instructor", email="", room=adas.id)
    assert [one.label for one in page.button] == ["Sign in"]
    assert len(page.text_input) == 0
    ticket = connection.gate().ticket(connection.gate().sign_in("correct horse", "a"))
    page = open_page("instructor", email="", state={session.TICKET: ticket}, room=adas.id)
    assert session.INSTRUCTOR not in page.session_state


def test_an_e_mail_that_is_not_on_the_list_is_told_so(open_page):
    page = open_page("instructor", email=STRANGER)
    text = page.error[0].value.replace("\\", "").replace("\u2060", "")
    assert text.startswith(f"“{STRANGER}” is not on this server’s list of instructors. Ask whoever runs this server")
    assert [one.label for one in page.button] == ["Sign in"]


def test_signing_out_ends_it_in_every_tab_of_the_browser(open_page):
    page, other = (open_page("instructor", email=ADA) for _ in range(2))
    assert f"`{ADA}`" in said(page)
    next(one for one in page.button if one.label == "Sign out").click().run()
    assert [one.label for one in page.button] == ["Sign in"]
    other.run()
    assert "has ended" in other.error[0].value


def test_a_class_is_shared_and_no_longer_on_the_page_of_the_class(open_page, engine, signed_in, adas):
    page = open_page("instructor", state={"classroom:view": "Class"}, email=ADA, room=adas.id)
    (chosen,) = page.multiselect
    assert chosen.options == [EMMY]
    page = chosen.set_value([EMMY]).run()
    assert shared_with(engine, signed_in(ADA), adas.id) == [EMMY]
    hers = open_page("instructor", email=EMMY)
    assert f"shared by `{ADA}`" in said(hers)
    view = open_page("instructor", state={"classroom:view": "Class"}, email=EMMY, room=adas.id)
    assert "alone can delete it" in said(view)
    assert "Delete the class" not in [one.label for one in view.button]
    assert len(view.multiselect) == 0
    page.multiselect[0].set_value([]).run()
    view.run()
    assert told(view, adas) == []


def test_what_was_made_under_the_passphrase_is_everyones(open_page, room, signed_in, engine):
    for email in EMAILS:
        page = open_page("instructor", state={"classroom:view": "Class"}, email=email, room=room.id)
        assert "Every instructor of this server leads this class" in said(page)
        assert len(page.multiselect) == 0
    assert [one.id for one in list_classes(engine, signed_in(ADA))] == [room.id]


def test_another_sign_in_in_the_same_session_is_another_instructor(open_page, engine, adas):
    page = open_page("instructor", email=ADA, room=adas.id)
    page.user = {"is_logged_in": True, "email": EMMY, "email_verified": True}
    page.run()
    assert told(page, adas) == []
    assert page.session_state[session.INSTRUCTOR].who == EMMY
    page.user = {"is_logged_in": False}
    page.run()
    assert session.INSTRUCTOR not in page.session_state
