"""What is said of a cell, against each cell's own seeds, cell by cell."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.charts.stage.layers import LAYERS
from explorer.charts.stage.sentences import BY_LAYER, STATE, merged_classes, why
from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped


class Cell:
    """A cell and what its neighbours two steps away say, worked out from the seeds one at a time."""

    def __init__(self, surface, t, p):
        self.surface, self.t, self.p = surface, t, p

    def value(self, metric):
        return float(np.mean([seed[self.t, self.p] for seed in self.surface.by_seed[metric]]))

    def _told(self, metric, high, low):
        pairs = [seed[high] - seed[low] for seed in self.surface.by_seed[metric]]
        error = np.var(pairs, ddof=1) / len(pairs)
        if metric == "accuracy":
            splits = [split[high] - split[low] for split in self.surface.accuracy_by_split]
            error += np.var(splits, ddof=1) / len(splits)
        mean = np.mean(pairs)
        return 0 if abs(mean) <= 2 * np.sqrt(error) else int(np.sign(mean))

    def cooling(self, metric):
        rows = len(self.surface.temperatures)
        return self._told(metric, (max(self.t - 2, 0), self.p), (min(self.t + 2, rows - 1), self.p))

    def strengthening(self, metric):
        columns = len(self.surface.strengths)
        return self._told(metric, (self.t, min(self.p + 2, columns - 1)), (self.t, max(self.p - 2, 0)))

    def above(self):
        theory = self.surface.theory
        return theory is not None and self.surface.temperatures[self.t] > theory[self.p]

    def ties(self):
        best = np.unravel_index(self.surface.accuracy.argmax(), self.surface.accuracy.shape)
        return self._told("accuracy", best, (self.t, self.p)) == 0

    def beats(self, baseline):
        one, mine = self.surface.baselines[baseline], self.surface.stderr["accuracy"][self.t, self.p]
        return self.value("accuracy") - one.accuracy > 2 * (one.error**2 + mine**2) ** 0.5


# What a text says -> what must hold of a cell beside which it stands.
MEANS = {
    "Collapsed:": lambda c: c.value("effective_directions") < 1.02,
    "Nearly collapsed:": lambda c: 1.02 <= c.value("effective_directions") < 1.2,
    "τ lies above τ*(p)": lambda c: c.above(),
    "bove τ*(p) the collapsed state is stable": lambda c: c.above() and c.value("effective_directions") >= 1.02,
    "this spread-out one": lambda c: c.value("effective_directions") >= 1.2,
    "τ is just below τ*(p)": lambda c: not c.above() and c.surface.theory[c.p] < 1.7 * c.surface.temperatures[c.t],
    "τ is close to τ*(p)": lambda c: 1 / 1.7 < c.surface.theory[c.p] / c.surface.temperatures[c.t] < 1.7,
    "The two views are the same": lambda c: c.p == 0 or c.value("alignment") < 1e-5,
    "lower τ spreads the nodes further": lambda c: c.cooling("uniformity") == -1,
    "lower τ adds nothing to the spread": lambda c: c.cooling("uniformity") >= 0,
    "Lower τ pushes the nodes further apart": lambda c: c.cooling("uniformity") == -1,
    "pays in alignment": lambda c: c.cooling("alignment") == 1,
    "at no cost in alignment": lambda c: c.cooling("alignment") == 0,
    "spreads the nodes further and aligns their views better": lambda c: (
        c.cooling("uniformity") == c.cooling("alignment") == -1
    ),
    "weight decay counts for less": lambda c: c.surface.scenario.weight_decay > 0.1,
    "Lower τ draws the nodes together": lambda c: c.cooling("uniformity") == 1,
    "have closer views": lambda c: c.cooling("alignment") == -1,
    "no gain in alignment": lambda c: c.cooling("alignment") == 0,
    "the spread hardly moves with τ": lambda c: c.cooling("uniformity") == 0,
    "lower τ aligns better": lambda c: c.cooling("alignment") == -1,
    "lower τ aligns worse": lambda c: c.cooling("alignment") == 1,
    "both spread and alignment worse": lambda c: c.cooling("uniformity") == c.cooling("alignment") == 1,
    "neither spread nor alignment moves with τ": lambda c: c.cooling("uniformity") == c.cooling("alignment") == 0,
    "stays at chance level": lambda c: abs(c.value("relative_loss") - 1) < 0.02,
    "augmentation raises the loss": lambda c: c.strengthening("loss") == 1,
    "augmentation lowers the loss": lambda c: c.strengthening("loss") == -1,
    "nodes are less far apart": lambda c: c.strengthening("uniformity") == 1,
    "it spreads the nodes, and that": lambda c: c.strengthening("uniformity") == -1,
    "does not move the loss": lambda c: c.strengthening("loss") == 0,
    "above chance level": lambda c: c.value("loss") > c.surface.chance_level,
    "nearer to collapse": lambda c: c.value("relative_loss") >= 0.5,
    "nearer to the best": lambda c: c.value("relative_loss") < 0.5,
    "Alignment is perfect because": lambda c: c.value("alignment") < 0.02 and c.value("effective_directions") < 1.02,
    "distance of the two views is 0": lambda c: c.value("alignment") < 1e-5,
    "their distance rises": lambda c: c.strengthening("alignment") == 1,
    "brings the views of a node closer": lambda c: c.strengthening("alignment") == -1,
    "directions become fewer": lambda c: c.strengthening("effective_directions") == -1,
    "does not move alignment": lambda c: c.strengthening("alignment") == 0,
    "augmentation draws the nodes together": lambda c: c.strengthening("uniformity") == 1,
    "augmentation spreads the nodes further": lambda c: c.strengthening("uniformity") == -1,
    "does not move the spread": lambda c: c.strengthening("uniformity") == 0,
    "times their even share": lambda c: (
        c.value("hardest_negative_share") > 3 * (0.05 + 1 / (2 * c.surface.scenario.nodes_in_batch - 2)) * 0.6
    ),
    "because all nodes do": lambda c: c.value("effective_directions") < 1.02 and c.value("tolerance") > 0.9,
    "tolerance falls": lambda c: c.cooling("tolerance") == -1,
    "tolerance rises": lambda c: c.cooling("tolerance") == 1,
    "τ does not move tolerance": lambda c: c.cooling("tolerance") == 0,
    "The probe reads nothing": lambda c: c.value("effective_directions") < 1.02 and not c.beats("untrained"),
    "do not tell its accuracy from the best": lambda c: c.ties(),
    "below the best": lambda c: not c.ties(),
    "Nowhere on this map does the probe tell": lambda c: (
        c.surface.accuracy.max() <= np.bincount(c.surface.scenario.graph.labels).max() / c.surface.scenario.graph.nodes
    ),
    "above that of the propagated": lambda c: c.beats("propagated"),
    "without training, are read no worse": lambda c: not c.beats("propagated"),
    "above that of untrained weights": lambda c: c.beats("untrained"),
    "Untrained weights are read no worse": lambda c: not c.beats("untrained"),
    "Two of the classes lie on each other": lambda c: abs(c.value("accuracy") - 2 / 3) < 0.1,
}


def test_every_sentence_is_given_a_meaning():
    for one in [*STATE, *(one for group in BY_LAYER.values() for one in group)]:
        if one.name not in ("collapsed",):
            assert any(phrase in one.sentence for phrase in MEANS), one.sentence
    texts = " ".join(one.sentence for group in (STATE, *BY_LAYER.values()) for one in group)
    assert [phrase for phrase in MEANS if phrase not in texts] == []


@pytest.mark.parametrize("graph", SHIPPED)
def test_what_is_said_of_a_cell_holds_there(graph):
    surface = load_shipped(graph)
    tables = [why(surface, layer) for layer in ("", *BY_LAYER)]
    for t, p in np.ndindex(surface.loss.shape):
        cell = Cell(surface, t, p)
        texts = {one.sentences[one.cells[t, p]] for one in tables}
        for phrase, holds in MEANS.items():
            if any(phrase in text for text in texts):
                assert holds(cell), (graph, t, p, phrase)


def test_every_layer_has_its_sentences_and_every_cell_one():
    assert set(BY_LAYER) == set(LAYERS)
    surface = load_shipped("karate-gcn")
    for group in (STATE, *BY_LAYER.values()):
        said = [np.broadcast_to(one.holds(surface), surface.loss.shape) for one in group]
        assert np.any(said, axis=0).all()


@pytest.mark.parametrize("graph", SHIPPED)
def test_sentences_are_short_and_worked_out_once(graph):
    surface = load_shipped(graph)
    for layer in ("", *BY_LAYER):
        said = why(surface, layer)
        assert said is why(surface, layer)
        assert all(len(text) < 290 for text in said.sentences)
        assert set(np.unique(said.cells)) == set(range(len(said.sentences)))


def test_classes_are_merged_only_where_the_probe_loses_one():
    communities, karate = load_shipped("communities"), load_shipped("karate")
    merged = merged_classes(communities)
    assert merged.any()
    assert not merged[communities.accuracy > 0.8].any()
    assert not merged_classes(karate).any()  # two classes: merged is collapsed


def test_a_coarse_grid_does_not_bring_what_is_cold_beside_the_edge_of_collapse():
    surface = load_shipped("communities")
    rows, theory = [0, 30], 3.3 + 0 * surface.theory_by_seed
    coarse = replace(
        surface,
        temperatures=surface.temperatures[rows],
        best_loss=surface.best_loss[rows],
        by_seed={name: values[:, rows] for name, values in surface.by_seed.items()},
        accuracy_by_split=surface.accuracy_by_split[:, rows],
        weights=surface.weights[:, rows],
        theory_by_seed=theory,
    )
    (beside,) = (one for one in STATE if one.name == "nearly collapsed beside τ*")
    every = replace(coarse, by_seed={**coarse.by_seed, "effective_directions": 1.1 + 0 * coarse.by_seed["loss"]})
    coldest, hottest = np.asarray(beside.holds(every))
    assert not coldest.any()
    assert hottest.all()
