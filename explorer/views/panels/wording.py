"""Numbers as the panels write them, with a true minus sign."""

from explorer.widgets.sliders import strength_text, temperature_text


def number(value, digits=2):
    """Return a number with a fixed count of decimals."""
    return f"{value:.{digits}f}".replace("-", "−")


def percent(share, digits=0):
    """Return a share in percent."""
    return f"{100 * share:.{digits}f} %"


def place(point):
    """Return a point in words: ``strength 0.20, τ = 0.5``."""
    return f"strength {strength_text(point.strength)}, τ = {temperature_text(point.temperature)}"
