"""The GCN encoder: two graph convolutions with a ReLU between them, on the unit circle, trained by Adam.

    z = normalise(u),    u = Â ReLU(Â X W₁ + c₁) W₂ + c₂,    Â = D^-½ (A + I) D^-½ of the view's own graph.

The weights of one cell are one vector θ: the rows of W₁, c₁, the rows of W₂, c₂. With a column of ones beside Â X, c₁
is one more row of W₁. Â X does not depend on θ, and all temperatures share it.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from explorer.model.adam import Adam
from explorer.model.augmentation import ALIKE, Draws, Shares, draw_pairs, kept_edges, masked_features
from explorer.model.circle_loss import nt_xent_unit_vectors
from explorer.model.graph import Graph
from explorer.model.scenario import Scenario

__all__ = [
    "GraphViews",
    "directions",
    "glorot",
    "graph_views",
    "loss_and_gradient",
    "parameter_count",
    "random_batches",
    "train",
    "whole_graph",
]

HIDDEN = 32
STEPS = 300
LEARNING_RATE = 0.01
_DIMENSION = 2
BLOCK = 1_000_000
"""Numbers in the views of the strengths that go side by side: large graphs go in several blocks, to save memory."""
# Below it u has no direction: z is (1, 0), as atan2(0, 0) has it, and no small step turns it.
_LEAST_NORM = 1e-12


@dataclass(frozen=True)
class GraphViews:
    """Views of a graph as the GCN reads them.

    Attributes
    ----------
    features : ndarray, shape (..., N, F + 1)
        Â X of every view, X divided by the standard deviation of all its entries, and a last column of ones.
    operator : sparse array, shape (M·N, M·N)
        Â of all M views, block by block, in the order of the leading axes of `features`.
    """

    features: np.ndarray
    operator: sparse.csr_array

    def convolve(self, x: np.ndarray) -> np.ndarray:
        """Â x for every view; Â is symmetric, so this is Âᵀ x as well.

        Parameters
        ----------
        x : ndarray, shape (..., N, C)
            With the views' axes last among the leading ones; those before them are further cells.

        Returns
        -------
        ndarray, shape (..., N, C)
        """
        rows = self.operator.shape[0]
        columns = np.moveaxis(x.reshape(-1, rows, x.shape[-1]), 0, 1)  # (M·N, cells, C)
        y = (self.operator @ columns.reshape(rows, -1)).reshape(columns.shape)
        return np.moveaxis(y, 1, 0).reshape(x.shape)


def graph_views(graph: Graph, draws: Draws, strengths: Iterable[float], shares: Shares = ALIKE) -> GraphViews:
    """Both views of every pair at every strength, for :func:`directions` with leading axes (P, V, 2).

    Parameters
    ----------
    graph : Graph
    draws : Draws
        V view pairs.
    strengths : array_like, shape (P,)
        p in [0, 1).
    shares : Shares
        Of p, for edges and features of either view.

    Returns
    -------
    GraphViews

    Raises
    ------
    ValueError
        If all features are the same number.
    """
    features, each = _scaled(graph), [shares.at(p) for p in strengths]
    return _views(
        graph.edges,
        np.stack([kept_edges(draws, p.edges) for p in each]),
        np.stack([masked_features(features, draws, p.features) for p in each]),
    )


def whole_graph(graph: Graph) -> GraphViews:
    """The un-augmented graph, for :func:`directions` without leading axes of views."""
    return _views(graph.edges, np.ones(len(graph.edges), bool), _scaled(graph))


def parameter_count(features: int) -> int:
    """How many weights a cell has: W₁, c₁, W₂ and c₂ for F features."""
    return (features + 1) * HIDDEN + (HIDDEN + 1) * _DIMENSION


def glorot(features: int, rng: np.random.Generator) -> np.ndarray:
    """Random weights to start from: W uniform in ±√(6/(inputs + outputs)), c = 0.

    Parameters
    ----------
    features : int
        F.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, shape (parameters(F),)

    References
    ----------
    Glorot & Bengio (2010), Understanding the difficulty of training deep feedforward neural networks, eq. 16.
    """
    weights = np.zeros(parameter_count(features))
    for layer in _layers(weights, features):
        inputs, outputs = len(layer) - 1, layer.shape[1]
        layer[:-1] = np.sqrt(6 / (inputs + outputs)) * rng.uniform(-1, 1, (inputs, outputs))
    return weights


def directions(views: GraphViews, weights: np.ndarray) -> np.ndarray:
    """The encoder before normalisation: u of every node.

    Parameters
    ----------
    views : GraphViews
        Of shape (..., N, F + 1), for example (P, V, 2, N, F + 1).
    weights : ndarray, shape (..., parameters(F))
        Its leading axes broadcast with the views' own, for example (P, 1, 1) or (T, P, 1, 1).

    Returns
    -------
    ndarray, shape (..., N, 2)

    References
    ----------
    Kipf & Welling (2017), Semi-supervised classification with graph convolutional networks, eq. 9, without softmax.
    """
    first, second = _layers(np.asarray(weights, dtype=float), views.features.shape[-1] - 1)
    return _output(views, _hidden(views.features, first), second)


def loss_and_gradient(
    views: GraphViews, weights: np.ndarray, temperature: float, batches: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """NT-Xent of P cells at one temperature with its gradient, both means over V view pairs and their batches.

    Parameters
    ----------
    views : GraphViews
        Of shape (P, V, 2, N, F + 1).
    weights : ndarray, shape (P, parameters(F))
    temperature : float
        τ.
    batches : ndarray of int, shape (V, B, n)
        Nodes of the B batches that each pair is split into.

    Returns
    -------
    loss : ndarray, shape (P,)
        L in nats.
    gradient : ndarray, shape (P, parameters(F))
        ∂L/∂(W₁, c₁, W₂, c₂).

    References
    ----------
    Chen et al. (2020), eq. 1, and its derivative.
    """
    strengths, pairs, _, nodes, inputs = views.features.shape
    x = views.features.reshape(strengths, -1, inputs)  # rows are the nodes of all views
    first, second = _layers(weights, inputs - 1)
    hidden = _hidden(x, first)
    u = _output(views, hidden, second)
    norm = np.hypot(u[..., 0], u[..., 1])
    undirected = norm < _LEAST_NORM
    norm[undirected] = np.inf
    cos, sin = u[..., 0] / norm, u[..., 1] / norm
    cos[undirected] = 1.0

    shape = strengths, pairs, 2, nodes
    loss, by_angle = _mean_over_batches(cos.reshape(shape), sin.reshape(shape), temperature, batches)

    by_angle = by_angle.reshape(norm.shape) / norm
    by_u = np.stack([-sin * by_angle, cos * by_angle], axis=-1)  # dφ = (cos φ du₂ − sin φ du₁)/‖u‖
    by_product = views.convolve(by_u)  # by H W₂
    by_hidden = by_product @ second[:, :-1].swapaxes(1, 2)
    by_hidden *= hidden > 0

    gradient = np.empty_like(weights)
    by_first, by_second = _layers(gradient, inputs - 1)
    np.matmul(x.swapaxes(1, 2), by_hidden, out=by_first)
    np.matmul(hidden.swapaxes(1, 2), by_product, out=by_second[:, :-1])
    np.sum(by_u, axis=1, out=by_second[:, -1])
    return loss, gradient


def train(
    scenario: Scenario,
    strengths: Iterable[float],
    temperatures: np.ndarray,
    seed: int,
    progress: Callable[[float], None] = lambda share: None,
    steps: int = STEPS,
) -> tuple[np.ndarray, np.ndarray]:
    """Train every cell from the same start, on the same fresh view pair in every step.

    Each step is one of Adam's on L + (λ/2)‖θ‖², θ all weights of a cell. Draws of a step are the same in all cells
    (common random numbers), so cells differ only by their strength and temperature.

    Parameters
    ----------
    scenario : Scenario
        Its graph, weight decay λ, batch size and, for the objective, number of view pairs.
    strengths : ndarray, shape (P,)
    temperatures : ndarray, shape (T,)
    seed : int
        Seeds the start, the views and the batches.
    progress : callable
        Called with the share of the work that is done, 0 to 1. May raise to cancel.
    steps : int
        How many.

    Returns
    -------
    weights : ndarray, shape (T, P, parameters(F))
    objective : ndarray, shape (T, P)
        L + (λ/2)‖θ‖² after the last step, over V further view pairs of the same kind.
    """
    graph, decay, strengths = scenario.graph, scenario.weight_decay, np.asarray(strengths)
    start = glorot(graph.features.shape[1], scenario.rng(seed, "start"))
    weights = np.tile(start, (len(temperatures), len(strengths), 1))
    loss, gradient = np.empty(weights.shape[:2]), np.empty_like(weights)
    draws_rng, batches_rng = scenario.rng(seed, "train"), scenario.rng(seed, "batches")

    numbers = len(strengths) * 2 * graph.nodes * graph.features.shape[1]
    blocks = np.array_split(np.arange(len(strengths)), min(len(strengths), -(-numbers // BLOCK)))

    def evaluate():
        draws = draw_pairs(graph, 1, draws_rng)
        batches = random_batches(graph.nodes, scenario.nodes_in_batch, batches_rng)
        for block in blocks:
            views = graph_views(graph, draws, strengths[block], scenario.shares)
            for t, temperature in enumerate(temperatures):
                loss[t, block], gradient[t, block] = loss_and_gradient(views, weights[t, block], temperature, batches)

    adam = Adam(weights, LEARNING_RATE)
    for step in range(steps):
        evaluate()
        gradient += decay * weights
        adam.step(gradient)
        progress((step + 1) / (steps + scenario.pairs))
    objective = decay / 2 * np.sum(weights**2, axis=2)
    for pair in range(scenario.pairs):
        evaluate()
        objective += loss / scenario.pairs
        progress((steps + pair + 1) / (steps + scenario.pairs))
    return weights, objective


def _scaled(graph):
    """X divided by the standard deviation of all its entries."""
    deviation = graph.features.std()
    if not deviation > 0:
        raise ValueError("all features of the graph are the same number; the GCN needs features that differ")
    return graph.features / deviation


def _views(edges, kept, features):
    """Views that keep these edges, bool (..., E), and have these features, (..., N, F)."""
    nodes, columns = features.shape[-2:]
    operator = _operators(edges, kept.reshape(math.prod(kept.shape[:-1]), len(edges)), nodes)
    x = np.ones((*features.shape[:-1], columns + 1))
    x[..., :-1] = (operator @ features.reshape(-1, columns)).reshape(features.shape)
    return GraphViews(x, operator)


def _operators(edges, kept, nodes):
    """Â of every view, kept (M, E), as the blocks of one sparse array."""
    size = len(kept) * nodes
    view, edge = np.nonzero(kept)
    ends = (edges[edge] + nodes * view[:, None]).astype(np.int32).T
    own = np.arange(size, dtype=np.int32)
    row, column = np.concatenate([*ends, own]), np.concatenate([*ends[::-1], own])
    scale = np.bincount(row, minlength=size) ** -0.5
    return sparse.coo_array((scale[row] * scale[column], (row, column)), (size, size)).tocsr()


def _layers(weights, features):
    """W₁ with c₁ as its last row, (..., F + 1, 32), and W₂ with c₂, (..., 33, 2): views of the weights' memory."""
    cut, cells = (features + 1) * HIDDEN, weights.shape[:-1]
    return (
        weights[..., :cut].reshape(*cells, features + 1, HIDDEN),
        weights[..., cut:].reshape(*cells, HIDDEN + 1, _DIMENSION),
    )


def _hidden(x, first):
    hidden = x @ first
    return np.maximum(hidden, 0.0, out=hidden)


def _output(views, hidden, second):
    return views.convolve(hidden @ second[..., :-1, :]) + second[..., -1:, :]


def random_batches(nodes: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """Batches of one pair by a random permutation, (1, B, n); nodes that do not fill a last one are left out."""
    return rng.permutation(nodes)[: nodes // size * size].reshape(1, -1, size)


def _mean_over_batches(cos, sin, temperature, batches):
    """L of every strength, (P,), and its gradient in the angles, from their cosines and sines, each (P, V, 2, N)."""
    pairs = np.arange(len(batches))[:, None, None, None]
    taken = slice(None), pairs, np.arange(2)[:, None], batches[:, :, None]  # (P, V, B, 2, n)
    alignment_term, uniformity_term, by_angle, _ = nt_xent_unit_vectors(cos[taken], sin[taken], temperature)
    gradient = np.zeros_like(cos)
    gradient[taken] = by_angle / batches[..., 0].size
    return (alignment_term + uniformity_term).mean(axis=(1, 2)), gradient
