"""What the lesson says in numbers, read from the surfaces: nothing here is typed in."""

import numpy as np

from explorer.model.scenario import SHIPPED
from explorer.views.panels.wording import listed, number, place
from explorer.widgets.sliders import temperature_text


def optima(surface):
    """Say where the loss and where the accuracy is best, and what the difference costs."""
    loss, accuracy = surface.loss_optimum(), surface.accuracy_optimum()
    at_loss, at_best, error = loss.cell, accuracy.cell, surface.stderr["accuracy"]
    text = (
        f"The loss is least at {place(loss)}, with a probe accuracy of {number(surface.accuracy[at_loss], 3)} ± "
        f"{number(error[at_loss], 3)}; accuracy is best at {place(accuracy)}, "
        f"{number(surface.accuracy[at_best], 3)} ± {number(error[at_best], 3)}."
    )
    if surface.accuracy_ties()[at_loss]:
        return f"{text} The two are within the error of each other."
    return f"{text} Minimising the loss is not the same as getting the most useful embedding."


def collapse(surface):
    """Say where collapse begins by theory, and that the map has it in the weak hot corner where it has."""
    weak, strong = surface.theory[[0, -1]]
    said = (
        f"Above τ\\*(p) = λmax(Q)/λ the collapsed state is stable: {number(weak)} without augmentation, "
        f"{number(strong)} at strength {surface.strengths[-1]:.2f}."
    )
    if not in_weak_hot_corner(surface):
        return said
    return f"{said} On the map, collapse is the corner of weak augmentation and high temperature."


def in_weak_hot_corner(surface):
    """Whether collapse fills the weak hot corner, from there on shrinks with strength, and is nowhere else."""
    collapsed = surface.collapse_region()
    hottest_only = not (collapsed[:-1] & ~collapsed[1:]).any()
    return bool(
        collapsed[-1, 0] and not collapsed[-1, -1] and hottest_only and (np.diff(collapsed.sum(axis=0)) <= 1).all()
    )


def without_collapse(surfaces):
    """Say on which maps nothing collapses, and where there the nodes are closest together.

    Parameters
    ----------
    surfaces : dict of str to Surface
        By name.

    Returns
    -------
    str
        Empty where every map has collapsed cells.
    """
    places = []
    for name, surface in surfaces.items():
        if not surface.collapse_region().any():
            directions = surface.effective_directions
            least = surface.point(*np.unravel_index(directions.argmin(), directions.shape))
            places.append(
                f"*{SHIPPED[name].title}* (λ = {surface.scenario.weight_decay:g}; the fewest directions, "
                f"{number(directions.min())}, at {place(least)})"
            )
    return f"No cell at all is collapsed on {listed(places)}." if places else ""


def edge(surface, p=0):
    """Return the hottest temperature at a strength that is not collapsed, and τ* there.

    Parameters
    ----------
    surface : Surface
    p : int
        Index of the strength.

    Returns
    -------
    hottest, theory : float
        The first is 0 where the whole column is collapsed.
    """
    open_cells = surface.temperatures[~surface.collapse_region()[:, p]]
    return float(open_cells.max(initial=0)), float(surface.theory[p])


def border(surface, name):
    """Say on which side of the curve the border of collapse lies at the weakest augmentation, and why."""
    hottest, theory = edge(surface)
    said = (
        f"On *{name}* at strength {surface.strengths[0]:.2f} the hottest cell outside collapse is τ = "
        f"{temperature_text(hottest)}, and τ\\* = {number(theory)}."
    )
    if hottest > theory:
        return (
            f"{said} The border lies above the curve: τ\\* says when the collapsed state *stops being a minimum*, but "
            "spread-out minima with a lower J exist already a little above it (a first-order transition, as when "
            "water stays liquid below freezing). The map keeps the lower J; training from a small W stays collapsed."
        )
    return (
        f"{said} The border lies on the curve or below it: just below τ\\* the embedding has left the collapsed state, "
        "but spreads too little to count."
    )
