"""The layers that the map can show and what the readouts are called."""

from collections.abc import Collection
from dataclasses import dataclass
from types import MappingProxyType

LOWER = "lower is better"
HIGHER = "higher is better"


@dataclass(frozen=True)
class Layer:
    """One quantity over the grid.

    Parameters
    ----------
    name : str
        The attribute of the surface.
    title : str
        What the legend says.
    short : str
        What a narrow readout says.
    units : str
        Empty for a pure number.
    digits : int
        Decimals that the spread over seeds justifies.
    direction : str
        ``LOWER``, ``HIGHER`` or empty where neither is simply better.
    """

    name: str
    title: str
    short: str
    units: str
    digits: int
    direction: str


def _by_name(*layers):
    return MappingProxyType({layer.name: layer for layer in layers})


LAYERS = _by_name(
    Layer("loss", "NT-Xent loss", "loss L", "nats", 2, LOWER),
    Layer("relative_loss", "relative loss", "relative loss", "0 = best possible, 1 = collapse", 2, LOWER),
    Layer("alignment", "alignment ℓ_align", "alignment ℓ_align", "mean squared distance of a pair", 3, LOWER),
    Layer("uniformity", "uniformity ℓ_uniform", "uniformity ℓ_uniform", "log mean Gaussian potential", 2, LOWER),
    Layer("effective_directions", "effective directions", "effective directions", "exp(−ℓ_uniform)", 2, HIGHER),
    Layer("tolerance", "tolerance", "tolerance", "mean similarity in a class", 2, ""),
    Layer("accuracy", "probe accuracy", "probe accuracy", "share of nodes", 3, HIGHER),
)
"""What the map can be coloured by, in the order of the selector."""

TERMS = _by_name(
    Layer("alignment_term", "alignment term A_τ", "A_τ", "nats", 2, LOWER),
    Layer("uniformity_term", "uniformity term U_τ", "U_τ", "nats", 2, LOWER),
)
"""The two parts of the loss; shown as bars, never as a layer."""

READOUTS = ("loss", "alignment", "uniformity", "effective_directions", "tolerance", "accuracy")
"""What stands under the map, in this order."""

GIVES_AWAY = MappingProxyType(
    {
        "loss": ("relative_loss", "split"),
        "relative_loss": ("loss", "split"),
        "alignment": ("split", "sentences"),
        "uniformity": ("effective_directions", "sentences"),
        "effective_directions": ("uniformity", "collapse", "sentences", "tolerance"),
        "collapse": ("sentences",),
        "theory": ("sentences",),
    }
)
"""Hiding the key would be pointless while these can still be read."""


def all_hidden(hidden: Collection[str]) -> frozenset[str]:
    """Return `hidden` with everything that would give its members away.

    Parameters
    ----------
    hidden : collection of str
        Layers, overlays, ``"split"``, ``"circle"`` or ``"sentences"``.

    Returns
    -------
    frozenset of str
        Closed under ``GIVES_AWAY``, except that hiding ``"alignment"`` keeps the loss itself.
    """
    found, waiting = set(), list(hidden)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(GIVES_AWAY.get(name, ()))
    return frozenset(found)
