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
    about : str
        What it is, in a sentence.
    """

    name: str
    title: str
    short: str
    units: str
    digits: int
    direction: str
    about: str = ""


def _by_name(*layers):
    return MappingProxyType({layer.name: layer for layer in layers})


LAYERS = _by_name(
    Layer(
        "loss",
        "NT-Xent loss",
        "loss L",
        "nats",
        2,
        LOWER,
        "−log of the positive's share among all other views, a mean over the 2N views. log(2N−1) where all coincide.",
    ),
    Layer("relative_loss", "relative loss", "relative loss", "0 = best possible, 1 = collapse", 2, LOWER),
    Layer(
        "alignment",
        "alignment",
        "alignment ℓ_align",
        "mean squared distance of a pair",
        3,
        LOWER,
        "Mean squared distance between a node's two views. 0 where they coincide; lower is better.",
    ),
    Layer(
        "uniformity",
        "uniformity",
        "uniformity ℓ_uniform",
        "log mean Gaussian potential",
        2,
        LOWER,
        "Log of the mean of exp(−2·distance²) over pairs of nodes. 0 where all coincide; lower is more even.",
    ),
    Layer(
        "effective_directions",
        "effective directions",
        "effective directions",
        "1 = all in one direction",
        2,
        HIGHER,
        "exp(−uniformity): 1 where all nodes share one direction, more the further they spread.",
    ),
    Layer(
        "tolerance",
        "tolerance",
        "tolerance",
        "mean similarity in a class",
        2,
        "",
        "Mean similarity of two nodes of one class. 1 where every class lies on one point.",
    ),
    Layer(
        "accuracy",
        "probe accuracy",
        "probe accuracy",
        "share of nodes",
        3,
        HIGHER,
        "Share of unlabelled nodes whose class a linear probe reads off the embedding.",
    ),
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
