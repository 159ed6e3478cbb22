"""The encoders behind one face: what a surface needs of any of them, whatever turns a view into directions."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import numpy as np

from explorer.model.augmentation import Draws
from explorer.model.encoders import gcn
from explorer.model.encoders.linear import directions
from explorer.model.processes import processes_for
from explorer.model.scenario import Scenario
from explorer.model.solver import solve

__all__ = ["Encoder", "encoder_of", "normalised", "or_collapsed"]


class Encoder(Protocol):
    """Map from a view of a graph to a direction for every node, with weights that are trained.

    What it reads of a view is its own affair (propagated features, or features and the view's graph), so views go
    from :meth:`views` and :meth:`clean` to :meth:`directions` without being looked at.

    Attributes
    ----------
    dimension : int
        d of the directions: 2 on the circle, 3 on the sphere.
    """

    dimension: int

    def views(self, scenario: Scenario, draws: Draws, strengths: Iterable[float]) -> Any:
        """Both views of V pairs at P strengths, for :meth:`directions` with leading axes (P, V, 2)."""
        ...

    def clean(self, scenario: Scenario) -> Any:
        """The un-augmented graph, for :meth:`directions` without leading axes."""
        ...

    def directions(self, views: Any, weights: np.ndarray) -> np.ndarray:
        """Embedding of every node before normalisation, shape (..., N, d), with weights (..., *w) that broadcast."""
        ...

    def weights_shape(self, scenario: Scenario) -> tuple[int, ...]:
        """Shape w of the weights of one cell."""
        ...

    def train(
        self,
        scenario: Scenario,
        strengths: Iterable[float],
        temperatures: np.ndarray,
        seed: int,
        progress: Callable[[float], None],
        thorough: bool = True,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Weights of every cell, shape (T, P, *w), and the objective there on the training views, shape (T, P).

        Not `thorough` is a first look: lower minima are looked for only briefly, where training has such a part.
        """
        ...

    def untrained(self, scenario: Scenario, weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Random weights of the size of trained ones, both of shape w."""
        ...


class Linear:
    """z = (b + Wᵀ s)/‖b + Wᵀ s‖ with s = Â^K X_view, on the circle or the sphere, solved by cooling."""

    def __init__(self, dimension: int):
        self.dimension = dimension

    def views(self, scenario: Scenario, draws: Draws, strengths: Iterable[float]) -> np.ndarray:
        """Propagated views, shape (P, V, 2, N, F)."""
        return scenario.views(draws, strengths)

    def clean(self, scenario: Scenario) -> np.ndarray:
        """Propagated features, shape (N, F)."""
        return scenario.clean()

    def directions(self, views: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """``b + Wᵀ s``, shape (..., N, d)."""
        return directions(views, weights)

    def weights_shape(self, scenario: Scenario) -> tuple[int, int]:
        """(F, d): a column of W for every dimension of the directions."""
        return scenario.graph.features.shape[1], self.dimension

    def train(
        self,
        scenario: Scenario,
        strengths: Iterable[float],
        temperatures: np.ndarray,
        seed: int,
        progress: Callable[[float], None],
        thorough: bool = True,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Solve every cell, see :func:`~explorer.model.solver.solve`."""
        views = scenario.batched(scenario.views(scenario.draws(seed, "train"), strengths), seed)
        rng, processes = scenario.rng(seed, "start"), processes_for(views, temperatures)
        weights, objective = solve(
            views, temperatures, scenario.weight_decay, rng, progress, processes, self.dimension, thorough
        )
        return or_collapsed(weights, objective, np.log(2 * scenario.nodes_in_batch - 1))

    def untrained(self, scenario: Scenario, weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Gaussian W of the same mean square as the trained one."""
        return np.sqrt(np.mean(np.square(weights))) * rng.standard_normal(np.shape(weights))


def or_collapsed(weights: np.ndarray, objective: np.ndarray, chance_level: float) -> tuple[np.ndarray, np.ndarray]:
    """Solutions (T, P, F, d) and their J (T, P), but W = 0 where its J = log(2n − 1) is no higher.

    Just above τ* the collapsed state is the minimum and J is nearly flat around it: descent stops at a W so small that
    no metric shows it, but large enough for the probe to read.
    """
    collapsed = objective >= chance_level
    return np.where(collapsed[..., None, None], 0.0, weights), np.where(collapsed, chance_level, objective)


class TwoLayerGCN:
    """z = normalise(Â ReLU(Â X W₁ + c₁) W₂ + c₂) on the circle, trained by Adam; a cell's weights are one vector."""

    dimension = 2

    def views(self, scenario: Scenario, draws: Draws, strengths: Iterable[float]) -> gcn.GraphViews:
        """Â and Â X of every view."""
        return gcn.graph_views(scenario.graph, draws, strengths, scenario.shares)

    def clean(self, scenario: Scenario) -> gcn.GraphViews:
        """Â and Â X of the un-augmented graph."""
        return gcn.whole_graph(scenario.graph)

    def directions(self, views: gcn.GraphViews, weights: np.ndarray) -> np.ndarray:
        """Â ReLU(Â X W₁ + c₁) W₂ + c₂, shape (..., N, 2)."""
        return gcn.directions(views, weights)

    def weights_shape(self, scenario: Scenario) -> tuple[int]:
        """(W,): W₁, c₁, W₂ and c₂ in one row."""
        return (gcn.parameter_count(scenario.graph.features.shape[1]),)

    def train(
        self,
        scenario: Scenario,
        strengths: Iterable[float],
        temperatures: np.ndarray,
        seed: int,
        progress: Callable[[float], None],
        thorough: bool = True,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Train every cell for the same number of steps, see :func:`~explorer.model.encoders.gcn.train`."""
        return gcn.train(scenario, strengths, temperatures, seed, progress)

    def untrained(self, scenario: Scenario, weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Glorot's random weights, scaled to the norm of the trained ones, shape (W,)."""
        start = gcn.glorot(scenario.graph.features.shape[1], rng)
        return start * np.linalg.norm(weights) / np.linalg.norm(start)


def normalised(u: np.ndarray) -> np.ndarray:
    """Directions as unit vectors, shape (..., d); where u = 0 has no direction, (1, 0, …), as atan2 has it."""
    norm = np.linalg.norm(u, axis=-1, keepdims=True)
    undirected = norm[..., 0] == 0
    norm[undirected] = 1.0
    z = u / norm
    z[undirected] = np.eye(z.shape[-1])[0]
    return z


_ENCODERS: dict[str, Encoder] = {"linear": Linear(2), "linear-sphere": Linear(3), "gcn": TwoLayerGCN()}


def encoder_of(scenario: Scenario) -> Encoder:
    """The :class:`Encoder` that :attr:`Scenario.encoder <explorer.model.scenario.Scenario.encoder>` names."""
    return _ENCODERS[scenario.encoder]
