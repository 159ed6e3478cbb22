"""The surface: every metric over augmentation strength × temperature, averaged over seeds, with its spread.

``python -m explorer.model NAME --out FILE`` makes one; ``surface_file.load_shipped(name)`` opens one of ours.
Arrays over cells are indexed [temperature, strength].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from explorer.model.augmentation import Draws
from explorer.model.baselines import Baseline, baselines
from explorer.model.encoders.encoder import encoder_of, normalised
from explorer.model.point import OperatingPoint
from explorer.model.scenario import Scenario

__all__ = ["COLLAPSED_BELOW", "NEARLY_COLLAPSED_BELOW", "Cells", "Difference", "Surface"]

# Effective directions below which all directions have become one, and below which there is little else.
COLLAPSED_BELOW = 1.02
NEARLY_COLLAPSED_BELOW = 1.2
# Standard errors beyond which a difference is more than the seeds' chance.
_TOLD_APART = 2

# A cell as an operating point, or cells as indices (t, p) that broadcast.
Cells = OperatingPoint | tuple[int | np.ndarray, int | np.ndarray]


class Difference(NamedTuple):
    """Paired difference of a metric between cells, and its standard error; both of the cells' shape."""

    mean: np.ndarray
    error: np.ndarray

    @property
    def told_apart(self) -> np.ndarray:
        """Whether the seeds tell the cells apart: the difference is more than twice its error; bool, of their shape."""
        return np.abs(self.mean) > _TOLD_APART * self.error


class _Mean:
    """Mean over seeds of one metric, shape (T, P), worked out once and read-only."""

    def __init__(self, description: str) -> None:
        self.__doc__ = description

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, surface, owner=None):
        if surface is None:
            return self
        mean = _frozen(surface.by_seed[self._name].mean(axis=0))
        surface.__dict__[self._name] = mean
        return mean


@dataclass(frozen=True, eq=False)
class Surface:
    """What training does in every cell of the grid, for one scenario.

    Attributes
    ----------
    scenario : Scenario
    strengths : ndarray, shape (P,)
        Augmentation strengths p, ascending.
    temperatures : ndarray, shape (T,)
        Temperatures τ, ascending, log-spaced.
    seeds : ndarray of int, shape (S,)
        Independent draws of views and initial weights.
    by_seed : mapping of str to ndarray, shape (S, T, P)
        Every metric of every seed, on fresh views; and `objective`, J on the training views.
    accuracy_by_split : ndarray, shape (R, T, P)
        Probe accuracy of each split, mean over seeds.
    weights : ndarray of float32, shape (S', T, P, *w)
        Weights of the first S' seeds, as the scenario's encoder takes them.
    best_loss : ndarray, shape (T,)
        L_best(τ), see :func:`~explorer.model.best_loss.best_loss`.
    theory_by_seed : ndarray, shape (S, P), or None
        Collapse temperature τ*(p) of each seed's own draws, where the theory applies: to a linear encoder with weight
        decay.
    """

    scenario: Scenario
    strengths: np.ndarray
    temperatures: np.ndarray
    seeds: np.ndarray
    by_seed: Mapping[str, np.ndarray]
    accuracy_by_split: np.ndarray
    weights: np.ndarray
    best_loss: np.ndarray
    theory_by_seed: np.ndarray | None

    loss = _Mean("NT-Xent in nats (Chen et al. 2020, eq. 1).")
    alignment_term = _Mean("A_τ = −mean s_ij(i)/τ, in nats.")
    uniformity_term = _Mean("U_τ = mean log Σ exp(s_ik/τ), in nats; L = A_τ + U_τ.")
    alignment = _Mean("ℓ_align = mean ‖z_i − z_j(i)‖² (Wang & Isola 2020).")
    uniformity = _Mean("ℓ_uniform, t = 2 (Wang & Isola 2020).")
    effective_directions = _Mean("N_eff = exp(−ℓ_uniform); 1 when everything lies on one point.")
    accuracy = _Mean("Linear-probe accuracy on the un-augmented graph.")
    gradient_norm = _Mean("Mean over anchors of |∂ℓ_i/∂φ_i|, ℓ_i the anchor's own term.")
    hardest_negative_share = _Mean("Part of the negatives' push that comes from the hardest 5 %.")
    tolerance = _Mean("Mean z_i·z_k over pairs of one class, un-augmented (Wang & Liu 2021).")
    relative_loss = _Mean("(L − L_best(τ)) / (log(2n−1) − L_best(τ)): 0 the best on the circle or sphere, 1 collapse.")

    def __post_init__(self) -> None:
        best = np.asarray(self.best_loss)[:, None]
        relative = (self.by_seed["loss"] - best) / (self.chance_level - best)
        by_seed = {name: _frozen(values) for name, values in {**self.by_seed, "relative_loss": relative}.items()}
        object.__setattr__(self, "by_seed", MappingProxyType(by_seed))
        for name in ("strengths", "temperatures", "seeds", "accuracy_by_split", "weights", "best_loss"):
            object.__setattr__(self, name, _frozen(getattr(self, name)))
        if self.theory_by_seed is not None:
            object.__setattr__(self, "theory_by_seed", _frozen(self.theory_by_seed))

    @cached_property
    def spread(self) -> Mapping[str, np.ndarray]:
        """Standard deviation over seeds of every metric, each (T, P)."""
        return MappingProxyType({name: _frozen(x.std(axis=0, ddof=1)) for name, x in self.by_seed.items()})

    @cached_property
    def stderr(self) -> Mapping[str, np.ndarray]:
        """Standard error of every metric's mean, each (T, P): over seeds, for accuracy over the crossed splits too."""
        margins = {name: [x] for name, x in self.by_seed.items()}
        margins["accuracy"].append(self.accuracy_by_split)
        return MappingProxyType({name: _frozen(_crossed_error(*x)) for name, x in margins.items()})

    @cached_property
    def theory(self) -> np.ndarray | None:
        """τ*(p) = λmax(Q_p)/λ, mean over seeds: shape (P,); None where the theory does not apply."""
        return None if self.theory_by_seed is None else _frozen(self.theory_by_seed.mean(axis=0))

    @cached_property
    def theory_spread(self) -> np.ndarray | None:
        """Standard deviation of τ*(p) over seeds: shape (P,); None where the theory does not apply."""
        return None if self.theory_by_seed is None else _frozen(self.theory_by_seed.std(axis=0, ddof=1))

    @cached_property
    def baselines(self) -> Mapping[str, Baseline]:
        """What the probe reads without training, see :func:`~explorer.model.baselines.baselines`.

        The untrained encoder has the scale of the trained one in the cell of highest accuracy.
        """
        weights = self.weights[(slice(None), *self.accuracy_optimum().cell)].astype(float)
        scale = np.sqrt(np.mean(np.square(weights), axis=0))
        return baselines(self.scenario, scale, len(self.accuracy_by_split))

    def difference(self, metric: str, a: Cells, b: Cells) -> Difference:
        """Difference of a metric between cells, a minus b, paired: both saw the same draws, so most of chance cancels.

        Parameters
        ----------
        metric : str
            A key of `by_seed`.
        a, b : OperatingPoint or pair of int or of ndarray
            Cells; indices (t, p) broadcast, so that one cell can be held against many.

        Returns
        -------
        Difference
            Mean over seeds, and its standard error: over seeds, for accuracy over seeds and splits, which are crossed.

        Raises
        ------
        ValueError
            If there is no such metric, or a point is not on this grid.
        """
        if metric not in self.by_seed:
            raise ValueError(f"there is no metric {metric!r}; choose one of {', '.join(sorted(self.by_seed))}")
        cells = [self.cell(x) if isinstance(x, OperatingPoint) else x for x in (a, b)]
        ta, pa, tb, pb = np.broadcast_arrays(*cells[0], *cells[1])
        values = self.by_seed[metric]
        samples = [values[:, ta, pa] - values[:, tb, pb]]
        if metric == "accuracy":
            samples.append(self.accuracy_by_split[:, ta, pa] - self.accuracy_by_split[:, tb, pb])
        return Difference(samples[0].mean(axis=0), _crossed_error(*samples))

    @property
    def chance_level(self) -> float:
        """log(2n − 1), the loss when all embeddings of a batch of n pairs coincide."""
        return float(np.log(2 * self.scenario.nodes_in_batch - 1))

    # Places on the surface ------------------------------------------------------------------------------------------

    def nearest(self, strength: float, temperature: float) -> OperatingPoint:
        """Operating point of the grid nearest to a strength and a (log) temperature; values off the grid are clipped.

        Raises
        ------
        ValueError
            If a value is not a finite number, or the temperature is not positive.
        """
        strength, temperature = float(strength), float(temperature)
        if not (np.isfinite(strength) and np.isfinite(temperature) and temperature > 0):
            raise ValueError(f"no point has strength {strength} and temperature {temperature}")
        p = int(np.abs(self.strengths - strength).argmin())
        t = int(np.abs(np.log(self.temperatures) - np.log(temperature)).argmin())
        return self.point(t, p)

    def point(self, t: int, p: int) -> OperatingPoint:
        """Operating point of cell [t, p]."""
        return OperatingPoint(float(self.strengths[p]), float(self.temperatures[t]), (int(t), int(p)))

    def cell(self, point: OperatingPoint) -> tuple[int, int]:
        """Indices (t, p) of an operating point, which has to be one of this surface's.

        Raises
        ------
        ValueError
            If it is a point of another grid.
        """
        t, p = point.cell
        if not (t < len(self.temperatures) and p < len(self.strengths) and self.point(t, p) == point):
            raise ValueError(f"{point} is not on the grid; Surface.nearest finds the point that is")
        return t, p

    def loss_optimum(self) -> OperatingPoint:
        """Return the cell of least mean NT-Xent loss."""
        return self.point(*np.unravel_index(self.loss.argmin(), self.loss.shape))

    def best_strength(self) -> np.ndarray:
        """Index of the strength of least loss at each τ, shape (T,): the best loss is ``loss.min(axis=1)``."""
        return self.loss.argmin(axis=1)

    def accuracy_optimum(self) -> OperatingPoint:
        """Return the cell of highest mean probe accuracy."""
        return self.point(*np.unravel_index(self.accuracy.argmax(), self.accuracy.shape))

    def ties(self, metric: str, best: Cells) -> np.ndarray:
        """Cells that the seeds do not tell apart from one, its own included: bool, shape (T, P)."""
        return ~self.difference(metric, best, tuple(np.indices(self.loss.shape))).told_apart

    def as_good(self, metric: str, best: Cells, within: np.ndarray | None = None) -> np.ndarray:
        """Cells that pass for the best one where a place is judged: bool, shape (T, P).

        Those that tie with it; for accuracy, whose errors differ, every cell is held to the tied cells' usual error, so
        that no noisy cell counts where a better one does not.

        Parameters
        ----------
        metric : str
            A key of `by_seed`.
        best : OperatingPoint or pair of int
            The best cell.
        within : ndarray of bool, shape (T, P), optional
            The cells that it is the best of; all by default.
        """
        tied = self.ties(metric, best) & (True if within is None else within)
        if metric != "accuracy":
            return tied
        away = self.difference(metric, best, tuple(np.indices(tied.shape)))
        close = away.mean <= _TOLD_APART * np.median(away.error[tied])
        return close if within is None else close & within

    def accuracy_ties(self) -> np.ndarray:
        """Cells whose accuracy the seeds and splits do not tell apart from the best cell's: bool, shape (T, P)."""
        return self.ties("accuracy", self.accuracy_optimum())

    def collapse_region(self) -> np.ndarray:
        """Cells whose directions have become one, N_eff < 1.02: bool, shape (T, P)."""
        return self.effective_directions < COLLAPSED_BELOW

    def nearly_collapsed_region(self) -> np.ndarray:
        """Cells with little spread left, 1.02 ≤ N_eff < 1.2; classes may still be readable: bool, shape (T, P)."""
        return ~self.collapse_region() & (self.effective_directions < NEARLY_COLLAPSED_BELOW)

    # Embeddings -----------------------------------------------------------------------------------------------------

    @property
    def dimension(self) -> int:
        """Dimension d of the directions: 2 on the circle, 3 on the sphere."""
        return encoder_of(self.scenario).dimension

    def view_pair_draws(self, seed_index: int = 0) -> Draws:
        """Draws behind the fresh view pair that :meth:`directions` shows."""
        draws = self.scenario.draws(self._stored_seed(seed_index), "fresh")
        return Draws(draws.edges[:1], draws.features[:1])

    def directions(self, seed_index: int = 0) -> np.ndarray:
        """Embeddings of one fresh view pair at every cell, unit vectors of shape (T, P, 2, N, d)."""
        draws, encoder = self.view_pair_draws(seed_index), encoder_of(self.scenario)
        views = encoder.views(self.scenario, draws, self.strengths)
        rows = (encoder.directions(views, w[:, None, None].astype(float)) for w in self.weights[seed_index])
        return np.stack([normalised(u)[:, 0] for u in rows])

    def angles(self, seed_index: int = 0) -> np.ndarray:
        """Angles of one fresh view pair at every cell of a surface on the circle, shape (T, P, 2, N).

        Raises
        ------
        ValueError
            If the surface is on the sphere, or the seed's weights are not stored.
        """
        if self.dimension != 2:
            raise ValueError("directions on the sphere are no angles; Surface.directions gives unit vectors")
        z = self.directions(seed_index)
        return np.arctan2(z[..., 1], z[..., 0])

    def embeddings(self, point: OperatingPoint, seed_index: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """Both views' embeddings of one fresh view pair at a point: (z1, z2), each (N, d)."""
        t, p = self.cell(point)
        draws, encoder = self.view_pair_draws(seed_index), encoder_of(self.scenario)
        views = encoder.views(self.scenario, draws, self.strengths[[p]])
        weights = self.weights[seed_index, t, [p], None, None].astype(float)
        z1, z2 = normalised(encoder.directions(views, weights))[0, 0]
        return z1, z2

    def _stored_seed(self, seed_index):
        if not 0 <= seed_index < len(self.weights):
            raise ValueError(f"weights of {len(self.weights)} seeds are stored; there is no seed index {seed_index}")
        return int(self.seeds[seed_index])


def _crossed_error(*samples):
    """Standard error of a mean over seeds, or over crossed seeds and splits from the two margins."""
    return np.sqrt(sum(x.var(axis=0, ddof=1) / len(x) for x in samples))


def _frozen(array):
    array = np.asarray(array).view()
    array.flags.writeable = False
    return array
