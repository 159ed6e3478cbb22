"""Points of the map that a text names as evidence, and whether a number that it quotes is what the map has there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from explorer.charts.texts import place_text, true_minus
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface

QUOTED = {
    "alignment": ("ℓ_align", "{:.3f}"),
    "uniformity": ("ℓ_uniform", "{:.2f}"),
    "accuracy": ("accuracy", "{:.3f}"),
}
"""What `quotation` takes from a point: metric, name, format."""

_COUNTING = (*QUOTED, "loss", "effective_directions", "tolerance", "alignment_term", "uniformity_term")
_NUMBER = r"(?:\d+(?:[.,]\d+)?|[.,]\d+)"
_LABELLED = re.compile(
    rf"(?P<label>\bstrengths?(?:\s+p)?|\bp\b|τ|\btau\b|\btemperatures?(?:\s+τ)?)\s*(?:\bof\b|\bis\b|[=:≈~])?\s*"
    rf"(?P<values>{_NUMBER}(?:\s*(?:\bto\b|\band\b|→|\bvs\.?)\s*{_NUMBER})*)",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\(\s*(?P<p>\d*\.?\d+)\s*[,;]\s*(?P<tau>\d*\.?\d+)\s*\)")
_TOGETHER = 24
"""Characters between a strength and a temperature that name one point."""


@dataclass(frozen=True)
class NamedPoint:
    """A point that a text names.

    Parameters
    ----------
    point
        The nearest of the map.
    borne_out
        Whether some number of the text is a readout of that point, as far as its digits tell.
    """

    point: OperatingPoint
    borne_out: bool


def quotation(surface: Surface, point: OperatingPoint, hidden: frozenset[str] = frozenset()) -> str:
    """A point as evidence: its place, and what is read there unless that is hidden."""
    values = (
        f"{name} {form.format(getattr(surface, metric)[point.cell])}"
        for metric, (name, form) in QUOTED.items()
        if metric not in hidden
    )
    return true_minus(f"{place_text(point.strength, point.temperature)}: {', '.join(values)}")


def points_named(text: str, surface: Surface) -> tuple[NamedPoint, ...]:
    """The different points of the map that a text names by strength and τ, in the order of the text.

    A strength and a τ close together are one point; one alone takes the other as it was last named.
    """
    places, spans = _places(text.replace("−", "-"))
    rest = list(text.replace("−", "-"))
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    quoted = [match[0] for match in re.finditer(rf"{_NUMBER}(?:\s*%)?", "".join(rest))]
    found: dict[tuple[int, int], NamedPoint] = {}
    for strength, temperature in places:
        if not (0 <= strength <= surface.strengths[-1] and temperature / surface.temperatures[0] >= 0.9):
            continue
        if temperature > 1.1 * surface.temperatures[-1]:
            continue
        point = surface.nearest(strength, temperature)
        borne_out = any(_is_read(number, surface, point.cell) for number in quoted)
        found.setdefault(point.cell, NamedPoint(point, borne_out))
    return tuple(found.values())


def _is_read(number: str, surface: Surface, cell: tuple[int, int]) -> bool:
    """Whether a number, as it is written, is some readout of a cell; the sign may be left out."""
    share = number.endswith("%")
    digits = number.rstrip("% \u00a0").replace(",", ".")
    value, step = float(digits), 10.0 ** -len(digits.partition(".")[2])
    if len(digits.replace(".", "").lstrip("0")) < 2:
        return False  # one digit fits too much
    scale, metrics = (100, ("accuracy",)) if share else (1, _COUNTING)
    return any(abs(value - scale * abs(getattr(surface, metric)[cell])) <= 0.51 * step for metric in metrics)


def _places(text: str) -> tuple[list[tuple[float, float]], list[tuple[int, int]]]:
    """Pairs of strength and temperature, and the parts of the text that name them."""
    tokens = list(_tokens(text))
    pairs = [(match.start(), float(match["p"]), float(match["tau"])) for match in _PAIR.finditer(text)]
    last: dict[str, float] = {}
    position = 0
    while position < len(tokens):
        start, end, kind, value = tokens[position]
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        last[kind] = value
        if following is not None and following[2] != kind and following[0] - end <= _TOGETHER:
            last[following[2]] = following[3]
            position += 1
        if len(last) == 2:
            pairs.append((start, last["p"], last["tau"]))
        position += 1
    spans = [(start, end) for start, end, _, _ in tokens] + [match.span() for match in _PAIR.finditer(text)]
    return [(p, tau) for _, p, tau in sorted(pairs)], spans


def _tokens(text: str) -> Iterator[tuple[int, int, str, float]]:
    """Start, end, ``"p"`` or ``"tau"``, and the number of everything that is labelled."""
    for match in _LABELLED.finditer(text):
        kind = "p" if match["label"].lower().startswith(("s", "p")) else "tau"
        for number in re.finditer(_NUMBER, match["values"]):
            start = match.start("values") + number.start()
            yield start, start + len(number[0]), kind, float(number[0].replace(",", "."))
