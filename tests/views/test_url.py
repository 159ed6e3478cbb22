"""The URL: what is seen goes in and comes out again, and nothing that is in a link can stop the page."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.charts.stage import LAYERS, OVERLAYS
from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import openable
from explorer.views import loaders, state, url
from explorer.views.selection import SurfaceChoice
from quizzes.tour import STOPS


def query(view):
    """Return what a browser makes of a view's link."""
    found: dict[str, list[str]] = {}
    for name, value in url.encode(view):
        found.setdefault(name, []).append(value)
    return found


def any_point(surface):
    rows, columns = surface.loss.shape
    return st.builds(surface.point, st.integers(0, rows - 1), st.integers(0, columns - 1))


@st.composite
def views(draw):
    name = draw(st.sampled_from(openable()))
    surface = loaders.surface(name)
    return state.View(
        point=draw(any_point(surface)),
        name=name,
        layer=draw(st.sampled_from(list(LAYERS))),
        overlays=draw(st.frozensets(st.sampled_from(OVERLAYS))),
        pinned=draw(st.none() | any_point(surface)),
        seed_index=draw(st.integers(0, len(surface.weights) - 1)),
        anchor=draw(st.none() | st.integers(0, len(surface.scenario.graph.labels) - 1)),
        panel=draw(st.sampled_from([None, *state.PANELS, *state.EXTRAS])),
        stop=draw(st.sampled_from([None, *STOPS])),
    )


@settings(deadline=None, max_examples=60)
@given(views())
def test_what_goes_in_comes_out(view):
    assert url.decode(query(view)) == (view, [])


def test_every_cell_has_its_own_link():
    surface = loaders.surface("communities")
    links = {tuple(url.encode(state.View(surface.point(t, p)))) for t in range(31) for p in range(31)}
    assert len(links) == 31 * 31


def test_without_a_query_it_is_the_first_view():
    assert url.decode({}) == (state.first_view(), [])


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from(url.NAMES), st.lists(st.text(max_size=30), min_size=1, max_size=3)))
def test_nonsense_gives_a_view_that_can_be_linked_to(given_query):
    view, _ = url.decode(given_query)
    assert url.decode(query(view)) == (view, [])


@pytest.mark.parametrize(
    ("given_query", "changed", "says"),
    [
        ({"p": ["0.9"]}, {"strength": 0.6}, "0.60"),
        ({"p": ["-1"]}, {"strength": 0.0}, "0.00"),
        ({"p": ["0.213"]}, {"strength": 0.22}, "0.22"),
        ({"tau": ["100"]}, {"temperature": 5.0}, "5"),
        ({"tau": ["0"]}, {"temperature": 0.05}, "0.05"),
        ({"tau": ["-3"]}, {"temperature": 0.05}, "0.05"),
        ({"tau": ["nan"]}, {}, "not a number"),
        ({"tau": ["inf"]}, {}, "not a number"),
        ({"p": ["abc"]}, {}, "not a number"),
        ({"p": [""]}, {}, "not a number"),
    ],
)
def test_a_point_off_the_grid_moves_to_the_nearest(given_query, changed, says):
    view, notes = url.decode(given_query)
    point = state.first_view().point
    expected = loaders.surface("communities").nearest(
        changed.get("strength", point.strength), changed.get("temperature", point.temperature)
    )
    assert view.point == expected
    assert len(notes) == 1
    assert says in notes[0]


@pytest.mark.parametrize(
    "written", ["0.2", "0.20", "0,2", " 0.2 ", "2e-1", "20%", "1/5", "0٫2", "0.2)", "0.2.", "0.2/"]
)
def test_the_same_number_in_other_words_needs_no_note(written):
    assert url.decode({"p": [written]}) == (state.first_view(), [])


@pytest.mark.parametrize("name", ["graph", "encoder", "decay", "batch", "layer", "show", "seed", "node", "open"])
def test_an_unknown_choice_is_left_out_with_a_note(name):
    view, notes = url.decode({name: ["<b>*nonsense*</b>"]})
    assert view == state.first_view()
    assert len(notes) == 1
    assert name in notes[0]
    assert "<b>" not in notes[0]


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("seed", "99", "seed_index", 2),
        ("seed", "0", "seed_index", 0),
        ("node", "48", "anchor", 47),
        ("node", "-1", "anchor", 0),
    ],
)
def test_a_number_beyond_the_last_is_the_last(name, value, field, expected):
    surface = loaders.surface("communities")
    expected = min(expected, len(surface.weights) - 1) if field == "seed_index" else expected
    view, notes = url.decode({name: [value]})
    assert getattr(view, field) == expected
    assert len(notes) == 1


def test_no_overlays_at_all_is_something_to_link_to():
    bare = replace(state.first_view(), overlays=frozenset())
    assert url.decode({"show": ["none"]}) == (bare, [])
    assert ("show", "none") in url.encode(bare)


def test_a_link_drops_the_query_of_the_page_it_was_made_on():
    assert url.link(state.first_view(), "http://example.org/?p=0", embed="true") == (
        "http://example.org/?p=0.20&tau=0.5&embed=true"
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_surface_has_a_link_of_its_own_and_the_first_needs_none(name):
    view = state.View(loaders.surface(name).nearest(0.2, 0.5), name)
    pairs = dict(url.encode(view))
    assert url.decode(query(view)) == (view, [])
    assert bool({*SurfaceChoice._fields} & set(pairs)) == (name != next(iter(SHIPPED)))


@pytest.mark.parametrize(
    ("given_query", "name"),
    [
        ({"encoder": ["gcn"], "batch": ["16"]}, "communities-gcn"),
        ({"decay": ["0.02"]}, "communities-light"),
        ({"graph": ["karate"], "encoder": ["linear-sphere"]}, "karate"),
        ({"graph": ["karate"], "decay": ["0.3"]}, "karate"),
    ],
)
def test_a_combination_that_does_not_exist_is_the_nearest_with_a_note(given_query, name):
    view, notes = url.decode(given_query)
    assert view.name == name
    assert len(notes) == 1


@pytest.mark.parametrize("name", ["Tau", " TAU ", "τ", "temperature", "amp;tau"])
def test_a_name_may_be_written_otherwise(name):
    assert url.decode({name: ["0.05"]})[0].point.temperature == 0.05


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("graph", "Karate.", "name", "karate"),
        ("layer", "Effective-directions", "layer", "effective_directions"),
        ("show", "Theory,collapse", "overlays", frozenset({"theory", "collapse"})),
    ],
)
def test_a_choice_may_be_written_otherwise(name, value, field, expected):
    view, notes = url.decode({name: [value]})
    assert getattr(view, field) == expected
    assert notes == []


def test_a_node_may_be_called_by_its_name():
    name = loaders.surface("karate").scenario.graph.node_names[-1]
    assert url.decode({"graph": ["karate"], "node": [name.upper()]})[0].anchor is not None


def test_what_stands_twice_is_said():
    view, notes = url.decode({"p": ["0.3", "0"]})
    assert view.point.strength == 0
    assert "2 times" in notes[0]
