"""A whole class in two real browsers side by side: the instructor's and a student's, with the projector beside them."""

import re
from pathlib import Path

import pytest

from quizzes.views.classroom import session
from tests.browser.teaching import code_of, join, move, new_class, put, room_of, sign_in, whole_class

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(app_server):
    return app_server(Path(__file__).parent / "apps" / "classroom.py")


@pytest.fixture
def instructor(address, new_page):
    page = new_page()
    new_class(page, address)
    return page


def test_a_whole_class(address, instructor, new_page):
    whole_class(address, instructor, new_page(width=390, height=844), new_page())


def test_explore_is_closed_while_a_question_is_open(address, instructor, new_page):
    student = new_page()
    join(student, address, code_of(instructor), "Ada")
    student.get_by_role("link", name="Explore").click()
    student.get_by_text("Explore is open.").wait_for()
    put(instructor, "Least loss point")
    student.get_by_text("Your class has a question open.").wait_for()
    instructor.get_by_role("button", name=re.compile("Close")).first.click()
    student.get_by_text("Explore is open.").wait_for()


SMALL = """(which = "*") => {
  const page = document.querySelector(".st-key-projector"), zoom = Number(page.style.getPropertyValue("--zoom"));
  const inside = (root) => [...root.querySelectorAll("*")].flatMap((one) =>
    [one, ...(one.shadowRoot ? inside(one.shadowRoot) : [])]);
  const sizes = inside(page).flatMap((one) => {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !one.matches(which) || !one.getClientRects().length || one.closest("style, .live, .tip")) return [];
    const size = parseFloat(getComputedStyle(one).fontSize) * (one.closest("svg") ? zoom : 1);
    return [[size / innerHeight, one.textContent.trim().slice(0, 40)]];
  });
  const high = document.documentElement.scrollHeight;
  return { small: sizes.filter(([size]) => size < 0.04), many: sizes.length, high };
}"""


SCREENS = ((1920, 1080), (1280, 720), (1024, 768))


def readable(wall):
    """Wait until nothing on the projector is small, on any screen; on a phone, nothing but the ticks of its map."""
    for width, height in SCREENS:
        wall.set_viewport_size({"width": width, "height": height})
        wall.wait_for_function(f"() => !({SMALL})().small.length && ({SMALL})().high <= innerHeight")
    wall.set_viewport_size({"width": 390, "height": 844})
    wall.wait_for_function(f"() => !({SMALL})(':not(svg *)').small.length")
    wall.set_viewport_size({"width": 1440, "height": 900})


def test_the_projector_is_readable_from_the_back_row_and_needs_no_scrolling(address, instructor, new_page):
    wall, student = new_page(), new_page()
    sign_in(wall, f"{address}/projector?room={room_of(instructor)}")
    wall.get_by_text("joined").wait_for()
    join(student, address, code_of(instructor), "Ada")
    put(instructor, "Least loss point")
    move(student)
    student.get_by_role("button", name=re.compile("^Submit")).click()
    instructor.get_by_text("1 of 1 answered").wait_for()
    instructor.get_by_role("button", name="Show the truth").click()
    for shown in ("Truth shown", "the true place"):
        wall.get_by_text(shown).wait_for()
    wall.locator(".stage svg text").first.wait_for()
    wall.wait_for_function(f"() => ({SMALL})().many > 15")
    readable(wall)
    wall.get_by_role("button", name="Join: ").click()
    wall.get_by_text("and type the code").wait_for()
    readable(wall)


def test_a_reload_keeps_the_sign_in_of_this_tab_alone(instructor, new_page):
    code = code_of(instructor)
    instructor.reload()
    instructor.get_by_text("Choose the first question").wait_for()
    assert code_of(instructor) == code
    ticket = instructor.evaluate("() => sessionStorage.getItem('classroom-ticket')")
    assert ticket
    assert ticket not in instructor.url
    assert instructor.context.cookies() == [one for one in instructor.context.cookies() if ticket not in one["value"]]
    other = instructor.context.new_page()
    other.goto(instructor.url)
    other.get_by_label("Passphrase").wait_for()

    instructor.get_by_role("button", name="All classes").click()
    instructor.get_by_role("button", name="Sign out").click()
    instructor.get_by_label("Passphrase").wait_for()
    instructor.wait_for_function("() => sessionStorage.getItem('classroom-ticket') === null")
    instructor.evaluate("(ticket) => sessionStorage.setItem('classroom-ticket', ticket)", ticket)
    instructor.reload()
    instructor.get_by_label("Passphrase").wait_for()
    instructor.wait_for_function("() => sessionStorage.getItem('classroom-ticket') === null")


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
    widgets.add(id=session.INSTRUCTOR, bool_value=True)
    widgets.add(id=session.ROOM, string_value=room)
    widgets.add(id="classroom:view", string_value="Dashboard")
    widgets.add(id="classroom:gradebook.csv", trigger_value=True)
    widgets.add(id=f"$$ID-0-{session.INSTRUCTOR}", json_value='{"signed_in": true}')
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
