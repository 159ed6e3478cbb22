"""The student's page, from joining to the truth."""

import time

import pytest

from explorer.charts.texts import typeset
from explorer.model.surface_file import load_shipped
from quizzes.attempt import judge
from quizzes.escaping import plain_markdown
from quizzes.posed import pose
from quizzes.store import connection, items
from quizzes.store.answers import record_answer
from quizzes.store.classes import delete_class
from quizzes.store.errors import StoreAway
from quizzes.store.members import PRESENCE, remove_member
from quizzes.views.classroom import session
from quizzes.views.classroom.updates import answered_elsewhere
from tests.store.conftest import own_answers
from tests.views.classroom.conftest import said


def press(page, start):
    next(button for button in page.button if button.label.startswith(start)).click().run()
    assert not page.exception, page.exception[0].message
    return page


def move(page):
    """Move the point of the question."""
    question = page.select_slider[0].key.removesuffix("-sliders:strength")
    page.session_state[f"{question}:point"] = load_shipped("communities").nearest(0.1, 0.5)
    page.run()
    return page


def test_a_point_that_nobody_moved_is_no_answer(open_page, engine, enter, put):
    item = put("least_loss_point")
    member, code = enter("Ada")
    page = press(open_page("student", me=code), "Submit")
    assert "Move the point" in page.warning[0].value
    assert own_answers(engine, member, item.id) == []
    press(move(page), "Submit")
    assert len(own_answers(engine, member, item.id)) == 1


def test_an_answer_after_the_truth_is_told_that_it_does_not_score(open_page, engine, instructor, enter, put):
    item = put("least_loss_point")
    shown = items.reveal(engine, instructor, item, item.payload["items"], now=time.time() - 5)
    items.open_item(engine, instructor, shown)
    page = press(move(open_page("student", me=enter("Ada")[1])), "Submit")
    assert "does not score" in page.success[0].value


def test_joining_by_link_and_coming_back(open_page, room):
    page = open_page("student", code=room.code)
    page.text_input("classroom:nickname").input("Ada")
    press(page, "Join")
    assert "You are in." in said(page)
    again = open_page("student", me=page.session_state[session.REJOIN])
    assert again.session_state[session.MEMBER] == page.session_state[session.MEMBER]


def test_a_taken_nickname_is_refused_kindly(open_page, room, enter):
    enter("Ada")
    page = open_page("student", code=room.code)
    page.text_input("classroom:nickname").input("ada")
    press(page, "Join")
    assert "already taken" in page.error[0].value


def test_an_answer_is_kept_without_a_word_on_whether_it_is_right(open_page, engine, enter, put):
    item = put("least_loss_point")
    member, code = enter("Ada")
    page = press(move(open_page("student", me=code)), "Submit")
    assert page.success[0].value.startswith("Your answer is kept")
    (attempt,) = own_answers(engine, member, item.id)
    assert attempt.correct is False
    assert attempt.feedback not in said(page)
    assert "2 more times" in said(page)


def test_the_truth_comes_when_it_is_shown(open_page, engine, instructor, enter, put):
    item = put("which_are_collapsed")
    _, code = enter("Ada")
    page = open_page("student", me=code)
    page.checkbox[0].check()
    press(page, "Submit")
    assert "✓" not in said(page)
    items.reveal(engine, instructor, item, ())
    page = open_page("student", me=code)
    assert "✓" in said(page)


def places(page, *found):
    """Where each of these stands among all that a page shows, from top to bottom."""
    order = [id(one.proto) for one in page.main if hasattr(one, "proto")]
    return [order.index(id(one.proto)) for one in found]


def test_what_was_chosen_is_said_under_the_button_and_the_question_stays(open_page, engine, instructor, enter, put):
    item = put("which_term_moves", hidden=frozenset())
    _, code = enter("Ada")
    page = open_page("student", me=code)
    assert page.selectbox  # a map to look things up stands below
    chosen = page.radio[0].options[1]
    page.radio[0].set_value(page.radio[0].options[1])
    press(page, "Submit")
    question = pose(item).steps[0].question
    said_now = said(page)
    assert typeset(question.prompt) in said_now
    assert all(typeset(option) in said_now for option in question.options)
    assert page.success[0].value.startswith(f"Your answer is kept: {plain_markdown(chosen)}")
    items.close_item(engine, instructor, item)
    page = open_page("student", me=code)
    assert typeset(question.prompt) in said(page)
    assert f"**Your answer:** {plain_markdown(chosen)}" in said(page)


def test_an_answer_that_can_be_changed_is_confirmed_above_the_map(open_page, enter, put):
    put("which_are_collapsed", hidden=frozenset())
    page = open_page("student", me=enter("Ada")[1])
    page.checkbox[0].check()
    press(page, "Submit")
    button, confirmed, layer = places(page, page.button[1], page.success[0], page.selectbox[0])
    assert page.button[1].label == "Submit"
    assert button < confirmed < layer


def test_an_explanation_gets_the_model_answer_only_with_the_truth(open_page, engine, instructor, enter, put):
    item = put("explain_the_trade_off")
    member, code = enter("Ada")
    page = open_page("student", me=code)
    page.text_area[0].input("Alignment wants the views together, uniformity wants them apart.")
    press(page, "Submit")
    assert "A model answer" not in said(page)
    assert own_answers(engine, member, item.id)[0].correct is None
    items.reveal(engine, instructor, item, ())
    assert "A model answer" in said(open_page("student", me=code))


def test_a_malformed_answer_is_not_kept(open_page, engine, enter, put):
    item = put("which_are_collapsed")
    member, code = enter("Ada")
    page = press(open_page("student", me=code), "Submit")
    assert page.warning
    assert own_answers(engine, member, item.id) == []


def test_the_distribution_is_sent_only_where_it_is_shown(open_page, engine, instructor, enter, put):
    item = put("which_are_collapsed")
    _, code = enter("Ada")
    page = open_page("student", me=code)
    page.checkbox[0].check()
    press(page, "Submit")
    assert "How the class answered" not in said(page)
    items.adjust(engine, instructor, item, show_distribution=True)
    assert "How the class answered" in said(open_page("student", me=code))


def test_an_answer_to_a_step_that_the_class_has_left_is_turned_down_in_words(open_page, engine, instructor, enter, put):
    item = put("least_loss_point")
    member, code = enter("Ada")
    page = move(open_page("student", me=code))
    # The student's page does not know yet, and it is longer ago than the second of grace.
    moved = items.adjust(engine, instructor, item, step=1, now=time.time() - 5)
    items.open_item(engine, instructor, moved)
    press(page, "Submit")
    assert "not kept: The class is on another question just now" in said(page)
    assert own_answers(engine, member, item.id) == []


def test_answers_wait_while_the_database_is_away(open_page, engine, enter, put, monkeypatch):
    item = put("least_loss_point")
    member, code = enter("Ada")
    page = move(open_page("student", me=code))

    def away(*_arguments, **_options):
        raise StoreAway

    monkeypatch.setattr("quizzes.views.classroom.sending.record_answer", away)
    press(page, "Submit")
    assert "waits here to be sent" in said(page)
    assert own_answers(engine, member, item.id) == []
    monkeypatch.setattr("quizzes.views.classroom.sending.record_answer", record_answer)
    page.session_state[session.OUTBOX].flush(now=True)
    page.run()
    assert "waits here" not in said(page)
    assert len(own_answers(engine, member, item.id)) == 1


def test_the_open_question_stays_while_the_database_is_away(open_page, enter, put, monkeypatch):
    put("least_loss_point")
    _, code = enter("Ada")
    page = open_page("student", me=code)

    def away(*_arguments):
        raise StoreAway

    for name in ("pulse", "item", "here"):
        monkeypatch.setattr(f"quizzes.store.changes.Watch.{name}", away)
    page.run()
    assert "cannot be reached just now" in said(page)
    assert any(button.label.startswith("Submit") for button in page.button)


def test_notices_leave_the_question_where_it_is(open_page, enter, put, monkeypatch):
    """Streamlit names a fragment by its place; a press that comes for another name is dropped without a word."""

    def place(page):
        blocks = [(number, block) for number, block in page.main.children.items() if hasattr(block, "children")]
        (found,) = [n for n, block in blocks if any(one.label.startswith("Submit") for one in block.get("button"))]
        return found

    put("least_loss_point")
    _, code = enter("Ada")
    page = open_page("student", me=code)
    before = place(page)

    def away(*_arguments):
        raise StoreAway

    for name in ("pulse", "item", "here"):
        monkeypatch.setattr(f"quizzes.store.changes.Watch.{name}", away)
    page.session_state[session.REFUSED] = "This question is not open for answers."
    page.run()
    assert len(page.warning) == 2
    assert place(page) == before


def test_the_end_of_a_class_is_said(open_page, engine, instructor, room, enter):
    _, code = enter("Ada")
    page = open_page("student", me=code)
    delete_class(engine, instructor, room.id)
    page.session_state[session.WATCH].stale(room.id)
    page.run()
    assert "This class has ended." in said(page)


def test_a_removed_member_is_told(open_page, engine, instructor, enter, monkeypatch):
    member, code = enter("Ada")
    page = open_page("student", me=code)
    remove_member(engine, instructor, member)
    monkeypatch.setattr(page.session_state[session.WATCH], "clock", lambda: time.monotonic() + PRESENCE)
    page.run()
    assert "no longer a member" in said(page)


@pytest.mark.parametrize("forged", [True, "Ada", {"id": "x", "class_id": "y", "nickname": "Ada"}])
def test_a_forged_member_is_nobody(open_page, put, forged):
    put("least_loss_point")
    page = open_page("student", state={session.MEMBER: forged})
    assert "Join a class" in said(page)


def test_two_tabs_of_one_student_agree(open_page, engine, instructor, enter, put):
    item = put("least_loss_point")
    member, code = enter("Ada")
    tabs = [open_page("student", me=code) for _ in range(2)]
    press(move(tabs[0]), "Submit")
    assert answered_elsewhere(member, tabs[1].session_state[session.READ], connection.watch())
    assert not answered_elsewhere(member, tabs[0].session_state[session.READ], connection.watch())
    tabs[1].run()
    assert "Your answer is kept" in said(tabs[1])
    for tab in (tabs[1], tabs[0], tabs[1]):
        tab.run()
        if "Submit" in " ".join(button.label for button in tab.button):
            press(move(tab), "Submit")
    assert len(own_answers(engine, member, item.id)) == 3
    for tab in tabs:
        tab.run()
        assert not any(button.label.startswith("Submit") for button in tab.button)
        assert "Waiting for the others" in said(tab)


def test_an_answer_by_another_server_is_seen_when_the_question_is_closed(open_page, engine, instructor, enter, put):
    item = put("which_term_moves")
    member, code = enter("Ada")
    page = open_page("student", me=code)
    step = pose(item).steps[0]
    chosen = step.question.samples(step.surface).right[0]
    record_answer(engine, member, item.id, 1, judge(step.question, chosen, step.surface, step.question.identifier, 1.0))
    items.close_item(engine, instructor, item)
    connection.watch().stale(member.class_id)
    page.run()
    assert f"**Your answer:** {typeset(plain_markdown(step.question.say(chosen)))}" in said(page)
