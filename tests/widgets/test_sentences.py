"""The sentence of a cell follows from its numbers."""

import numpy as np

from explorer.charts.stage.inputs import states
from explorer.charts.stage.sentences import COLLAPSED, NEARLY, SENTENCES, UNKNOWN, sentence_indices


def sentences(gradient, hard, state):
    chosen = sentence_indices(np.array([gradient]), np.array([hard]), np.array([state]))
    return [SENTENCES[i] for i in chosen[0]]


def test_collapse_comes_first():
    found = sentences([0.0, 0.1, 1.0], [0.1, 0.1, 0.9], [2, 1, 0])
    assert found[:2] == [COLLAPSED, NEARLY]
    assert found[2] not in (COLLAPSED, NEARLY)


def test_numbers_that_are_missing_are_admitted():
    assert sentences([np.nan, 1.0], [0.1, 0.2], [0, 0])[0] == UNKNOWN


def test_hard_negatives_and_large_gradients_are_named():
    low, _, high = sentences([0.1, 0.5, 0.9], [0.1, 0.2, 0.8], [0, 0, 0])
    assert "evenly" in low
    assert "settled" in low
    assert "hard negatives" in high
    assert "large" in high


def test_collapsed_cells_of_the_surface_say_so(surface):
    chosen = sentence_indices(surface.gradient_norm, surface.hardest_negative_share, states(surface))
    assert set(chosen[surface.collapse_region()]) == {0}
    assert set(chosen[surface.nearly_collapsed_region()]) == {1}
    assert chosen[surface.effective_directions >= 1.2].min() >= 3
