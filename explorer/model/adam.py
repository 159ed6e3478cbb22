"""Adam: steps of a size that hardly depends on the gradient's, for every entry of the weights by itself."""

import numpy as np

__all__ = ["Adam"]


class Adam:
    """Stochastic gradient descent with running means of the gradient and of its square.

    m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  θ ← θ − η m̂ / (√v̂ + ε)  with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
    Every entry is on its own, so any number of problems may lie side by side in one array.

    Parameters
    ----------
    weights : ndarray
        θ, float64; every step changes it in place.
    learning_rate : float
        η.
    decay : tuple of float
        (β₁, β₂).
    epsilon : float
        ε, against division by 0.

    References
    ----------
    Kingma & Ba (2015), Adam: a method for stochastic optimization, algorithm 1.
    """

    def __init__(
        self,
        weights: np.ndarray,
        learning_rate: float = 0.01,
        decay: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
    ) -> None:
        self._weights, self._rate, self._decay, self._epsilon = weights, learning_rate, decay, epsilon
        self._mean, self._square, self._work = np.zeros((3, *weights.shape))
        self._steps = 0

    def step(self, gradient: np.ndarray) -> None:
        """Take one step; the gradient has the shape of the weights and is not kept."""
        self._steps += 1
        (first, second), work = self._decay, self._work
        self._mean *= first
        self._mean += np.multiply(gradient, 1 - first, out=work)
        self._square *= second
        np.square(gradient, out=work)
        work *= 1 - second
        self._square += work
        np.divide(self._square, 1 - second**self._steps, out=work)
        np.sqrt(work, out=work)
        work += self._epsilon
        np.divide(self._mean, work, out=work)
        work *= self._rate / (1 - first**self._steps)
        self._weights -= work
