"""What a sum or mean runs over, and the conditions of an indicator.

::

    over      := range ("," | ";" | ":" | "|" | "and" | "with" | "where" | "if") ... ["except" set]
    range     := "(" i "," j ")" ["in" set]            every positive pair, once from each side
               | letter                                every view of the batch
               | letter relation (index | bound)       k != i;  k = 1 (then "^ 2N" on the sum sign)
               | letter ("=" | "in" | "from") bound (".." | "to") bound
               | letter "in" "range" "(" [bound ","] bound ")"     counted from 0, as in code
               | letter ("in" | "notin") set
               | samples ["~" distribution]            x;  (x, y) ~ p_pos;  x, y ~ p_data;  x^- ~ p_data
    set       := "{" index ("," index)* "}" | "{" bound ".." bound "}" | "[" bound "]" | "batch" | "B" | "I"
               | ("A" | "P" | "N") ["(" index ")" | "_" index]     Khosla et al.'s all but i, positives; negatives
    bound     := [number] ["N"] [("+" | "-") number] | "K"         K negatives: 0..K with the positive, 1..K without
    relation  := "!=" | "=" | "<" | ">" | "<=" | ">="
"""

from dataclasses import dataclass, field

from quizzes.formula.embeddings import ANCHOR, INDEX_LETTERS, NESTING, Embeddings
from quizzes.formula.tree import Binary, Condition, Constant, Index, Node, Partner, Symbol

RELATIONS = ("!=", "=", "<", ">", "<=", ">=")
_JOINTS = (",", ";", ":", "|", "and", "with", "where", "if")
_WHOLE = ("batch", "B", "V", "I", "views")
_OF_ANCHOR = ("A", "P", "N")
_WITHIN = ("in", "~", "sim")
_COUNT = ("K", "M")


@dataclass
class Scope:
    """The letters that a sum binds and the conditions on them, while they are read."""

    letters: list[str] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)


class Ranges(Embeddings):
    """The part of the parser that reads what a sum runs over: ``k=1``, ``k ≠ i``, ``in range(2*N)``."""

    def upper(self) -> Node | None:
        """The upper end of a sum, ``^2N``, if it is here."""
        if not self.take("^"):
            return None
        closing = self.opened()
        upper = self.bound()
        if upper is None:
            raise self.error("The upper end of the sum is missing, for example sum_{k=1}^{2N}.")
        if closing:
            self.need(closing, "after the upper end of the sum")
        return upper

    def bound(self) -> Node | None:
        """``[number] ["N"] [("+" | "-") number]``, the end of a range such as 1, N or 2N-1; None if absent."""
        if self.take(*_COUNT):
            return Symbol("K")
        number = self.token if self.token.kind == "number" else None
        if number is not None:
            self.at += 1
            if self.peek("*") and self.peek("N", "n", ahead=1):
                self.at += 1
        node: Node | None = Constant(float(number.text)) if number is not None else None
        if self.peek("N", "n"):
            self.at += 1
            node = Symbol("N") if node is None else Binary("*", node, Symbol("N"))
        if node is not None and self.peek("+", "-") and self.tokens[self.at + 1].kind == "number":
            sign = self.token.text
            node = Binary(sign, node, Constant(float(self.tokens[self.at + 1].text)))
            self.at += 2
        return node

    def scope(self, closing: str | None) -> Scope:
        """Read what a sum runs over, up to its closing bracket or, without one, to where it ends by itself."""
        scope = Scope()
        others = False
        while self.peek("other", "others") or self.peek(
            "all", "every", "views", "pairs", "anchors", "anchor", "nodes", "the", ","
        ):
            others |= self.token.text.startswith("other")
            self.at += 1
        if self._at_samples():
            self._samples(scope, closing)
        elif self.peek("("):
            self._pair(scope)
        else:
            self._range(scope, first=True)
        if others:
            scope.conditions.append(Condition(Index(scope.letters[0]), "!=", ANCHOR))
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

    def conditions(self) -> tuple[Condition, ...]:
        """Read the conditions of an indicator, up to its closing bracket; empty if there are none here."""
        scope = Scope()
        if not self._range(scope, first=False):
            return ()
        while self.take(*_JOINTS):
            if not self._range(scope, first=False):
                return ()
        return tuple(scope.conditions)

    def span(self, left: Node, low: Node, high: Node) -> list[Condition]:
        """Conditions that let `left` run from `low` to `high`."""
        if high == Symbol("K"):
            if low == Constant(0.0):
                return [Condition(left, "!=", ANCHOR)]
            if low == Constant(1.0):
                return self.negative(left)
            raise self.error("Let the negatives run from 1 to K, or from 0 with the positive.")
        if low == Constant(0.0):  # as programs count
            if not (isinstance(high, Binary) and high.op == "-" and high.right == Constant(1.0)):
                raise self.error("Views are counted from 1 to 2N, or from 0 to 2N-1.")
            return [Condition(left, "<=", high.left)]
        return [Condition(left, ">=", low), Condition(left, "<=", high)]

    def negative(self, left: Node) -> list[Condition]:
        """Conditions that leave out the anchor and its positive."""
        return [Condition(left, "!=", ANCHOR), Condition(left, "!=", Partner(ANCHOR))]

    # --- one range ---

    def _at_samples(self) -> bool:
        at = 1 if self.peek("(", "{") else 0
        if self.peek("x", "y", "X", ahead=at):
            return True
        return self.peek("p", "k", ahead=at) and self.peek("_", "^", ahead=at + 1)

    def _samples(self, scope: Scope, closing: str | None) -> None:
        """Samples and their distribution: ``x, y ~ p_data``; without a bracket up to the end of the list."""
        texts: list[str] = []
        depth = 0
        while self.token.kind != "end":
            ends = closing is None and depth == 0 and texts and not self.peek("_", "^", ",", "-", "+", "~")
            depth += NESTING.get(self.token.text, 0)
            if ends or depth < 0:
                break
            texts.append(self.token.text)
            self.at += 1
        kinds = [text for text in texts if text in ("x", "y", "X", "k")]
        text = "".join(texts)
        if "^-" in text or "_-" in text or "^{-" in text or "_{-" in text:
            if kinds[:1] == kinds and kinds:
                scope.letters.append(f"{kinds[0]}-")
                scope.conditions += self.negative(Index(f"{kinds[0]}-"))
                return
        if "pos" not in text and "y" in kinds:
            self.samples["y"] = Index("y")
            scope.letters += ["i", "y"] if "x" in kinds else ["y"]
            scope.conditions.append(Condition(Index("y"), "!=", ANCHOR))
        else:
            scope.letters.append("i")

    def _pair(self, scope: Scope) -> None:
        self.need("(", "before a pair")
        first = self.index()
        self.take(",")
        self.index()
        self.need(")", "after a pair (i, j)")
        if not isinstance(first, Index):
            raise self.error("Write a sum over positive pairs as sum over (i, j).")
        scope.letters.append(first.name)
        if self.take(*_WITHIN):
            self._distribution()

    def _distribution(self) -> None:
        """Step over the name of a set or distribution, such as ``P`` or ``p_pos``."""
        self.at += 1
        if self.take("_"):
            closing = self.opened()
            self.at += 1
            if closing:
                self.need(closing, "after the name of the distribution")

    def _range(self, scope: Scope, *, first: bool) -> bool:
        """Read one range; with `first` a bare letter is bound, later ones need a relation or a comma list."""
        if not self.at_index() and not self._at_lower_end():
            if first:
                raise self.error("Say what the sum runs over, for example: sum over k != i.")
            return False
        start = self.at
        low = self._lower_end()
        left = self.index()
        if low is not None:
            scope.conditions.append(Condition(left, ">=", low))
        if first:
            if not isinstance(left, Index):
                raise self.error("A sum runs over a letter, for example k.")
            scope.letters.append(left.name)
        if self.peek("=", "from", "runs", *_WITHIN) and self._interval(scope, left):
            return True
        for relation in RELATIONS:
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

    def _at_lower_end(self) -> bool:
        """Whether ``1 <=`` and a letter follow."""
        return self.token.kind == "number" and self.peek("<=", ahead=1) and self.peek(*INDEX_LETTERS, ahead=2)

    def _lower_end(self) -> Node | None:
        """Step over the lower end of ``1 <= k <= 2N``."""
        if not self._at_lower_end():
            return None
        low = Constant(float(self.token.text))
        self.at += 2
        return low

    def _relation(self, scope: Scope, left: Node, relation: str) -> bool:
        if self.take("{"):
            self.at -= 1
            self._exclude(scope, left)
            return True
        right = self.index() if self.at_index() and not self.peek("n") else self.bound()
        if right is None:
            raise self.error("After the relation an index or a number is expected, as in k != i.")
        if relation in ("!=", "<", ">") and scope.letters == ["i"] and left == ANCHOR and isinstance(right, Index):
            if right.name not in self.outer:  # the mean over all i != k
                scope.letters.append(right.name)
        scope.conditions.append(Condition(left, relation, right))
        return True

    def _interval(self, scope: Scope, left: Node) -> bool:
        """Read ``= 1..2N``, ``in {1, ..., 2N}``, ``from 1 to 2N``, ``in batch``; False (and nothing read) if none."""
        start = self.at
        equals = self.peek("=")
        spread = self.peek("~", "sim")
        self.at += 1
        if not equals and self._named_set(scope, left):
            return True
        if spread:
            self._distribution()
            return True
        if self.take("range"):
            self._counted(scope, left)
            return True
        closing = "}" if self.take("{") else "]" if self.take("[") else None
        low = self.bound()
        if closing == "]" and low is not None and self.take("]"):  # k in [2N]
            scope.conditions += self.span(left, Constant(1.0), low)
            return True
        self.take(",")
        if low is not None and (self.take("..", "...", "....", "to")):
            self.take(",")
            high = self.bound()
            if high is None:
                raise self.error("The end of the range is missing, for example k = 1..2N.")
            scope.conditions += self.span(left, low, high)
            if closing:
                self.need(closing, "after the range")
            return True
        self.at = start
        return False

    def _counted(self, scope: Scope, left: Node) -> None:
        """Read the ends of ``range``; it counts from 0 and stops before its end."""
        self.need("(", "after range")
        low = self.bound()
        high = self.bound() if self.take(",") else None
        if low is None or (self.peek(",") and high is None):
            raise self.error("The end of the range is missing, for example range(2*N).")
        self.need(")", "after the range")
        if high is not None:
            scope.conditions.append(Condition(left, ">", low))
        scope.conditions.append(Condition(left, "<=", low if high is None else high))

    def _named_set(self, scope: Scope, left: Node) -> bool:
        """Read the name of a set of views, and what it asks of `left`; False (and nothing read) if there is none."""
        if self.peek("N") and not self.peek("(", "_", ahead=1):
            return False
        if self.take(*_WHOLE):
            return True
        name = self.token.text
        if not self.take(*_OF_ANCHOR):
            return False
        if self.take("_"):
            anchor = self.wrapped_index()
        elif self.take("("):
            anchor = self.index()
            self.need(")", "after the anchor of the set")
        else:
            anchor = ANCHOR
        relation = "=" if name == "P" else "!="
        if name != "P":
            scope.conditions.append(Condition(left, "!=", anchor))
        if name != "A":
            scope.conditions.append(Condition(left, relation, Partner(anchor)))
        return True

    def set_size(self) -> Node | None:
        """Read ``|P(i)|`` and the like as a number of views; None (and nothing read) if it is none."""
        start, bar = self.at, self.token.text
        self.at += 1
        name, scope = self.token.text, Scope()
        views = Binary("*", Constant(2.0), Symbol("N"))
        if bar == "|" and self.peek("A", "P", "N", "I", "V") and self._named_set(scope, ANCHOR) and self.take("|"):
            if name == "P":
                return views if self.tokens[self.at - 2].text == "P" else Constant(1.0)
            return Binary("-", views, Constant(float(len(scope.conditions)))) if scope.conditions else views
        self.at = start
        return None

    def _exclude(self, scope: Scope, left: Node | None = None) -> None:
        """Read ``i``, ``{i}`` or ``{i, j}``: views that are left out."""
        if left is None:
            left = Index(scope.letters[0])
        closing = "}" if self.take("{") else ")" if self.take("(") else None
        scope.conditions.append(Condition(left, "!=", self.index()))
        while closing and self.take(",", "and"):
            scope.conditions.append(Condition(left, "!=", self.index()))
        if closing:
            self.need(closing, "after the views left out")
