"""The linear probe: a known answer at both ends, and nothing read out of a collapsed embedding."""

import numpy as np
import pytest

from explorer.model.probe import plan_probe, probe_accuracy

LABELS = np.repeat([0, 1, 2], 16)


@pytest.fixture(scope="module")
def plan():
    return plan_probe(LABELS, np.random.default_rng(0))


def test_splits_are_stratified_and_share_no_node(plan):
    for train, test in zip(plan.train, plan.test, strict=True):
        assert sorted([*train, *test]) == list(range(48))
        assert list(np.bincount(LABELS[train])) == [5, 5, 5]


def test_separated_classes_are_read_perfectly(plan):
    phi = LABELS * 2 * np.pi / 3
    assert (probe_accuracy(np.stack([np.cos(phi), np.sin(phi)], axis=-1), plan) == 1).all()


@pytest.mark.parametrize("spread", [0, 1e-9, 1e-4])
@pytest.mark.parametrize("labels", [LABELS, np.repeat([0, 1], 17)], ids=["communities", "karate"])
def test_a_collapsed_embedding_scores_chance(labels, spread):
    """Even one whose residue of 1e-4 orders the classes perfectly."""
    plan = plan_probe(labels, np.random.default_rng(0))
    phi = spread * labels / labels.max()
    accuracy = probe_accuracy(np.stack([np.cos(phi), np.sin(phi)], axis=-1), plan)
    standard_error = accuracy.std(ddof=1) / np.sqrt(len(accuracy))
    assert abs(accuracy.mean() - 1 / len(np.unique(labels))) <= 2 * standard_error


def test_equals_a_ridge_regression_written_out(plan):
    z = np.random.default_rng(1).normal(size=(48, 2))
    z[:, 0] += LABELS
    accuracy = probe_accuracy(z, plan)
    for split in (0, 7):
        x = np.column_stack([np.ones(48), z + plan.noise[split]])
        train, test = plan.train[split], plan.test[split]
        # the ridge as three more rows of a least-squares problem, none for the intercept
        a = np.vstack([x[train], np.sqrt(1e-3 * len(train)) * np.diag([0, 1, 1])])
        y = np.vstack([np.eye(3)[LABELS[train]], np.zeros((3, 3))])
        predicted = (x[test] @ np.linalg.lstsq(a, y, rcond=None)[0]).argmax(axis=1)
        assert accuracy[split] == np.mean(predicted == LABELS[test])


def test_cells_are_independent(plan):
    z = np.random.default_rng(2).normal(size=(2, 3, 48, 2))
    together = probe_accuracy(z, plan)
    assert together.shape == (2, 3, 100)
    np.testing.assert_array_equal(together[1, 2], probe_accuracy(z[1, 2], plan))


def test_a_class_of_one_node_is_refused():
    with pytest.raises(ValueError, match="class 1 has a single node"):
        plan_probe([0, 0, 1], np.random.default_rng(0))
