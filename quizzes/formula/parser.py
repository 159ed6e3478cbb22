"""Recursive descent from text to tree. Nothing that is typed is ever executed.

::

    formula := [name ... "="] sum
    sum     := product (("+" | "-") product)*
    product := ("-" | "+")* power (("*" | "/")? power)*        2N, 2tau typed without a space bind first
    power   := atom ["^" exponent]
    atom    := number | N | tau | "(" sum ")" | vector | norm | "<" sum "," sum ">"
             | ("s" | "sim" | "cos") pair                       s(i,k)  s_ik  s_{i,k}  sim(z_i, z_k)
             | ("log" | "exp" | "sqrt") argument | "e" "^" exponent | "frac" group group
             | ("sum" | "mean") over body                       see conditions.py; the body is one product
             | "1" "[" conditions "]"                           Chen et al.'s indicator
    vector  := "z" "_" index | "z" "(" index ")";  norm := "||" sum "||"

Free letters: ``i`` is the anchor and ``j`` its partner unless a sum binds it; every other letter must be bound.
A library such as lark would read the same grammar; half of this code is what the messages need, so it stands alone.
"""

from __future__ import annotations

from .errors import FormulaError
from .reader import CLOSING, INDEX_LETTERS
from .sums import SUMS, Sums
from .tree import (
    Binary,
    Call,
    Negative,
    Node,
    Number,
    Similarity,
    Symbol,
    bound_indices,
    free_indices,
)
from .views import SIMILARITIES

_FUNCTIONS = {"log": "log", "ln": "log", "exp": "exp", "sqrt": "sqrt"}
_SYMBOLS = {"N": "N", "n": "N", "tau": "tau", "temperature": "tau", "temp": "tau", "T": "tau", "t": "t"}
_LEFT_SIDES = {"L", "l", "loss", "Loss", "ell", "A", "U", "NT", "J", "align", "alignment", "uniformity", "uniform"}
_STOPS = {"of", "for", "and", "over", "to", "with", "where", "except", "without", "in", "notin", "if", "from", "all"}
MAX_LETTERS = 4


def parse(text: str) -> Node:
    """Read a formula.

    Parameters
    ----------
    text
        Plain notation, Unicode or LaTeX.

    Returns
    -------
    Node
        Its tree; the free letters are at most i and j.

    Raises
    ------
    FormulaError
        With one sentence that says what to change.
    """
    parser = _Parser(text)
    node = parser.formula()
    free, bound = free_indices(node), bound_indices(node)
    if free - {"i", "j"}:
        letter = min(free - {"i", "j"})
        raise FormulaError(f"Nothing says what {letter} runs over. Use i for the anchor, or sum over {letter}.")
    if free and "i" in bound:
        raise FormulaError("i is used outside the sum over i. Put brackets round all that the sum over i covers.")
    if len(free | bound | {"i"}) > MAX_LETTERS:
        raise FormulaError(f"More than {MAX_LETTERS} different index letters; fewer will do.")
    return node


class _Parser(Sums):
    def formula(self) -> Node:
        self._skip_left_side()
        node = self.sum()
        if self.token.kind != "end":
            raise self.error(f"The formula could be read up to {self.token.text!r}; what follows does not fit.")
        return node

    def _skip_left_side(self) -> None:
        """Step over ``L =``, ``l_{i,j} =`` and the like."""
        if self.token.text in _LEFT_SIDES:
            for ahead in range(1, 13):
                if self.peek("=", ahead=ahead):
                    self.at += ahead + 1
                    return

    # --- sums, products, powers ---

    def sum(self) -> Node:
        self.deeper()
        node = self.product()
        while self.peek("+", "-"):
            op = self.token.text
            self.at += 1
            node = Binary(op, node, self.product())
        self.depth -= 1
        return node

    def product(self) -> Node:
        negative = False
        while self.peek("-", "+"):
            negative ^= self.token.text == "-"
            self.at += 1
        node = self.power()
        while True:
            if self.peek("*", "/"):
                op = self.token.text
                self.at += 1
                flip = False
                while self.peek("-", "+"):
                    flip ^= self.token.text == "-"
                    self.at += 1
                right = self.power()
                node = Binary(op, node, Negative(right) if flip else right)
            elif self._starts_factor():
                node = Binary("*", node, self.power())
            else:
                break
        return Negative(node) if negative else node

    def _starts_factor(self) -> bool:
        token = self.token
        if token.kind == "name":
            return token.text not in _STOPS
        if token.kind == "number":
            return True
        return token.text in ("(", "[", "{", "<") or (token.text in ("||", "|") and not self.in_norm)

    def power(self) -> Node:
        node = self.atom()
        while self.peek("^"):
            self.at += 1
            if self.token.text.startswith("T") and self.token.kind == "name":  # z_i^T z_k
                self.split(1)
                self.at += 1
                continue
            if self.peek("{") and self.peek("T", ahead=1) and self.peek("}", ahead=2):
                self.at += 3
                continue
            node = Binary("^", node, self.exponent())
        return node

    def exponent(self) -> Node:
        negative = self.take("-")
        node = self.atom()
        return Negative(node) if negative else node

    # --- atoms ---

    def atom(self) -> Node:
        self.deeper()
        node = self._atom()
        self.depth -= 1
        return node

    def _atom(self) -> Node:
        token = self.token
        if token.kind == "end":
            raise self.error("The formula ends where something more is expected.")
        if token.kind == "number":
            return self._number()
        if token.kind == "name":
            return self._name()
        if token.text in CLOSING:
            return self.group()
        if token.text in ("||", "|"):
            return self.norm()
        if token.text == "<":
            self.at += 1
            left = self.sum()
            self.need(",", "between the two vectors of < , >")
            right = self.sum()
            self.need(">", "after the two vectors")
            return Similarity(left, right)
        raise self.error(f"{token.text!r} is not expected here.")

    def _number(self) -> Node:
        token = self.token
        self.at += 1
        if token.text == "1" and self.peek("[", "{", "(", "_"):
            indicator = self.indicator()
            if indicator is not None:
                return indicator
        node: Node = Number(float(token.text))
        if self.token.glued and self.token.text in ("N", "n", "tau"):
            node = Binary("*", node, Symbol(_SYMBOLS[self.token.text]))
            self.at += 1
        return node

    def _name(self) -> Node:
        name = self.token.text
        if name in _SYMBOLS:
            self.at += 1
            return Symbol(_SYMBOLS[name])
        if name in _FUNCTIONS:
            self.at += 1
            return Call(_FUNCTIONS[name], self._argument(name))
        if name in SUMS:
            self.at += 1
            return self.reduce(SUMS[name])
        if name in SIMILARITIES:
            self.at += 1
            return self.similarity()
        if name == "e":
            self.at += 1
            self.need("^", "after e; or write exp(...)")
            return Call("exp", self.exponent())
        if name == "frac":
            self.at += 1
            return Binary("/", self._fraction_part(), self._fraction_part())
        if name == "norm":
            self.at += 1
            return Call("norm", self.group())
        if name in ("z", "Z") or (len(name) == 2 and name[0] == "z" and name[1] in INDEX_LETTERS):
            return self.vector()
        if name in ("indicator", "I", "ind", "delta"):
            self.at += 1
            indicator = self.indicator()
            if indicator is None:
                raise self.error("An indicator is written 1[k != i].")
            return indicator
        if len(name) == 3 and name[0] == "s" and set(name[1:]) <= INDEX_LETTERS:
            self.split(1)
            self.at += 1
            return Similarity(self.index(), self.index())
        if len(name) == 1 and name in INDEX_LETTERS:
            raise self.error(f"{name} is an index; use it as in s({name},k) or z_{name}.")
        raise self.error(f"The name {name!r} is not known here. Known: s(i,k), z_i, tau, N, log, exp, sum, mean.")

    def _fraction_part(self) -> Node:
        return self.group() if self.peek("{") else self.atom()

    def _argument(self, name: str) -> Node:
        """What a function applies to: a bracket, or one unmistakable value."""
        if self.peek("_", "^"):
            raise self.error(f"{name} takes no index or power here; write {name}(...), the natural one.")
        bracketed = self.peek("(", "[", "{", "frac")
        if not bracketed and not self.peek(*SUMS, *_FUNCTIONS, *SIMILARITIES):
            raise self.error(f"Put brackets round what {name} applies to.")
        node = self.group() if self.peek(*CLOSING) else self.atom()
        if not bracketed and (self.peek("*", "/", "^") or self._starts_factor()):
            raise self.error(f"Put brackets round everything that {name} applies to.")
        return node
