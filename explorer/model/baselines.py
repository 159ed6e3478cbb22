"""What the probe reads without any training: the numbers that a trained encoder's accuracy has to be held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from explorer.model.encoders.encoder import encoder_of, normalised
from explorer.model.probe import plan_probe, probe_accuracy
from explorer.model.scenario import Scenario
from explorer.model.theory import stability_matrix

__all__ = ["Baseline", "baselines"]

_UNTRAINED = 20


@dataclass(frozen=True)
class Baseline:
    """Accuracy of the probe on something that was not trained.

    Attributes
    ----------
    accuracy : float
        Mean over splits, and over random weights where there are any.
    error : float
        Standard error of that mean.
    spread : float
        Standard deviation over random weights; 0 where nothing is random but the splits.
    """

    accuracy: float
    error: float
    spread: float = 0.0


def baselines(scenario: Scenario, weights: np.ndarray, splits: int) -> Mapping[str, Baseline]:
    """Probe what an encoder starts from, by the splits and with the noise that its embeddings are probed with.

    Parameters
    ----------
    scenario : Scenario
    weights : ndarray, shape (*w)
        Trained weights; untrained ones are drawn at their scale.
    splits : int
        R ≥ 2.

    Returns
    -------
    mapping of str to Baseline
        ``raw``: the features X as they are given. ``propagated``: s = Â^K X of the un-augmented graph. ``untrained``:
        the encoder's embeddings with 20 random weights. ``eigenvectors``: s along the top two eigenvectors of Q
        (:func:`~explorer.model.theory.stability_matrix`) of the un-augmented graph, the directions in which
        embeddings leave collapse first.
    """
    labels, clean = scenario.graph.labels, scenario.clean()

    def probed(x):
        plan = plan_probe(labels, scenario.rng(scenario.seed, "probe"), splits, dimension=x.shape[-1])
        return probe_accuracy(x, plan)

    def over_splits(x):
        accuracy = probed(x)
        return Baseline(float(accuracy.mean()), float(accuracy.std(ddof=1) / np.sqrt(splits)))

    leading = np.linalg.eigh(stability_matrix(np.stack([clean, clean])[None]))[1][:, -2:]
    encoder, rng = encoder_of(scenario), scenario.rng(scenario.seed, "untrained")
    random = np.stack([encoder.untrained(scenario, weights, rng) for _ in range(_UNTRAINED)])
    u = encoder.directions(encoder.clean(scenario), random)
    accuracy = probed(normalised(u))  # (20, R)
    by_weights, by_split = accuracy.mean(axis=1), accuracy.mean(axis=0)
    error = np.sqrt(by_weights.var(ddof=1) / _UNTRAINED + by_split.var(ddof=1) / splits)
    untrained = Baseline(float(accuracy.mean()), float(error), float(by_weights.std(ddof=1)))
    return MappingProxyType(
        {
            "raw": over_splits(scenario.graph.features),
            "propagated": over_splits(clean),
            "untrained": untrained,
            "eigenvectors": over_splits(clean @ leading),
        }
    )
