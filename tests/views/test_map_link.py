"""A link from an exercise opens the place that it names."""

from urllib.parse import parse_qs, urlsplit

import pytest

from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped
from explorer.views import url
from quizzes.views.map_link import map_address


@pytest.mark.parametrize("scenario", SHIPPED)
def test_the_explore_page_reads_the_link_without_a_note(scenario):
    point = load_shipped(scenario).nearest(0.2, 0.3)
    address = map_address(scenario, point.strength, point.temperature, "alignment", "slices")
    view, notes = url.decode(parse_qs(urlsplit(address).query))
    assert notes == []
    assert (view.name, view.point.cell, view.layer, view.panel) == (scenario, point.cell, "alignment", "slices")
