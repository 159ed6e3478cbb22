"""From typed text to tokens: Unicode, LaTeX and plain notation become one alphabet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import FormulaError

MAX_LENGTH = 1000
MAX_TOKENS = 400

# One character each; the right side is what a keyboard would have typed.
_CHARACTERS = {
    "τ": " tau ", "𝜏": " tau ", "Σ": " sum ", "∑": " sum ", "≠": "!=", "·": "*", "⋅": "*", "×": "*", "∗": "*",
    "•": "*", "∙": "*", "−": "-", "–": "-", "—": "-", "÷": "/", "∕": "/", "⁄": "/", "‖": "||", "∥": "||",
    "²": "^2", "ᵀ": "^T", "⊤": "^T", "ᵢ": "_i", "ⱼ": "_j", "ₖ": "_k", "ₗ": "_l", "ₘ": "_m", "𝟙": " indicator ",
    "𝟏": " indicator ", "⟨": "<", "⟩": ">", "≤": "<=", "≥": ">=", "∈": " in ", "∉": " notin ", "ℓ": " ell ",
    "ℒ": " loss ", "∧": " and ", "⁺": "^+", "\u00a0": " ", "\u2009": " ", "…": "..", "∖": " except ",
    "𝔼": " E ", "½": "(1/2)",
}  # fmt: skip

# LaTeX commands that stand for something; every other command is refused by name.
_COMMANDS = {
    "tau": " tau ", "sum": " sum ", "ne": "!=", "neq": "!=", "cdot": "*", "times": "*", "ast": "*", "exp": " exp ",
    "log": " log ", "ln": " ln ", "cos": " cos ", "frac": " frac ", "dfrac": " frac ", "tfrac": " frac ",
    "top": "T", "intercal": "T", "langle": "<", "rangle": ">", "lVert": "||", "rVert": "||", "Vert": "||",
    "lvert": "|", "rvert": "|", "vert": "|", "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=", "in": " in ",
    "notin": " notin ", "land": " and ", "ell": " ell ", "dots": "..", "ldots": "..", "cdots": "..", "lbrack": "[",
    "rbrack": "]", "sqrt": " sqrt ", "setminus": " except ", "sim": " sim ", "prime": "'",
}  # fmt: skip

# LaTeX that only moves ink about.
_SILENT = {
    "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "quad", "qquad",
    "displaystyle", "textstyle", "limits", "nolimits", "mathrm", "operatorname", "text", "mathbf", "boldsymbol", "bm",
    "vec", "mathit", "mathsf", "mathcal", "mathbb", "rm", "bf", "it", "middle",
}  # fmt: skip

_STYLED = re.compile(
    r"\\(?:mathrm|operatorname\*?|text|mathbf|boldsymbol|bm|vec|mathit|mathsf|mathcal)\s*\{\s*([A-Za-z]+)\s*\}"
)
_INDICATOR = re.compile(r"\\(?:mathbb|mathbf|mathds|bm|boldsymbol)\s*(?:\{\s*1\s*\}|1)|\\(?:1|one|indicator)\b")
_EXPECTATION = re.compile(r"\\mathbb\s*(?:\{\s*E\s*\}|E)")
_TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<name>[A-Za-z]+)|(?P<op>\|\||!=|<=|>=|\.\.+|\*\*|[-+*/^_()\[\]{},;:=<>|'@])|(?P<space>\s+)"
)


@dataclass(frozen=True)
class Token:
    """One token.

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
    text = text.strip().strip("$").removeprefix("\\[").removesuffix("\\]").removeprefix("\\(").removesuffix("\\)")
    text = _INDICATOR.sub(" indicator ", text)
    text = _EXPECTATION.sub(" E ", text)
    text = _STYLED.sub(r" \1 ", text)
    text = text.replace("⁻¹", "^(-1)").replace("\\|", "||").replace("=/=", "!=").replace("\\{", "{").replace("\\}", "}")
    text = re.sub(r"\\\\|\\[,;:! ]|&|~", " ", text)

    def command(match: re.Match) -> str:
        name = match.group(1)
        if name in _COMMANDS:
            return _COMMANDS[name]
        if name in _SILENT:
            return " "
        raise FormulaError(f"The LaTeX command \\{name} is not part of the notation here.", match.start())

    text = re.sub(r"\\([A-Za-z]+)", command, text)
    return "".join(_CHARACTERS.get(character, character) for character in text)


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
        kind, word = match.lastgroup, match.group()
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
