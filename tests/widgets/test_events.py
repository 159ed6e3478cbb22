"""What the browser reports is checked before anything believes it."""

import pytest

from explorer.widgets.stage.events import NOTHING, read_event, sequence_of


def report(kind, value, sequence=1):
    return {kind: {"sequence": sequence, "value": value}}


def test_a_cell_becomes_an_operating_point(surface):
    event = read_event(surface, report("moved", [3, 7]), seen=0)
    assert surface.cell(event.point) == (3, 7)
    assert event.anchor is None
    assert event.region is None


def test_a_report_is_news_only_once(surface):
    assert not read_event(surface, report("moved", [3, 7], sequence=4), seen=4)
    assert read_event(surface, report("moved", [3, 7], sequence=5), seen=4)


@pytest.mark.parametrize("value", [None, [], [3], [3, 99], [-1, 0], [0.5, 1], "3,7", {"t": 3}, [None, None], [True, 0]])
def test_nonsense_is_not_a_point(surface, value):
    assert read_event(surface, report("moved", value), seen=0).point is None


@pytest.mark.parametrize("value", [-1, 10_000, 1.5, "2", None, True])
def test_nonsense_is_not_a_node(surface, value):
    assert read_event(surface, report("anchored", value), seen=0).anchor is None


def test_a_region_becomes_a_mask(surface):
    event = read_event(surface, report("painted", [0, 32, 10**6]), seen=0)
    assert event.region.shape == surface.loss.shape
    assert event.region[0, 0]
    assert event.region[1, 1]
    assert event.region.sum() == 2


@pytest.mark.parametrize("value", [[True], [True, False], ["0"], [0.5], [[0]], True, {"0": 1}])
def test_nonsense_is_not_a_region(surface, value):
    assert read_event(surface, report("painted", value), seen=0).region is None


def test_the_last_number_counts():
    assert sequence_of({**report("moved", [0, 0], 3), **report("anchored", 2, 8), "missing": {"sequence": 99}}) == 8
    assert sequence_of(None) == 0
    assert sequence_of({"moved": "?"}) == 0


def test_no_report_is_no_event(surface):
    assert not read_event(surface, None, seen=0)
    assert not NOTHING
