"""No page but the class's opens for those who joined while a question is open: each may tell the answer."""

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from quizzes.store import connection, items
from quizzes.views.classroom import session

SCRIPT = Path(__file__).parents[3] / "streamlit_app.py"


OPEN = ("quizzes.views.classroom", "explorer.views.accessibility")


def pages():
    """The paths of all pages but the class's own and the one that is about no question, as the router has them."""
    (found,) = [
        ast.literal_eval(node.value)
        for node in ast.parse(SCRIPT.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
    ]
    return [path for _, module, path, _ in found if not module.startswith(OPEN)]


@pytest.fixture
def visit():
    """Opens a page of the app as a member or as nobody; what it says where it is closed."""

    def run(path, member=None):
        page = AppTest.from_file(SCRIPT, default_timeout=60)
        page._page_hash = calc_hash(path)
        if member is not None:
            connection.watch().stale(getattr(member, "class_id", ""))
            page.session_state[session.MEMBER] = member
        page.run()
        assert not page.exception
        return [info.value for info in page.info if "This page opens again" in info.value]

    return run


@pytest.mark.parametrize("path", pages())
def test_a_member_gets_no_page_that_tells_while_a_question_is_open(visit, enter, put, path):
    put("least_loss_point")
    assert visit(path, enter("Ada")[0])


def test_what_tells_nothing_stays_open(visit, enter, put):
    put("least_loss_point")
    assert not visit("accessibility", enter("Ada")[0])


def test_open_to_everyone_else(visit, put):
    put("least_loss_point")
    assert not visit("activities")
    assert not visit("activities", {"class_id": "x"})


def test_closed_only_while_a_question_is_open(visit, engine, instructor, enter, put):
    member, _ = enter("Ada")
    item = put("least_loss_point", opened=False)
    assert not visit("activities", member)
    items.open_item(engine, instructor, item)
    assert visit("activities", member)
    items.close_item(engine, instructor, item)
    assert not visit("activities", member)
