"""Challenges: within reach wherever they are shown, judged by what is read, and a best that is kept."""

import numpy as np
import pytest

from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped
from quizzes.attempt import Log
from quizzes.challenges import CHALLENGES, challenges_on
from quizzes.challenges.on_one_map import high, way_out
from quizzes.challenges.on_two_maps import other, there

BY_NAME = {challenge.name: challenge for challenge in CHALLENGES}


def test_there_are_six_or_more_and_each_has_a_name_and_a_map():
    assert len(CHALLENGES) >= 6
    assert len(BY_NAME) == len(CHALLENGES)
    shown = {challenge.name for name in SHIPPED for challenge in challenges_on(load_shipped(name))}
    assert shown == set(BY_NAME)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_challenge_that_is_shown_can_be_met_and_bettered(name):
    surface = load_shipped(name)
    assert len(challenges_on(surface)) >= 5
    for challenge in challenges_on(surface):
        met, start = challenge.reachable(surface), challenge.start(surface)
        assert met.any(), challenge.name
        assert not met[start]
        assert challenge.within(surface)[start]
        values = challenge.value(surface)[met]
        best = challenge.best_cell(surface, met)
        worst = values.max() if challenge.better == "low" else values.min()
        assert challenge.value(surface)[best] != worst
        assert challenge.unbeaten(surface, best)
        assert "{" not in challenge.text(surface)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_met_reads_as_the_target_asks(name):
    surface = load_shipped(name)
    for challenge in challenges_on(surface):
        for t, p in np.argwhere(challenge.reachable(surface)):
            read = f"{challenge.said(surface, (t, p))}, {challenge.besides(surface, (t, p))}"
            assert "nan" not in read
            if challenge.name == "frugal":
                assert float(read.rpartition("accuracy ")[2]) >= high(surface)
            if challenge.name == "twins":
                assert float(read.partition(" apart")[0]) <= 0.1


def test_the_way_out_keeps_its_temperature(surface):
    escape = BY_NAME["escape"]
    t, p = escape.start(surface)
    assert surface.collapse_region()[t, p]
    assert (np.flatnonzero(escape.within(surface).any(axis=1)) == t).all()
    assert (t, p) == way_out(surface)


def test_no_way_out_where_nothing_collapses():
    assert not BY_NAME["escape"].applies(load_shipped("communities-gcn"))


def test_two_encoders_are_compared_at_the_same_setting():
    gcn = load_shipped("communities-gcn")
    linear = other(gcn)
    assert linear.scenario.encoder == "linear"
    point = gcn.nearest(0.48, 0.2)
    cell = linear.nearest(point.strength, point.temperature).cell
    assert there(gcn)[point.cell] == linear.effective_directions[cell]
    assert np.isnan(there(load_shipped("karate"))[0, 1])  # its GCN has every other strength


def test_a_best_is_read_back_from_the_log_and_only_bettered(surface):
    frugal, log = BY_NAME["frugal"], Log()
    assert frugal.best(surface, log) is None
    cells = np.argwhere(frugal.reachable(surface))
    order = sorted((tuple(map(int, cell)) for cell in cells), key=lambda cell: -surface.loss[cell])
    for cell in order:
        best = frugal.best(surface, log)
        if frugal.beats(surface, cell, best):
            log.add(frugal.attempt(surface, cell))
        kept = frugal.best(surface, log)
        assert surface.loss[kept] <= surface.loss[cell] + 0.01  # a hundredth is all that is read
    assert frugal.unbeaten(surface, frugal.best(surface, log))
    assert not frugal.beats(surface, order[0], order[-1])


def test_a_kept_place_that_no_longer_meets_it_does_not_count(surface):
    frugal = BY_NAME["frugal"]
    log = Log([frugal.attempt(surface, frugal.start(surface))])
    assert frugal.best(surface, log) is None
