"""What letters mean once the whole formula is known: N nodes of two views or 2N views; whether t is a temperature."""

from quizzes.formula.tokens import FormulaError
from quizzes.formula.tree import (
    Binary,
    Condition,
    Constant,
    Index,
    Negative,
    Node,
    Partner,
    Sided,
    Similarity,
    Symbol,
    Vector,
    bound_indices,
    free_indices,
    substituted,
    walk,
)

_VIEWS = Binary("*", Constant(2.0), Symbol("N"))


def settled(node: Node) -> Node:
    """A tree as read, with its views and its temperature settled.

    Raises
    ------
    FormulaError
        If it mixes two notations.
    """
    return _two_views(_temperature(node))


def _temperature(node: Node) -> Node:
    """Without τ, a t that divides is the temperature; a t that multiplies is Wang & Isola's."""
    if Symbol("tau") in walk(node):
        return node

    def change(part: Node) -> Node | None:
        match part:
            case Binary("/", left, right):
                return Binary("/", substituted(left, change), divisor(right))
            case Binary("^", Symbol("t"), Negative() as power):
                return Binary("^", Symbol("tau"), power)
        return None

    def divisor(part: Node) -> Node:
        match part:
            case Symbol("t"):
                return Symbol("tau")
            case Binary(op, left, right):
                return Binary(op, divisor(left), divisor(right))
        return substituted(part, change)

    return substituted(node, change)


def _two_views(node: Node) -> Node:
    """Turn ``h_i`` and ``h_k^+`` into the two views of nodes where ``^+`` marks all of the other view."""
    parts = list(walk(node))
    sided = any(isinstance(part, Sided) for part in parts)
    bound = bound_indices(node)
    across = [part for part in parts if _across(part, bound)]
    if not sided and not across:
        return node
    whole = any(isinstance(part, Condition) and _VIEWS in (part.left, part.right) for part in parts)
    if not sided and whole:
        return node
    if whole:
        raise FormulaError("u_k and v_k are the two views of node k: let k run from 1 to N.")
    if sided and any(isinstance(part, Vector) for part in parts):
        raise FormulaError("Use one notation: u_i and v_i for the two views of node i, or z_i for every view.")
    if any(isinstance(part, Similarity) and isinstance(part.left, Index | Partner) for part in parts):
        raise FormulaError("Use one notation: s(u_i, v_k) for the two views of nodes, or s(i,k) for views.")
    if "j" in free_indices(node):
        raise FormulaError("The positive of u_i is v_i; j needs a sum over it here.")

    def change(part: Node) -> Node | None:
        if isinstance(part, Vector):
            other = isinstance(part.index, Partner)
            return Sided(part.index.of if isinstance(part.index, Partner) else part.index, other)
        return None

    node = substituted(node, change)
    if any(isinstance(part, Partner) for part in walk(node)):
        raise FormulaError("Of two views the positive of u_i is v_i; P(i), A(i) and the sign ' are for z_i.")
    if sides := [side for part in walk(node) for side in _anchor_sides(part)]:
        if all(sides):  # the anchor is v_i: its side is the first

            def turn(part: Node) -> Node | None:
                return Sided(part.index, not part.other) if isinstance(part, Sided) else None

            return substituted(node, turn)
    return node


def _anchor_sides(part: Node) -> list[bool]:
    """The side of the anchor's embedding where it meets another node's, as a list of at most one."""
    if isinstance(part, Similarity) or (isinstance(part, Binary) and part.op in "*-"):
        for near, far in ((part.left, part.right), (part.right, part.left)):
            match near, far:
                case Sided(Index("i"), other), Sided(Index(name), _) if name != "i":
                    return [other]
    return []


def _across(part: Node, bound: frozenset[str]) -> bool:
    """Whether a similarity or distance is that of one node's view and the marked view of another: h_i and h_k^+."""
    if isinstance(part, Similarity) or (isinstance(part, Binary) and part.op in "*-"):
        for near, far in ((part.left, part.right), (part.right, part.left)):
            match near, far:
                case Vector(Index() as one), Vector(Partner(Index() as other)):
                    return one != other and other.name in bound - {"i"}
    return False
