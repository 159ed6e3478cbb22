"""Extra points on the map: a student's answer, the truth, what a class answered."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Mark:
    """One labelled point.

    Parameters
    ----------
    strength, temperature : float
        Where it is; anywhere inside the grid.
    label : str
        A word or two beside it; may be empty.
    kind : {"student", "truth", "class"}
        Which glyph it has: a disc, a star, a small ring.
    """

    strength: float
    temperature: float
    label: str = ""
    kind: Literal["student", "truth", "class"] = "student"
