"""The tree that a formula becomes: plain frozen nodes, nothing that runs by itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Node:
    """A part of a formula; its value is an array over what its free indices run over."""


@dataclass(frozen=True)
class Constant(Node):
    """A number as typed."""

    value: float


@dataclass(frozen=True)
class Symbol(Node):
    """N (pairs in the batch), tau, t (Wang & Isola's 2, or a temperature), or K (negatives, as the end of a range)."""

    name: str


@dataclass(frozen=True)
class Index(Node):
    """A view by its index letter."""

    name: str


@dataclass(frozen=True)
class Partner(Node):
    """The other view of the same node."""

    of: Node


@dataclass(frozen=True)
class Vector(Node):
    """The embedding of a view."""

    index: Node


@dataclass(frozen=True)
class Sided(Node):
    """The embedding of one of a node's two views: the anchor's side, or the other one; `index` counts N nodes."""

    index: Node
    other: bool


@dataclass(frozen=True)
class Similarity(Node):
    """Cosine similarity of two views (indices) or of two vectors."""

    left: Node
    right: Node


@dataclass(frozen=True)
class Negative(Node):
    """The opposite of a value."""

    of: Node


@dataclass(frozen=True)
class Binary(Node):
    """``left op right`` with op one of + - * / ^; the product of two vectors is their dot product."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call(Node):
    """``log``, ``exp``, ``sqrt`` or ``abs`` of a value, or the ``norm`` of a vector, which ``abs`` is as well."""

    function: str
    of: Node


@dataclass(frozen=True)
class Condition(Node):
    """``left relation right``; the relation is one of != = < > <= >=, and sides are indices or numbers."""

    left: Node
    relation: str
    right: Node


@dataclass(frozen=True)
class Indicator(Node):
    """1 where all conditions hold, else 0."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Reduce(Node):
    """A sum or mean of `body` over all views `variable` that meet the conditions."""

    kind: str
    variable: str
    conditions: tuple[Condition, ...]
    body: Node


def children(node: Node) -> Iterator[Node]:
    """Every direct part of a node."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from value


def free_indices(node: Node) -> frozenset[str]:
    """The index letters that no sum in `node` binds."""
    if isinstance(node, Index):
        return frozenset({node.name})
    free = frozenset().union(*(free_indices(child) for child in children(node)), frozenset())
    if not isinstance(node, Reduce):
        return free
    return free - ({"i", "j"} if node.variable == "i" else {node.variable})  # a free j is the partner of i


def bound_indices(node: Node) -> frozenset[str]:
    """The index letters that some sum in `node` binds."""
    bound = frozenset().union(*(bound_indices(child) for child in children(node)), frozenset())
    return bound | {node.variable} if isinstance(node, Reduce) else bound


def walk(node: Node) -> Iterator[Node]:
    """A node and every part of it."""
    yield node
    for child in children(node):
        yield from walk(child)


def substituted(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """The tree with every part for which `change` gives another in that one's place."""
    other = change(node)
    if other is not None:
        return other
    parts: dict[str, object] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            parts[field.name] = substituted(value, change)
        elif isinstance(value, tuple):
            parts[field.name] = tuple(substituted(part, change) for part in value)
    return replace(node, **parts) if parts else node
