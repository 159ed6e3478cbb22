"""What an index runs over: the part of the grammar under a sum sign and inside an indicator.

::

    over      := range ("," | ";" | ":" | "|" | "and" | "with" | "where") ... ["except" set]
    range     := "(" i "," j ")"                       every positive pair, once from each side
               | letter                                every view of the batch
               | letter relation (index | bound)       k != i;  k = 1 (then "^ 2N" on the sum sign)
               | letter ("=" | "in" | "from") bound (".." | "to") bound
               | letter ("in" | "notin") set
    set       := "{" index ("," index)* "}" | "{" bound ".." bound "}" | "batch" | "B"
    relation  := "!=" | "=" | "<" | ">" | "<=" | ">="
"""

from __future__ import annotations

from .reader import Reader
from .tree import Condition, Index, Node

RELATIONS = ("!=", "=", "<", ">", "<=", ">=")
_JOINTS = (",", ";", ":", "|", "and", "with", "where", "if")
_WHOLE = ("batch", "B", "V", "views")


class Scope:
    """The letters that a sum binds and the conditions on them, while they are read."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.conditions: list[Condition] = []


def read_scope(reader: Reader, closing: str | None) -> Scope:
    """Read what a sum runs over.

    Parameters
    ----------
    reader
        Stands at the first letter.
    closing
        The bracket that ends it, or None where it ends by itself (``sum over k != i of``).
    """
    scope = Scope()
    reader.take("all", "every", "views", "pairs")
    if reader.peek("("):
        _pair(reader, scope)
    else:
        _range(reader, scope, first=True)
    while True:
        start = reader.at
        if reader.take("except", "without"):
            _exclude(reader, scope)
        elif reader.take(*_JOINTS):
            if not _range(reader, scope, first=False):
                reader.at = start
                break
        else:
            break
    if closing is not None:
        reader.need(closing, "after what the sum runs over")
    return scope


def read_conditions(reader: Reader) -> tuple[Condition, ...]:
    """Read the conditions of an indicator, up to its closing bracket; empty if there are none here."""
    scope = Scope()
    if not _range(reader, scope, first=False):
        return ()
    while reader.take(*_JOINTS):
        if not _range(reader, scope, first=False):
            return ()
    return tuple(scope.conditions)


def _pair(reader: Reader, scope: Scope) -> None:
    reader.need("(", "before a pair")
    first = reader.index()
    reader.take(",")
    reader.index()
    reader.need(")", "after a pair (i, j)")
    if not isinstance(first, Index):
        raise reader.error("Write a sum over positive pairs as sum over (i, j).")
    scope.letters.append(first.name)


def _range(reader: Reader, scope: Scope, *, first: bool) -> bool:
    """Read one range; with `first` a bare letter is bound, later ones need a relation or a comma list."""
    if not reader.at_index():
        if first:
            raise reader.error("Say what the sum runs over, for example: sum over k != i.")
        return False
    start = reader.at
    left = reader.index()
    if first:
        if not isinstance(left, Index):
            raise reader.error("A sum runs over a letter, for example k.")
        scope.letters.append(left.name)
    if reader.peek("=", "in", "from", "runs") and _interval(reader, scope, left):
        return True
    for relation in RELATIONS:
        if reader.take(relation):
            return _relation(reader, scope, left, relation)
    if reader.take("notin", "not"):
        reader.take("in", "equal")
        _exclude(reader, scope, left)
        return True
    if first:
        return True
    if isinstance(left, Index) and reader.peek(",", "}", ")", "of", "]"):  # a list of letters: k != i, j or i, j
        last = scope.conditions[-1] if scope.conditions else None
        if last is not None and last.relation == "!=":
            scope.conditions.append(Condition(last.left, "!=", left))
            return True
        if last is None and left.name not in scope.letters:
            scope.letters.append(left.name)
            return True
    reader.at = start
    return False


def _relation(reader: Reader, scope: Scope, left: Node, relation: str) -> bool:
    if reader.take("{"):
        reader.at -= 1
        _exclude(reader, scope, left)
        return True
    right = reader.index() if reader.at_index() and not reader.peek("n") else reader.bound()
    if right is None:
        raise reader.error("After the relation an index or a number is expected, as in k != i.")
    scope.conditions.append(Condition(left, relation, right))
    return True


def _interval(reader: Reader, scope: Scope, left: Node) -> bool:
    """Read ``= 1..2N``, ``in {1, ..., 2N}``, ``from 1 to 2N`` or ``in batch``; False (and nothing read) if neither."""
    start = reader.at
    equals = reader.peek("=")
    reader.at += 1
    if not equals and reader.take(*_WHOLE):
        return True
    closing = "}" if reader.take("{") else "]" if reader.take("[") else None
    low = reader.bound()
    reader.take(",")
    if low is not None and (reader.take("..", "...", "....", "to")):
        reader.take(",")
        high = reader.bound()
        if high is None:
            raise reader.error("The end of the range is missing, for example k = 1..2N.")
        scope.conditions += [Condition(left, ">=", low), Condition(left, "<=", high)]
        if closing:
            reader.need(closing, "after the range")
        return True
    reader.at = start
    return False


def _exclude(reader: Reader, scope: Scope, left: Node | None = None) -> None:
    """Read ``i``, ``{i}`` or ``{i, j}``: views that are left out."""
    if left is None:
        left = Index(scope.letters[0])
    closing = "}" if reader.take("{") else ")" if reader.take("(") else None
    scope.conditions.append(Condition(left, "!=", reader.index()))
    while closing and reader.take(",", "and"):
        scope.conditions.append(Condition(left, "!=", reader.index()))
    if closing:
        reader.need(closing, "after the views left out")
