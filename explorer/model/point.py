"""The operating point: the student's place on the surface."""

from dataclasses import dataclass

__all__ = ["OperatingPoint"]


@dataclass(frozen=True)
class OperatingPoint:
    """Augmentation strength p and temperature τ, always on a surface's grid (``Surface.nearest`` puts it there).

    Attributes
    ----------
    strength : float
        p, a probability.
    temperature : float
        τ, dimensionless.
    """

    strength: float
    temperature: float
