"""How a run ended, beside the cell's own numbers, with the reason where they differ."""

import numpy as np
import streamlit as st

from explorer.model.surface import COLLAPSED_BELOW
from explorer.model.training import STEP_SIZE, trained_loss
from explorer.views.panels.wording import number
from explorer.widgets.sliders import temperature_text

SAME = 2e-3
"""Nats: within this two values of J belong to the same minimum."""

UNSETTLED = 1e-3
"""Largest gradient entry of a run that still moves visibly."""


def report(surface, point, steps, *, seed_index, finished, shown):
    """Draw the comparison.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    steps : list of Step
    seed_index : int
    finished : bool
        Whether the run ended by itself.
    shown : int
        Steps that the player shows.
    """
    cell, seed, last = point.cell, int(surface.seeds[seed_index]), steps[-1]
    fresh = trained_loss(surface.scenario, point, seed, last.weights)
    st.markdown(f"**{outcome(surface, point, last)}**")
    st.markdown(
        f"""| Loss L, nats | training views | fresh views |
|:--|--:|--:|
| this run, seed {seed} | {number(last.loss, 3)} | {number(fresh, 3)} |
| the cell, seed {seed} | – | {number(surface.by_seed["loss"][seed_index][cell], 3)} |
| the cell, mean of {len(surface.seeds)} seeds | – | {number(surface.loss[cell], 3)} ± \
{number(surface.spread["loss"][cell], 3)} |"""
    )
    st.markdown(reason(surface, cell, last, seed_index=seed_index, finished=finished))
    st.caption(
        f"Gradient descent with step {STEP_SIZE:g}, halved until J = L + λ‖W‖²/2 falls enough; the map was solved by "
        f"cooling from high τ with BFGS, neighbours exchanging solutions. Shown: {shown - 1} of {last.number} steps, "
        "after which J hardly moves. A and U are shifted by 1/τ, which cancels; the circle shows the page’s view pair."
    )


def outcome(surface, point, last):
    """Say whether the run escaped from collapse, and where τ lies against τ*(p)."""
    critical = surface.theory[point.cell[1]]
    side = "below" if point.temperature < critical else "above"
    where = f"τ = {temperature_text(point.temperature)} is {side} τ\\*(p) = {number(critical)}"
    directions = f"{number(last.effective_directions, 1)} effective directions"
    if last.effective_directions < COLLAPSED_BELOW:
        if side == "above":
            return f"It did not escape from collapse: {directions}. {where}, so weight decay beats the push."
        return f"It hardly left collapse: {directions}. {where}, but the push is only a little stronger than the decay."
    if side == "below":
        return f"It escaped from collapse: {directions}. {where}."
    return f"It escaped from collapse: {directions}, although {where}, the mean over seeds."


def reason(surface, cell, last, *, seed_index, finished):
    """Say why the run's J and the cell's agree or differ.

    Parameters
    ----------
    surface : Surface
    cell : tuple of int
    last : Step
    seed_index : int
    finished : bool

    Returns
    -------
    str
    """
    own = float(surface.by_seed["objective"][seed_index][cell])
    both = f"J = {number(last.objective, 3)} here, {number(own, 3)} in the cell, on the same training views"
    if last.objective < own - SAME:
        text = f"{both}: this run found a lower minimum than the map did."
    elif last.objective <= own + SAME:
        text = f"{both}: the same minimum."
    elif not finished:
        text = f"{both}: the run was stopped by the clock before it settled."
    elif last.gradient > UNSETTLED:
        text = f"{both}: after {last.number} steps the run still moves; near τ\\*(p) and at small τ descent is slow."
    else:
        text = (
            f"{both}: a local minimum. J has several, and descent from a small W takes the nearest; "
            "cooling and the neighbours’ solutions led the map to a lower one. Try another start."
        )
    rest = "Fresh views were not trained on, so L may differ there"
    if len(surface.seeds) > 1 and np.isfinite(surface.spread["loss"][cell]):
        rest += ", and the map shows the mean over seeds"
    return f"{text} {rest}."
