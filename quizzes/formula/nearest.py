"""For notation that is refused: the nearest one that is read.

Each sentence ends in an example that the parser reads and that is no answer to any question; a test holds it to both.
"""

from difflib import get_close_matches

_ARRAY = ("names an array; type one entry of it, for example", "exp(s(i,k)/tau)")
_INPUT = ("is an input, not its embedding; type", "z_i")
_WHOLE = ("The loss is what is asked for; type what it is made of, for example", "log(sum over k of exp(s_ik))")
_TERM = ("is a name; type what it is made of, for example", "sum over k of s_ik")
_BATCH = ("is not known here; N is the number of positive pairs, and the batch has so many views:", "2N")

# refused name: what to do, and an example that is read
NEAREST: dict[str, tuple[str, str]] = {
    "crossentropy": ("cross_entropy hides a sum; write that out, for example", "logsumexp over k of s_ik"),
    "nll": ("hides a sum; write that out, for example", "logsumexp over k of s_ik"),
    "InfoNCE": _WHOLE,
    "NTXent": _WHOLE,
    "ell": _WHOLE,
    "loss": _WHOLE,
    "l": _WHOLE,
    "L": _WHOLE,
    **dict.fromkeys(("pos", "neg", "positive", "positives", "negative", "negatives", "logits", "labels"), _ARRAY),
    **dict.fromkeys(("mask", "diag", "out", "features", "similarity", "matmul", "mm", "einsum", "cdist"), _ARRAY),
    "A": _TERM,
    "U": _TERM,
    **dict.fromkeys(("B", "batch", "batch_size", "bs"), _BATCH),
    "mse_loss": ("is a mean over the dimensions as well; a squared distance is", "||z_i - z_k||^2"),
    "lg": ("leaves open which base it has; the loss takes natural logarithms, such as", "log(N)"),
    "approx": ("is not read; type the exact formula alone, such as", "log(N)"),
    "x": _INPUT,
    "X": _INPUT,
    "y": _INPUT,
    "beta": ("is not the temperature here; type", "1/tau"),
    "lambda": ("is not the temperature here; type", "1/tau"),
    "sigma": ("is not the temperature here; type", "1/tau"),
    "kappa": ("is not the temperature here; type", "1/tau"),
    "K": ("is not known here; a batch of N pairs has so many negatives:", "2N - 2"),
    "M": ("is not known here; a batch of N pairs has so many negatives:", "2N - 2"),
    "D": ("is not known here; a similarity is typed", "s(i,k)"),
    "d": ("is not known here; a distance is typed", "||z_i - z_k||"),
    "p": ("is not known here; type the share itself, for example", "exp(s_ij)/sum_k exp(s_ik)"),
    "max": ("is not part of the notation; its soft form is", "logsumexp over k of s_ik"),
    "prod": ("is not part of the notation; the log of a product is a sum, as in", "sum over k of s_ik"),
    "tilde": ("is not read; mark the other view of i as", "z_i^+"),
    "hat": ("is not read; mark the other view of i as", "z_i^+"),
    "bar": ("is not read; mark the other view of i as", "z_i^+"),
    "widetilde": ("is not read; mark the other view of i as", "z_i^+"),
    "overline": ("is not read; mark the other view of i as", "z_i^+"),
    "infty": ("is not read; type the limit itself, a formula such as", "log(N)"),
    "sup": ("is not part of the notation; type the value itself, a formula such as", "log(N)"),
    "lim": ("is not read; type the limit itself, a formula such as", "log(N)"),
    "int": ("is not part of the notation; type a mean, for example", "mean over k of exp(s_ik)"),
    "I": ("is not a vector here; call the two views' embeddings u and v, as in", "u_i * v_i"),
}

_BY_ITSELF = {"crossentropy", *(name for name, what in NEAREST.items() if what is _WHOLE)}  # sentences with a subject


def instead(name: str, known: list[str], sign: str = "") -> str:
    r"""What to type instead of a name or command that is not known.

    Parameters
    ----------
    name
        As typed, without a backslash.
    known
        Names that are read where `name` stands.
    sign
        What stands before a known one, such as a backslash.

    Returns
    -------
    str
        One sentence with an example that is read.
    """
    shown = f"{sign}{name}" if sign else repr(name)
    if name in NEAREST:
        what, example = NEAREST[name]
        return f"{what} {example}." if name in _BY_ITSELF else f"{shown} {what} {example}."
    near = get_close_matches(name, known, 1, 0.7)
    if near:
        return f"{shown} is not known here; the nearest is {sign}{near[0]}."
    return f"{shown} is not known here. Known are s(i,k), z_i, tau, N, log, exp, sum and mean."
