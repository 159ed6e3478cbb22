"""What the browser gets is published once, complete, and without what is hidden."""

import gzip
import json
from html import escape

import pytest

from explorer.charts.palette import THEMES
from explorer.charts.stage import LAYERS, READOUTS
from explorer.widgets import served
from explorer.widgets.stage import assets


def fetched(address):
    return served.SHELF.get(address.rpartition("/")[2])


def test_every_name_in_code_and_style_is_filled_in():
    code = assets.code().decode()
    assert "_LIGHT" not in code
    assert "_DARK" not in code
    for name in ("makePage", "makePlayer"):
        assert f"export function {name}" in code


def test_every_readout_says_what_it_is_and_what_its_spread_is():
    page = assets.read_asset("stage.html")
    for name in READOUTS:
        assert LAYERS[name].about
        assert f'aria-describedby="about-{name}"' in page
        assert f'id="about-{name}">{escape(LAYERS[name].about)}<br>±' in page


def test_the_same_values_have_one_address(surface):
    first, again = (assets.addresses(assets.values(surface, 0, frozenset())) for _ in range(2))
    assert first == again
    hidden = assets.addresses(assets.values(surface, 0, frozenset({"accuracy"})))
    assert hidden["values"] != first["values"]
    assert {**hidden, "values": ""} == {**first, "values": ""}


def test_the_address_of_what_is_hidden_does_not_follow_from_what_is_shown(surface):
    shown = assets.values(surface, 0, frozenset({"accuracy"}))
    whole = assets.values(surface, 0, frozenset())
    address = assets.addresses(whole)["values"]
    assert address.encode() not in shown
    assert json.loads(shown)["metrics"].keys() < json.loads(whole)["metrics"].keys()


@pytest.mark.parametrize("theme", THEMES)
def test_every_box_has_its_chart(theme):
    charts = json.loads(fetched(assets.addresses(b"{}")["charts"][theme]).plain)
    assert charts.keys() == assets.SETS.keys()
    assert all(chart["marks"] for boxes in charts.values() for chart in boxes.values())


def test_what_a_stranger_loads_is_small(surface):
    files = assets.addresses(assets.values(surface, 0, frozenset()))
    packed = [fetched(files[name]).packed for name in ("code", "vega", "values")]
    packed.append(fetched(files["charts"]["light"]).packed)
    assert sum(map(len, packed)) < 650_000
    assert gzip.decompress(packed[2]) == assets.values(surface, 0, frozenset())
