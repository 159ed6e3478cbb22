"""What a paper recommends, as marks on maps whose views are made as there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.charts.stage.scene import Glyph
from explorer.model.augmentation import GRACE

if TYPE_CHECKING:
    from explorer.model.surface import Surface

_ON_CORA = Glyph(0.4, 0.4, "GRACE on Cora")


def recipes(surface: Surface) -> tuple[Glyph, ...]:
    """Return the recipe of GRACE on Cora where the surface has its strengths, and its grid reaches that far.

    Parameters
    ----------
    surface : Surface

    References
    ----------
    Zhu et al. (2020), Deep graph contrastive representation learning, hyperparameters of Cora.
    """
    p, tau = surface.strengths, surface.temperatures
    reached = p[0] <= _ON_CORA.strength <= p[-1] and tau[0] <= _ON_CORA.temperature <= tau[-1]
    return (_ON_CORA,) if surface.scenario.shares == GRACE and reached else ()
