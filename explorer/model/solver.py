"""Minimise the objective at every cell: cool from the top, start again at random, let neighbours exchange, polish."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from explorer.model.axes import ascending_temperatures
from explorer.model.objective import Objective
from explorer.model.processes import Processes

__all__ = ["apart", "searched_lightly", "solve", "start_spacing"]

_KICK = 1e-2
_TOLERANCE = 1e-4  # nats per unit of W: beyond it, no metric moves in a digit that is shown
_EXCHANGES = 6
# Random starts at an even choice of some hundred cells, at other cells each round. Cells whose neighbours disagree are
# no better places to look: most of what is missed lies where all neighbours agree on the wrong minimum. A region with a
# better minimum is some cells wide, so one success is enough for it, and the share of the cells where a start succeeds
# says whether another round is worth its time.
_PLACES = 110
_OFFSETS = (1, 1), (2, 0), (0, 2), (2, 2), (0, 0), (1, 2), (2, 1), (1, 0), (0, 1)
_LEAST_ROUNDS = 5
_WORTH_ANOTHER = 0.005
# A neighbour's solution is tried where it is another solution, not the same one a little further along: at this
# distance in W, and at half of it in later rounds, around the cells that have just gained. Trying everything finds
# 5 % more gain for four times the work.
_DISTANCE = 0.2
# In nats, a tenth of what seeds differ by: less is not worth a jump to another minimum, least of all at the edge of
# collapse, where both sides cost the same.
_GAIN = 2e-3
# Numbers in a problem's views from which all is done with less effort and in single precision.
_LARGE = 6e4


@dataclass(frozen=True)
class _Effort:
    """Evaluations of J that a cell may take in each part of the search, and how soon a start is given up.

    Attributes
    ----------
    cooling, exchange, start, polish : int
    tolerance : float
        Of all before the last polish, in nats per unit of W.
    margin : float
        A neighbour's solution that is worse than a cell's own by more, in nats, is not tried.
    scales : tuple of float
        Of the random starts at one place.
    patience : float
        Of a random start, see :func:`~.minimise.minimise`.
    """

    cooling: int
    exchange: int
    start: int
    polish: int
    tolerance: float
    margin: float
    scales: tuple[float, ...]
    patience: float


_THOROUGH = _Effort(60, 30, 100, 100, _TOLERANCE, 0.1, (0.1, 0.3, 0.1, 0.3), 40)
_LIGHT = _Effort(8, 15, 40, 30, 10 * _TOLERANCE, 0.05, (0.1,), 10)


def solve(
    views: np.ndarray,
    temperatures: np.ndarray,
    weight_decay: float,
    rng: np.random.Generator,
    progress: Callable[[float], None] = lambda share: None,
    processes: int = 1,
    dimension: int = 2,
    thorough: bool = True,
    search: bool = True,
) -> tuple[np.ndarray, np.ndarray]:
    """Solve every strength at every temperature.

    Deterministic annealing: from small seeded W at the highest τ, τ falls step by step and each step starts from the
    last solution plus a small seeded kick, which lets a collapsed solution leave the collapsed state where that is no
    longer stable. J has local minima, so afterwards every cell tries its four neighbours' solutions and keeps the
    lower J, until no cell gains; some cells start at random again and offer what they find to their neighbours. All
    are polished, before and after: some minimisations have stopped at a kink of J, where a node is near the origin.
    Large views, see :func:`searched_lightly`, have a light search, in single precision.

    Parameters
    ----------
    views : ndarray, shape (P, B, 2, n, F)
        Propagated views of B batches at P strengths.
    temperatures : ndarray, shape (T,)
        Ascending, > 0.
    weight_decay : float
        λ ≥ 0.
    rng : numpy.random.Generator
        Seeds the start and the kicks.
    progress : callable
        Called with the share of the work that is done, 0 to 1. May raise to cancel.
    processes : int
        How many share the work, see :func:`~.processes.processes_for`. The result is the same.
    dimension : int
        d of the directions, from 2 on: 2 for the circle, 3 for the sphere.
    thorough : bool
        Without, it is a first look: the search takes a third of the evaluations, as it does for large views anyway.
    search : bool
        Whether to look for lower minima after cooling.

    Returns
    -------
    weights : ndarray, shape (T, P, F, d)
    value : ndarray, shape (T, P)
        J, in double precision.

    Raises
    ------
    ValueError
        If the views have another shape or are not finite, the temperatures do not ascend from above 0, λ is negative or
        not finite, or the dimension is no whole number from 2 on.

    References
    ----------
    Rose (1998), Deterministic annealing for clustering, compression, classification, regression.
    """
    temperatures, views = ascending_temperatures(temperatures), np.ascontiguousarray(views, dtype=float)
    if views.ndim != 5 or views.shape[2] != 2 or not views.size or not np.isfinite(views).all():
        raise ValueError(f"views must be finite, of shape (P, B, 2, n, F) and not empty; got shape {views.shape}")
    if isinstance(dimension, bool) or not isinstance(dimension, int | np.integer) or dimension < 2:
        raise ValueError(f"dimension must be a whole number from 2 on, 2 for the circle; got {dimension!r}")
    objective = Objective(views, weight_decay)
    cells = _Cells.empty(temperatures, len(objective), views.shape[-1], dimension)
    if light := searched_lightly(views[0].size) or not thorough:
        effort, improve, cooled = _LIGHT, _improve_lightly, 0.1
    else:
        effort, improve, cooled = _THOROUGH, _improve, 0.4
    with Processes(objective.in_single_precision() if light else objective, processes) as team:
        _anneal(team, cells, rng, effort, lambda share: progress(cooled * share))
        if search:
            improve(team, cells, rng, effort, lambda share: progress(cooled + (1 - cooled) * share))
    if light:
        cells.value[:] = [objective(w, tau)[0] for w, tau in zip(cells.weights, temperatures, strict=True)]
    return cells.weights, cells.value


@dataclass
class _Cells:
    """What is known of every cell: temperatures (T,), W (T, P, F, d), J (T, P) and inverse Hessians (T, P, Fd, Fd)."""

    temperatures: np.ndarray
    weights: np.ndarray
    value: np.ndarray
    curvature: np.ndarray  # a good start for neighbours

    @classmethod
    def empty(cls, temperatures: np.ndarray, strengths: int, features: int, dimension: int) -> "_Cells":
        grid, size = (len(temperatures), strengths), features * dimension
        return cls(temperatures, np.empty((*grid, features, dimension)), np.empty(grid), np.empty((*grid, size, size)))

    def keep_better(
        self, t: int, p: np.ndarray, weights: np.ndarray, value: np.ndarray, curvature: np.ndarray, gain: float
    ) -> np.ndarray:
        """Take over, at each strength, the best of the solutions offered for p (C,); (P,) where it gained enough."""
        changed = np.zeros(self.value.shape[1], bool)
        for i in np.argsort(value, kind="stable"):
            if not changed[p[i]] and value[i] < self.value[t, p[i]] - gain:
                self.weights[t, p[i]], self.value[t, p[i]] = weights[i], value[i]
                self.curvature[t, p[i]], changed[p[i]] = curvature[i], True
        return changed


def _anneal(team, cells, rng, effort, progress):
    """Cool every strength from small seeded W at the highest temperature."""
    w, h = _KICK * rng.standard_normal(cells.weights.shape[1:]), None
    everyone = np.arange(len(w))
    for done, t in enumerate(reversed(range(len(cells.temperatures)))):
        w = w + _KICK * rng.standard_normal(w.shape)
        w, cells.value[t], h = team.minimise(
            everyone, w, cells.temperatures[t], effort.cooling, inverse_hessian=h, tolerance=effort.tolerance
        )
        cells.weights[t], cells.curvature[t] = w, h
        progress((done + 1) / len(cells.temperatures))


def _improve(team, cells, rng, effort, progress):
    """Look for better minima than cooling has led to, in place."""
    _polish(team, cells, effort)
    _exchange(team, cells, np.ones(cells.value.shape, bool), effort, _DISTANCE, effort.margin)
    progress(0.3)
    for round_, offset in enumerate(_OFFSETS):
        changed, share = _restart(team, cells, rng, effort, offset)
        _exchange(team, cells, changed, effort, 0.0, np.inf)
        progress(0.3 + 0.6 * (round_ + 1) / len(_OFFSETS))
        if share < _WORTH_ANOTHER and round_ + 1 >= _LEAST_ROUNDS:
            break
    _polish(team, cells, effort)
    progress(1.0)


def _improve_lightly(team, cells, rng, effort, progress):
    """The same in a third of the evaluations: one start in every cell, and what is found is exchanged once."""
    offsets = _OFFSETS[-(start_spacing(cells.value.size) ** 2) :]
    for round_, offset in enumerate(offsets):
        _restart(team, cells, rng, effort, offset)
        progress(0.2 * (round_ + 1) / len(offsets))
    _exchange(team, cells, np.ones(cells.value.shape, bool), effort, _DISTANCE, effort.margin)
    progress(0.6)
    _polish(team, cells, effort)
    progress(1.0)


def start_spacing(cells: int) -> int:
    """Steps between the cells of a grid that start again at random, along either axis."""
    return round(np.clip(np.sqrt(cells / _PLACES), 1, 3))


def searched_lightly(numbers: int) -> bool:
    """Whether views of one strength with so many numbers have a search of a third of the evaluations."""
    return numbers >= _LARGE


def _restart(team, cells, rng, effort, offset):
    """Start at random at an even choice of cells, in place; the cells that gained (T, P), and what share they are."""
    temperatures, strengths = cells.value.shape
    spacing = start_spacing(cells.value.size)
    changed, tried = np.zeros(cells.value.shape, bool), 0
    for t in range(offset[0] % min(spacing, temperatures), temperatures, spacing):
        places = np.arange(offset[1] % min(spacing, strengths), strengths, spacing)
        p = np.repeat(places, len(effort.scales))
        start = rng.standard_normal((len(p), *cells.weights.shape[2:]))
        start *= np.tile(effort.scales, len(places))[:, None, None]
        found = team.minimise(
            p,
            start,
            cells.temperatures[t],
            effort.start,
            goal=cells.value[t, p] - _GAIN,
            patience=effort.patience,
            tolerance=effort.tolerance,
        )
        changed[t] = cells.keep_better(t, p, *found, _GAIN)
        tried += len(places)
    return changed, changed.sum() / tried


def _polish(team, cells, effort):
    """Minimise again, in place, what has stopped before its slope vanished, with nothing left of its old Hessian."""
    for t, tau in enumerate(cells.temperatures):
        everyone = np.arange(cells.value.shape[1])
        polished = team.minimise(everyone, cells.weights[t], tau, effort.polish, tolerance=_TOLERANCE)
        cells.keep_better(t, everyone, *polished, 0.0)


def _exchange(team, cells, changed, effort, distance, margin):
    """Let cells take over a better neighbour's solution, in place, until none gains; `changed` cells offer theirs.

    At first only where that is so far from the cell's own, and above it by no more than a margin, in nats.
    """
    for round_ in range(_EXCHANGES):
        source, changed = changed, np.zeros(cells.value.shape, bool)
        for t, tau in enumerate(cells.temperatures):
            p, theirs = _candidates(cells.weights, source, t, distance / (2 if round_ else 1))
            if len(p):
                goal = cells.value[t, p] - _GAIN if np.isfinite(margin) else None
                found = team.minimise(
                    p,
                    cells.weights[theirs],
                    tau,
                    effort.exchange,
                    inverse_hessian=cells.curvature[theirs],
                    goal=goal,
                    tolerance=effort.tolerance,
                    reach=margin,
                )
                changed[t] = cells.keep_better(t, p, *found, _GAIN)
        if not changed.any():
            break


def _candidates(weights, source, t, distance):
    """Neighbours' solutions worth a try at temperature t: strengths (C,), and indices of where the solutions lie."""
    cells, rows, columns = [], [], []
    temperatures, strengths = source.shape
    for dt, dp in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        if not 0 <= t + dt < temperatures:
            continue
        p = np.arange(max(0, -dp), strengths - max(0, dp))
        p = p[source[t + dt, p + dp]]
        p = p[apart(weights[t + dt, p + dp], weights[t, p]) > distance]
        cells.append(p)
        rows.append(np.full(len(p), t + dt))
        columns.append(p + dp)
    return np.concatenate(cells), (np.concatenate(rows), np.concatenate(columns))


def apart(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Distance of solutions (C, F, d) from each other, whichever way they are turned about b = (1, 0, …).

    J does not change when all directions are turned about b or mirrored (on the circle: when every angle changes
    sign). The best turn R of the columns across b leaves ‖a − bR‖² = ‖a‖² + ‖b‖² − 2 Σ singular values of aᵀb there.
    """
    squares = np.sum(a**2 + b**2, axis=(1, 2))
    along = np.sum(a[:, :, 0] * b[:, :, 0], axis=1)
    across = np.linalg.svd(np.swapaxes(a[:, :, 1:], 1, 2) @ b[:, :, 1:], compute_uv=False).sum(axis=1)
    return np.sqrt(np.maximum(squares - 2 * (along + across), 0.0))
