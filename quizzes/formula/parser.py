"""Recursive descent from text to tree. Nothing that is typed is ever executed.

::

    formula   := [name ... "="] sum
    sum       := product (("+" | "-") product)*
    product   := ("-" | "+")* power (("*" | "/")? power)*      2N, 2tau typed without a space bind first
    power     := atom ["^" exponent] ["." method "(" ... ")"]*
    atom      := number | N | tau | "(" sum ")" | vector | norm | "<" sum "," sum ">" | "|" set "|"
               | ("s" | "sim" | "cos" | "theta") pair           s(i,k)  s_ik  s_{i,k}  sim(z_i, z_k)
               | ("log" | "exp" | "sqrt") argument | "e" "^" exponent | "frac" group group
               | ("sum" | "mean" | "logsumexp") over body       the body is one product
               | ("softmax" | "log_softmax") over group [ "[" index "]" | "_" index | "at" index ]
               | ("E" | "mean") group                           the mean over the anchors
               | "1" "[" conditions "]"                         Chen et al.'s indicator
    norm      := "||" sum "||"

`ranges` reads ``over`` and ``conditions``, `embeddings` vectors, pairs and indices.

Free letters: ``i`` is the anchor and ``j`` its partner unless a sum binds it; every other letter must be bound.
A library such as lark would read the same grammar; half of this code is what the messages need, so it stands alone.
"""

import math

from quizzes.formula.embeddings import ANCHOR, CLOSING, INDEX_LETTERS, NESTING, SIMILARITIES
from quizzes.formula.meaning import settled
from quizzes.formula.nearest import NEAREST, instead
from quizzes.formula.ranges import RELATIONS, Ranges, Scope
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
    children,
    free_indices,
    substituted,
    walk,
)

_FUNCTIONS = {"log": "log", "ln": "log", "exp": "exp", "sqrt": "sqrt"}
_SYMBOLS = {"N": "N", "n": "N", "tau": "tau", "temperature": "tau", "temp": "tau", "T": "tau", "t": "t"}
_LEFT_SIDES = {"L", "l", "loss", "Loss", "ell", "A", "U", "NT", "J", "align", "alignment", "uniformity", "uniform"}
_STOPS = {"of", "for", "and", "over", "to", "with", "where", "except", "without", "in", "notin", "if", "from", "all"}
_STOPS |= {"at"}
MAX_LETTERS = 4
_SUMS = {
    "sum": "sum",
    **dict.fromkeys(("mean", "avg", "average", "E"), "mean"),
    **dict.fromkeys(("logsumexp", "LSE", "lse"), "logsumexp"),
}
_OF_ONE = {  # functions of one value, and what they are made of
    "logplus": lambda x: Call("log", Binary("+", Constant(1.0), x)),
    "softplus": lambda x: Call("log", Binary("+", Constant(1.0), Call("exp", x))),
    "sigmoid": lambda x: Binary("/", Constant(1.0), Binary("+", Constant(1.0), Call("exp", Negative(x)))),
}
_BASES = {"2": 2.0, "10": 10.0, "e": math.e}
_SOFTMAX = ("softmax", "logsoftmax")
_ARITHMETIC = {"mul": "*", "div": "/", "add": "+", "sub": "-"}
_METHODS = {"log": "log", "exp": "exp", "sqrt": "sqrt", "norm": "norm"}
_OTHER = Index("pdist")
_EMBEDDING = (Vector, Sided)
MAX_DEPTH = 40
_LONGEST_LEFT_SIDE = 40  # tokens


def parse(text: str) -> Node:
    """Read a formula into its tree.

    Parameters
    ----------
    text
        Plain notation, Unicode, LaTeX or an expression of code.

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
    node = settled(parser.formula())
    free, bound = free_indices(node), bound_indices(node)
    if free - {"i", "j"}:
        letter = min(free - {"i", "j"}).rstrip("*-")
        raise FormulaError(f"Nothing says what {letter} runs over. Use i for the anchor, or sum over {letter}.")
    if free and "i" in bound:
        raise FormulaError("i is used outside the sum over i. Put brackets round all that the sum over i covers.")
    if len(free | bound | {"i"}) > MAX_LETTERS:
        raise FormulaError(f"More than {MAX_LETTERS} different index letters; fewer will do.")
    return node


class _Parser(Ranges):
    """One method a rule of the grammar."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = self.in_norm = 0

    def deeper(self) -> None:
        """Count one level of nesting and refuse more than `MAX_DEPTH`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error("The formula is nested too deeply; write it more simply.")

    def formula(self) -> Node:
        self._skip_left_side()
        self.find_anchor()
        node = self.sum()
        if self.token.kind != "end":
            raise self.error(
                f"The formula could be read up to {self.token.text!r}; leave that and what follows out, or write it as "
                "part of the one formula."
            )
        return node

    def _skip_left_side(self) -> None:
        """Step over ``L =``, ``l_{i,j} =``, ``l(i,j) = l(j,i) =``: up to the last "=" outside brackets and ranges."""
        name = self.token.text
        read = {*_FUNCTIONS, *_SUMS, *_SOFTMAX, *_OF_ONE, *SIMILARITIES, *_SYMBOLS, "frac", "norm", "e", "pdist"}
        if name not in _LEFT_SIDES and (self.token.kind != "name" or name in read or self.at_vector()):
            return
        depth = 0
        for place in range(self.at + 1, min(self.at + _LONGEST_LEFT_SIDE, len(self.tokens))):
            text = self.tokens[place].text
            depth += NESTING.get(text, 0)
            if text in ("over", "for"):
                return
            if text == "=" and depth == 0:
                self.at = place + 1

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
        negative = self._negative()
        node = self.power()
        while True:
            if self.peek("*", "/"):
                op = self.token.text
                self.at += 1
                flip = self._negative()
                right = self.power()
                node = Binary(op, node, Negative(right) if flip else right)
            elif self.peek(".") and self.peek("z", "h", "u", "v", "q", "k", ahead=1):  # z_i.z_k
                self.at += 1
                node = Binary("*", node, self.power())
            elif self._starts_factor():
                node = Binary("*", node, self.power())
            else:
                return Negative(node) if negative else node

    def _negative(self) -> bool:
        """Step over signs; whether an odd number of them is minus."""
        negative = False
        while self.peek("-", "+"):
            negative ^= self.token.text == "-"
            self.at += 1
        return negative

    def _starts_factor(self) -> bool:
        token = self.token
        if token.kind == "name":
            return token.text not in _STOPS
        if token.kind == "number":
            return True
        return token.text in ("(", "[", "{", "<") or (token.text in ("||", "|") and not self.in_norm)

    def power(self) -> Node:
        node = self.atom()
        while True:
            if self.peek(".") and self.peek("(", ahead=2):
                node = self._method(node)
            elif self.take("^"):
                text = self.token.text
                if self.token.kind == "name" and (text[0] == "T" or (text == "t" and _is_embedding(node))):  # z_i^T z_k
                    self.split(1)
                    self.at += 1
                elif not self.take_all(*"{T}"):
                    node = Binary("^", node, self.exponent())
            else:
                return node

    def _method(self, node: Node) -> Node:
        """A call behind a value, as code writes it: ``(...).exp()``, ``.pow(2)``, ``.mean()``."""
        name = self.tokens[self.at + 1].text
        self.at += 3
        argument = None if self.peek(")") else self.sum()
        self.need(")", f"after .{name}(")
        if name in _METHODS:
            return Call(_METHODS[name], node)
        if name == "mean":
            return self._over_anchors(node)
        if name == "dot" and argument is not None:
            return Binary("*", node, argument)
        if name in ("pow", "square"):
            return Binary("^", node, argument or Constant(2.0))
        if name in _ARITHMETIC and argument is not None:
            return Binary(_ARITHMETIC[name], node, argument)
        if name in ("neg", "abs"):
            return Negative(node) if name == "neg" else Call("abs", node)
        if name == "sum" and _is_dot(node):  # (x * y).sum(-1)
            return node
        raise self.error(f".{name}() is not read here. Write sums out, for example sum over k of exp(s_ik).")

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
            iverson = self.peek(*INDEX_LETTERS, ahead=1) and self.peek(*RELATIONS, ahead=2)
            return (self.indicator() if iverson else None) or self.group()
        if token.text in ("||", "|"):
            size = self.set_size()
            return self.norm() if size is None else size
        if self.take("<"):
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
        node: Node = Constant(float(token.text))
        if self.token.glued and self.token.text in ("N", "n", "tau"):
            node = Binary("*", node, Symbol(_SYMBOLS[self.token.text]))
            self.at += 1
        return node

    def _name(self) -> Node:
        name = self.token.text
        if self.at_vector():
            return self.vector()
        if name in _SYMBOLS:
            self.at += 1
            return Symbol(_SYMBOLS[name])
        if name == "alpha":  # Wang & Isola's
            self.at += 1
            return Constant(2.0)
        if name == "pdist":
            return self._distances()
        if name in _OF_ONE:
            self.at += 1
            return _OF_ONE[name](self._argument(name))
        if name in _FUNCTIONS:
            self.at += 1
            if name == "log" and (base := self._base()) != math.e:
                return Binary("/", Call("log", self._argument(name)), Constant(math.log(base)))
            return Call(_FUNCTIONS[name], self._argument(name))
        if name in _SUMS:
            self.at += 1
            return self.reduce(_SUMS[name])
        if name in _SOFTMAX:
            self.at += 1
            return self._softmax(name)
        if name in SIMILARITIES:
            self.at += 1
            return self.similarity()
        if name == "e":
            self.at += 1
            self.need("^", "after e; or write exp(...)")
            return Call("exp", self.exponent())
        if name == "frac":
            return self._fraction()
        if name == "norm":
            self.at += 1
            return Call("norm", self.group())
        if name == "sigma" and self.peek("(", ahead=1):
            self.at += 1
            return _OF_ONE["sigmoid"](self._argument(name))
        if name == "delta" and (self.peek("_", ahead=1)):  # Kronecker's
            self.at += 2
            closing = self.opened()
            left = self.index()
            self.take(",")
            node = Indicator((Condition(left, "=", self.index()),))
            if closing:
                self.need(closing, "after the two indices")
            return node
        if name in ("indicator", "I", "ind", "delta"):
            self.at += 1
            indicator = self.indicator()
            if indicator is None and name == "I" and self.peek("_"):
                raise self.error(instead(name, []))
            if indicator is None:
                raise self.error("An indicator is written 1[k != i].")
            return indicator
        if len(name) == 3 and name[0] == "s" and set(name[1:]) <= INDEX_LETTERS:
            self.split(1)
            self.at += 1
            return Similarity(self.index(), self.index())
        if len(name) == 1 and name in INDEX_LETTERS and name not in NEAREST:
            raise self.error(f"{name} is an index; use it as in s({name},k) or z_{name}.")
        raise self.error(instead(name, [*_FUNCTIONS, *_SUMS, *_SOFTMAX, *SIMILARITIES, *_SYMBOLS]))

    def _distances(self) -> Node:
        """``pdist(x)``: the distances of all pairs, which the next mean runs over."""
        self.at += 1
        self.need("(", "after pdist")
        while not self.take(")"):
            if self.token.kind == "end":
                raise self.error("Expected ')' after the embeddings of pdist, but the formula ends.")
            self.at += 1
        return Call("norm", Binary("-", Vector(ANCHOR), Vector(_OTHER)))

    def _fraction(self) -> Node:
        r"""``\frac{a}{b}``, or ``\frac12``."""
        self.at += 1
        digits = self.token
        if digits.kind == "number" and digits.text.isdigit() and len(digits.text) == 2:
            self.at += 1
            return Binary("/", Constant(float(digits.text[0])), Constant(float(digits.text[1])))
        upper, lower = (self.group() if self.peek("{") else self.atom() for _ in range(2))
        return Binary("/", upper, lower)

    def _base(self) -> float:
        """The base of a logarithm, ``_2`` or ``_{10}`` or as in ``log10(``; e where none is given."""
        behind = self.token.glued and self.token.kind == "number" and self.peek("(", "[", ahead=1)
        for written, base in _BASES.items():
            if self.take_all("_", written) or self.take_all("_", "{", written, "}") or (behind and self.take(written)):
                return base
        return math.e

    def _argument(self, name: str) -> Node:
        """What a function applies to: a bracket, or one unmistakable value."""
        if self.peek("_", "^"):
            raise self.error(f"{name} takes no index or power here; write {name}(...), the natural one.")
        bracketed = self.peek("(", "[", "{", "frac") or (self.peek("|") and not self.in_norm)
        quotient = self.peek("frac")
        if not bracketed and not self.peek(*_SUMS, *_FUNCTIONS, *_OF_ONE, *_SOFTMAX, *SIMILARITIES):
            raise self.error(f"Put brackets round what {name} applies to.")
        node = self.group() if self.peek(*CLOSING) else self.atom()
        while quotient and self.peek(*_SUMS, "exp", "e"):  # \log\frac{1}{n}\sum_k of it all
            node = Binary("*", node, self.power())
        if not bracketed and (self.peek("*", "/", "^") or self._starts_factor()):
            raise self.error(f"Put brackets round everything that {name} applies to: {name}(... / ...).")
        return node

    # --- sums and means ---

    def reduce(self, kind: str) -> Node:
        """What follows a sum sign: its range and its body."""
        upper = self.upper()
        inline = False
        closing = None
        if self.take("_"):
            closing = self.opened()
        elif self.take("over"):
            if not (self.peek("(") and self.peek(",", ahead=2)):
                closing = self.opened()
        elif self.peek("("):
            self.at += 1
            inline = True
        elif self.peek("for") or (self.peek(*INDEX_LETTERS) and self.peek(*RELATIONS, ahead=1)):
            self.take("for")
        elif self.peek("[") and self.peek(*INDEX_LETTERS, ahead=1) and self.peek(*RELATIONS, "in", ahead=2):
            closing = self.opened()
        elif kind == "mean" and self._starts_factor():
            return self._over_anchors(self.power())
        else:
            raise self.error("Say what the sum runs over, for example: sum over k != i of exp(s(i,k)/tau).")
        if inline and (self.at_vector() or not self.at_index()):
            return self._inline(kind)
        scope = self.scope(closing)
        upper = self.upper() or upper
        if inline:
            if self.take(")"):
                inline = False
            else:
                self.need(",", "between what the sum runs over and what is summed")
        self.take("of", ":")
        self.outer += scope.letters
        body = self.sum() if inline else self.product()
        del self.outer[len(self.outer) - len(scope.letters) :]
        if inline:
            self.need(")", "to close the sum")
        return self._bind(kind, scope, upper, body)

    def _inline(self, kind: str) -> Node:
        """``(body over k != i)``, ``([body for k in range(2*N)])``, or only ``(body)`` after mean; the ( is read."""
        start = self.at
        listed = self.take("[")
        body = self.sum()
        if listed and not self.peek("for"):  # the bracket was the body's own
            self.at, listed = start, False
            body = self.sum()
        if kind == "mean" and self.take(")"):
            return self._over_anchors(body)
        if kind == "sum" and _is_dot(body) and self.take(")"):
            return body
        if not self.take("for") and not (self.peek(",") and self.peek(*RELATIONS, "in", ahead=2) and self.take(",")):
            self.need("over", "and what the sum runs over: sum(... over k != i)")
        scope = self.scope("]" if listed else ")")
        if listed:
            self.need(")", "to close the sum")
        return self._bind(kind, scope, None, body)

    def _over_anchors(self, body: Node) -> Node:
        """The mean over the anchors, where nothing else is said."""
        if _OTHER.name in free_indices(body):
            body = Reduce("mean", _OTHER.name, (Condition(_OTHER, "!=", ANCHOR),), body)
        if not free_indices(body) & {"i", "j"}:
            raise self.error("Say what the mean runs over, for example mean over i of s_ij.")
        return Reduce("mean", "i", (), body)

    def _bind(self, kind: str, scope: Scope, upper: Node | None, body: Node) -> Node:
        if kind == "logsumexp":
            return Call("log", self._bind("sum", scope, upper, Call("exp", body)))
        first = Index(scope.letters[0])
        found = list(scope.conditions)
        if upper is not None:  # sum_{k=1}^{2N}
            starts = [one for one in found if one.relation == "=" and isinstance(one.right, Constant)]
            found = [one for one in found if one not in starts]
            found += self.span(first, starts[0].right if starts else Constant(1.0), upper)
        for letter in scope.letters:
            if letter in self.negatives:
                self.negatives.discard(letter)
                if Partner(Index(letter)) in walk(body):
                    raise self.error("A batch of N pairs has no hard negatives besides its views; sum over those.")
                mine = [one for one in found if one.left == Index(letter) and one.relation in ("<=", ">=")]
                found = [one for one in found if one not in mine] + self.negative(Index(letter))
            if letter in self.keys:
                self.keys.discard(letter)
                found.append(Condition(Index(letter), "!=", ANCHOR))
        if kind == "mean" and any(one.relation in ("<", ">") for one in found) and len(scope.letters) > 1:
            # over all pairs at once, not over i of those with k > i
            total, pairs = (self._nested("sum", scope, found, part) for part in (body, Constant(1.0)))
            return Binary("/", total, pairs)
        return self._nested(kind, scope, found, body)

    @staticmethod
    def _nested(kind: str, scope: Scope, found: list[Condition], body: Node) -> Node:
        for letter in reversed(scope.letters):
            mine = [one for one in found if letter == scope.letters[0] or letter in free_indices(one)]
            found = [one for one in found if one not in mine]
            body = Reduce(kind, letter, tuple(mine), body)
        return body

    def _softmax(self, name: str) -> Node:
        """A softmax over a range, at one of its views: ``log_softmax over k != i of (s_ik/tau) at j``."""
        if self.take("_"):
            closing = self.opened()
            scope, upper = self.scope(closing), self.upper()
            body = self.group()
        elif self.take("over"):
            scope, upper = self.scope(None), None
            self.take("of", ":")
            body = self.group()
        else:
            self.need("(", f"after {name}")
            upper, body = None, self.sum()
            if not self.take("for", "over"):
                raise self.error("Say what the softmax runs over, for example log_softmax over k of (s_ik) at j.")
            scope = self.scope(")")
        letter = scope.letters[0]
        at: Node = Index("j")
        if self.take("at"):
            at = self.index()
        elif self.take("[", "_"):
            closing = "]" if self.tokens[self.at - 1].text == "[" else self.opened()
            at = self.index()
            if self.take(","):
                at = self.index()
            if closing:
                self.need(closing, "after the view that the softmax is taken at")
        if letter in free_indices(body):
            chosen = _put(body, Index(letter), at)
        else:  # softmax_k(s_ij)
            chosen, body = body, _put(body, at, Index(letter))
        if name == "logsoftmax":
            return Binary("-", chosen, self._bind("logsumexp", scope, upper, body))
        return Binary("/", Call("exp", chosen), self._bind("sum", scope, upper, Call("exp", body)))

    # --- brackets ---

    def group(self) -> Node:
        """A bracketed value, its content free of the norm bars outside."""
        closing = self.opened()
        if closing is None:
            raise self.error("A bracket is expected here.")
        outer, self.in_norm = self.in_norm, 0
        node = self.sum()
        self.in_norm = outer
        self.need(closing, "to close the bracket")
        return node

    def indicator(self) -> Node | None:
        """``[k != i]``, with or without ``_``; None (and nothing read) if this is not an indicator."""
        start = self.at
        self.take("_")
        opened = []
        while closing := self.opened():
            opened.append(closing)
        found = self.conditions() if opened else ()
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
        return Call("abs" if bar == "|" else "norm", node)


def _is_dot(node: Node) -> bool:
    """Whether this is the product of two embeddings, or the square of one or of a difference."""
    if isinstance(node, Binary) and node.op == "^" and node.right == Constant(2.0):
        return _is_embedding(node.left)
    return isinstance(node, Binary) and node.op == "*" and all(_is_embedding(part) for part in children(node))


def _is_embedding(node: Node) -> bool:
    if isinstance(node, Binary) and node.op in "+-":
        return all(_is_embedding(part) for part in children(node))
    return isinstance(node, _EMBEDDING)


def _put(node: Node, old: Node, new: Node) -> Node:
    """The tree with `new` wherever `old` stands; the anchor's partner and a free j are the same."""
    olds = (old, Partner(ANCHOR)) if old == Index("j") else (old,)
    return substituted(node, lambda part: new if part in olds else None)
