"""Updates come by themselves: pushed with the installed Streamlit, polled with one that lacks what pushing needs."""

import re
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.load.server import PASSPHRASE
from tests.browser.teaching import code_of, join, new_class, put

pytestmark = pytest.mark.browser
APPS = Path(__file__).parent / "apps"


@pytest.fixture
def serve(tmp_path_factory, app_server):
    def start(name):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CLASSROOM_PASSPHRASE", PASSPHRASE)
            patch.setenv("CLASSROOM_DATA", str(tmp_path_factory.mktemp("classroom")))
            return app_server(APPS / name)

    return start


def a_question_comes(address, new_page):
    """Open a question in front of a student who waits; the kinds of all messages that the student's page got."""
    instructor, student, kinds = new_page(), new_page(), []

    def got(frame):
        kinds.append(ForwardMsg.FromString(frame).WhichOneof("type"))

    student.on("websocket", lambda socket: socket.on("framereceived", got))
    new_class(instructor, address)
    join(student, address, code_of(instructor), "Ada")
    put(instructor, "Least loss point")
    student.get_by_role("button", name=re.compile("^Submit")).wait_for()
    assert "script_finished" in kinds
    return kinds


def test_pages_are_pushed_with_the_installed_streamlit(serve, new_page):
    # If this fails after an update of Streamlit, what push.FIELDS names has changed.
    assert "auto_rerun" not in a_question_comes(serve("classroom.py"), new_page)


def test_pages_poll_where_they_cannot_be_pushed(serve, new_page):
    assert "auto_rerun" in a_question_comes(serve("polling.py"), new_page)
