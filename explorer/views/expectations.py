"""What the settings of a surface let one expect of it, each sentence only where it is so."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from explorer.charts.texts import percent, strength_text, temperature_text
from explorer.model.before_training import Smoothing, push, smoothing
from explorer.model.scenario import Scenario

_ENDS = (0.0, 0.6)
"""Strengths at the borders of every grid that the page offers."""

_ON_A_LINE, _ON_A_POINT = 0.75, 0.005
"""Nodes are called oversmoothed with so much of their spread along one direction, or so little of it left."""


@dataclass(frozen=True)
class Measured:
    """What is measured of a scenario before it is trained.

    Parameters
    ----------
    scenario : Scenario
    smoothed : list of Smoothing
        For 0 to K propagations.
    pushes : tuple of float
        λmax(Q_p) at both ends of the strengths.
    """

    scenario: Scenario
    smoothed: list[Smoothing]
    pushes: tuple[float, float]

    @property
    def clearest(self) -> int:
        """Number of propagations after which most of the spread lies between the classes."""
        shares = [one.between_classes for one in self.smoothed]
        return shares.index(max(shares))


@dataclass(frozen=True)
class Expectation:
    """A sentence and when it is so."""

    holds: Callable[[Measured], bool]
    text: Callable[[Measured], str]


def _no_collapse(facts: Measured) -> str:
    weak, strong = facts.pushes
    return (
        f"**λ = 0: no collapse.** Where all nodes coincide, at W = 0, the loss still curves downward along one "
        f"direction: by λmax(Q)/τ, with λmax(Q) = {weak:.2f} at strength 0 and {strong:.2f} at strength "
        f"{strength_text(_ENDS[1])}. Only weight decay could hold W there; without it collapse is stable at no τ, "
        "however high."
    )


def _collapse(facts: Measured) -> str:
    weak, strong = (temperature_text(x / facts.scenario.weight_decay) for x in facts.pushes)
    return (
        f"**Collapse is stable above τ\\* = λmax(Q)/λ**: {weak} at strength 0 and {strong} at strength "
        f"{strength_text(_ENDS[1])}. A smaller λ moves it up, λ = 0 away."
    )


def _left(facts: Measured) -> str:
    first, last, hops = facts.smoothed[0], facts.smoothed[-1], facts.scenario.hops
    classes = (
        f", and {percent(last.between_classes)} between the classes ({percent(first.between_classes)} before)"
        if len(facts.scenario.graph.label_names) > 1
        else ""
    )
    return (
        f"**K = {hops}**: propagation leaves {100 * last.spread:.2g}\u00a0% of the nodes’ squared spread. Of what is "
        f"left, {percent(last.along_one)} lies along one direction ({percent(first.along_one)} before){classes}."
    )


def _oversmoothed(_: Measured) -> str:
    return (
        "**That is oversmoothing**: each propagation has left less spread, and more of it along one direction. The "
        "size is made up for, by scaling to λmax(Q) = 1 at strength 0; the other directions are not."
    )


def _clearer_before(facts: Measured) -> str:
    best, last = facts.smoothed[facts.clearest], facts.smoothed[-1]
    return (
        f"The classes’ share was largest at K = {facts.clearest}: {percent(best.between_classes)}, against "
        f"{percent(last.between_classes)} at K = {facts.scenario.hops}."
    )


def _linear(facts: Measured) -> bool:
    return facts.scenario.encoder_entry.layers is None


def _goes(values: list[float], sign: int) -> bool:
    return all(sign * (b - a) > 0 for a, b in pairwise(values))


EXPECTATIONS = {
    "no collapse": Expectation(
        lambda f: _linear(f) and f.scenario.weight_decay == 0 and min(f.pushes) > 0, _no_collapse
    ),
    "collapse": Expectation(lambda f: _linear(f) and f.scenario.weight_decay > 0 and min(f.pushes) > 0, _collapse),
    "left": Expectation(lambda f: _linear(f) and f.scenario.hops > 0, _left),
    "oversmoothed": Expectation(
        lambda f: (
            _linear(f)
            and (f.smoothed[-1].along_one >= _ON_A_LINE or f.smoothed[-1].spread <= _ON_A_POINT)
            and _goes([one.spread for one in f.smoothed], -1)
            and _goes([one.along_one for one in f.smoothed], 1)
        ),
        _oversmoothed,
    ),
    "clearer before": Expectation(
        lambda f: (
            _linear(f)
            and len(f.scenario.graph.label_names) > 1
            and f.smoothed[f.clearest].between_classes - f.smoothed[-1].between_classes > 0.01
        ),
        _clearer_before,
    ),
}


def measured_on(scenario: Scenario) -> Measured:
    """Measure what the sentences are about."""
    if scenario.encoder_entry.layers is not None:
        return Measured(scenario, [], (0.0, 0.0))
    weak, strong = push(scenario, _ENDS)
    return Measured(scenario, smoothing(scenario.graph, scenario.hops), (float(weak), float(strong)))


def expected(scenario: Scenario) -> list[str]:
    """Return what is so of a scenario, in markdown."""
    measured = measured_on(scenario)
    return [one.text(measured) for one in EXPECTATIONS.values() if one.holds(measured)]
