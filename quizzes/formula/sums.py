"""The part of the grammar that sums: a sum sign or a mean, what it runs over, and its body."""

from __future__ import annotations

from . import conditions
from .reader import CLOSING
from .tree import Index, Node, Number, Reduce
from .views import Views

SUMS = {"sum": "sum", "mean": "mean", "avg": "mean", "average": "mean", "E": "mean"}


class Sums(Views):
    """Reads sums and means."""

    def reduce(self, kind: str) -> Node:
        """What follows a sum sign: its range and its body."""
        upper = self._upper()
        inline = False
        closing = None
        if self.take("_"):
            if self.peek(*CLOSING):
                closing = CLOSING[self.token.text]
                self.at += 1
        elif self.take("over"):
            if self.peek("{", "[") or (self.peek("(") and self.peek(",", ahead=2) is False):
                closing = CLOSING[self.token.text]
                self.at += 1
        elif self.peek("("):
            self.at += 1
            inline = True
        else:
            raise self.error("Say what the sum runs over, for example: sum over k != i of exp(s(i,k)/tau).")
        if inline and not self.at_index():
            body = self.sum()
            if not self.take("for"):
                self.need("over", "and what the sum runs over: sum(... over k != i)")
            scope = conditions.read_scope(self, ")")
            return self._bind(kind, scope, None, body)
        scope = conditions.read_scope(self, closing)
        upper = self._upper() or upper
        if inline:
            if self.take(")"):
                inline = False
            else:
                self.need(",", "between what the sum runs over and what is summed")
        self.take("of", ":")
        body = self.sum() if inline else self.product()
        if inline:
            self.need(")", "to close the sum")
        return self._bind(kind, scope, upper, body)

    def _upper(self) -> Node | None:
        if not self.take("^"):
            return None
        closing = CLOSING.get(self.token.text)
        if closing:
            self.at += 1
        upper = self.bound()
        if upper is None:
            raise self.error("The upper end of the sum is missing, for example sum_{k=1}^{2N}.")
        if closing:
            self.need(closing, "after the upper end of the sum")
        return upper

    def _bind(self, kind: str, scope: conditions.Scope, upper: Node | None, body: Node) -> Node:
        found = []
        for condition in scope.conditions:
            if upper is not None and condition.relation == "=" and isinstance(condition.right, Number):
                condition = conditions.Condition(condition.left, ">=", condition.right)
            found.append(condition)
        if upper is not None:
            found.append(conditions.Condition(Index(scope.letters[0]), "<=", upper))
        for letter in reversed(scope.letters[1:]):
            body = Reduce(kind, letter, (), body)
        return Reduce(kind, scope.letters[0], tuple(found), body)
