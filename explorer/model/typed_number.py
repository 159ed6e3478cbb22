"""A number as somebody types it: with a comma, a unit of thousands, a power of ten, a fraction or a percent sign."""

import math
import re
import unicodedata

__all__ = ["NoNumberError", "typed_number"]

LONGEST = 40
_MINUS = str.maketrans(
    dict.fromkeys("−–—‐‑‒﹣－", "-") | dict.fromkeys("＋﹢", "+") | dict.fromkeys("·∙⋅×", "*") | {"٫": ".", "٬": ","}
)
_WITHOUT_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff]")
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_BEFORE = re.compile(
    r"(?:[^\W\d]\w*\s*)?(?:=|≈|≃|:)\s*|(?:≈|~|∼|about|approximately|approx\.?|around|circa|ca\.?|roughly)\s*",
    re.IGNORECASE,
)
_PLAIN = r"(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)"
_GROUPED = r"[0-9]{1,3}(?:(?P<mark>[., '’])[0-9]{3})(?:(?P=mark)[0-9]{3})*(?:(?!(?P=mark))[.,][0-9]+)?"
_TIMES_TEN = r"(?:[eE]\s*|\s*(?:\*|x)\s*10\s*(?:\^|\*\*)?\s*\(?\s*)(?P<power>[+-]?[0-9]{1,4})\)?"
_NUMBER = re.compile(rf"(?P<digits>{_PLAIN})(?:{_TIMES_TEN})?")
_THOUSANDS = re.compile(_GROUPED)
_TEN = re.compile(r"10\s*(?:\^|\*\*)\s*\(?\s*(?P<power>[+-]?[0-9]{1,4})\)?")
_DIGIT = r"[0-9.,]"
_NAMED = {"inf", "infinity", "nan", "∞"}


class NoNumberError(ValueError):
    """What was typed is not one finite number; the message says what to change."""


def typed_number(text: str, unit: str = "") -> float:
    """Read a number as typed.

    A single comma is a decimal comma. Commas, points, blanks or apostrophes group thousands where that alone is
    possible, as in 1,234.5 or 1 234 567. A percentage is a hundredth, unless percent is the unit.

    Parameters
    ----------
    text : str
    unit : str
        What may stand behind the number.

    Returns
    -------
    float
        Finite.

    Raises
    ------
    NoNumberError

    Examples
    --------
    >>> [typed_number(text) for text in ("0,25", "1/4", "25 %", "2,5·10⁻¹", "1.234,5")]
    [0.25, 0.25, 0.25, 0.25, 1234.5]
    """
    bare = _normal(text)
    if len(bare) > LONGEST:
        raise NoNumberError(f"Type a number of at most {LONGEST} characters, for example 0.25.")
    if not bare:
        raise NoNumberError("Type a number, for example 0.25.")
    bare = _BEFORE.sub("", bare, count=1) if _BEFORE.match(bare) else bare
    share = 1.0
    if unit and bare.casefold().endswith(unit.strip().casefold()):
        bare = bare[: -len(unit.strip())]
    elif (percent := re.search(r"\s*(?:[%٪]|per ?cent|prozent)$", bare, re.IGNORECASE)) is not None:
        bare, share = bare[: percent.start()], 0.01
    bare = bare.strip().rstrip(".,;").strip()
    sign = re.match(r"(?:([+-])|minus\b)\s*", bare)
    if sign:
        bare = bare[sign.end() :]
    if re.search(r"±|\+/?-", bare):
        raise NoNumberError("Type the number alone, without what it may be off by.")
    top, slash, bottom = bare.partition("/")
    value = _read(top.strip(), text)
    if slash:
        below = _read(bottom.strip(), text)
        if below == 0:
            raise NoNumberError("Nothing can be divided by 0; type the number that is meant.")
        value /= below
    value *= share * (-1.0 if sign and sign[1] != "+" else 1.0)
    if not math.isfinite(value):
        raise NoNumberError("Type a finite number.")
    return value


def _normal(text: str) -> str:
    """The text in the signs of a keyboard, without quotation marks and brackets round all of it."""
    text = re.sub(r"(?<![0-9])0·(?=[0-9]+\s*$)", "0.", text[: 4 * LONGEST])  # a raised decimal point
    text = _WITHOUT_WIDTH.sub("", text).translate(_MINUS)
    raised = re.sub(r"10\s*([⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)", lambda found: "10^" + found[1].translate(_POWERS), text)
    half = re.fullmatch(r"(\s*[+-]?\s*)([¼-¾⅐-⅞])\s*", raised)
    if half:
        return half[1].strip() + unicodedata.normalize("NFKC", half[2]).replace("⁄", "/")
    wide = "".join(
        unicodedata.normalize("NFKC", sign) if sign > "\uff00" or sign.isspace() else sign for sign in raised
    )
    digits = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in wide.replace("⁄", "/"))
    bare = " ".join(digits.split())
    for opened, closed in (("(", ")"), ("$", "$"), ('"', '"'), ("'", "'"), ("`", "`"), ("“", "”")):
        if len(bare) > 2 and bare[0] == opened and bare[-1] == closed:
            bare = bare[1:-1].strip()
    return re.sub(r"(?<=[0-9]) ([.,]) ?(?=[0-9])|(?<=[0-9])([.,]) (?=[0-9]+$)", r"\1\2", bare)


def _read(bare: str, text: str) -> float:
    """A number without sign."""
    found = _NUMBER.fullmatch(bare)
    if found is not None:
        value = float(found["digits"].replace(",", "."))
        power = int(found["power"] or 0)
        return float(f"{value!r}e{power}") if "e" not in repr(value) else value * 10.0 ** min(power, 400)
    ten = _TEN.fullmatch(bare)
    if ten is not None:
        return float(f"1e{ten['power']}")
    thousands = _THOUSANDS.fullmatch(bare)
    if thousands is not None:
        return float(bare.replace(thousands["mark"], "").replace(",", "."))
    raise NoNumberError(_why(bare, text))


def _why(bare: str, text: str) -> str:
    """What to change in a text that is no number."""
    if bare.casefold().lstrip("+-") in _NAMED:
        return "Type a finite number."
    if re.search(rf"{_DIGIT}\s*(?:\.\.+|…|-|to|bis|or|and|;|,\s)\s*{_DIGIT}", bare) or re.fullmatch(r"\[.*\]", bare):
        return "Type one number, not a range or several; where it is a range, its middle."
    if re.match(r"[<>≤≥]", bare):
        return "Type the number itself, without < or >."
    behind = re.fullmatch(rf"({_PLAIN})\s*([^\W\d_π][^0-9+*/^]*|\([^0-9]*\))", bare)
    if behind is not None:
        return f"Leave out what stands behind the number: {behind[1]} alone."
    if re.search("[OolISB]", bare) and re.search(_DIGIT, bare) and re.fullmatch(r"[0-9OolISB.,]+", bare):
        return "There is a letter among the digits; type 0 and 1, not O and l."
    if re.search(r"[0-9]\s+[0-9]", bare):
        return "There is a blank between digits; type one number, for example 0.25."
    if re.search(r"[0-9πe]", bare) and re.search(r"[+*^()√π]|log|ln|sqrt|exp", bare):
        return "Type the number that this comes to, for example 0.25."
    return "This is not a number yet. Type digits, for example 0.25 or -1.4."
