"""The tour of a first visit: five stops on the map, each with a small prediction, as data.

A stop's sentences hold on the surface that it was made for; where they would not, there is no such stop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from explorer.charts.object_cache import remembered
from explorer.charts.stage import Area, Glyph
from explorer.charts.texts import percent, place_text, strength_text, temperature_text, true_minus
from explorer.model import claims
from explorer.model.claims import Claim, goes, stretches
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface

__all__ = ["CLAIMED", "STOPS", "Shown", "Stop", "stops"]

_STRENGTH, _WARM = 0.2, 0.5
# Directions from which nodes count as spread out, and times their even share that counts as far more.
_SPREAD_OUT, _FAR_MORE = 2, 3


@dataclass(frozen=True, eq=False)
class Shown:
    """What a stop adds to the map: overlays, glyphs and areas as a `Scene` takes them."""

    overlays: frozenset[str] = frozenset()
    glyphs: tuple[Glyph, ...] = ()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, eq=False)
class Stop:
    """One stop on one surface.

    Parameters
    ----------
    name, title
        In the address, and in words.
    text, question, options, right
        What is told and asked first; the index of the right option. Markdown.
    after
        What the map then shows. Markdown.
    start, goal
        Where the point waits, and where it goes once the prediction is made.
    before, then
        What lies over the map until then, and from then on.
    layer
        What the map shows from then on.
    weights
        Whether one node is marked and its negatives are sized by their push.
    """

    name: str
    title: str
    text: str
    question: str
    options: tuple[str, ...]
    right: int
    after: str
    start: OperatingPoint
    goal: OperatingPoint
    before: Shown = Shown()
    then: Shown = Shown()
    layer: str = "loss"
    weights: bool = False


def _glyph(point: OperatingPoint, label: str) -> Glyph:
    return Glyph(point.strength, point.temperature, label)


def _corner(surface: Surface) -> Stop | None:
    goal = surface.loss_optimum()
    spread = surface.effective_directions[goal.cell]
    free_corner = claims.least_loss_in_the_corner(surface) and claims.alignment_is_free_at_zero(surface)
    if not free_corner or spread < _SPREAD_OUT:
        return None
    least = Shown(frozenset({"loss_optimum"}))
    return Stop(
        "corner",
        "The least loss",
        "Each cell of the map is an encoder, trained with one augmentation strength p and one temperature τ. The "
        "colour is its loss, which is least in the corner at p = 0, where both views of a node are the same.",
        f"What will the {'circle' if surface.dimension == 2 else 'sphere'} show there?",
        ("All nodes in one place", "The nodes spread out", "The two views of a node far apart"),
        1,
        "Identical views align for free, ℓ_align = 0, and the loss has only to spread the nodes: "
        f"{spread:.1f} effective directions.",
        start=surface.nearest(_STRENGTH, _WARM),
        goal=goal,
        before=least,
        then=least,
    )


def _collapse(surface: Surface) -> Stop | None:
    start, goal = surface.point(0, 0), surface.point(len(surface.temperatures) - 1, 0)
    region = surface.collapse_region()
    at_chance = abs(surface.relative_loss[goal.cell] - 1) < 0.01
    free = surface.strengths[0] == 0 and claims.collapse_is_hot(surface)
    if not (free and region[goal.cell] and not region[start.cell] and at_chance):
        return None
    theory = ""
    if surface.theory is not None and surface.theory.min() < surface.temperatures[-1]:
        theory = " Above the curve τ\\*(p) the theory finds the collapsed state stable."
    return Stop(
        "collapse",
        "Collapse",
        "Now straight up, still without augmentation. The push that spreads the nodes fades as 1/τ, weight decay "
        "stays.",
        f"What is left of the spread at τ = {temperature_text(goal.temperature)}?",
        ("As much as before", "The two views of a node come apart", "Nothing: all nodes in one place"),
        2,
        f"**Collapse**: all nodes share one direction. The loss is at chance, log(2N\u00a0−\u00a01) = "
        f"{surface.chance_level:.2f} with N = {surface.scenario.nodes_in_batch}, and the probe gets "
        f"{surface.accuracy[goal.cell]:.3f} of the nodes right. Hatched: wherever training ends so.{theory}",
        start=start,
        goal=goal,
        before=Shown(glyphs=(_glyph(goal, "what is here?"),)),
        then=Shown(frozenset({"collapse", "theory"})),
    )


def _low_temperature(surface: Surface) -> Stop | None:
    start, goal = surface.nearest(_STRENGTH, _WARM), surface.nearest(_STRENGTH, surface.temperatures[0])
    path = [(t, start.cell[1]) for t in range(start.cell[0], -1, -1)]
    before, after = (float(surface.hardest_negative_share[point.cell]) for point in (start, goal))
    if goes(surface, "hardest_negative_share", path) != "rises" or after < _FAR_MORE * surface.scenario.even_share:
        return None
    ends = (_glyph(start, "warm"), _glyph(goal, "cold"))
    return Stop(
        "low-temperature",
        "Low τ",
        f"At p = {strength_text(start.strength)} now. One node is marked; the larger another node is drawn, the larger "
        "its share of the push away from the marked one.",
        f"Cooled from τ = {temperature_text(start.temperature)} to "
        f"{temperature_text(goal.temperature)}, whose share grows?",
        ("Nobody's: all push alike", "That of the nearest", "That of the farthest"),
        1,
        f"The hardest 5\u00a0% of the negatives, those most like the node, took {percent(before)} of the push; now "
        f"they take {percent(after)}, in the mean over all nodes. At low τ the nearest count most.",
        start=start,
        goal=goal,
        before=Shown(glyphs=ends),
        then=Shown(glyphs=ends),
        weights=True,
    )


def _accuracy(surface: Surface) -> Stop | None:
    if not (claims.least_loss_in_the_corner(surface) and claims.optima_differ(surface)):
        return None
    start, goal = surface.loss_optimum(), surface.accuracy_optimum()
    best, there = surface.accuracy[goal.cell], surface.accuracy[start.cell]
    ridge = Area(surface.accuracy_ties(), "truth", "best accuracy")
    return Stop(
        "accuracy",
        "Best accuracy",
        "The loss knows no labels. A linear probe reads the classes off the trained embedding; its accuracy is the "
        "share of nodes that it gets right.",
        "Where will it be best?",
        ("Where the loss is least", "Elsewhere"),
        1,
        f"The map now shows accuracy. It is best at {place_text(goal.strength, goal.temperature)}: {best:.3f}, against "
        f"{there:.3f} where the loss is least. Outlined: the cells that the seeds do not tell from the best.",
        start=start,
        goal=goal,
        before=Shown(frozenset({"loss_optimum"})),
        then=Shown(frozenset({"loss_optimum"}), areas=(ridge,)),
        layer="accuracy",
    )


def _trade_off(surface: Surface) -> Stop | None:
    column = surface.nearest(_STRENGTH, _WARM).cell[1]
    found = stretches(surface, column)
    if not found or found[0][0] != "trade" or "back" not in [name for name, _, _ in found]:
        return None
    _, hot, cold = found[0]
    start, goal = surface.point(hot, column), surface.point(cold, column)
    ends = (_glyph(start, "from here"), _glyph(goal, "to here"))
    spread, align = (
        [f"{getattr(surface, name)[point.cell]:.{digits}f}" for point in (start, goal)]
        for name, digits in (("uniformity", 2), ("alignment", 3))
    )
    return Stop(
        "trade-off",
        "The trade-off",
        f"Last stop, at p = {strength_text(start.strength)}. Cooling from τ = {temperature_text(start.temperature)} to "
        f"{temperature_text(goal.temperature)} spreads the nodes further apart: ℓ_uniform falls from {spread[0]} to "
        f"{spread[1]}.",
        "What does that do to the two views of a node?",
        ("They move closer too", "They move apart", "Nothing"),
        1,
        f"ℓ_align rises from {align[0]} to {align[1]}: what tells nodes apart also differs between the views of one "
        "node, so spread is paid for in alignment. Colder still, that turns round.",
        start=start,
        goal=goal,
        before=Shown(glyphs=ends),
        then=Shown(glyphs=ends),
        layer="alignment",
    )


_MAKERS: dict[str, tuple[str, Callable[[Surface], Stop | None]]] = {
    "corner": ("The least loss is in the corner where views are identical and the nodes spread out.", _corner),
    "collapse": ("Straight up from that corner all nodes collapse into one direction.", _collapse),
    "low-temperature": ("A low temperature hands the push to the hardest negatives.", _low_temperature),
    "accuracy": ("Accuracy is best where the loss is not least.", _accuracy),
    "trade-off": ("Cooling first trades alignment for uniformity, then turns round.", _trade_off),
}

STOPS = tuple(_MAKERS)
"""Names of all stops, in order."""


def _found(name: str, surface: Surface) -> bool:
    return any(stop.name == name for stop in stops(surface))


CLAIMED = tuple(
    Claim(f"tour/{name}", sentence, "the stop", partial(_found, name)) for name, (sentence, _) in _MAKERS.items()
)
"""What each stop says, where."""


@remembered
def stops(surface: Surface) -> tuple[Stop, ...]:
    """Return the stops that hold on a surface, in order."""
    made = (make(surface) for _, make in _MAKERS.values())
    return tuple(
        replace(stop, text=true_minus(stop.text), after=true_minus(stop.after)) for stop in made if stop is not None
    )
