"""The surface: every metric over augmentation strength × temperature, averaged over seeds, with its spread.

``python -m explorer.model NAME --out FILE`` makes one; :func:`~.surface_file.load_shipped` opens one of ours.
Arrays over cells are indexed [temperature, strength].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from explorer.model.encoders.linear import angles

from .augmentation import Draws
from .circle import nt_xent_circle
from .point import OperatingPoint
from .scenario import Scenario

__all__ = ["COLLAPSED_BELOW", "OperatingPoint", "Surface"]

COLLAPSED_BELOW = 1.2  # effective directions


class _Mean:
    """Mean over seeds of one metric, shape (T, P), worked out once and read-only."""

    def __init__(self, description):
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
    weights : ndarray of float32, shape (S', T, P, F, 2)
        W of the first S' seeds.
    theory_by_seed : ndarray, shape (S, P)
        Collapse temperature τ*(p) of each seed's own draws.
    """

    scenario: Scenario
    strengths: np.ndarray
    temperatures: np.ndarray
    seeds: np.ndarray
    by_seed: Mapping[str, np.ndarray]
    accuracy_by_split: np.ndarray
    weights: np.ndarray
    theory_by_seed: np.ndarray

    loss = _Mean("NT-Xent in nats (Chen et al. 2020, eq. 1).")
    alignment_term = _Mean("A_τ = −mean s_ij(i)/τ, in nats.")
    uniformity_term = _Mean("U_τ = mean log Σ exp(s_ik/τ), in nats; L = A_τ + U_τ.")
    alignment = _Mean("ℓ_align = mean ‖z_i − z_j(i)‖² (Wang & Isola 2020).")
    uniformity = _Mean("ℓ_uniform, t = 2 (Wang & Isola 2020).")
    effective_directions = _Mean("N_eff = exp(−ℓ_uniform); 1 when everything lies on one point.")
    accuracy = _Mean("Linear-probe accuracy on the un-augmented graph.")
    gradient_norm = _Mean("Mean over anchors of |∂ℓ_i/∂φ_i|, ℓ_i the anchor's own term.")
    hardest_negative_share = _Mean("Part of the negatives' pull that comes from the hardest 5 %.")
    relative_loss = _Mean("(L − L_best(τ)) / (log(2n−1) − L_best(τ)): 0 the best on a circle, 1 collapse.")

    def __post_init__(self):
        relative = (self.by_seed["loss"] - self.best_loss()[:, None]) / (self.chance_level - self.best_loss())[:, None]
        by_seed = {name: _frozen(values) for name, values in (self.by_seed | {"relative_loss": relative}).items()}
        object.__setattr__(self, "by_seed", MappingProxyType(by_seed))
        for name in ("strengths", "temperatures", "seeds", "accuracy_by_split", "weights", "theory_by_seed"):
            object.__setattr__(self, name, _frozen(getattr(self, name)))

    @cached_property
    def spread(self) -> Mapping[str, np.ndarray]:
        """Standard deviation over seeds of every metric, each (T, P)."""
        return MappingProxyType({name: _frozen(x.std(axis=0, ddof=1)) for name, x in self.by_seed.items()})

    @cached_property
    def accuracy_stderr(self) -> np.ndarray:
        """Standard error of `accuracy` over seeds and splits, which are crossed: shape (T, P)."""
        return _frozen(_crossed_error(self.by_seed["accuracy"], self.accuracy_by_split))

    @cached_property
    def theory(self) -> np.ndarray:
        """τ*(p) = λmax(Q_p)/λ, mean over seeds: shape (P,)."""
        return _frozen(self.theory_by_seed.mean(axis=0))

    @cached_property
    def theory_spread(self) -> np.ndarray:
        """Standard deviation of τ*(p) over seeds: shape (P,)."""
        return _frozen(self.theory_by_seed.std(axis=0, ddof=1))

    @property
    def chance_level(self) -> float:
        """log(2n − 1), the loss when all embeddings of a batch of n pairs coincide."""
        return float(np.log(2 * self.scenario.nodes_in_batch - 1))

    def best_loss(self) -> np.ndarray:
        """L_best(τ): NT-Xent of n aligned pairs evenly spaced on the circle, shape (T,)."""
        n = self.scenario.nodes_in_batch
        even = np.tile(2 * np.pi * np.arange(n) / n, (2, 1))
        return np.array([sum(nt_xent_circle(even, tau)[:2]) for tau in self.temperatures])

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
        p = np.abs(self.strengths - strength).argmin()
        t = np.abs(np.log(self.temperatures) - np.log(temperature)).argmin()
        return self.point(t, p)

    def point(self, t: int, p: int) -> OperatingPoint:
        """Operating point of cell [t, p]."""
        return OperatingPoint(float(self.strengths[p]), float(self.temperatures[t]))

    def cell(self, point: OperatingPoint) -> tuple[int, int]:
        """Indices (t, p) of an operating point.

        Raises
        ------
        ValueError
            If the point is not on this grid.
        """
        t = int(np.abs(self.temperatures - point.temperature).argmin())
        p = int(np.abs(self.strengths - point.strength).argmin())
        if not np.allclose((self.temperatures[t], self.strengths[p]), (point.temperature, point.strength), rtol=1e-9):
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

    def accuracy_ties(self) -> np.ndarray:
        """Cells whose accuracy is within two standard errors of the best cell's: bool, shape (T, P).

        The error is that of the *paired* difference: both cells saw the same seeds, splits and noise, so most of
        what varies cancels, and neighbours can be told apart that their own errors would not separate.
        """
        t, p = self.cell(self.accuracy_optimum())
        by_seed, by_split = (
            x[:, t, p][:, None, None] - x for x in (self.by_seed["accuracy"], self.accuracy_by_split)
        )
        return by_seed.mean(axis=0) <= 2 * _crossed_error(by_seed, by_split)

    def collapse_region(self) -> np.ndarray:
        """Cells with fewer than 1.2 effective directions: bool, shape (T, P)."""
        return self.effective_directions < COLLAPSED_BELOW

    # Embeddings -----------------------------------------------------------------------------------------------------

    def view_pair_draws(self, seed_index: int = 0) -> Draws:
        """Draws behind the fresh view pair that :meth:`angles` shows."""
        draws = self.scenario.draws(self._stored_seed(seed_index), "fresh")
        return Draws(draws.edges[:1], draws.features[:1])

    def angles(self, seed_index: int = 0) -> np.ndarray:
        """Angles of one fresh view pair at every cell, shape (T, P, 2, N)."""
        views = self.scenario.views(self.view_pair_draws(seed_index), self.strengths)[:, 0]  # (P, 2, N, F)
        return np.stack([angles(views, w[:, None].astype(float)) for w in self.weights[seed_index]])

    def clean_angles(self, seed_index: int = 0) -> np.ndarray:
        """Angles of the un-augmented graph at every cell, shape (T, P, N)."""
        self._stored_seed(seed_index)
        return angles(self.scenario.clean(), self.weights[seed_index].astype(float))

    def embeddings(self, point: OperatingPoint, seed_index: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """Both views' embeddings of one fresh view pair at a point: (z1, z2), each (N, 2)."""
        t, p = self.cell(point)
        views = self.scenario.views(self.view_pair_draws(seed_index), self.strengths[[p]])[0, 0]
        z1, z2 = _on_circle(angles(views, self.weights[seed_index, t, p].astype(float)))
        return z1, z2

    def clean_embedding(self, point: OperatingPoint, seed_index: int = 0) -> np.ndarray:
        """Embedding of the un-augmented graph at a point, shape (N, 2)."""
        self._stored_seed(seed_index)
        weights = self.weights[(seed_index, *self.cell(point))].astype(float)
        return _on_circle(angles(self.scenario.clean(), weights))

    def _stored_seed(self, seed_index):
        if not 0 <= seed_index < len(self.weights):
            raise ValueError(f"weights of {len(self.weights)} seeds are stored; there is no seed index {seed_index}")
        return int(self.seeds[seed_index])


def _crossed_error(by_seed, by_split):
    """Standard error of a mean over crossed seeds and splits, from its two margins (each averaged over the other)."""
    return np.sqrt(sum(x.var(axis=0, ddof=1) / len(x) for x in (by_seed, by_split)))


def _on_circle(phi):
    return np.stack([np.cos(phi), np.sin(phi)], axis=-1)


def _frozen(array):
    array = np.asarray(array).view()
    array.flags.writeable = False
    return array
