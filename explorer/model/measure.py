"""Every metric of every cell of one seed, read on fresh view pairs that the encoder was not trained on."""

from collections.abc import Callable
from functools import partial

import numpy as np

from explorer.model.circle_loss import log_mean_potential, nt_xent_circle
from explorer.model.dense_loss import log_mean_potential_dense, nt_xent_dense
from explorer.model.encoders.encoder import encoder_of, normalised
from explorer.model.probe import ProbePlan, probe_accuracy
from explorer.model.scenario import Scenario
from explorer.model.threads import THREADS, in_threads

__all__ = ["METRICS", "hardest_share", "measure", "tolerance"]

METRICS = (
    "loss",
    "alignment_term",
    "uniformity_term",
    "alignment",
    "uniformity",
    "effective_directions",
    "gradient_norm",
    "hardest_negative_share",
    "tolerance",
)

# The hardest share needs all pairs of views, so it is read on a few pairs and anchors: the mean hardly moves.
_HARDEST_PAIRS = 4
_HARDEST_ANCHORS = 256


def measure(
    scenario: Scenario,
    strengths: np.ndarray,
    temperatures: np.ndarray,
    weights: np.ndarray,
    seed: int,
    plan: ProbePlan,
    progress: Callable[[float], None] = lambda share: None,
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Measure trained cells.

    Parameters
    ----------
    scenario : Scenario
    strengths, temperatures : ndarray, shapes (P,) and (T,)
    weights : ndarray, shape (T, P, *w)
        Weights of one seed, as the scenario's encoder takes them.
    seed : int
        Seeds the fresh views.
    plan : ProbePlan
        R splits, the same for every seed.
    progress : callable
        Called with the share of the work that is done.

    Returns
    -------
    metrics : dict of str to ndarray, shape (T, P)
        One entry for each of METRICS.
    accuracy : ndarray, shape (T, P, R)
        Probe accuracy of each split.
    """
    encoder = encoder_of(scenario)
    grid = len(temperatures), len(strengths)
    metrics = {name: np.empty(grid) for name in METRICS}
    accuracy = np.empty((*grid, len(plan.train)))
    views, clean = encoder.views(scenario, scenario.draws(seed, "fresh"), strengths), encoder.clean(scenario)
    for t, tau in enumerate(temperatures):
        z = normalised(encoder.directions(views, weights[t][:, None, None]))  # (P, V, 2, N, d)
        row = _read(z, scenario.batched(z, seed), tau)
        z = normalised(encoder.directions(clean, weights[t]))  # (P, N, d)
        row["tolerance"] = tolerance(z, scenario.graph.labels)
        for name, value in row.items():
            metrics[name][t] = value
        accuracy[t] = np.concatenate(in_threads(partial(probe_accuracy, plan=plan), np.array_split(z, THREADS)))
        progress((t + 1) / len(temperatures))
    return metrics, accuracy


def _read(z, batches, tau):
    """What views show at one τ: z (P, V, 2, N, d), and the same in batches (P, B, 2, n, d); values of shape (P,)."""
    on_circle = z.shape[-1] == 2
    if on_circle:
        phi = np.arctan2(batches[..., 1], batches[..., 0])
        alignment_term, uniformity_term, _, own = nt_xent_circle(phi, tau)
        slope = np.abs(own)
        uniformity = log_mean_potential(phi if batches is z else np.arctan2(z[..., 1], z[..., 0]))
    else:
        alignment_term, uniformity_term, _, own = nt_xent_dense(batches.swapaxes(-1, -2), tau)
        slope = np.linalg.norm(own, axis=-2)
        uniformity = log_mean_potential_dense(z)
    row = {
        "alignment_term": alignment_term.mean(axis=1),
        "uniformity_term": uniformity_term.mean(axis=1),
        "alignment": np.square(batches[:, :, 0] - batches[:, :, 1]).sum(axis=-1).mean(axis=(1, 2)),
        "uniformity": uniformity.mean(axis=(1, 2)),
        "gradient_norm": slope.mean(axis=(1, 2, 3)),
        "hardest_negative_share": in_threads(partial(hardest_share, temperature=tau), batches[:, :_HARDEST_PAIRS]),
    }
    row["loss"] = row["alignment_term"] + row["uniformity_term"]
    row["effective_directions"] = np.exp(-row["uniformity"])
    return row


def tolerance(z: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Mean similarity z_i·z_k over pairs of distinct nodes of one class.

    Parameters
    ----------
    z : ndarray, shape (..., N, d)
        Unit vectors of the un-augmented graph.
    labels : ndarray of int, shape (N,)
        At least one class has two nodes.

    Returns
    -------
    ndarray, shape (...)
        In [−1, 1]; 1 when every class lies on one point.

    References
    ----------
    Wang & Liu (2021), Understanding the behaviour of contrastive loss, section 3.3, without a node's similarity to
    itself, which is 1.
    """
    member = np.equal.outer(np.unique(labels), labels).astype(float)  # (C, N)
    size = member.sum(axis=1)
    within = np.square(member @ z).sum(axis=-1) - size  # Σ_{i≠k} z_i·z_k of each class
    return within.sum(axis=-1) / np.sum(size * (size - 1))


def hardest_share(z: np.ndarray, temperature: float, share: float = 0.05) -> float:
    """Part of the negatives' push that comes from the hardest few, mean over anchors.

    Σ exp(s_ik/τ) over the ⌈0.05·(2N−2)⌉ negatives most similar to anchor i, over the same sum for all 2N−2.

    Parameters
    ----------
    z : ndarray, shape (V, 2, N, d)
        Unit vectors of V batches, N ≥ 2.
    temperature : float
        τ.
    share : float
        Share of the negatives that count as the hardest.

    Returns
    -------
    float
        In [share, 1]: `share` when all negatives are alike.

    References
    ----------
    Wang & Liu (2021): the relative penalty on a negative is exp(s_ik/τ)/Σ exp(s_ik/τ).
    """
    pairs, _, nodes, dimension = z.shape
    hardest = int(np.ceil(share * (2 * nodes - 2)))
    z = z.reshape(pairs, 2 * nodes, dimension)
    anchors = np.arange(0, 2 * nodes, -(-2 * nodes // _HARDEST_ANCHORS))
    s = z[:, anchors] @ z.swapaxes(1, 2)
    rows = np.arange(len(anchors))
    s[:, rows, anchors] = s[:, rows, (anchors + nodes) % (2 * nodes)] = -np.inf  # not negatives
    s -= s.max(axis=2, keepdims=True)
    s /= temperature
    # Shares of a sum need no more than float32, whose exp is several times as fast.
    weight = s.astype(np.float32)
    np.exp(weight, out=weight)
    top = np.partition(weight, -hardest, axis=2)[:, :, -hardest:]
    return float(np.mean(top.sum(axis=2) / weight.sum(axis=2)))
