"""The objective that every cell of the surface minimises: J(W) = L + (λ/2)‖W‖², with its gradient."""

from dataclasses import dataclass

import numpy as np

from explorer.model.circle_loss import nt_xent_unit_vectors
from explorer.model.dense_loss import nt_xent_dense

__all__ = ["Objective"]


@dataclass(frozen=True)
class Objective:
    """J for many problems side by side, one for each augmentation strength.

    Attributes
    ----------
    views : ndarray, shape (P, B, 2, n, F)
        Propagated views: P problems, B batches of n positive pairs each (L is averaged over batches).
    weight_decay : float
        λ ≥ 0.

    Raises
    ------
    ValueError
        If λ is negative or not finite.
    """

    views: np.ndarray
    weight_decay: float

    def __post_init__(self) -> None:
        if not 0 <= self.weight_decay < np.inf:
            raise ValueError(f"weight_decay must be a number from 0 on; got {self.weight_decay}")

    def __len__(self) -> int:
        return len(self.views)

    def only(self, problems: np.ndarray | slice) -> "Objective":
        """The same objective for some of the problems (an index array or a mask)."""
        return type(self)(self.views[problems], self.weight_decay)

    def in_single_precision(self) -> "Objective":
        """The same objective on views of half the memory, so that they are read in half the time.

        J differs by some 1e-6 nats, at a kink, where a node is near the origin, by up to 1e-2.
        """
        return type(self)(self.views.astype(np.float32), self.weight_decay)

    def __call__(self, weights: np.ndarray, temperature: float) -> tuple[np.ndarray, np.ndarray]:
        """Value and gradient of J.

        Parameters
        ----------
        weights : ndarray, shape (P, F, d)
            W of each problem. With d = 2 directions lie on the circle and the loss takes linear time.
        temperature : float
            τ > 0.

        Returns
        -------
        value : ndarray, shape (P,)
            J in nats.
        gradient : ndarray, shape (P, F, d)
            ∂J/∂W.

        References
        ----------
        Chen et al. (2020), eq. 1, with z_i = (b + Wᵀ s_i)/‖b + Wᵀ s_i‖, b = (1, 0, …).
        """
        problems, batches, _, _, features = self.views.shape
        s = self.views.reshape(problems, -1, features)
        # (P, d, 2nB); after this all is double, whatever the views are
        u = (np.swapaxes(weights.astype(s.dtype, copy=False), 1, 2) @ s.swapaxes(1, 2)).astype(float, copy=False)
        u[:, 0] += 1.0
        inverse_norm = 1 / np.sqrt(np.einsum("pcv,pcv->pv", u, u))
        u *= inverse_norm[:, None]
        loss, by_direction = (_on_circle if u.shape[1] == 2 else _on_sphere)(u, self.views.shape, temperature)
        value = loss.mean(axis=1) + self.weight_decay / 2 * np.einsum("pfc,pfc->p", weights, weights)
        by_direction *= inverse_norm[:, None] / batches
        by_weight = by_direction.astype(s.dtype, copy=False) @ s
        return value, np.swapaxes(by_weight, 1, 2) + self.weight_decay * weights


def _on_circle(z, shape, temperature):
    """L of every batch (P, B) and its gradient in the directions z (P, 2, 2nB), tangent to the circle."""
    cos, sin = z.swapaxes(0, 1)
    alignment_term, uniformity_term, by_angle, _ = nt_xent_unit_vectors(
        cos.reshape(shape[:-1]), sin.reshape(shape[:-1]), temperature
    )
    by_angle = by_angle.reshape(cos.shape)
    return alignment_term + uniformity_term, np.stack([-sin * by_angle, cos * by_angle], axis=1)


def _on_sphere(z, shape, temperature):
    """L of every batch (P, B) and its gradient in the directions z (P, d, 2nB), tangent to the sphere."""
    by_component = z.reshape(*z.shape[:2], *shape[1:-1])  # (P, d, B, 2, n)
    alignment_term, uniformity_term, gradient, _ = nt_xent_dense(np.moveaxis(by_component, 1, 3), temperature)
    return alignment_term + uniformity_term, np.moveaxis(gradient, 3, 1).reshape(z.shape)
