"""Numbers as the page writes them, the same on the map, at the sliders and in every sentence."""

import re

BASELINES = {
    "raw": "raw features",
    "propagated": "propagated features",
    "untrained": "untrained encoder",
    "eigenvectors": "top two eigenvectors of Q",
}
"""What the probe reads without training, by the name in ``Surface.baselines``."""

_NEGATIVE = re.compile(r"(?<![\w)\]}.])-(?=\d)(0(?:\.0+)?(?![\d.]*\d|[a-z]))?")
_SYMBOL = re.compile(r"(`[^`]*`|\$[^$]*\$)|(?<![\w\\])(ℓ|N|A|U)\\?_(align|uniform|eff|τ)(?!\w)")
_CODE = re.compile(r"(`[^`]*`|\$[^$]*\$)")


def strength_text(strength: float) -> str:
    """Return a strength with two decimals, the step of the grid."""
    return f"{strength:.2f}"


def temperature_text(temperature: float) -> str:
    """Return a temperature in two or three significant figures, as the map writes it.

    Parameters
    ----------
    temperature : float
        Positive.

    Returns
    -------
    str
        ``"0.05"``, ``"0.34"``, ``"5"``.
    """
    text = f"{temperature:.3f}" if temperature < 0.0995 else f"{temperature:.2f}"
    return text.rstrip("0").rstrip(".")


def place_text(strength: float, temperature: float) -> str:
    """Return an operating point in words.

    Examples
    --------
    >>> place_text(0.2, 0.5)
    'strength 0.20, τ = 0.5'
    """
    return f"strength {strength_text(strength)}, τ = {temperature_text(temperature)}"


def percent(share: float) -> str:
    """Return a share in whole per cent, with the space that a unit takes.

    Examples
    --------
    >>> percent(0.21)
    '21 %'
    """
    return f"{100 * share:.0f}\u00a0%"


def true_minus(text: str) -> str:
    r"""Return a text with a minus sign before its negative numbers; code and mathematics stay as they are.

    What reads as 0 has no sign.

    Examples
    --------
    >>> true_minus("from -0.5 to -0.00 and -2; `-1`; 2N-1")
    'from −0.5 to 0.00 and −2; `-1`; 2N-1'
    """
    parts = _CODE.split(text)
    return "".join(part if place % 2 else _NEGATIVE.sub(_signed, part) for place, part in enumerate(parts))


def _signed(found: re.Match[str]) -> str:
    return found[1] or "−"


def typeset(text: str) -> str:
    r"""Return markdown with a subscript under each symbol that has one; code and mathematics stay as they are.

    Examples
    --------
    >>> typeset("ℓ_align and `A_τ`")
    '$\\ell_\\text{align}$ and `A_τ`'
    """

    def symbol(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        below = r"\tau" if found[3] == "τ" else rf"\text{{{found[3]}}}"
        return f"${found[2].replace('ℓ', chr(92) + 'ell')}_{below}$"

    return _SYMBOL.sub(symbol, text)
