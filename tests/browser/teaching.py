"""What an instructor and a student do in their browsers, and a whole class of it."""

import re
from pathlib import Path

from tests.benchmarks.load.server import PASSPHRASE


def sign_in(page, url):
    page.goto(url)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()


def new_class(page, address):
    """Sign in at an address and make a class."""
    sign_in(page, f"{address}/instructor")
    page.get_by_label("New class").fill("Graphs")
    page.get_by_role("button", name="Create").click()
    page.get_by_text("Choose the first question").wait_for()


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


def move(student):
    """Move the question's point one step, and wait until the server has heard."""
    student.get_by_role("slider", name="Augmentation strength p").first.press("ArrowRight")
    student.get_by_role("button", name=re.compile("^Submit strength")).wait_for()


def sent(page):
    """The names of all metrics that the stage's published values brought to the browser."""
    return page.evaluate(
        """async () => {
          const files = performance.getEntriesByType("resource").map(({ name }) => name);
          const read = async (name) => (await fetch(name)).json();
          const found = await Promise.all(files.filter((name) => /published.*json/.test(name)).map(read));
          const metrics = found.flatMap(({ metrics, layers }) => (metrics ? [metrics, layers] : []));
          return metrics.flatMap((one) => Object.keys(one));
        }"""
    )


def whole_class(address, instructor, student, wall):
    """From joining to the deletion of the class.

    Parameters
    ----------
    address : str
        Where the student's and the projector's browsers go.
    instructor, student, wall : Page
        The instructor has signed in and made a class.
    """
    join(student, address, code_of(instructor), "<b>Ada</b>")
    sign_in(wall, f"{address}/projector?room={room_of(instructor)}")
    wall.get_by_text("joined").wait_for()

    put(instructor, "Least loss point")
    submit = student.get_by_role("button", name=re.compile("^Submit"))
    submit.wait_for()
    student.locator(".stage .map[aria-valuetext]").wait_for()
    names = sent(student)
    assert "loss" in names
    assert not any("accuracy" in name for name in names)
    assert "theory" not in names

    submit.click()
    student.get_by_text("Move the point to your answer first.").wait_for()
    move(student)
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
    move(student)
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
    instructor.get_by_role("button", name="Files to take away").click()
    with instructor.expect_download() as download:
        instructor.get_by_role("button", name="Gradebook (CSV)").click()
    instructor.keyboard.press("Escape")
    rows = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert rows[1].startswith('"<b>Ada</b>"')

    instructor.get_by_role("radio", name="Class", exact=True).click()
    instructor.get_by_text("Delete this class, its members").click()
    instructor.get_by_role("button", name="Delete the class").click()
    instructor.get_by_text("Your classes").wait_for()
    student.get_by_text("This class has ended.").wait_for()
