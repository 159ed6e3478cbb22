"""The part of the grammar that names views: vectors, similarities, norms and indicators."""

from __future__ import annotations

from . import conditions
from .reader import CLOSING, Reader
from .tree import Call, Indicator, Node, Partner, Similarity, Vector

SIMILARITIES = ("s", "S", "sim", "cos", "dot")


class Views(Reader):
    """Reads what stands for a view or compares two of them.

    Parameters
    ----------
    text
        The formula as typed.
    """

    def __init__(self, text: str):
        super().__init__(text)
        self.in_norm = 0

    def sum(self) -> Node:
        """A whole value; the parser knows how."""
        raise NotImplementedError

    def product(self) -> Node:
        """A value without + and -; the parser knows how."""
        raise NotImplementedError

    def group(self) -> Node:
        """A bracketed value, its content free of the norm bars outside."""
        opening = self.token.text
        if opening not in CLOSING:
            raise self.error("A bracket is expected here.")
        self.at += 1
        outer, self.in_norm = self.in_norm, 0
        node = self.sum()
        self.in_norm = outer
        self.need(CLOSING[opening], "to close the bracket")
        return node

    def indicator(self) -> Node | None:
        """``[k != i]``, with or without ``_``; None (and nothing read) if this is not an indicator."""
        start = self.at
        self.take("_")
        opened = []
        while self.peek("[", "{", "("):
            opened.append(CLOSING[self.token.text])
            self.at += 1
        found = conditions.read_conditions(self) if opened else ()
        if found and all(self.take(closing) for closing in reversed(opened)):
            return Indicator(found)
        self.at = start
        return None

    def norm(self) -> Node:
        bar = self.token.text
        self.at += 1
        self.in_norm += 1
        node = self.sum()
        self.in_norm -= 1
        self.need(bar, "to close the norm")
        if self.take("_") and not self.take("2"):
            self.need("{", "around the kind of norm")
            self.need("2", "as the kind of norm")
            self.need("}", "after the kind of norm")
        return Call("norm", node)

    def vector(self) -> Node:
        if self.token.text not in ("z", "Z"):  # zi
            self.split(1)
            self.at += 1
            return Vector(self.index())
        self.at += 1
        partner = self.take("'")
        if self.take("_"):
            index = self._wrapped_index() if self.peek(*CLOSING) else self.index()
        elif self.peek("(", "["):
            index = self._wrapped_index()
        else:
            raise self.error("Say which view's embedding: z_i, z_j or z_k.")
        if self.take("'"):
            partner = True
        if self.peek("^") and self.peek("+", ahead=1):
            self.at += 2
            partner = True
        return Vector(Partner(index) if partner else index)

    def _wrapped_index(self) -> Node:
        closing = CLOSING[self.token.text]
        self.at += 1
        index = self.index()
        self.need(closing, "after the index")
        return index

    def similarity(self) -> Node:
        """The two views of a similarity, by index or by vector."""
        closing = None
        self.take("_")
        if self.peek(*CLOSING):
            closing = CLOSING[self.token.text]
            self.at += 1
        left = self._view()
        if not self.take(",", "_", ";"):
            if not self.at_index():
                raise self.error("A similarity takes two views: s(i,k).")
        right = self._view()
        if closing:
            self.need(closing, "after the two views")
        return Similarity(left, right)

    def _view(self) -> Node:
        return self.index() if self.at_index() else self.product()
