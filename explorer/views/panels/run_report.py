"""How a run ended, beside the cell's own numbers, with the reason where they differ."""

import numpy as np
import streamlit as st

from explorer.model.counts import counted
from explorer.model.encoders.gcn import LEARNING_RATE
from explorer.model.point import OperatingPoint
from explorer.model.surface import COLLAPSED_BELOW, NEARLY_COLLAPSED_BELOW, Surface
from explorer.model.training import STEP_SIZE, TrainingStep, trained_loss
from explorer.views.panels.wording import number, space
from explorer.widgets.sliders import temperature_text

SAME = 2e-3
"""Nats: within this two values of J belong to the same minimum, and two losses are the same."""

UNSETTLED = 1e-3
"""Largest gradient entry of a run that still moves visibly."""


def run_report(
    surface: Surface,
    point: OperatingPoint,
    steps: list[TrainingStep],
    *,
    seed_index: int,
    start: int,
    finished: bool,
    shown: int,
) -> None:
    """Draw the numbers of a run beside those of its cell, and the reason where they differ.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    steps : list of TrainingStep
    seed_index : int
    start : int
        Which weights it started from.
    finished : bool
        Whether the run ended by itself.
    shown : int
        Steps that the player shows.
    """
    cell, seed, last = surface.cell(point), int(surface.seeds[seed_index]), steps[-1]
    fresh = trained_loss(surface.scenario, point, seed, last.weights)
    own = float(surface.by_seed["loss"][seed_index][cell])
    by_adam = not surface.scenario.encoder_entry.solved
    st.markdown(f"**{outcome(surface, point, last)}**")
    st.markdown(
        f"""| Loss L, nats | {"last view pair" if by_adam else "training views"} | fresh views |
|:--|--:|--:|
| this run, seed {seed} | {number(last.loss, 3)} | {number(fresh, 3)} |
| the cell, seed {seed} | – | {number(own, 3)} |
| the cell, mean of {len(surface.seeds)} seeds | – | {number(surface.loss[cell], 3)} ± \
{number(surface.spread["loss"][cell], 3)} |"""
    )
    if by_adam:
        st.markdown(same_steps(fresh, own, start=start, finished=finished))
        how = (
            f"Adam with learning rate {LEARNING_RATE:g}, {counted(last.number, 'step')}, a fresh view pair in each, so "
            "the curves jitter; the map was made in the same way."
        )
    else:
        st.markdown(reason(surface, cell, last, seed_index=seed_index, finished=finished))
        how = (
            f"Gradient descent with step {STEP_SIZE:g}, halved until J = L + λ‖W‖²/2 falls enough; the map was solved "
            f"by cooling from high τ with BFGS, neighbours exchanging solutions. Shown: {shown - 1} of {last.number} "
            "steps, after which J hardly moves."
        )
    st.caption(f"{how} A and U are shifted by 1/τ, which cancels; the {space(surface)} shows the page’s view pair.")


def outcome(surface: Surface, point: OperatingPoint, last: TrainingStep) -> str:
    """Say how far the run has spread, and where τ lies against τ*(p) where there is one.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    last : TrainingStep
        The last of the run.

    Returns
    -------
    str
    """
    directions = f"{number(last.effective_directions, 1)} effective directions"
    collapsed = last.effective_directions < COLLAPSED_BELOW
    if surface.theory is None:
        nearly = last.effective_directions < NEARLY_COLLAPSED_BELOW
        state = "collapsed" if collapsed else "nearly collapsed" if nearly else "spread"
        return f"After {counted(last.number, 'step')} the nodes are {state}: {directions}."
    critical = surface.theory[surface.cell(point)[1]]
    side = "below" if point.temperature < critical else "above"
    where = f"τ = {temperature_text(point.temperature)} is {side} τ\\*(p) = {number(critical)}"
    if collapsed and side == "above":
        return f"It did not escape from collapse: {directions}. {where}, so weight decay beats the push."
    if collapsed:
        return f"It has hardly left collapse after {last.number} steps: {directions}. {where}."
    if side == "below":
        return f"It escaped from collapse: {directions}. {where}."
    return f"It escaped from collapse: {directions}, although {where}, the mean over seeds."


def same_steps(fresh: float, own: float, *, start: int, finished: bool) -> str:
    """Say how a run by Adam and the cell, which is one too, compare on the same fresh views.

    Parameters
    ----------
    fresh, own : float
        Loss of the run and of the cell, in nats.
    start : int
        0 is the start of the cell.
    finished : bool
        Whether all steps were taken.

    Returns
    -------
    str
    """
    if not finished:
        return "The run was stopped by the clock before its last step, so it is not the cell’s yet."
    if start == 0:
        return "This is the run that made the cell: the same start, the same views in every step."
    gap = fresh - own
    if abs(gap) < SAME:
        return "Another start, the same views: it ends with the same loss on fresh views."
    return (
        f"Another start, the same views: on fresh views its loss is {number(abs(gap), 3)} nats "
        f"{'higher' if gap > 0 else 'lower'}. A fixed number of steps need not end in a minimum."
    )


def reason(surface: Surface, cell: tuple[int, int], last: TrainingStep, *, seed_index: int, finished: bool) -> str:
    """Say why the run's J and the cell's agree or differ.

    Parameters
    ----------
    surface : Surface
    cell : tuple of int
    last : TrainingStep
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
