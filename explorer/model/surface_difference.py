"""Two surfaces held against each other, cell by cell, where both have the same cell."""

from typing import NamedTuple

import numpy as np

from explorer.model.surface import Difference, Surface

__all__ = ["Between", "between", "incomparable"]

# Decimals beyond which a difference is rounding: files hold float32, and two collapsed cells are equal.
_DECIMALS = 6


class Between(NamedTuple):
    """A metric of one surface minus that of another.

    Attributes
    ----------
    strengths : ndarray, shape (P,)
        Strengths that both grids have.
    temperatures : ndarray, shape (T,)
        Temperatures that both grids have.
    difference : Difference
        Means and standard errors, each (T, P), taking the seeds of the two surfaces as independent.
    """

    strengths: np.ndarray
    temperatures: np.ndarray
    difference: Difference


def between(a: Surface, b: Surface, metric: str) -> Between:
    """Difference of a metric between two surfaces, a minus b, at the cells that both have.

    Parameters
    ----------
    a, b : Surface
    metric : str
        A key of `by_seed`.

    Returns
    -------
    Between
        Without cells where the grids share none.
    """
    here, there = zip(*(_shared(getattr(a, x), getattr(b, x)) for x in ("temperatures", "strengths")), strict=True)
    mine, theirs = np.ix_(*here), np.ix_(*there)
    mean = np.round(getattr(a, metric)[mine] - getattr(b, metric)[theirs], _DECIMALS)
    error = np.hypot(a.stderr[metric][mine], b.stderr[metric][theirs])
    return Between(a.strengths[here[1]], a.temperatures[here[0]], Difference(mean, error))


def incomparable(a: Surface, b: Surface, metric: str) -> str:
    """Why a difference of this metric would say nothing about training; empty where it does.

    Parameters
    ----------
    a, b : Surface
    metric : str
        A key of `by_seed`.
    """
    n, m = a.scenario.nodes_in_batch, b.scenario.nodes_in_batch
    if metric in ("loss", "alignment_term", "uniformity_term") and n != m:
        return (
            f"The loss grows with the nodes that compete in it: at chance it is log(2N − 1), {a.chance_level:.2f} nats "
            f"for N = {n} and {b.chance_level:.2f} for N = {m}. The relative loss can be compared."
        )
    if metric in ("uniformity", "effective_directions") and a.dimension != b.dimension:
        return "A sphere has more room than a circle: evenly spread, its points lie further from each other."
    mine, theirs = _class_shares(a), _class_shares(b)
    if metric == "accuracy" and not np.array_equal(mine, theirs):
        return (
            "The classes are not of the same sizes, so that guessing reaches another accuracy: here the largest of "
            f"{len(mine)} holds {mine[0]:.0%} of the nodes, there the largest of {len(theirs)} holds {theirs[0]:.0%}."
        )
    return ""


def _shared(ours: np.ndarray, theirs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Indices of the steps that both axes have."""
    mine, other = np.nonzero(np.isclose(ours[:, None], theirs, rtol=1e-6, atol=1e-9))
    return mine, other


def _class_shares(surface: Surface) -> np.ndarray:
    """Shares of the nodes that the classes hold, largest first."""
    labels = surface.scenario.graph.labels
    return np.sort(np.unique(labels, return_counts=True)[1])[::-1] / len(labels)
