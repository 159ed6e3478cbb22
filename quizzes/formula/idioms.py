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
}
_STACKED = ("underset", "overset", "stackrel", "underbrace", "mathop", "operatorname*", "operatorname", "substack")


def plain_code(text: str) -> str:
    r"""Take prefixes such as ``np.`` and arguments such as ``dim=1`` out of a formula in code.

    Examples
    --------
    >>> plain_code("-s_ij/tau + torch.log(np.sum(x, axis=-1))")
    '-s_ij/tau + log(sum(x))'
    """
    text = _PREFIX.sub("", text)
    text = re.sub(rf",\s*{_KEYWORD}(?=\s*[,)])", "", text)
    text = re.sub(rf"\(\s*{_KEYWORD}\s*\)", "()", text)
    text = re.sub(r"\.T\b|\.t\(\)", "", text)
    text = re.sub(r"\\text\s*\{\s*i\.?i\.?d\.?\s*\}|\bi\.i\.d\.?", "", text)
    text = re.sub(r"\{\s*(\\(?:cdot|times|ne|neq|in)|[=·])\s*\}", r"\1 ", text)
    for name, plain in _NAMES.items():
        text = re.sub(rf"(?<![A-Za-z_]){name}(?![A-Za-z])", plain, text)
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
            elif name == "underbrace":
                while end < len(text) and text[end] in "_ ":
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
