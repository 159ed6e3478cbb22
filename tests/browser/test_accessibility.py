"""Every kind of page under axe-core, in both themes, wide and narrow.

What Streamlit alone could mend is listed on the page *Accessibility*, by rule and element; nothing else may be found.
"""

import re

import pytest

from explorer.views.accessibility import KNOWN
from tests.browser.axe import THEMED, THEMES, Looker
from tests.browser.explore_page import opened
from tests.browser.teaching import code_of, join, move, new_class, put, room_of, sign_in
from tests.widgets.test_palette import contrast

pytestmark = pytest.mark.browser
COLOURS = """pre => {
  const two = (part) => Number(part).toString(16).padStart(2, "0");
  const hex = (colour) => "#" + colour.match(/\\d+/g).slice(0, 3).map(two).join("");
  const inks = [...pre.querySelectorAll("span")].map((one) => hex(getComputedStyle(one).color));
  return [hex(getComputedStyle(pre).backgroundColor), [...new Set(inks)]];
}"""
PASTED = "source,target\nann,bob\nbob,eve\neve,ann\nann,dan\ndan,eve"


@pytest.fixture
def at_rest(new_page):
    """Return a function that opens a page for whoever prefers reduced motion: nothing fades in."""
    return lambda **options: new_page(reduced_motion="reduce", **options)


@pytest.fixture
def looker():
    """Return somebody to look at states; at the end nothing may have been found."""
    looker = Looker()
    yield looker
    assert looker.found == []


def test_what_can_be_explored(address, at_rest, looker):
    page = opened(at_rest(stranger=True), address)
    page.locator(".st-key-tour-way").get_by_role("button").first.click()
    page.get_by_role("button", name="Next: ").wait_for()
    looker.look(page, "tour")
    opened(page, address, "?pin_p=0.2&pin_tau=0.5&open=hard_negatives")
    page.get_by_role("button", name="More").last.click()
    page.get_by_role("button", name="Tour of the map").wait_for()
    looker.look(page, "pinned point, hard negatives, more")
    page.get_by_role("button", name="Another surface beside it").click()
    page.locator(".st-key-panel-other_surface .stage").wait_for()
    looker.look(page, "two surfaces")
    page.get_by_role("button", name="Share").click()
    page.get_by_text("Link to what you see").wait_for()
    looker.look(page, "share")
    for panel in ("slices", "graph_views", "train_here", "paper", "why", "tables"):
        opened(page, address, f"?open={panel}")
        page.locator(f".st-key-panel-{panel}").first.wait_for()
        looker.look(page, panel)
    page.get_by_role("checkbox", name="Play").press("Space")
    looker.look(page, "play")
    opened(page, address, "?embed=true")
    looker.look(page, "frame")


def test_what_can_be_read_and_brought(address, at_rest, looker):
    page = at_rest()
    for path, title in (("lesson", "Go on"), ("sheet", "Timing"), ("accessibility", "Whom to tell")):
        page.goto(f"{address}/{path}")
        page.get_by_role("heading", name=title).wait_for()
        looker.look(page, path)
    page.goto(f"{address}/your-graph")
    page.get_by_text("Open a surface that you downloaded").click()
    page.get_by_text("Surface file").wait_for()
    looker.look(page, "files of an own graph")
    assert looker.met == set(KNOWN)
    page.locator("[aria-label='Surface file'] input[type=file]").set_input_files("explorer/data/karate.npz")
    page.get_by_role("button", name="Open", exact=True).click()
    page.get_by_text("is there: among the graphs").wait_for()
    looker.look(page, "an own surface")
    page.get_by_role("radio", name="Paste").click()
    page.get_by_label("Edges, one a line").fill(PASTED)
    page.get_by_role("button", name="Read the graph").click()
    page.get_by_role("button", name="Make the surface").wait_for()
    looker.look(page, "an own graph")


def test_code_can_be_read_in_both_themes(address, at_rest):
    """Contrast that axe-core leaves undecided, since code scrolls within its box."""
    page = opened(at_rest(), address, "?open=code")
    page.locator(".st-key-panel-code pre .token").first.wait_for()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_function(THEMED, arg=THEMES[theme].ink)
        ground, inks = page.locator(".st-key-panel-code pre").first.evaluate(COLOURS)
        assert len(inks) >= 4
        assert min(contrast(ink, ground) for ink in inks) >= 4.5


def test_what_is_exercised(address, at_rest, looker):
    page = at_rest()
    for path, title in (("activities", "Guided activities"), ("activities?activity=trade-off", "Trade-off")):
        page.goto(f"{address}/{path}")
        page.get_by_role("heading", name=title).first.wait_for()
        looker.look(page, path)
    page.goto(f"{address}/activities?activity=assessment")
    page.get_by_label("Your formula").fill("2*N")
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Show the answer").wait_for()
    looker.look(page, "wrong answer")
    page.goto(page.url.replace("activity=assessment", "activity=summary"))
    page.get_by_role("heading", name="Your activities").wait_for()
    looker.look(page, "summary")
    page.goto(f"{address}/challenges")
    page.get_by_text("Not yet.").wait_for()
    looker.look(page, "challenges")
    page.goto(f"{address}/quiz")
    page.get_by_role("button", name="Start the quiz").wait_for()
    looker.look(page, "quiz")
    page.get_by_role("button", name="Start the quiz").click()
    page.get_by_role("heading", name="Question 1 of 5").wait_for()
    looker.look(page, "question")
    page.get_by_role("button", name="Finish and review").click()
    page.get_by_role("heading", name="Result").wait_for()
    page.get_by_role("button", name="Delete my answers").click()
    page.get_by_role("button", name="Yes, delete them").wait_for()
    looker.look(page, "review, deletion")


def test_a_class(address, at_rest, looker):
    instructor, student, wall = at_rest(), at_rest(), at_rest()
    instructor.goto(f"{address}/instructor")
    instructor.get_by_role("button", name="Sign in").click()
    instructor.get_by_role("alert").wait_for()
    looker.look(instructor, "sign in")
    new_class(instructor, address)
    looker.look(instructor, "choice of a question")
    student.goto(f"{address}/class")
    student.get_by_role("textbox", name="Nickname").wait_for()
    looker.look(student, "join")
    sign_in(wall, f"{address}/projector?room={room_of(instructor)}")
    wall.get_by_text("joined").wait_for()
    looker.look(wall, "code on the projector")
    join(student, address, code_of(instructor), "Ada")
    student.locator("h2:focus", has_text="You are in.").wait_for()  # nobody is left at the top of the page
    put(instructor, "Least loss point")
    student.locator(".stage .map[aria-valuetext]").wait_for()
    looker.look(student, "open question")
    move(student)
    student.get_by_role("button", name=re.compile("^Submit")).click()
    instructor.get_by_text("1 of 1 answered").wait_for()
    instructor.get_by_role("button", name="Show the truth").click()
    student.get_by_text("Not this time").wait_for()
    wall.get_by_text("Truth shown").wait_for()
    instructor.locator("[class*=focus-verdict] :focus", has_text="Truth shown").wait_for()
    student.locator(":is(h1, h2):focus").wait_for()
    for page, state in ((student, "truth"), (wall, "truth on the projector"), (instructor, "class that runs")):
        looker.look(page, state)
    instructor.get_by_role("radio", name="Dashboard").click()
    instructor.get_by_text("Usual mistakes").wait_for()
    looker.look(instructor, "dashboard")
    instructor.get_by_role("button", name="Files to take away").click()
    with instructor.expect_download() as report:
        instructor.get_by_role("button", name="Report (HTML)").click()
    wall.set_content(report.value.path().read_text("utf-8"))
    looker.look(wall, "report")
    instructor.get_by_role("radio", name="Plan").click()
    instructor.get_by_role("button", name="Make a new one").click()
    instructor.get_by_role("button", name="Add to the plan").click()
    instructor.get_by_role("button", name="Remove").first.wait_for()
    instructor.get_by_role("radio", name="My own").click()
    instructor.get_by_text("Text", exact=True).click()
    instructor.get_by_role("textbox", name="Wording").fill("What is $this$?")
    instructor.get_by_role("textbox", name="Accepted answers").click()
    instructor.get_by_text("Your answer").wait_for()
    instructor.get_by_role("button", name="Delete").click()
    instructor.get_by_role("button", name="Delete the plan").wait_for()
    looker.look(instructor, "plan with a question of one's own")
