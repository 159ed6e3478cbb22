"""From typed text to tokens: Unicode, LaTeX and plain notation become one alphabet."""

import re
from dataclasses import dataclass

from quizzes.formula.idioms import plain_code, plain_letters, unframed, unstacked
from quizzes.formula.nearest import NEAREST, instead

MAX_LENGTH = 1000
MAX_TOKENS = 400

# Plain notation, as a keyboard would type it, and the characters that stand for it.
_CHARACTERS = {
    character: plain
    for plain, characters in {
        " tau ": "τ𝜏",
        " sum ": "Σ∑",
        " indicator ": "𝟙𝟏",
        " theta ": "θ𝜃",
        " sigma ": "σ",
        " delta ": "δ",
        " beta ": "β",
        " lambda ": "λ",
        " kappa ": "κ",
        " alpha ": "α𝛼",
        " ell ": "ℓ",
        " loss ": "ℒ",
        " E ": "𝔼",
        " in ": "∈",
        " notin ": "∉",
        " and ": "∧",
        " except ": "∖⧵",
        " ~ ": "∼",
        "*": "·⋅×∗•∙",
        "-": "−–—",
        "/": "÷∕⁄",
        "||": "‖∥",
        "!=": "≠",
        "<=": "≤",
        ">=": "≥",
        "<": "⟨",
        ">": "⟩",
        "^2": "²",
        "^+": "⁺",
        "_+": "₊",
        "^-": "⁻",
        "^T": "ᵀ⊤",
        "_i": "ᵢ",
        "_j": "ⱼ",
        "_k": "ₖ",
        "_l": "ₗ",
        "_m": "ₘ",
        "(1/2)": "½",
        "..": "…",
        "=": "→",
        " infty ": "∞",
        " approx ": "≈≃≅",
        " ": "\u00a0\u2009",
    }.items()
    for character in characters
}

# Plain notation and the LaTeX commands that stand for it; every other command is refused by name.
_COMMANDS = {
    command: plain
    for plain, commands in {
        " tau ": "tau",
        " sum ": "sum",
        " exp ": "exp",
        " log ": "log",
        " ln ": "ln",
        " cos ": "cos",
        " sqrt ": "sqrt",
        " sim ": "sim",
        " theta ": "theta",
        " sigma ": "sigma",
        " delta ": "delta",
        " alpha ": "alpha",
        " frac ": "frac dfrac tfrac",
        " ell ": "ell",
        " in ": "in",
        " notin ": "notin",
        " and ": "land",
        " except ": "setminus backslash",
        "*": "cdot times ast",
        "!=": "ne neq",
        "<=": "le leq",
        ">=": "ge geq",
        "<": "langle",
        ">": "rangle",
        "||": "lVert rVert Vert",
        "|": "lvert rvert vert",
        "[": "lbrack",
        "]": "rbrack",
        "T": "top intercal",
        "'": "prime",
        "=": "to rightarrow",
        "..": "dots ldots cdots",
    }.items()
    for command in commands.split()
}

# LaTeX that only moves ink about.
_SILENT = """
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr quad qquad displaystyle textstyle limits
    nolimits mathrm operatorname text mathbf boldsymbol bm vec mathit mathsf mathcal mathscr mathbb mathop rm bf it
    boxed
"""

_STYLED = re.compile(
    r"\\(?:mathrm|operatorname\*?|text|mathbf|boldsymbol|bm|vec|mathit|mathsf|mathcal|mathscr|mathbb)"
    r"\s*\{\s*([A-Za-z]+)\s*\}"
)
_INDICATOR = re.compile(
    r"\\(?:mathbb|mathbf|mathds|mathbbm|mathcal|bm|boldsymbol)\s*(?:\{\s*1\s*\}|1)|\\(?:1|one|indicator)\b"
)
_EXPECTATION = re.compile(r"\\(?:mathbb|mathbf|mathrm|mathcal|operatorname)\s*(?:\{\s*E\s*\}|E\b)")
_TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<name>[A-Za-z]+)|(?P<op>\|\||!=|<=|>=|\.\.+|\.(?=[A-Za-z])|\*\*|[-+*/^_()\[\]{},;:=<>|'@~])|(?P<space>\s+)"
)


_UNEQUAL = (("=/=", "!="), ("<>", "!="), ("==", "="))
# names of arrays in code: two words or more, and neither a sum over letters nor a left side
_ARRAY = re.compile(
    r"(?<![\\A-Za-z_{])((?!(?:sum|mean|avg|average|ell|loss|NT)_)[A-Za-z]{2,}_(?![ijklmn]+\b)[A-Za-z_]{3,})(?!\s*=[^=])"
)


class FormulaError(ValueError):
    """The text is not a formula of the grammar; the message says what to change.

    Parameters
    ----------
    message
        One plain sentence for the student.
    position
        Where in the text the trouble starts, counted in characters, where known.
    """

    def __init__(self, message: str, position: int | None = None):
        super().__init__(message)
        self.position = position


@dataclass(frozen=True)
class Token:
    """A number, a name, a sign or the end of the plain notation.

    Parameters
    ----------
    kind
        ``"number"``, ``"name"``, ``"op"`` or ``"end"``.
    text
        The token as the parser knows it.
    position
        Where it starts in the plain notation.
    glued
        Whether it follows the token before it without a space: ``2N`` is one quantity, ``2 N`` a product.
    """

    kind: str
    text: str
    position: int
    glued: bool = False


def plain_notation(text: str) -> str:
    """Rewrite Unicode and LaTeX in the plain alphabet of the grammar.

    Raises
    ------
    FormulaError
        If the text is empty, too long, or holds a LaTeX command that the grammar does not know.
    """
    if not isinstance(text, str) or not text.strip():
        raise FormulaError("Type a formula first.")
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"The formula is longer than {MAX_LENGTH} characters; write it more briefly.")
    text = text.replace("\\_", "_").strip().strip("$`")
    text = re.sub(r"(?:\\[,;:! ]|[\s.,;$])+$", "", text)
    text = text.removeprefix("\\[").removesuffix("\\]").removeprefix("\\(").removesuffix("\\)")
    text = unframed(unstacked(plain_code(plain_letters(text))))
    _refuse_arrays(text)
    text = _INDICATOR.sub(" indicator ", text)
    text = _EXPECTATION.sub(" E ", text)
    while (plain := _STYLED.sub(r" \1 ", text)) != text:
        text = plain
    text = re.sub(r"\\\s+\{|(?<=[\]ISVB])\\\s*\{|(?<=\\\})\\\s*\{", " except {", text)  # I \ {i}
    for typed, plain in (("⁻¹", "^(-1)"), ("\\|", "||"), ("\\{", "{"), ("\\}", "}"), *_UNEQUAL):
        text = text.replace(typed, plain)
    text = re.sub(r"\\\\|\\[,;:!> ]|&|~(?!\s*\\?[pDUB\[{])", " ", text).rstrip(" .,;\n\t")

    def command(match: re.Match) -> str:
        name = match.group(1)
        if name in _COMMANDS:
            return _COMMANDS[name]
        if name in _SILENT.split():
            return " "
        if name in ("max", "lim", "infty", "approx"):  # refused by name, unless it stands on the left side
            return f" {name} "
        raise FormulaError(instead(name, [*_COMMANDS], "\\"), match.start())

    text = re.sub(r"\\([A-Za-z]+)", command, text)
    return "".join(_CHARACTERS.get(character, character) for character in text).rstrip(" .,;").removesuffix(" nats")


def _refuse_arrays(text: str) -> None:
    found = _ARRAY.search(text)
    if found is not None and found.group(1) in NEAREST:
        raise FormulaError(instead(found.group(1), []), found.start())
    found = found or re.search(r"\b([A-Za-z]\w*)(?:\.T\b|\.t\(\)|\.mT\b)", text)
    if found is not None:
        raise FormulaError(
            f"{found.group(1)!r} names an array; type one entry of it, for example exp(s(i,k)/tau).", found.start()
        )


def tokenize(text: str) -> list[Token]:
    """Cut a formula into tokens, the last of which has kind ``"end"``.

    Raises
    ------
    FormulaError
        If a character is outside the alphabet or there are more than `MAX_TOKENS` tokens.
    """
    text = plain_notation(text)
    tokens: list[Token] = []
    position, spaced = 0, True
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise FormulaError(f"The character {text[position]!r} is not part of the notation.", position)
        kind, word = str(match.lastgroup), match.group()
        if kind == "space":
            spaced = True
        else:
            word = {"**": "^", "@": "*"}.get(word, word)
            tokens.append(Token(kind, word, position, not spaced))
            spaced = False
        position = match.end()
        if len(tokens) > MAX_TOKENS:
            raise FormulaError("The formula has too many parts; write it more briefly.", position)
    tokens.append(Token("end", "", len(text)))
    return tokens


class Cursor:
    """A position in a list of tokens.

    Parameters
    ----------
    text
        The formula as typed.
    """

    def __init__(self, text: str):
        self.tokens = tokenize(text)
        self.at = 0

    @property
    def token(self) -> Token:
        """The next one, not yet taken."""
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

    def take_all(self, *texts: str) -> bool:
        """Step over the next tokens if they read as these, one after the other."""
        if not all(self.peek(text, ahead=place) for place, text in enumerate(texts)):
            return False
        self.at += len(texts)
        return True

    def need(self, text: str, why: str) -> None:
        """Step over `text`, or say what is missing."""
        if not self.take(text):
            found = "the formula ends" if self.token.kind == "end" else f"there is {self.token.text!r}"
            raise self.error(f"Expected {text!r} {why}, but {found}.")

    def error(self, message: str) -> FormulaError:
        """A `FormulaError` at the present position."""
        return FormulaError(message, self.token.position)

    def split(self, length: int) -> None:
        """Cut the next name in two after `length` letters: ``ik`` is i and k."""
        token = self.token
        if len(token.text) > length:
            head = Token("name", token.text[:length], token.position, token.glued)
            rest = Token("name", token.text[length:], token.position + length, True)
            self.tokens[self.at : self.at + 1] = [head, rest]
