"""Nicknames and explanations are text wherever they are shown, however long and whatever they hold."""

import pytest

from quizzes.attempt import Attempt
from quizzes.escaping import plain_markdown
from quizzes.store import connection
from quizzes.store.answers import record_answer
from quizzes.views.classroom import session
from tests.views.classroom.conftest import everything, sign_in

NICKNAMES = ["<b>x</b>", "**x** _y_", "[a](http://b.c)", "$x^2$ :red[y]", "=1+1", "![](//a.b/c.png)", "# x", "`x`"]
TEXTS = ["<script>alert(1)</script> " * 3, "**bold** $x$ :smile: " * 3, "=HYPERLINK(1) " * 4, "x" * 100_000]


def raw(nickname, markdown):
    """Where it stands unescaped."""
    return [text for text in markdown if nickname in text.replace(plain_markdown(nickname), "")]


@pytest.mark.parametrize("nickname", NICKNAMES)
def test_a_nickname_is_escaped_where_markdown_is_read(open_page, enter, put, nickname):
    put("least_loss_point")
    _, code = enter(nickname)
    markdown, _ = everything(open_page("student", me=code))
    assert raw(nickname, markdown) == []


@pytest.mark.parametrize("nickname", NICKNAMES)
@pytest.mark.parametrize("view", ["Run", "Dashboard", "Class"])
def test_the_instructor_sees_it_as_text(open_page, engine, room, enter, put, nickname, view):
    item = put("explain_the_trade_off")
    member, _ = enter(nickname)
    record_answer(engine, member, item.id, 1, Attempt("q", {"text": TEXTS[0], "ticked": None}, kind="explanation"))
    page = sign_in(open_page("instructor", state={"classroom:view": view}, room=room.id))
    markdown, text = everything(page)
    assert raw(nickname, markdown) == []
    if view != "Run":
        assert any(one.startswith(nickname) for one in text)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_an_explanation_is_shown_as_text_and_not_at_any_length(open_page, engine, room, enter, put, text):
    item = put("explain_the_trade_off")
    member, code = enter("Ada")
    record_answer(
        engine,
        member,
        item.id,
        1,
        Attempt(item.payload["items"][0], {"text": text, "ticked": None}, kind="explanation"),
    )
    page = sign_in(open_page("instructor", state={"classroom:view": "Dashboard"}, room=room.id))
    markdown, shown = everything(page)
    assert any(text[:3900].strip() in one for one in shown)
    assert max(map(len, shown)) <= 4000
    assert not any(text[:20] in one for one in markdown)
    student = open_page("student", me=code)
    assert raw(text[:20], everything(student)[0]) == []


def test_an_answer_of_any_kind_harms_no_page(open_page, engine, room, enter, put):
    item = put("least_loss_point")
    question = item.payload["items"][0]
    for number, answer in enumerate([None, [], {}, {"strength": "x", "temperature": []}, "x", 1e308, [1, [2]]]):
        member, _ = enter(f"S{number}")
        record_answer(engine, member, item.id, 1, Attempt(question, answer, kind="x", correct=False, feedback="*f*"))
    for name in ("instructor", "projector"):
        sign_in(open_page(name, room=room.id))
    sign_in(open_page("instructor", state={"classroom:view": "Dashboard"}, room=room.id))


def test_codes_in_the_address_are_guesses_like_any_other(open_page):
    slept: list[float] = []
    guard = connection.code_guard()
    guard.clock, guard.sleep = lambda: 0.0, slept.append  # the waiting does not run out while slow pages are drawn
    guard.free = 2
    pages = [open_page("student", me="BBBB-CCCC-DDDD") for _ in range(4)]
    assert "Too many wrong guesses" in pages[-1].error[0].value
    assert session.MEMBER not in pages[-1].session_state
    assert slept
