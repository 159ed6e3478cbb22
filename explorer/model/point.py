"""The operating point: the student's place on the surface."""

from dataclasses import dataclass

__all__ = ["OperatingPoint"]


@dataclass(frozen=True)
class OperatingPoint:
    """Augmentation strength p and temperature τ of one cell of a surface's grid; only a Surface makes one.

    Attributes
    ----------
    strength : float
        p, a probability.
    temperature : float
        τ, dimensionless.
    cell : tuple of int
        Indices (t, p) into the arrays of the surface that it is a point of: ``surface.loss[point.cell]``.
    """

    strength: float
    temperature: float
    cell: tuple[int, int]
