"""Recursive descent from text to tree. Nothing that is typed is ever executed.

::

    formula   := [name ... "="] sum
    sum       := product (("+" | "-") product)*
    product   := ("-" | "+")* power (("*" | "/")? power)*      2N, 2tau typed without a space bind first
    power     := atom ["^" exponent]
    atom      := number | N | tau | "(" sum ")" | vector | norm | "<" sum "," sum ">"
               | ("s" | "sim" | "cos") pair                     s(i,k)  s_ik  s_{i,k}  sim(z_i, z_k)
               | ("log" | "exp" | "sqrt") argument | "e" "^" exponent | "frac" group group
               | ("sum" | "mean") over body                     the body is one product
               | "1" "[" conditions "]"                         Chen et al.'s indicator
    vector    := "z" "_" index | "z" "(" index ")";  norm := "||" sum "||"
    index     := letter ["'" | "^+"] | partner "(" index ")"
    over      := range ("," | ";" | ":" | "|" | "and" | "with" | "where") ... ["except" set]
    range     := "(" i "," j ")"                       every positive pair, once from each side
               | letter                                every view of the batch
               | letter relation (index | bound)       k != i;  k = 1 (then "^ 2N" on the sum sign)
               | letter ("=" | "in" | "from") bound (".." | "to") bound
               | letter ("in" | "notin") set
    set       := "{" index ("," index)* "}" | "{" bound ".." bound "}" | "batch" | "B"
    bound     := [number] ["N"] [("+" | "-") number]
    relation  := "!=" | "=" | "<" | ">" | "<=" | ">="

Free letters: ``i`` is the anchor and ``j`` its partner unless a sum binds it; every other letter must be bound.
A library such as lark would read the same grammar; half of this code is what the messages need, so it stands alone.
"""

from dataclasses import dataclass, field, replace

from quizzes.formula.tokens import Cursor, FormulaError
from quizzes.formula.tree import (
    Binary,
    Call,
    Condition,
    Index,
    Indicator,
    Negative,
    Node,
    Number,
    Partner,
    Reduce,
    Similarity,
    Symbol,
    Vector,
    bound_indices,
    free_indices,
)

_FUNCTIONS = {"log": "log", "ln": "log", "exp": "exp", "sqrt": "sqrt"}
_SYMBOLS = {"N": "N", "n": "N", "tau": "tau", "temperature": "tau", "temp": "tau", "T": "tau", "t": "t"}
_LEFT_SIDES = {"L", "l", "loss", "Loss", "ell", "A", "U", "NT", "J", "align", "alignment", "uniformity", "uniform"}
_STOPS = {"of", "for", "and", "over", "to", "with", "where", "except", "without", "in", "notin", "if", "from", "all"}
MAX_LETTERS = 4
_INDEX_LETTERS = frozenset("ijklmnabpqruv")
_PARTNER_NAMES = frozenset({"j", "pos", "partner", "pair"})
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_SUMS = {"sum": "sum", "mean": "mean", "avg": "mean", "average": "mean", "E": "mean"}
_SIMILARITIES = ("s", "S", "sim", "cos", "dot")
_RELATIONS = ("!=", "=", "<", ">", "<=", ">=")
_JOINTS = (",", ";", ":", "|", "and", "with", "where", "if")
_WHOLE = ("batch", "B", "V", "views")
MAX_DEPTH = 40


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


@dataclass
class _Scope:
    """The letters that a sum binds and the conditions on them, while they are read."""

    letters: list[str] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)


class _Parser(Cursor):
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
        negative = self._negative()
        node = self.power()
        while True:
            if self.peek("*", "/"):
                op = self.token.text
                self.at += 1
                flip = self._negative()
                right = self.power()
                node = Binary(op, node, Negative(right) if flip else right)
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
        if token.text in _CLOSING:
            return self.group()
        if token.text in ("||", "|"):
            return self.norm()
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
        if name in _SUMS:
            self.at += 1
            return self.reduce(_SUMS[name])
        if name in _SIMILARITIES:
            self.at += 1
            return self.similarity()
        if name == "e":
            self.at += 1
            self.need("^", "after e; or write exp(...)")
            return Call("exp", self.exponent())
        if name == "frac":
            self.at += 1
            upper, lower = (self.group() if self.peek("{") else self.atom() for _ in range(2))
            return Binary("/", upper, lower)
        if name == "norm":
            self.at += 1
            return Call("norm", self.group())
        if name in ("z", "Z") or (len(name) == 2 and name[0] == "z" and name[1] in _INDEX_LETTERS):
            return self.vector()
        if name in ("indicator", "I", "ind", "delta"):
            self.at += 1
            indicator = self.indicator()
            if indicator is None:
                raise self.error("An indicator is written 1[k != i].")
            return indicator
        if len(name) == 3 and name[0] == "s" and set(name[1:]) <= _INDEX_LETTERS:
            self.split(1)
            self.at += 1
            return Similarity(self.index(), self.index())
        if len(name) == 1 and name in _INDEX_LETTERS:
            raise self.error(f"{name} is an index; use it as in s({name},k) or z_{name}.")
        raise self.error(f"The name {name!r} is not known here. Known: s(i,k), z_i, tau, N, log, exp, sum, mean.")

    def _argument(self, name: str) -> Node:
        """What a function applies to: a bracket, or one unmistakable value."""
        if self.peek("_", "^"):
            raise self.error(f"{name} takes no index or power here; write {name}(...), the natural one.")
        bracketed = self.peek("(", "[", "{", "frac")
        if not bracketed and not self.peek(*_SUMS, *_FUNCTIONS, *_SIMILARITIES):
            raise self.error(f"Put brackets round what {name} applies to.")
        node = self.group() if self.peek(*_CLOSING) else self.atom()
        if not bracketed and (self.peek("*", "/", "^") or self._starts_factor()):
            raise self.error(f"Put brackets round everything that {name} applies to.")
        return node

    # --- sums and means ---

    def reduce(self, kind: str) -> Node:
        """What follows a sum sign: its range and its body."""
        upper = self._upper()
        inline = False
        closing = None
        if self.take("_"):
            closing = self._opened()
        elif self.take("over"):
            if not (self.peek("(") and self.peek(",", ahead=2)):
                closing = self._opened()
        elif self.peek("("):
            self.at += 1
            inline = True
        else:
            raise self.error("Say what the sum runs over, for example: sum over k != i of exp(s(i,k)/tau).")
        if inline and not self.at_index():
            body = self.sum()
            if not self.take("for"):
                self.need("over", "and what the sum runs over: sum(... over k != i)")
            scope = self._scope(")")
            return self._bind(kind, scope, None, body)
        scope = self._scope(closing)
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
        closing = self._opened()
        upper = self.bound()
        if upper is None:
            raise self.error("The upper end of the sum is missing, for example sum_{k=1}^{2N}.")
        if closing:
            self.need(closing, "after the upper end of the sum")
        return upper

    def _bind(self, kind: str, scope: _Scope, upper: Node | None, body: Node) -> Node:
        found = scope.conditions
        if upper is not None:  # sum_{k=1}^{2N}
            found = [
                replace(one, relation=">=") if one.relation == "=" and isinstance(one.right, Number) else one
                for one in found
            ] + [Condition(Index(scope.letters[0]), "<=", upper)]
        for letter in reversed(scope.letters[1:]):
            body = Reduce(kind, letter, (), body)
        return Reduce(kind, scope.letters[0], tuple(found), body)

    # --- brackets and views ---

    def _opened(self) -> str | None:
        """Step over an opening bracket, if there is one; the bracket that closes it."""
        closing = _CLOSING.get(self.token.text)
        if closing is not None:
            self.at += 1
        return closing

    def group(self) -> Node:
        """A bracketed value, its content free of the norm bars outside."""
        closing = self._opened()
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
        while closing := self._opened():
            opened.append(closing)
        found = self._conditions() if opened else ()
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
        if self.take("_") or self.peek("(", "["):
            index = self._wrapped_index()
        else:
            raise self.error("Say which view's embedding: z_i, z_j or z_k.")
        partner |= self._primed()
        return Vector(Partner(index) if partner else index)

    def _wrapped_index(self) -> Node:
        closing = self._opened()
        index = self.index()
        if closing is not None:
            self.need(closing, "after the index")
        return index

    def similarity(self) -> Node:
        """The two views of a similarity, by index or by vector."""
        self.take("_")
        closing = self._opened()
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

    def at_index(self) -> bool:
        """Whether an index can start here."""
        token = self.token
        if token.kind != "name":
            return False
        return token.text in _PARTNER_NAMES or (len(token.text) <= 3 and set(token.text) <= _INDEX_LETTERS)

    def index(self) -> Node:
        """Index := letter ["'" | "^+"] | partner "(" index ")"."""
        if not self.at_index():
            raise self.error("An index is expected here: i for the anchor, j for its partner, k for the others.")
        if self.token.text in _PARTNER_NAMES and self.peek("(", ahead=1):
            self.at += 2
            inner = self.index()
            self.need(")", "after the index")
            return Partner(inner)
        if self.token.text not in _PARTNER_NAMES:
            self.split(1)
        name = self.token.text
        self.at += 1
        if len(name) > 1:
            raise self.error(f"Write {name}(i) for the partner of view i.")
        return Partner(Index(name)) if self._primed() else Index(name)

    def _primed(self) -> bool:
        """Step over the sign of the partner, ``'`` or ``^+``, if it is here."""
        if self.peek("^") and self.peek("+", ahead=1):
            self.at += 2
            return True
        return self.take("'")

    def bound(self) -> Node | None:
        """Bound := [number] ["N"] [("+" | "-") number], the end of a range such as 1, N or 2N-1; None if absent."""
        number = self.token if self.token.kind == "number" else None
        if number is not None:
            self.at += 1
        node: Node | None = Number(float(number.text)) if number is not None else None
        if self.peek("N", "n"):
            self.at += 1
            node = Symbol("N") if node is None else Binary("*", node, Symbol("N"))
        if node is not None and self.peek("+", "-") and self.tokens[self.at + 1].kind == "number":
            sign = self.token.text
            node = Binary(sign, node, Number(float(self.tokens[self.at + 1].text)))
            self.at += 2
        return node

    # --- what an index runs over ---

    def _scope(self, closing: str | None) -> _Scope:
        """Read what a sum runs over, up to its closing bracket or, without one, to where it ends by itself."""
        scope = _Scope()
        self.take("all", "every", "views", "pairs")
        if self.peek("("):
            self._pair(scope)
        else:
            self._range(scope, first=True)
        while True:
            start = self.at
            if self.take("except", "without"):
                self._exclude(scope)
            elif self.take(*_JOINTS):
                if not self._range(scope, first=False):
                    self.at = start
                    break
            else:
                break
        if closing is not None:
            self.need(closing, "after what the sum runs over")
        return scope

    def _conditions(self) -> tuple[Condition, ...]:
        """Read the conditions of an indicator, up to its closing bracket; empty if there are none here."""
        scope = _Scope()
        if not self._range(scope, first=False):
            return ()
        while self.take(*_JOINTS):
            if not self._range(scope, first=False):
                return ()
        return tuple(scope.conditions)

    def _pair(self, scope: _Scope) -> None:
        self.need("(", "before a pair")
        first = self.index()
        self.take(",")
        self.index()
        self.need(")", "after a pair (i, j)")
        if not isinstance(first, Index):
            raise self.error("Write a sum over positive pairs as sum over (i, j).")
        scope.letters.append(first.name)

    def _range(self, scope: _Scope, *, first: bool) -> bool:
        """Read one range; with `first` a bare letter is bound, later ones need a relation or a comma list."""
        if not self.at_index():
            if first:
                raise self.error("Say what the sum runs over, for example: sum over k != i.")
            return False
        start = self.at
        left = self.index()
        if first:
            if not isinstance(left, Index):
                raise self.error("A sum runs over a letter, for example k.")
            scope.letters.append(left.name)
        if self.peek("=", "in", "from", "runs") and self._interval(scope, left):
            return True
        for relation in _RELATIONS:
            if self.take(relation):
                return self._relation(scope, left, relation)
        if self.take("notin", "not"):
            self.take("in", "equal")
            self._exclude(scope, left)
            return True
        if first:
            return True
        if isinstance(left, Index) and self.peek(",", "}", ")", "of", "]"):  # a list of letters: k != i, j or i, j
            last = scope.conditions[-1] if scope.conditions else None
            if last is not None and last.relation == "!=":
                scope.conditions.append(Condition(last.left, "!=", left))
                return True
            if last is None and left.name not in scope.letters:
                scope.letters.append(left.name)
                return True
        self.at = start
        return False

    def _relation(self, scope: _Scope, left: Node, relation: str) -> bool:
        if self.take("{"):
            self.at -= 1
            self._exclude(scope, left)
            return True
        right = self.index() if self.at_index() and not self.peek("n") else self.bound()
        if right is None:
            raise self.error("After the relation an index or a number is expected, as in k != i.")
        scope.conditions.append(Condition(left, relation, right))
        return True

    def _interval(self, scope: _Scope, left: Node) -> bool:
        """Read ``= 1..2N``, ``in {1, ..., 2N}``, ``from 1 to 2N``, ``in batch``; False (and nothing read) if none."""
        start = self.at
        equals = self.peek("=")
        self.at += 1
        if not equals and self.take(*_WHOLE):
            return True
        closing = "}" if self.take("{") else "]" if self.take("[") else None
        low = self.bound()
        self.take(",")
        if low is not None and (self.take("..", "...", "....", "to")):
            self.take(",")
            high = self.bound()
            if high is None:
                raise self.error("The end of the range is missing, for example k = 1..2N.")
            scope.conditions += [Condition(left, ">=", low), Condition(left, "<=", high)]
            if closing:
                self.need(closing, "after the range")
            return True
        self.at = start
        return False

    def _exclude(self, scope: _Scope, left: Node | None = None) -> None:
        """Read ``i``, ``{i}`` or ``{i, j}``: views that are left out."""
        if left is None:
            left = Index(scope.letters[0])
        closing = "}" if self.take("{") else ")" if self.take("(") else None
        scope.conditions.append(Condition(left, "!=", self.index()))
        while closing and self.take(",", "and"):
            scope.conditions.append(Condition(left, "!=", self.index()))
        if closing:
            self.need(closing, "after the views left out")
