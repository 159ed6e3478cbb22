"""Every metric of every cell of one seed, read on fresh view pairs that W was not trained on."""

from functools import partial

import numpy as np

from explorer.model.encoders.linear import angles

from .circle import log_mean_potential, nt_xent_circle
from .probe import probe_accuracy
from .threads import THREADS, in_threads

__all__ = ["METRICS", "hardest_share", "measure"]

METRICS = (
    "loss",
    "alignment_term",
    "uniformity_term",
    "alignment",
    "uniformity",
    "effective_directions",
    "gradient_norm",
    "hardest_negative_share",
)

# The hardest share needs all pairs of views, so it is read on a few pairs and anchors: the mean hardly moves.
_HARDEST_PAIRS = 4
_HARDEST_ANCHORS = 256


def measure(scenario, strengths, temperatures, weights, seed, plan, progress=lambda share: None):
    """Measure solved cells.

    Parameters
    ----------
    scenario : Scenario
    strengths, temperatures : ndarray, shapes (P,) and (T,)
    weights : ndarray, shape (T, P, F, 2)
        Solutions of one seed.
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
    metrics = {name: np.empty((len(temperatures), len(strengths))) for name in METRICS}
    views = scenario.views(scenario.draws(seed, "fresh"), strengths)
    batches = views if scenario.batch_size is None else scenario.batched(views, seed)
    clean = scenario.clean()
    accuracy = np.empty((len(temperatures), len(strengths), len(plan.train)))
    for t, tau in enumerate(temperatures):
        w = weights[t][:, None, None]
        phi = angles(views, w)  # (P, V, 2, N)
        batch_phi = phi if batches is views else angles(batches, w)
        alignment_term, uniformity_term, _, own = nt_xent_circle(batch_phi, tau)
        hardest = partial(hardest_share, temperature=tau)
        uniformity = log_mean_potential(phi).mean(axis=(1, 2))
        row = {
            "alignment_term": alignment_term.mean(axis=1),
            "uniformity_term": uniformity_term.mean(axis=1),
            "alignment": (2 - 2 * np.cos(batch_phi[:, :, 0] - batch_phi[:, :, 1])).mean(axis=(1, 2)),
            "uniformity": uniformity,
            "effective_directions": np.exp(-uniformity),
            "gradient_norm": np.abs(own).mean(axis=(1, 2, 3)),
            "hardest_negative_share": in_threads(hardest, batch_phi[:, :_HARDEST_PAIRS]),
        }
        row["loss"] = row["alignment_term"] + row["uniformity_term"]
        for name, value in row.items():
            metrics[name][t] = value
        phi = angles(clean, weights[t])
        z = np.stack([np.cos(phi), np.sin(phi)], axis=-1)
        accuracy[t] = np.concatenate(in_threads(partial(probe_accuracy, plan=plan), np.array_split(z, THREADS)))
        progress((t + 1) / len(temperatures))
    return metrics, accuracy


def hardest_share(phi, temperature, share=0.05) -> float:
    """Part of the negatives' pull that comes from the hardest few, mean over anchors.

    Σ exp(s_ik/τ) over the ⌈0.05·(2N−2)⌉ negatives most similar to anchor i, over the same sum for all 2N−2.

    Parameters
    ----------
    phi : ndarray, shape (V, 2, N)
        Angles of V batches, N ≥ 2.
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
    pairs, _, nodes = phi.shape
    hardest = int(np.ceil(share * (2 * nodes - 2)))
    z = np.stack([np.cos(phi), np.sin(phi)], axis=-1).reshape(pairs, 2 * nodes, 2)
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
