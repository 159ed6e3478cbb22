"""The value of a formula's tree on a batch of embeddings, by numpy arrays with one axis per index letter."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from quizzes.formula.tokens import FormulaError
from quizzes.formula.tree import (
    Binary,
    Call,
    Condition,
    Constant,
    Index,
    Indicator,
    Negative,
    Node,
    Partner,
    Reduce,
    Sided,
    Similarity,
    Symbol,
    Vector,
    bound_indices,
    free_indices,
    walk,
)

_RELATIONS = {
    "!=": np.not_equal,
    "=": np.equal,
    "<": np.less,
    ">": np.greater,
    "<=": np.less_equal,
    ">=": np.greater_equal,
}


@dataclass(frozen=True, eq=False)
class Batch:
    """A batch of N positive pairs as 2N views.

    Parameters
    ----------
    z
        Unit embeddings, shape (2N, d); view i and view i + N show the same node.
    temperature
        τ.
    """

    z: np.ndarray
    temperature: float

    @property
    def pairs(self) -> int:
        """N: half as many as there are views."""
        return len(self.z) // 2

    @cached_property
    def partner(self) -> np.ndarray:
        """j(i), the other view of the same node, for every view i, shape (2N,)."""
        return np.roll(np.arange(len(self.z)), self.pairs)

    @cached_property
    def similarity(self) -> np.ndarray:
        """Cosine similarity s_ik of all pairs of views, shape (2N, 2N)."""
        return self.z @ self.z.T


def evaluate(node: Node, batch: Batch) -> np.ndarray:
    """Evaluate a formula on a batch.

    Parameters
    ----------
    node
        A tree from `parse`.
    batch
        The embeddings.

    Returns
    -------
    numpy.ndarray
        Shape (2N,), one value an anchor, if the anchor i is free; else shape ().

    Raises
    ------
    FormulaError
        If a vector stands where a number belongs, or the other way round.
    """
    letters = sorted(free_indices(node) | bound_indices(node) | {"i"})
    axes = {letter: axis for axis, letter in enumerate(letters)}
    two_views = any(isinstance(part, Sided) for part in walk(node))
    free = bool(free_indices(node))
    sides = (0, 1) if two_views and free else (0,)
    values = []
    for side in sides:
        machine = _Machine(batch, axes, two_views, side)
        with np.errstate(all="ignore"):
            value = machine.scalar(node)
        if free:
            shape = [machine.views if axis == axes["i"] else 1 for axis in range(value.ndim)]
            value = np.broadcast_to(value, shape)
        values.append(value)
    return np.concatenate([value.ravel() for value in values]) if free else values[0].reshape(())


class _Machine:
    """Values of parts of a formula.

    An index runs over the 2N views; with `two_views` over the N nodes, and `side` is the view that the anchor is of.
    """

    def __init__(self, batch: Batch, axes: dict[str, int], two_views: bool = False, side: int = 0):
        self.batch, self.axes, self.side = batch, axes, side
        self.views = batch.pairs if two_views else len(batch.z)
        self.z, self.partner, self.pair_similarity = batch.z, batch.partner, batch.similarity
        self.bound = {"i"}

    def scalar(self, node: Node) -> np.ndarray:
        value, is_vector = self.value(node)
        if is_vector:
            raise FormulaError("A vector stands where a number belongs; use s(i,k), z_i * z_k or ||z_i - z_k||.")
        return value

    def vector(self, node: Node) -> np.ndarray:
        value, is_vector = self.value(node)
        if not is_vector:
            raise FormulaError("A similarity or a norm needs embeddings such as z_i.")
        return value

    def index(self, node: Node) -> np.ndarray:
        """Views as integers, with one axis a letter."""
        if isinstance(node, Partner):
            return self.partner[self.index(node.of)]
        if not isinstance(node, Index):
            raise FormulaError("A view is named by its index, as in s(i,k) or z_i.")
        name = node.name
        if name == "j" and "j" not in self.bound:
            return self.partner[self.index(Index("i"))]
        shape = [1] * len(self.axes)
        shape[self.axes[name]] = self.views
        return np.arange(self.views).reshape(shape)

    def value(self, node: Node) -> tuple[np.ndarray, bool]:
        """The value, one axis a letter, and whether it is a vector (its components on a last axis of their own)."""
        match node:
            case Constant(number):
                return self._constant(number), False
            case Symbol(name):
                return self._constant({"N": self.batch.pairs, "tau": self.batch.temperature, "t": 2.0}[name]), False
            case Vector(index):
                return self.z[self.index(index)], True
            case Sided(index, other):
                return self.z[self.index(index) + self.batch.pairs * (self.side ^ other)], True
            case Similarity(left, right):
                return self._similarity(left, right), False
            case Negative(of):
                value, is_vector = self.value(of)
                return -value, is_vector
            case Binary(op, left, right):
                return self._binary(op, left, right)
            case Call("norm", of):
                return np.linalg.norm(self.vector(of), axis=-1), False
            case Call("abs", of):
                value, is_vector = self.value(of)
                return (np.linalg.norm(value, axis=-1) if is_vector else np.abs(value)), False
            case Call(function, of):
                return {"log": np.log, "exp": np.exp, "sqrt": np.sqrt}[function](self.scalar(of)), False
            case Indicator(conditions):
                return self._mask(conditions).astype(float), False
            case Reduce(kind, variable, conditions, body):
                return self._reduce(kind, variable, conditions, body), False
        raise FormulaError("An index cannot stand alone here.")

    def _constant(self, number: float) -> np.ndarray:
        return np.full([1] * len(self.axes), float(number))

    def _similarity(self, left: Node, right: Node) -> np.ndarray:
        if isinstance(left, Index | Partner) and isinstance(right, Index | Partner):
            return self.pair_similarity[self.index(left), self.index(right)]
        if isinstance(left, Index | Partner) or isinstance(right, Index | Partner):
            raise FormulaError("Give both views in the same way: s(i,k) or s(z_i, z_k).")
        a, b = self.vector(left), self.vector(right)
        return np.sum(a * b, -1) / (np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1))

    def _binary(self, op: str, left: Node, right: Node) -> tuple[np.ndarray, bool]:
        (a, a_vector), (b, b_vector) = self.value(left), self.value(right)
        if op in "+-":
            if a_vector != b_vector:
                raise FormulaError("A number and a vector cannot be added.")
            return (a + b if op == "+" else a - b), a_vector
        if op == "*":
            if a_vector and b_vector:
                return np.sum(a * b, -1), False
            if a_vector or b_vector:
                return (a * b[..., None] if a_vector else a[..., None] * b), True
            return a * b, False
        if b_vector:
            raise FormulaError("Nothing can be divided by a vector or raised to one.")
        if op == "/":
            return (a / b[..., None] if a_vector else a / b), a_vector
        if a_vector:  # z_i^2 as a squared length
            if not np.all(b == 2):
                raise FormulaError("A vector has no such power.")
            return np.sum(a * a, -1), False
        return np.power(a, b), False

    def _mask(self, conditions: tuple[Condition, ...]) -> np.ndarray:
        mask = np.ones([1] * len(self.axes), dtype=bool)
        for condition in conditions:
            a, b = self._side(condition.left), self._side(condition.right)
            mask = mask & _RELATIONS[condition.relation](a, b)
        return mask

    def _side(self, node: Node) -> np.ndarray:
        """One side of a condition; views count from 1, as on paper."""
        return self.index(node) + 1 if isinstance(node, Index | Partner) else self.scalar(node)

    def _reduce(self, kind: str, variable: str, conditions: tuple[Condition, ...], body: Node) -> np.ndarray:
        known = variable in self.bound
        self.bound.add(variable)
        axis = self.axes[variable]
        mask, value = self._mask(conditions), self.scalar(body)
        if not known:
            self.bound.discard(variable)
        shape = [1] * len(self.axes)
        shape[axis] = self.views
        mask = mask & np.ones(shape, dtype=bool)
        total = np.sum(np.where(mask, value, 0.0), axis=axis, keepdims=True)
        return total / np.sum(mask, axis=axis, keepdims=True) if kind == "mean" else total
