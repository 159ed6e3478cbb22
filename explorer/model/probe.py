"""Downstream accuracy: a ridge linear probe on frozen embeddings, averaged over seeded stratified splits."""

from dataclasses import dataclass

import numpy as np

__all__ = ["ProbePlan", "plan_probe", "probe_accuracy"]

_RIDGE = 1e-3
# Without noise, argmax would read a residue of 1e-9 in a collapsed embedding and score well above chance.
_NOISE = 0.01


@dataclass(frozen=True)
class ProbePlan:
    """Splits and noise, drawn once and used for every cell, so that cells differ by their embeddings alone.

    Attributes
    ----------
    labels : ndarray of int, shape (N,)
    train : ndarray of int, shape (R, n_train)
        Labelled nodes of each split.
    test : ndarray of int, shape (R, n_test)
        The others.
    noise : ndarray, shape (R, N, d)
        Added to the embeddings of each split.
    """

    labels: np.ndarray
    train: np.ndarray
    test: np.ndarray
    noise: np.ndarray


def plan_probe(
    labels: np.ndarray, rng: np.random.Generator, splits: int = 100, labelled: float = 0.3, dimension: int = 2
) -> ProbePlan:
    """Draw stratified splits: the same share of every class is labelled, at least one node each.

    Parameters
    ----------
    labels : ndarray of int, shape (N,)
    rng : numpy.random.Generator
        The same state gives the same splits for every dimension.
    splits : int
        R ≥ 1.
    labelled : float
        Share of nodes with a label, in (0, 1).
    dimension : int
        d of what is probed.

    Returns
    -------
    ProbePlan

    Raises
    ------
    ValueError
        If a class has fewer than two nodes: it could not be both learned and tested.
    """
    labels = np.asarray(labels)
    classes, counts = np.unique(labels, return_counts=True)
    if counts.min() < 2:
        raise ValueError(f"class {classes[counts.argmin()]} has a single node; a probe needs at least two a class")
    train, test = [], []
    for _ in range(splits):
        order = [rng.permutation(np.flatnonzero(labels == c)) for c in classes]
        taken = [min(len(o) - 1, max(1, round(labelled * len(o)))) for o in order]
        train.append(np.concatenate([o[:k] for o, k in zip(order, taken, strict=True)]))
        test.append(np.concatenate([o[k:] for o, k in zip(order, taken, strict=True)]))
    noise = _NOISE * rng.standard_normal((splits, len(labels), dimension))
    return ProbePlan(labels, np.array(train), np.array(test), noise)


def probe_accuracy(z: np.ndarray, plan: ProbePlan) -> np.ndarray:
    """Share of test nodes that a ridge regression on one-hot labels classifies rightly, for every split.

    Parameters
    ----------
    z : ndarray, shape (..., N, d)
        Embeddings of the un-augmented graph, or other features; leading axes are cells.
    plan : ProbePlan
        R splits.

    Returns
    -------
    ndarray, shape (..., R)
        In [0, 1]. Its mean over R is the accuracy; std/√R is the standard error over splits.

    References
    ----------
    Chen et al. (2020), section 4.1, linear evaluation; least squares on one-hot targets instead of logistic loss.
    """
    z = np.asarray(z, dtype=float)
    targets = np.eye(plan.labels.max() + 1)[plan.labels]  # (N, C)
    splits = np.arange(len(plan.train))[:, None]

    def inputs(nodes):  # (..., R, n, d + 1): intercept and noisy coordinates
        x = z[..., nodes, :] + plan.noise[splits, nodes]
        return np.concatenate([np.ones((*x.shape[:-1], 1)), x], axis=-1)

    a, y = inputs(plan.train), targets[plan.train]
    at = np.swapaxes(a, -1, -2) / a.shape[-2]
    ridge = _RIDGE * np.diag([0.0] + [1.0] * z.shape[-1])  # none on the intercept
    coefficients = np.linalg.solve(at @ a + ridge, at @ y)  # (..., R, d + 1, C)
    predicted = (inputs(plan.test) @ coefficients).argmax(axis=-1)
    return (predicted == plan.labels[plan.test]).mean(axis=-1)
