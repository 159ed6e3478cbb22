"""Baselines: against ridge regression in its dual form, by the same splits and noise."""

import numpy as np
import pytest

from explorer.model.baselines import baselines
from explorer.model.probe import plan_probe
from explorer.model.scenario import shipped_scenario

SPLITS = 20


@pytest.fixture(scope="module", params=["communities", "karate"])
def scenario(request):
    return shipped_scenario(request.param)


def ridge_accuracy(scenario, x):
    """Mean and standard error over splits of ridge on one-hot labels, ŷ = ȳ + K(test, train)(K + αI)⁻¹(y − ȳ)."""
    labels = scenario.graph.labels
    plan = plan_probe(labels, scenario.rng(scenario.seed, "probe"), SPLITS, dimension=x.shape[1])
    scores = []
    for train, test, noise in zip(plan.train, plan.test, plan.noise, strict=True):
        centred, y = x + noise - (x + noise)[train].mean(axis=0), np.eye(labels.max() + 1)[labels[train]]
        kernel = centred[train] @ centred[train].T + 1e-3 * len(train) * np.eye(len(train))
        predicted = y.mean(axis=0) + centred[test] @ centred[train].T @ np.linalg.solve(kernel, y - y.mean(axis=0))
        scores.append(np.mean(predicted.argmax(axis=1) == labels[test]))
    return np.mean(scores), np.std(scores, ddof=1) / np.sqrt(SPLITS)


def weights(scenario):
    return np.full((scenario.graph.features.shape[1], 2), 0.3)


def test_features_are_probed_as_by_ridge_in_its_dual_form(scenario):
    found = baselines(scenario, weights(scenario), SPLITS)
    s = scenario.clean()
    q = 2 * np.cov(s.T) * (len(s) - 1) / (len(s) - 0.5)  # mean over i, k≠i of (s_i−s_k)(s_i−s_k)ᵀ over both views
    eigenvalues, vectors = np.linalg.eig(q)
    top = vectors[:, np.argsort(eigenvalues)[[-2, -1]]].real
    probed = {"raw": scenario.graph.features, "propagated": s, "eigenvectors": s @ top}
    for name, x in probed.items():
        assert (found[name].accuracy, found[name].error) == pytest.approx(ridge_accuracy(scenario, x), abs=4e-3)
        assert found[name].spread == 0


def test_the_untrained_encoder_is_averaged_over_random_weights_of_the_given_scale(scenario):
    """Against random weights of our own: another draw, the same mean within three standard errors."""
    found = baselines(scenario, weights(scenario), SPLITS)["untrained"]
    rng, accuracy = np.random.default_rng(7), []
    for _ in range(60):
        u = scenario.clean() @ (0.3 * rng.standard_normal((scenario.graph.features.shape[1], 2))) + [1, 0]
        accuracy.append(ridge_accuracy(scenario, u / np.linalg.norm(u, axis=1)[:, None])[0])
    own = np.mean(accuracy)
    assert abs(found.accuracy - own) < 3 * np.hypot(found.error, np.std(accuracy) / np.sqrt(60))
    assert found.spread == pytest.approx(np.std(accuracy), rel=0.5)
    assert found.error > found.spread / np.sqrt(20)


def test_the_untrained_encoder_errs_over_weights_and_over_splits(scenario, monkeypatch):
    rng = np.random.default_rng(0)
    by_weights, by_split = rng.random((20, 1)), rng.random(SPLITS)

    def probed(x, plan):
        return by_weights + by_split if x.ndim == 3 else by_split

    monkeypatch.setattr("explorer.model.baselines.probe_accuracy", probed)
    found = baselines(scenario, weights(scenario), SPLITS)["untrained"]
    assert found.error**2 == pytest.approx(np.var(by_weights, ddof=1) / 20 + np.var(by_split, ddof=1) / SPLITS)
    assert found.spread == pytest.approx(np.std(by_weights, ddof=1))


def test_without_scale_the_untrained_encoder_reads_nothing(scenario):
    found = baselines(scenario, 0 * weights(scenario), SPLITS)["untrained"]
    _, counts = np.unique(scenario.graph.labels, return_counts=True)
    assert abs(found.accuracy - 1 / len(counts)) < 0.06
