"""Views and their embeddings: ``z_i``, ``s(i,k)``, two views ``u_i`` and ``v_i``, query and keys, samples ``f(x)``.

::

    vector    := ("z" | "h") "_" index                      z_i  z[i]  zi  h_i^+
               | ("u" | "v" | "q" | "k") "_" index          the views of the anchor's side, and of the other one
               | ("z1" | "z2") "_" index | "z" "_" index "^" "(" 1 | 2 ")"
               | "q" | "k_+" | "k_-"                        a query, its positive key, the negative ones
               | ("f" | "g") "(" sample ")"
    sample    := ("x" | "y") ["_" index] ["^+" | "'" | "^-"]
    index     := letter ["'" | "^+"] | partner "(" index ")"
    pair      := the two views of a similarity: s(i,k)  s_ik  s_{i,k}  s[i][k]  sim(z_i, z_k)  theta(u_i, v_k)
"""

from quizzes.formula.tokens import Cursor
from quizzes.formula.tree import Index, Node, Partner, Sided, Similarity, Vector, free_indices

INDEX_LETTERS = frozenset("ijklmnabpqruv")
_PARTNER_NAMES = frozenset({"j", "pos", "partner", "pair"})
CLOSING = {"(": ")", "[": "]", "{": "}"}
NESTING = dict.fromkeys(CLOSING, 1) | dict.fromkeys(CLOSING.values(), -1)
SIMILARITIES = ("s", "S", "sim", "cos", "dot", "theta", "inner")
_ONE_SET = ("z", "Z", "h", "H")
_TWO_VIEWS = {"u": False, "v": True, "q": False, "k": True}
_ENCODERS = ("f", "g")
_SAMPLES = ("x", "y")
ANCHOR = Index("i")


class Embeddings(Cursor):
    """Reads views and embeddings.

    Attributes
    ----------
    implied
        Whether the anchor has no index (``q``, ``f(x)``): then a bound i is another letter.
    code
        Whether methods are called: then x and y are the two views' embeddings, as in Wang & Isola's code.
    samples
        What samples stand for, where a mean binds them.
    negatives, keys
        Letters marked as negatives (``z_k^-``), and those of keys.
    outer
        Letters that the sums round the present place bind.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.implied = False
        self.code = any(token.text == "." for token in self.tokens)
        self.samples: dict[str, Node] = {}
        self.negatives: set[str] = set()
        self.keys: set[str] = set()
        self.outer: list[str] = []

    def product(self) -> Node:
        """A product; the grammar of values reads it."""
        raise NotImplementedError

    def find_anchor(self) -> None:
        """Look ahead whether the formula's anchor has no index."""
        texts = [token.text for token in self.tokens[self.at :]]
        for place, text in enumerate(texts):
            before, after = texts[max(place - 2, 0) : place], texts[place + 1] if place + 1 < len(texts) else ""
            bare_query = text == "q" and after not in ("_", "[", ",") and before[-1:] not in (["_"], ["in"])
            behind = "".join(texts[place + 1 : place + 5]).lstrip("'")
            indexed = behind.startswith(("_", "[", "(", "1", "2", "^1_", "^2_", "^(", "^{(", "^+_", "^{+}_"))
            bare = text in ("z", "h") and not indexed and before[-1:] not in (["_"], ["in"])
            if bare or bare_query or (text in _SAMPLES and before[-1:] == ["("] and after != "_"):
                self.implied = True

    # --- indices ---

    def at_index(self) -> bool:
        """Whether an index can start here."""
        token = self.token
        if token.kind != "name":
            return False
        return token.text in _PARTNER_NAMES or (len(token.text) <= 3 and set(token.text) <= INDEX_LETTERS)

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
        letter = Index("i*" if self.implied and name == "i" else name)
        emphatic = name == "j" and "j" not in self.outer and not self.peek("'")  # z_j^+ for j, the positive
        return Partner(letter) if self.primed() and not emphatic else letter

    def primed(self) -> bool:
        """Step over the sign of the partner, ``'``, ``^+`` or ``^{+}``, if it is here."""
        if self.peek("+") and self.peek("}", ahead=1):  # z_{i+}
            return self.take("+")
        return any(self.take_all(*signs) for signs in ("^+", "^{+}", "^{'}", "'"))

    def wrapped_index(self) -> Node:
        """An index, in brackets or not."""
        closing = self.opened()
        index = self.index()
        if closing is not None and self.peek(","):
            raise self.error("Give a view one index, z_i; the two views of node i are u_i and v_i.")
        if closing is not None:
            self.need(closing, "after the index")
        return index

    def opened(self) -> str | None:
        """Step over an opening bracket, if there is one; the bracket that closes it."""
        closing = CLOSING.get(self.token.text)
        if closing is not None:
            self.at += 1
        return closing

    # --- embeddings ---

    def at_vector(self) -> bool:
        """Whether an embedding starts here."""
        name, indexed = self.token.text, self.peek("_", "[", ahead=1)
        if self.code and name in _SAMPLES and not indexed:
            return True
        if name in _ONE_SET or (len(name) == 2 and name[0] == "z" and name[1] in INDEX_LETTERS):
            return True
        if name in _TWO_VIEWS:
            return indexed or (name == "q" and self.implied) or (name == "k" and self.peek("^", ahead=1))
        return name in _ENCODERS and (self.peek("(", ahead=1) or indexed)

    def vector(self) -> Node:
        """The embedding that starts here."""
        name = self.token.text
        if name in _ENCODERS:
            return Vector(self._sample())
        if name in _SAMPLES:
            self.at += 1
            return Vector(ANCHOR if name == "x" else Partner(ANCHOR))
        if name in _TWO_VIEWS:
            return self._two_views(_TWO_VIEWS[name])
        if name not in _ONE_SET:  # zi
            self.split(1)
            self.at += 1
            return Vector(self.index())
        self.at += 1
        if self.token.glued and self.peek("1", "2"):  # z1[i], or z1 for the views of one side
            other = self.token.text == "2"
            self.at += 1
            if self.peek("_", "(", "["):
                return Sided(self._indexed(), other)
            return Vector(Partner(ANCHOR) if other else ANCHOR)
        if self.implied and not self.peek("_", "(", "["):  # z and z^+
            return Vector(self._marked(ANCHOR))
        side = self._numbered("^1_", "^{(1)}_", "^(1)_")
        if side is not None:
            return Sided(self.wrapped_index(), side)
        partner = self.primed()
        index = self._indexed()
        side = self._numbered("^{(1)}", "^(1)")
        return Vector(self._marked(index, partner)) if side is None else Sided(index, side)

    def _numbered(self, *firsts: str) -> bool | None:
        """Step over the number of a node's view, written as one of `firsts` for the first; whether it is the other."""
        for number, other in (("1", False), ("2", True)):
            if any(self.take_all(*first.replace("1", number)) for first in firsts):
                return other
        return None

    def _indexed(self) -> Node:
        if self.take("_") or self.peek("(", "["):
            return self.wrapped_index()
        raise self.error("Say which view's embedding: z_i, z_j or z_k.")

    def _marked(self, index: Node, partner: bool = False) -> Node:
        """An index with its marks: the partner's ``'`` or ``^+``, or ``^-`` of negatives."""
        partner |= self.primed()
        if self._minus() and isinstance(index, Index):
            self.negatives.add(index.name)
        return Partner(index) if partner else index

    def _minus(self) -> bool:
        """Step over ``^-`` or ``^{-}``, unless a number is raised to it."""
        if self.peek("^") and self.peek("-", ahead=1) and self.tokens[self.at + 2].kind not in ("number", "name"):
            self.at += 2
            return True
        return self.take_all(*"^{-}")

    def _two_views(self, other: bool) -> Node:
        name = self.token.text
        self.at += 1
        if name == "q" and not self.peek("_", "["):
            return Vector(ANCHOR)
        keys = {"+": Partner(ANCHOR), "-": Index("k-")} if name == "k" else {}
        for sign, key in keys.items():
            if any(self.take_all(mark, *signs) for mark in "_^" for signs in (sign, f"{{{sign}}}")):
                return Vector(key)
        index = self._indexed()
        if name == "k" and self.implied:
            index = self._marked(index)
            if isinstance(index, Index):
                self.keys.add(index.name)
            return Vector(index)
        return Sided(index, other ^ (self.primed() and not other))

    def _sample(self) -> Node:
        """The view whose embedding is ``f(x)``."""
        self.at += 1
        if self.take("_"):
            self.at += 1  # the encoder's parameters
        self.need("(", "after the encoder")
        name = self.token.text
        if name not in _SAMPLES:
            raise self.error("Write f(x) for the anchor's embedding and f(x^+) for its positive's.")
        self.at += 1
        if self.take("_"):
            sign = self.token.text
            if self.take("+", "-"):
                node: Node = Partner(ANCHOR) if sign == "+" else Index("x-")
            else:
                node = self._marked(self.wrapped_index())
        elif self._minus():
            node = Index("x-")
            if self.take("_"):  # x^-_i
                node = self.wrapped_index()
                self.negatives |= free_indices(node)
        elif self.primed():
            node = Partner(ANCHOR)
        else:
            node = ANCHOR if name == "x" else self.samples.get(name, Partner(ANCHOR))
        self.need(")", "after the sample")
        return node

    # --- similarities ---

    def similarity(self) -> Node:
        """The two views of a similarity, by index or by vector."""
        if self._marked_positive():
            return Similarity(ANCHOR, Partner(ANCHOR))
        self.take("_")
        closing = self.opened()
        if self.take("theta"):  # cos(theta_ij)
            node = self.similarity()
            if closing:
                self.need(closing, "after the angle")
            return node
        if self.peek("/", "*", ",", ")", "]") or (closing is None and not self.at_index()):
            raise self.error("A similarity takes two views: s(i,k).")
        left = self._view()
        if closing == "]" and self.peek("]") and self.peek("[", ahead=1):  # s[i][k]
            self.at += 2
        elif self.peek("_") and self.peek("i", "j", "k", ahead=1) and closing:
            raise self.error("A similarity takes views, s(i,k), or their embeddings: sim(z_i, z_k), sim(u_i, v_k).")
        elif not self.take(",", "_", ";"):
            if not self.at_index():
                raise self.error("A similarity takes two views: s(i,k).")
        right = self._view()
        if self.peek("_"):
            raise self.error("A similarity takes views, s(i,k), or their embeddings: sim(z_i, z_k), sim(u_i, v_k).")
        if closing:
            self.need(closing, "after the two views")
        return Similarity(left, right)

    def _marked_positive(self) -> bool:
        """Step over the sign of the positive's similarity: ``s^+``, ``s_+``, ``s_{i,+}``, ``s_i^+``, ``s_pos``."""
        signs = ("^+", "_+", "^{+}", "_{+}", "_{i+}", "_{i,+}", "_i^+", "_{i}^{+}", "_i^{+}", "_{i}^+")
        if any(self.take_all(*sign) for sign in signs):
            return True
        names = (("_", "pos"), ("_", "{", "pos", "}"))
        return any(not self.peek("(", ahead=len(name)) and self.take_all(*name) for name in names)

    def _view(self) -> Node:
        return self.index() if self.at_index() and not self.at_vector() else self.product()
