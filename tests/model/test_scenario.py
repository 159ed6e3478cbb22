"""Scenarios: what ships, and what is refused with a sentence."""

import math
from dataclasses import replace

import numpy as np
import pytest

from explorer.model.augmentation import Shares
from explorer.model.encoders.encoder import encoder_of
from explorer.model.graph import karate_club, planted_communities
from explorer.model.graph_files import read_graph_file
from explorer.model.scenario import ENCODERS, GRAPHS, SHIPPED, Scenario, shipped_scenario
from explorer.model.surface_file import load_shipped

TRIANGLE = b"source,target\na,b\nb,c\nc,a\n"
EDGE = b"source,target\na,b\n"
K5 = b"source,target\n" + b"".join(b"%d,%d\n" % (i, k) for i in range(5) for k in range(i))
ONE_FEATURE = b"id,x\n" + b"".join(b"%d,%d\n" % (i, i * i) for i in range(5))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "needs a name"),
        ({"encoder": "transformer"}, f"no encoder 'transformer'; choose one of {', '.join(ENCODERS)}"),
        ({"weight_decay": -0.1}, "weight_decay must be a finite number that is not negative; got -0.1"),
        ({"weight_decay": math.nan}, "weight_decay must be .* got nan"),
        ({"weight_decay": math.inf}, "weight_decay must be .* got inf"),
        ({"weight_decay": "much"}, "weight_decay must be .* got 'much'"),
        ({"weight_decay": None}, "weight_decay must be .* got None"),
        ({"hops": -1}, "hops, .*, must be a whole number of at least 0; got -1"),
        ({"hops": 1.5}, "hops, .*, must be a whole number of at least 0; got 1.5"),
        ({"hops": True}, "hops, .*, must be a whole number of at least 0; got True"),
        ({"pairs": 0}, "pairs, .*, must be a whole number of at least 1; got 0"),
        ({"pairs": "many"}, "pairs, .*, must be a whole number of at least 1; got 'many'"),
        ({"seed": -1}, "seed must be a whole number of at least 0; got -1"),
        ({"batch_size": 1}, "batch_size, .*, must be a whole number of at least 2; got 1"),
        ({"batch_size": 35}, "batch_size must be at most 34, the graph's nodes; got 35"),
        ({"batch_size": 2.0}, "batch_size, .*, must be a whole number"),
        ({"encoder": "gcn", "hops": 3}, "hops must be 2; got 3"),
        ({"shares": ((0.5, 0.5), (0.5, 0.5))}, "shares of p must be .* the largest 1"),
        ({"shares": ((1, 1), (1, 1.5))}, "shares of p must be"),
        ({"shares": ((1, 1), (1, -1))}, "shares of p must be"),
        ({"shares": ((1, 1), (1, math.nan))}, "shares of p must be"),
        ({"shares": ((1, 1, 1), (1, 1))}, "shares of p must be"),
        ({"shares": [[1, 1]]}, "shares of p must be"),
        ({"shares": None}, "shares of p must be"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_a_sentence(change, message):
    with pytest.raises(ValueError, match=message):
        Scenario(**({"name": "x", "graph": karate_club(), "hops": 2} | change))


def test_numbers_of_any_kind_are_taken():
    scenario = Scenario("x", karate_club(), hops=np.int64(2), weight_decay=np.float32(0.5), batch_size=np.int32(34))
    assert [type(x) for x in (scenario.hops, scenario.weight_decay, scenario.batch_size)] == [int, float, int]
    assert Scenario("x", karate_club(), weight_decay=0).weight_decay == 0


def test_shares_of_p_are_told_only_where_they_differ():
    alike = Scenario("x", karate_club())
    assert "shares" not in alike.settings()
    apart = replace(alike, shares=[[0.5, 1], [0, 1]])
    assert apart.settings() == alike.settings() | {"shares": Shares((0.5, 1.0), (0.0, 1.0))}


@pytest.mark.parametrize("encoder", ENCODERS)
def test_shares_of_p_reach_the_views_of_every_encoder(encoder):
    scenario = Scenario("x", karate_club(), encoder, hops=ENCODERS[encoder].layers or 2, shares=((0, 1), (0, 1)))
    (first, second), clean = views_at(scenario, 0.5), encoder_of(scenario).clean(scenario)
    assert np.abs(second - first).max() > 0.01
    np.testing.assert_allclose(first, getattr(clean, "features", clean), atol=1e-12)


def views_at(scenario, strength):
    views = encoder_of(scenario).views(scenario, scenario.draws(0, "train", 1), [strength])
    return getattr(views, "features", views)[0, 0]


@pytest.mark.parametrize("encoder", ENCODERS)
@pytest.mark.parametrize(
    "files", [(TRIANGLE,), (EDGE,), (K5, ONE_FEATURE), (K5,)], ids=["triangle", "edge", "K5, one feature", "K5"]
)
def test_a_graph_on_which_nothing_can_be_told_apart_is_refused(files, encoder):
    hops = ENCODERS[encoder].layers or 2
    with pytest.raises(ValueError, match="no two nodes of this graph can be told apart"):
        Scenario("x", read_graph_file(files[0], "edges.csv", *files[1:]).graph, encoder, hops=hops)


def test_without_propagation_the_features_alone_tell_nodes_apart():
    assert Scenario("x", read_graph_file(K5, "edges.csv", ONE_FEATURE).graph, hops=0).hops == 0


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_is_what_its_entry_says(name):
    scenario, entry = shipped_scenario(name), SHIPPED[name]
    assert scenario.name == name
    for field in ("encoder", "weight_decay", "batch_size", "hops"):
        assert getattr(scenario, field) == getattr(entry, field)
    assert entry.graph in GRAPHS
    assert load_shipped(name).seeds.tolist() == [scenario.seed + index for index in range(entry.seeds)]
    assert scenario.theory_applies == (entry.encoder != "gcn")


@pytest.mark.parametrize(("name", "made"), [("communities-gcn", planted_communities), ("karate", karate_club)])
def test_what_ships_is_trained_on_its_graph(name, made):
    np.testing.assert_array_equal(shipped_scenario(name).graph.edges, made().edges)


def test_entries_are_told_apart_by_their_titles_and_by_what_they_are():
    assert len({entry.title for entry in SHIPPED.values()}) == len(SHIPPED)
    kinds = {(entry.graph, entry.encoder, entry.weight_decay, entry.batch_size) for entry in SHIPPED.values()}
    assert len(kinds) == len(SHIPPED)
