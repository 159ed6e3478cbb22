"""A whole class in two real browsers side by side: the instructor's and a student's, with the projector beside them."""

import re
from pathlib import Path

import pytest

from quizzes.views.classroom import keys

pytestmark = pytest.mark.browser
PASSPHRASE = "correct horse"


@pytest.fixture(scope="module")
def address(tmp_path_factory, app_server):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLASSROOM_PASSPHRASE", PASSPHRASE)
        patch.setenv("CLASSROOM_DATA", str(tmp_path_factory.mktemp("classroom")))
        yield app_server(Path(__file__).parent / "apps" / "classroom.py")


def sign_in(page, url):
    page.goto(url)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def instructor(address, new_page):
    page = new_page()
    sign_in(page, f"{address}/instructor")
    page.get_by_label("New class").fill("Graphs")
    page.get_by_role("button", name="Create").click()
    page.get_by_text("Choose the first question").wait_for()
    return page


def code_of(instructor):
    return re.search(r"Code\s+([A-Z]{6})", instructor.inner_text("body"))[1]


def room_of(instructor):
    instructor.wait_for_url("**room=*")
    return re.search(r"room=(\w+)", instructor.url)[1]


def join(page, address, code, nickname):
    page.goto(f"{address}/class?code={code}")
    page.get_by_role("textbox", name="Nickname").fill(nickname)
    page.get_by_role("button", name="Join").click()
    page.get_by_text("You are in.").wait_for()


def put(instructor, question):
    instructor.get_by_role("combobox", name="Question").click()
    instructor.get_by_role("option", name=re.compile(question)).click()
    instructor.get_by_text("place the point").first.wait_for()
    instructor.get_by_role("button", name="Put before the class").click()
    instructor.get_by_role("button", name="Open for answers").click()


def sent(page):
    """The names of everything that the stage's values brought to the browser."""
    return page.evaluate(
        """() => [...window.__graphContrast.store.values.values()]
          .flatMap((one) => [...Object.keys(one.arrays), ...Object.keys(one.layers)])"""
    )


def test_a_whole_class(address, instructor, new_page):
    student = new_page(width=390, height=844)
    wall = new_page()
    join(student, address, code_of(instructor), "<b>Ada</b>")
    sign_in(wall, f"{address}/projector?room={room_of(instructor)}")
    wall.get_by_text("joined").wait_for()

    put(instructor, "Least loss point")
    submit = student.get_by_role("button", name=re.compile("^Submit"))
    submit.wait_for()
    names = sent(student)
    assert "loss" in names
    assert not any("accuracy" in name for name in names)
    assert "theory" not in names

    submit.click()
    student.get_by_text("Your answer is kept").wait_for()
    instructor.get_by_text("1 of 1 answered").wait_for()
    wall.get_by_text("of 1 answered").wait_for()
    assert wall.get_by_text("Ada").count() == 0
    assert student.get_by_text("Not this time").count() == 0


    instructor.get_by_role("button", name=re.compile("Close")).first.click()
    student.get_by_text("Your answer is kept. Talk with your neighbour").wait_for()
    instructor.get_by_role("button", name="Open round 2").click()
    student.get_by_text("Second round").wait_for()
    student.get_by_role("button", name=re.compile("^Submit")).click()
    student.get_by_text("Your answer is kept").wait_for()
    instructor.get_by_text("round 2 · 1 of 1 answered").wait_for()

    instructor.get_by_role("button", name="Show the truth").click()
    student.get_by_text("Not this time").wait_for()
    wall.get_by_text("Truth shown").wait_for()

    student.reload()
    student.get_by_text("Not this time").wait_for()
    assert student.get_by_text("<b>Ada</b>").is_visible()

    instructor.get_by_role("radio", name="Dashboard").click()
    instructor.get_by_text("Usual mistakes").wait_for()
    with instructor.expect_download() as download:
        instructor.get_by_role("button", name="Gradebook (CSV)").click()
    rows = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert rows[1].startswith('"<b>Ada</b>"')

    instructor.get_by_role("radio", name="Class", exact=True).click()
    instructor.get_by_text("Delete this class, its members").click()
    instructor.get_by_role("button", name="Delete the class").click()
    instructor.get_by_text("Your classes").wait_for()
    student.get_by_text("This class has ended.").wait_for()


def test_explore_is_closed_while_a_question_is_open(address, instructor, new_page):
    student = new_page()
    join(student, address, code_of(instructor), "Ada")
    student.get_by_role("link", name="Explore").click()
    student.get_by_text("Explore is open.").wait_for()
    put(instructor, "Least loss point")
    student.get_by_text("Your class has a question open.").wait_for()
    instructor.get_by_role("button", name=re.compile("Close")).first.click()
    student.get_by_text("Explore is open.").wait_for()


def test_crafted_messages_open_nothing(address, instructor):
    """Speaks the app's protocol: states for widgets that were never drawn, and keys of the session."""
    sync = pytest.importorskip("websockets.sync.client")
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    code, room = code_of(instructor), room_of(instructor)
    message = BackMsg()
    state = message.rerun_script
    state.page_name, state.query_string = "instructor", f"room={room}"
    widgets = state.widget_states.widgets
    widgets.add(id=keys.INSTRUCTOR, bool_value=True)
    widgets.add(id=keys.ROOM, string_value=room)
    widgets.add(id="classroom:view", string_value="Dashboard")
    widgets.add(id="classroom:csv", trigger_value=True)
    widgets.add(id=f"$$ID-0-{keys.INSTRUCTOR}", json_value='{"signed_in": true}')
    received = []
    url = address.replace("http", "ws") + "/_stcore/stream"
    with sync.connect(url, subprotocols=["streamlit"], origin=address, max_size=None) as socket:
        for _ in range(2):
            socket.send(message.SerializeToString())
            while True:
                answer = ForwardMsg.FromString(socket.recv(timeout=30))
                received.append(answer)
                if answer.WhichOneof("type") == "script_finished":
                    break
    drawn = [one.delta.new_element.WhichOneof("type") for one in received if one.WhichOneof("type") == "delta"]
    assert "heading" in drawn  # the sign-in's; Streamlit itself refuses a state under a key that no widget has
    assert not {"download_button", "arrow_data_frame", "imgs"} & set(drawn)
    assert code not in "".join(map(str, received))
