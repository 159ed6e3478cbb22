"""The objective that every cell of the surface minimises: J(W) = L + (λ/2)‖W‖², with its gradient."""

from dataclasses import dataclass

import numpy as np

from .circle import nt_xent_unit_vectors

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
    """

    views: np.ndarray
    weight_decay: float

    def __len__(self) -> int:
        return len(self.views)

    def only(self, problems) -> "Objective":
        """The same objective for some of the problems (an index array or a mask)."""
        return Objective(self.views[problems], self.weight_decay)

    def __call__(self, weights, temperature):
        """Value and gradient of J.

        Parameters
        ----------
        weights : ndarray, shape (P, F, 2)
            W of each problem.
        temperature : float
            τ > 0.

        Returns
        -------
        value : ndarray, shape (P,)
            J in nats.
        gradient : ndarray, shape (P, F, 2)
            ∂J/∂W.

        References
        ----------
        Chen et al. (2020), eq. 1, with z_i = (b + Wᵀ s_i)/‖b + Wᵀ s_i‖, b = (1, 0).
        """
        problems, batches, _, _, features = self.views.shape
        s = self.views.reshape(problems, -1, features)
        u = np.swapaxes(weights, 1, 2) @ s.swapaxes(1, 2)  # (P, 2, 2nB)
        u[:, 0] += 1.0
        inverse_norm = 1 / np.sqrt(np.einsum("pcv,pcv->pv", u, u))
        cos, sin = (u * inverse_norm[:, None]).swapaxes(0, 1)
        alignment_term, uniformity_term, by_angle, _ = nt_xent_unit_vectors(
            cos.reshape(self.views.shape[:-1]), sin.reshape(self.views.shape[:-1]), temperature
        )
        value = (alignment_term + uniformity_term).mean(axis=1)
        value += self.weight_decay / 2 * np.einsum("pfc,pfc->p", weights, weights)

        by_angle = by_angle.reshape(problems, -1) * inverse_norm / batches  # dφ = (cos φ du₂ − sin φ du₁)/‖u‖
        by_direction = np.stack([-sin * by_angle, cos * by_angle], axis=1)
        return value, np.swapaxes(by_direction @ s, 1, 2) + self.weight_decay * weights
