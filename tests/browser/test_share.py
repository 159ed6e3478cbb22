"""Links, frames and files: what one sees can be passed on."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.explore_page import FRAME, expect_address, expect_point, opened, slider, the_map

pytestmark = pytest.mark.browser

QUERY = "?p=0.1&tau=0.2&layer=accuracy&show=loss_optimum&pin_p=0.5&pin_tau=2.32&open=why"
NONSENSE = "?p=banana&tau=-1&graph=%00&layer=[]&show=x&seed=1e99&node=%F0%9F%8D%8C&open=__class__&pin_p=9"


def shared_link(page):
    """Open the dialog and return the link in it."""
    page.get_by_role("button", name="Share").click()
    return page.get_by_role("dialog").locator("pre code").first.inner_text().strip()


def test_the_link_shows_the_same_in_a_new_session(new_page, address):
    page = opened(new_page(), address, QUERY)
    slider(page, "Augmentation strength p").press("ArrowRight")
    expect_point(page, "0.12", "0.2")
    link = shared_link(page)
    other = new_page()
    other.goto(link)
    the_map(other).wait_for()
    expect_point(other, "0.12", "0.2")
    for attribute in ("aria-label", "aria-valuetext"):
        expect(the_map(other)).to_have_attribute(attribute, the_map(page).get_attribute(attribute))
    expect(other.locator(".st-key-compare table")).to_have_text(page.locator(".st-key-compare table").text_content())
    expect(other.get_by_role("heading", name="Why does this work?").first).to_be_visible()
    expect_address(other, "layer=accuracy", "show=loss_optimum", "pin_p=0.50", "open=why")


def test_the_address_is_as_good_as_the_link(new_page, address):
    page = opened(new_page(), address)
    slider(page, "Temperature τ").press("ArrowLeft")
    expect_address(page, "tau=0.43")
    other = new_page()
    other.goto(page.url)
    expect_point(other, "0.20", "0.43")


def test_a_link_with_nonsense_opens_with_a_note(page, address):
    opened(page, address, NONSENSE)
    expect_point(page, "0.20", "0.05")
    expect(page.get_by_test_id("stAlert")).to_contain_text("The link was adjusted.")
    slider(page, "Temperature τ").press("ArrowRight")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


def frame_code(page):
    """Return the code for a frame that the open dialog shows."""
    return page.get_by_role("dialog").locator("pre code").nth(1).inner_text()


def test_a_frame_is_as_wide_as_the_text_and_shows_what_was_chosen(page, address):
    opened(page, address, "?p=0.4&tau=1.08")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("dialog").locator("pre code").nth(1)).to_contain_text('width="100%" height="482"')
    for label, choice in (("Colours", "Dark"), ("The map shows", "probe accuracy")):
        page.get_by_role("dialog").get_by_label(label).click()
        page.get_by_role("option", name=choice, exact=True).click()
    page.get_by_role("dialog").get_by_text("Show the two terms").click()
    expect(page.get_by_role("dialog").locator("pre code").nth(1)).to_contain_text("split=none")
    page.set_content(f"<!doctype html><body>{frame_code(page)}</body>")
    frame = page.frame_locator("iframe")
    the_map(frame).wait_for()
    expect(the_map(frame)).to_have_attribute("aria-label", re.compile("probe accuracy"))
    assert frame.locator(".stApp").evaluate("e => getComputedStyle(e).colorScheme") == "dark"
    expect(frame.locator(".split-panel")).to_be_hidden()


@pytest.mark.parametrize(
    ("button", "name", "start"),
    [
        ("Surface (CSV)", "contrastive-communities-surface.csv", b"strength,temperature,loss"),
        ("This point (CSV)", "contrastive-communities-point.csv", b"quantity,mean"),
        ("Map (SVG)", "contrastive-communities-loss.svg", b"<svg"),
        ("Map (PNG)", "contrastive-communities-loss.png", b"\x89PNG"),
    ],
)
def test_files(page, address, button, name, start):
    opened(page, address)
    page.get_by_role("button", name="Share").click()
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name=button).click()
    assert download.value.suggested_filename == name
    with open(download.value.path(), "rb") as file:
        assert file.read(len(start)) == start


@pytest.mark.parametrize(("width", "scheme"), [(700, "light"), (350, "dark")])
def test_a_frame_shows_everything_without_scrolling(new_page, address, width, scheme):
    page = opened(new_page(width, 482, color_scheme=scheme), address, "?embed=true&p=0.4&tau=1.08")
    expect_point(page, "0.40", "1.08", FRAME)
    for part in (".map", ".circle >> nth=0", ".readout.loss", FRAME, ".st-key-frame-foot a"):
        box = page.locator(part).bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= 482, part
        assert box["x"] + box["width"] <= width, part
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollHeight <= e.clientHeight")
    slider(page, "Augmentation strength p", FRAME).press("ArrowRight")
    expect_point(page, "0.42", "1.08", FRAME)


def test_the_way_out_of_a_frame_leads_to_the_same_point(page, address):
    page.set_viewport_size({"width": 700, "height": 482})
    opened(page, address, "?embed=true&p=0.4&tau=1.08")
    slider(page, "Augmentation strength p", FRAME).press("ArrowRight")
    expect_point(page, "0.42", "1.08", FRAME)
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Open full screen").click()
    popup.value.set_viewport_size({"width": 1440, "height": 900})
    expect_point(popup.value, "0.42", "1.08")


def test_the_code_for_a_frame_works_in_a_page(page, address):
    opened(page, address, "?p=0.4&tau=1.08")
    page.get_by_role("button", name="Share").click()
    code = frame_code(page)
    page.set_content(f"<!doctype html><body>{code}</body>")
    frame = page.frame_locator("iframe")
    text = re.compile("^strength 0.40, τ 1.08,")
    expect(frame.locator(".map[role=slider]")).to_have_attribute("aria-valuetext", text)
