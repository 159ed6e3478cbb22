"""Numbers as the panels write them, with a true minus sign."""

from collections.abc import Iterable

from explorer.charts.texts import BASELINES, place_text, true_minus
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface


def number(value: float, digits: int = 2) -> str:
    """Return a number with a fixed count of decimals, and no sign where it rounds to nothing."""
    return true_minus(f"{value:.{digits}f}")


def point_in_words(point: OperatingPoint) -> str:
    """Return a point in words: ``strength 0.20, τ = 0.5``."""
    return place_text(point.strength, point.temperature)


def space(surface: Surface) -> str:
    """Return what the directions lie on: ``circle`` or ``sphere``."""
    return "circle" if surface.dimension == 2 else "sphere"


def plain(text: str) -> str:
    """Return what somebody wrote so that markdown shows it as it is."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>#+-!|~$:&" else c for c in text)


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence: ``a, b and c``.

    Parameters
    ----------
    words : iterable of str
        At least one.
    """
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def baselines_text(surface: Surface) -> str:
    """Return what the probe reads without training, each with its standard error."""
    read = (
        f"{title} {number(surface.baselines[name].accuracy, 3)} ± {number(surface.baselines[name].error, 3)}"
        for name, title in BASELINES.items()
    )
    return f"Probe accuracy without training: {', '.join(read)}."
