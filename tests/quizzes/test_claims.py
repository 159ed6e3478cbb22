"""All claims on all shipped surfaces."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from explorer.model.claims import Claim, table
from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped
from quizzes.claims import every_claim

SURFACES = {name: load_shipped(name) for name in SHIPPED}


def unread():
    """A surface on which the probe only guesses."""
    surface = SURFACES["communities"]
    guesses = {"accuracy": np.full_like(surface.by_seed["accuracy"], 0.2)}
    return replace(
        surface, by_seed={**surface.by_seed, **guesses}, accuracy_by_split=0 * surface.accuracy_by_split + 0.2
    )


def nowhere(claims):
    """Claims that hold on no shipped surface, in no cell, and not where nothing is read."""
    surfaces = [*SURFACES.values(), unread()]
    return [one.name for one in claims if not any(np.any(one.holds(surface)) for surface in surfaces)]


def test_every_claim_holds_somewhere():
    claims = every_claim()
    sys.stdout.write(table(claims.values(), SURFACES))
    assert nowhere(claims.values()) == []


def test_a_claim_that_holds_nowhere_is_found():
    claims = [*every_claim().values(), Claim("flat", "All is flat.", "the map", lambda s: np.ptp(s.loss) == 0)]
    assert nowhere(claims) == ["flat"]


def test_every_claim_says_what_it_speaks_of():
    for one in every_claim().values():
        assert one.range, one.name
        assert one.sentence or "/" in one.name  # a passage may quote numbers and is then written on the surface


@pytest.mark.parametrize("graph", SHIPPED)
def test_what_a_claim_says_of_cells_has_the_shape_of_the_map(graph):
    surface = SURFACES[graph]
    for one in every_claim().values():
        found = np.asarray(one.holds(surface))
        assert found.dtype == bool, one.name
        assert found.shape in ((), surface.loss.shape), one.name


def test_the_table_names_every_claim_and_surface():
    claims = [Claim("half", "…", "a cell", lambda s: np.indices(s.loss.shape)[1] % 2 == 0)]
    text = table(claims, {"karate": SURFACES["karate"]})
    assert all(part in text for part in ("karate", "half", "52 %"))
