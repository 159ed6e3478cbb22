"""What LaTeX and code put round a formula: stacked signs and braces, library prefixes, keyword arguments.

All of it is text in, text out; what these signs mean is the parser's business.
"""

import re

_PREFIX = re.compile(
    r"\b(?:(?:np|numpy|jnp|jax|torch|tf|math|nn|functional|F|linalg|special|scipy|self|args)\s*\.\s*)+(?=[A-Za-z])"
)
_KEYWORD = r"(?:dim|axis|p|ord|keepdims?)\s*=\s*(?:-?\d+|True|False|None)"
_NAMES = {
    "log_sum_exp": "logsumexp",
    "log-sum-exp": "logsumexp",
    "reduce_logsumexp": "logsumexp",
    "reduce_sum": "sum",
    "reduce_mean": "mean",
    "log_softmax": "logsoftmax",
    "log-softmax": "logsoftmax",
    "cross_entropy": "crossentropy",
    "CrossEntropyLoss": "crossentropy",
    "nll_loss": "nll",
    "cosine_similarity": "sim",
    "cos_sim": "sim",
    "inner_product": "sim",
    "log1p": "logplus",
    "loge": "log",
}
# names that some programs and pupils begin with a capital, or write in capitals
_CAPITALS = re.compile(
    r"(?<![A-Za-z\\])(?:Log|LOG|Ln|LN|Exp|EXP|Sum|SUM|Mean|MEAN|Sqrt|SQRT|Sim|SIM|Cos|COS|Tau|TAU)(?![A-Za-z])"
)
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₚₛₜᵤᵥₓ", "0123456789+-=()aehijklmnpstuvx", strict=True))
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵀᴺⁱⁿᵏʲᵗ", "0123456789+-=()TNinkjt", strict=True))
_LOW, _HIGH = "".join(_LOWERED), "".join(_RAISED)
_LOW_RUN = re.compile(f"[{_LOW}](?:[{_LOW}]|\\s*[≠=∈∉,]\\s*(?=[{_LOW}]))+")
_HIGH_RUN = re.compile(f"[{_HIGH}]{{2,}}")
_PARTNER = re.compile(  # (i + N) mod 2N, i+N
    r"\(\s*([ijk])\s*\+\s*[Nn]\s*\)\s*(?:%|\\bmod|\\pmod|\\mod|mod)\s*(?:\(\s*2\s*\*?\s*[Nn]\s*\)|\{?2\s*[Nn]\}?|[Nn])"
    r"|(?<=[\[({,])\s*([ijk])\s*\+\s*[Nn](?:\s*(?:%|mod)\s*(?:\(\s*2\s*\*?\s*[Nn]\s*\)|2[Nn]))?(?=\s*[\])},])"
)
_SETTING = re.compile(
    r"[\s,;(]*(?:\\q?quad|\\[,;: ])*\s*(?:with|where|for)?\s*(?:\\alpha|α|alpha|t)\s*=\s*2(?:\.0)?[\s.,;)$]*$"
)
_FRAME = re.compile(
    r"\\(?:begin|end)\s*\{[a-z]+\*?\}(?:\{[lcr]*\})?|\\(?:label|tag)\*?\s*\{[^{}]*\}|\\(?:nonumber|notag)\b"
    r"|\\\\\s*\[-?[\d.]+\s*[a-z]+\]|\\(?:left|right)\s*\."
)
_DECORATION = re.compile(
    r"\\(tilde|hat|bar|widetilde|widehat|overline)(?![A-Za-z])\s*\{?\s*(?:\\[a-z]+\s*\{?\s*)?([zhuv])(?![a-z])"
)
_STACKED = (
    "underset",
    "overset",
    "stackrel",
    "underbrace",
    "overbrace",
    "mathop",
    "operatorname*",
    "operatorname",
    "substack",
)


def plain_code(text: str) -> str:
    r"""Take prefixes such as ``np.`` and arguments such as ``dim=1`` out of a formula in code.

    Examples
    --------
    >>> plain_code("-s_ij/tau + torch.log(np.sum(x, axis=-1))")
    '-s_ij/tau + log(sum(x))'
    """
    text = re.sub(r"^\s*(?:return\b|=(?=\s*[^\s\d=]))\s*", "", text)
    text = _PREFIX.sub("", text)
    text = re.sub(rf",\s*{_KEYWORD}(?=\s*[,)])", "", text)
    text = re.sub(rf"\(\s*{_KEYWORD}\s*\)", "()", text)
    text = re.sub(r"(?<=[\])}+ijk'])(?:\.T\b|\.t\(\))", "", text)
    text = re.sub(r"\\text\s*\{\s*i\.?i\.?d\.?\s*\}|\bi\.i\.d\.?", "", text)
    text = re.sub(r"\{\s*(\\(?:cdot|times|ne|neq|in)|[=·])\s*\}", r"\1 ", text)
    for name, plain in _NAMES.items():
        text = re.sub(rf"(?<![A-Za-z_]){name}(?![A-Za-z])", plain, text)
    text = _CAPITALS.sub(lambda match: match.group().lower(), text)
    text = re.sub(r"(_[ijkl])(?=[zhuv]_)", r"\1 ", text)
    text = re.sub(r"(?<=\d)\s*[xX]\s*(?=N\b)", "*", text)
    return _PARTNER.sub(lambda match: f"pos({match.group(1) or match.group(2)})", text)


def plain_letters(text: str) -> str:
    """Write wide letters and runs of raised and lowered ones in the alphabet of a keyboard.

    Examples
    --------
    >>> plain_letters("∑ₖ₌₁²ᴺ sᵢⱼ － Σₖ≠ᵢ")
    '∑_{k=1}^{2N} s_{ij} - Σ_{k≠i}'
    """
    text = "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text)
    text = text.replace("㏑", "ln").replace("㏒", "log")
    text = _LOW_RUN.sub(lambda match: "_{" + "".join(_LOWERED.get(sign, sign) for sign in match.group()) + "}", text)
    return _HIGH_RUN.sub(lambda match: "^{" + "".join(_RAISED[sign] for sign in match.group()) + "}", text)


def unframed(text: str) -> str:
    r"""Take off what LaTeX puts round a formula: environments, numbers, settings such as ``, t = 2`` behind it.

    Examples
    --------
    >>> unframed(r"\begin{align} L &= -s_{ij}/\tau \nonumber \end{align}").split()
    ['L', '&=', '-s_{ij}/\\tau']
    """
    text = _SETTING.sub("", _FRAME.sub(" ", text))
    text = re.sub(r"\\not\s*(?:=|\\eq\b)", r"\\ne ", text)
    text = re.sub(r"\\not\s*\\in\b", r"\\notin ", text)
    text = re.sub(r"\\(?:coloneqq|triangleq|equiv|doteq|coloneq)\b|:=|≜|≝|≔", "=", text)
    return _over(_undecorated(text))


def _undecorated(text: str) -> str:
    r"""Without the sign that every embedding has, such as ``\hat z_i``; where only some have it, it stays."""
    marked = _DECORATION.findall(text)
    for sign, letter in set(marked):
        every = re.findall(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", text)
        if len(every) != sum(one == letter for _, one in marked) or len({one for one, _ in marked}) != 1:
            return text
        text = re.sub(rf"\\{sign}(?![A-Za-z])", r"\\mathbf", text)
    return text


def _over(text: str) -> str:
    r"""``{a \over b}`` as ``\frac{a}{b}``."""
    while (found := re.search(r"\\over(?![A-Za-z])", text)) is not None:
        depth, start = 0, found.start()
        while start > 0 and depth < 1:
            start -= 1
            depth += {"{": 1, "}": -1}.get(text[start], 0)
        inner, end = _braced(text, start)
        if depth < 1 or inner is None:
            return text
        upper, lower = text[start + 1 : found.start()], text[found.end() : end - 1]
        text = f"{text[:start]}\\frac{{{upper}}}{{{lower}}}{text[end:]}"
    return text


def unstacked(text: str) -> str:
    r"""Put what LaTeX stacks in one line: ``\underset{i}{\mathbb{E}}`` becomes ``\mathbb{E}_{i}``.

    Examples
    --------
    >>> unstacked(r"\underbrace{e^{s_{ij}/\tau}}_{\text{positive}} + 1")
    'e^{s_{ij}/\\tau} + 1'
    """
    for name in _STACKED:
        start = text.find(f"\\{name}")
        while start >= 0:
            first, end = _braced(text, start + len(name) + 1)
            if first is None:
                start = text.find(f"\\{name}", start + 1)
                continue
            plain = first
            if name in ("underset", "overset", "stackrel"):
                second, end = _braced(text, end)
                plain = second or ""
                plain = f"{plain}_{{{first}}}" if name == "underset" else f" {plain} "
            elif name in ("underbrace", "overbrace"):
                while end < len(text) and text[end] in "_^ ":
                    end += 1
                label, after = _braced(text, end)
                end = end if label is None else after
            elif name.startswith("operatorname") and first.strip().isalpha():
                plain = f"\\mathrm{{{first}}}"
            elif name == "substack":
                plain = first.replace("\\\\", ",")
            text = text[:start] + plain + text[end:]
            start = text.find(f"\\{name}")
    return text


def _braced(text: str, at: int) -> tuple[str | None, int]:
    """The content of the braces that open at or after `at`, behind spaces only, and where they end."""
    while at < len(text) and text[at] == " ":
        at += 1
    if at >= len(text) or text[at] != "{":
        return None, at
    depth = 0
    for place in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[at + 1 : place], place + 1
    return None, at
