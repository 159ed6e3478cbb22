"""What the lesson says in numbers, read from the surfaces: nothing here is typed in."""

from explorer.views.panels.wording import number, place
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
    """Say where collapse begins and what theory says."""
    weak, strong = surface.theory[[0, -1]]
    return (
        f"Above τ\\*(p) = λmax(Q)/λ the collapsed state is stable: {number(weak)} without augmentation, "
        f"{number(strong)} at strength {surface.strengths[-1]:.2f}. Stronger augmentation mixes neighbours less, so "
        "there is more left to tell apart: collapse is the corner of weak augmentation and high temperature."
    )


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
