"""A cursor over tokens, with the small readings that every part of the grammar shares."""

from __future__ import annotations

from .errors import FormulaError
from .tokens import Token, tokenize
from .tree import Binary, Index, Node, Number, Partner, Symbol

INDEX_LETTERS = frozenset("ijklmnabpqruv")
PARTNER_NAMES = frozenset({"j", "pos", "partner", "pair"})
CLOSING = {"(": ")", "[": "]", "{": "}"}
MAX_DEPTH = 40


class Reader:
    """A position in a list of tokens.

    Parameters
    ----------
    text
        The formula as typed.
    """

    def __init__(self, text: str):
        self.tokens = tokenize(text)
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    def peek(self, *texts: str, ahead: int = 0) -> bool:
        """Whether the token `ahead` of the next one reads as one of `texts`."""
        place = self.at + ahead
        return place < len(self.tokens) and self.tokens[place].kind != "end" and self.tokens[place].text in texts

    def take(self, *texts: str) -> bool:
        """Step over the next token if it reads as one of `texts`."""
        if self.peek(*texts):
            self.at += 1
            return True
        return False

    def need(self, text: str, why: str) -> None:
        """Step over `text`, or say what is missing."""
        if not self.take(text):
            found = "the formula ends" if self.token.kind == "end" else f"there is {self.token.text!r}"
            raise self.error(f"Expected {text!r} {why}, but {found}.")

    def error(self, message: str) -> FormulaError:
        """A `FormulaError` at the present position."""
        return FormulaError(message, self.token.position)

    def deeper(self) -> None:
        """Count one level of nesting and refuse more than `MAX_DEPTH`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error("The formula is nested too deeply; write it more simply.")

    def split(self, length: int) -> None:
        """Cut the next name in two after `length` letters: ``ik`` is i and k."""
        token = self.token
        if len(token.text) > length:
            head = Token("name", token.text[:length], token.position, token.glued)
            rest = Token("name", token.text[length:], token.position + length, True)
            self.tokens[self.at : self.at + 1] = [head, rest]

    def at_index(self) -> bool:
        """Whether an index can start here."""
        token = self.token
        if token.kind != "name":
            return False
        return token.text in PARTNER_NAMES or (len(token.text) <= 3 and set(token.text) <= INDEX_LETTERS)

    def index(self) -> Node:
        """index := letter ["'" | "^+"] | partner "(" index ")"."""
        if not self.at_index():
            raise self.error("An index is expected here: i for the anchor, j for its partner, k for the others.")
        if self.token.text in PARTNER_NAMES and self.peek("(", ahead=1):
            self.at += 2
            inner = self.index()
            self.need(")", "after the index")
            return Partner(inner)
        if self.token.text not in PARTNER_NAMES:
            self.split(1)
        name = self.token.text
        self.at += 1
        if len(name) > 1:
            raise self.error(f"Write {name}(i) for the partner of view i.")
        node: Node = Index(name)
        if self.take("'"):
            return Partner(node)
        if self.peek("^") and self.peek("+", ahead=1):
            self.at += 2
            return Partner(node)
        return node

    def bound(self) -> Node | None:
        """bound := [number] ["N"] [("+" | "-") number], the end of a range such as 1, N or 2N-1; None if absent."""
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
