"""What a listener hears, read from the browser's accessibility tree: names, and what is announced."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from explorer.charts.stage.layers import LAYERS, READOUTS
from explorer.charts.texts import percent, strength_text, temperature_text
from explorer.model.surface_file import load_shipped
from explorer.views.sidebar import PRESETS
from tests.browser.explore_page import LABELS, expect_address, opened, slider, the_map

pytestmark = pytest.mark.browser
FRAMES = 300  # of the browser, until something must have been said


def tree(page):
    """Return the accessibility tree: node by its id."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return {node["nodeId"]: node for node in nodes}


def name_of(node):
    return node.get("name", {}).get("value", "")


def announced(nodes):
    """Return the text of all regions whose changes are read out."""

    def text(node):
        below = [text(nodes[child]) for child in node.get("childIds", ()) if child in nodes]
        return (name_of(node) if node["role"]["value"] == "StaticText" else "") + "".join(below)

    live = [one for one in nodes.values() if any(has["name"] == "live" for has in one.get("properties", ()))]
    return " ".join(map(text, live))


def sliders(nodes):
    """Return the names of all sliders, joined."""
    return " | ".join(name_of(one) for one in nodes.values() if one.get("role", {}).get("value") == "slider")


def expect_in_tree(page, of_tree, *parts):
    """Wait until a text that is read from the accessibility tree holds all parts."""
    for _ in range(FRAMES):
        said = of_tree(tree(page))
        if all(part in said for part in parts):
            return said
        page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError(f"{said!r} lacks one of {parts}")


def at(surface, t, p):
    """Return the address of a cell."""
    return f"?p={surface.strengths[p]:.2f}&tau={surface.temperatures[t]:.4f}"


def place(surface, t, p):
    return f"strength {strength_text(surface.strengths[p])}, τ {temperature_text(surface.temperatures[t])}, "


def numbers(surface, t, p):
    """Return what is said of every readout at a cell."""
    texts = [f"{getattr(surface, name)[t, p]:.{LAYERS[name].digits}f}".replace("-", "−") for name in READOUTS]
    return [f"{LAYERS[name].title} {text}" for name, text in zip(READOUTS, texts, strict=True)]


def test_a_slider_a_key_on_the_map_and_a_button_say_the_same(page, address, surface):
    t, p = 15, 10
    opened(page, address, at(surface, t, p))
    slider(page, LABELS[0]).press("ArrowRight")
    expect_in_tree(page, announced, place(surface, t, p + 1), *numbers(surface, t, p + 1))
    slider(page, LABELS[1]).press("ArrowRight")
    expect_in_tree(page, announced, place(surface, t + 1, p + 1), *numbers(surface, t + 1, p + 1))
    the_map(page).press("ArrowDown")
    expect_in_tree(page, announced, place(surface, t, p + 1), *numbers(surface, t, p + 1))
    page.get_by_role("button", name="A GCN, hot").press("Enter")  # on a surface of another grid
    gcn = load_shipped("communities-gcn")
    preset = PRESETS["A GCN, hot"]
    hot = gcn.nearest(preset.strength, preset.temperature).cell
    expect_in_tree(page, announced, place(gcn, *hot), *numbers(gcn, *hot))
    page.locator(":is(h1, h2):focus").wait_for()  # the button is gone
    opened(page, address, at(surface, t, p + 1))
    page.get_by_role("button", name="On by one").press("Enter")
    expect_in_tree(page, announced, place(surface, t - 1, p + 1), *numbers(surface, t - 1, p + 1))


def test_collapse_is_said_of_the_point_and_of_the_circle(page, address, surface):
    p = 10
    t = int(np.flatnonzero(surface.collapse_region()[:, p])[0])
    opened(page, address, at(surface, t - 5, p))
    before = expect_in_tree(page, sliders, "Map of NT-Xent loss", "nodes on the unit circle", "; nodes ")
    assert "all in one direction" not in before
    the_map(page).press("PageUp")
    times = f"{surface.temperatures[t] / surface.theory[p]:.2g}"
    said = ", collapsed", ", near the border of collapse", f"τ is {times} times τ*"
    expect_in_tree(page, announced, place(surface, t, p), *said)
    expect(the_map(page)).to_have_attribute("aria-valuetext", re.compile(".*".join(map(re.escape, said))))
    expect_in_tree(page, sliders, "; nodes all in one direction")


def test_enter_on_the_map_sums_it_up(page, address, surface):
    opened(page, address, at(surface, 15, 10))
    the_map(page).press("Enter")
    collapsed = percent(surface.collapse_region().mean()).replace("\u00a0", " ")
    expect_in_tree(
        page,
        lambda nodes: announced(nodes).replace("\u00a0", " "),
        "NT-Xent loss: least",
        f"{collapsed} of the map is collapsed",
        "Down is ",
    )


def test_a_node_chosen_on_the_circle_by_key_is_named(page, address, surface):
    graph = surface.scenario.graph
    opened(page, address, at(surface, 15, 10))
    circle = page.locator(".circle").first
    for node in range(3):
        circle.press("ArrowRight")
        label = graph.label_names[graph.labels[node]]
        expect(circle).to_have_attribute("aria-valuetext", re.compile(f"^anchor {graph.node_names[node]}, {label}"))
    expect_address(page, "node=2")
