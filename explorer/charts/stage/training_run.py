"""A training run: the loss and its two parts against the step, the past strong and the future faint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

from explorer.charts.classes import shape_index
from explorer.charts.stage.embedding import nodes_shown, whole_steps
from explorer.charts.stage.params import ONE, PAGE, assembled, derived, each, expression, given
from explorer.charts.stage.spoken import as_object
from explorer.charts.texts import true_minus
from explorer.model.encoders.encoder import encoder_of, normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from explorer.charts.palette import Theme
    from explorer.charts.stage.inputs import Inputs
    from explorer.model.surface import Surface
    from explorer.model.training import TrainingStep

LEAST_RANGE = 0.2
"""Nats that the axis spans at least; rounding must not look like a trend."""

TEXTS = ("step", "loss", "alignment", "uniformity", "pairs", "directions")
"""Numbers that are written under the curves."""

SLOWEST, LONGEST, STILL = 12, 8, 10
"""Steps a second at least, seconds a run at most; how many still pictures show it to whoever wants little motion."""


def run_chart(theme: Theme) -> alt.LayerChart:
    """Build the curves; a run's inputs fill them, ``cell`` is the frame that is shown.

    Parameters
    ----------
    theme : Theme

    Returns
    -------
    alt.LayerChart
        A_τ + 1/τ is the band between U_τ − 1/τ and the loss.
    """
    x = alt.X("number:Q", title="step", scale=alt.Scale(nice=False), axis=alt.Axis(tickCount=6, format="d"))
    scale = alt.Scale(domain={"expr": "span"}, nice=False, zero=False)
    y = alt.Y("loss:Q", title="nats", scale=scale, axis=alt.Axis(tickCount=5))
    low = alt.Y("uniformity:Q", scale=scale)
    steps = each("steps", "k", "number", "loss", "uniformity")
    past, future = (steps.transform_filter(f"datum.k {side} cell") for side in ("<=", ">="))
    here = steps.transform_filter("datum.k == cell")
    band: dict[str, Any] = {"color": theme.alignment_term}
    chance = alt.Chart(ONE).transform_calculate(chance="chance").encode(y=alt.Y("chance:Q", scale=scale))
    layers = [
        chance.mark_rule(color=theme.muted, strokeDash=[2, 3]),
        chance.mark_text(
            align="right", baseline="bottom", dy=-3, fontSize=PAGE.text, color=theme.muted, text="chance level"
        ).encode(x=expression("width")),
        *(
            rows.mark_area(opacity=opacity, **band).encode(x, low, y2="loss")
            for rows, opacity in ((future, 0.15), (past, 0.45))
        ),
        *(
            rows.mark_line(color=color, opacity=opacity, strokeWidth=width).encode(x, which)
            for rows, opacity, width in ((future, 0.28, 1.5), (past, 1, 2.25))
            for which, color in ((low, theme.uniformity_term), (y, theme.ink))
        ),
        here.mark_rule(color=theme.accent, strokeWidth=1.5).encode(x),
        *(
            here.mark_point(filled=True, opacity=1, size=64, color=theme.accent, stroke=theme.background).encode(
                x, which
            )
            for which in (low, y)
        ),
    ]
    return assembled(
        *layers,
        params=[
            given("cell", 0),
            given("chance", 0),
            given("span", [0, 1]),
            given("steps", []),
            given("words", {}),
            derived(
                "told",
                as_object(
                    {
                        **{name: {"textContent": f"words.texts.{name}[cell]"} for name in TEXTS},
                        "slider": {"max": "length(steps) - 1", "value": "cell", "ariaValueText": "words.told[cell]"},
                    }
                ),
            ),
        ],
        theme=theme,
        sizes=PAGE,
        padding={"left": 52, "right": 12, "top": 12, "bottom": 44},
        description="Loss, alignment part and uniformity part against the training step.",
    )


def run_inputs(surface: Surface, point: Any, steps: Sequence[TrainingStep], *, seed_index: int = 0) -> Inputs:
    """Return what the browser needs to play a run.

    Parameters
    ----------
    surface : Surface
        Gives the graph and the view pair that the circle shows, the one of the page's own circle.
    point : OperatingPoint
    steps : sequence of TrainingStep
        The run.
    seed_index : int
        Whose view pair.

    Returns
    -------
    Inputs
        A step stands where a surface has a cell.
    """
    nodes, encoder = nodes_shown(surface), encoder_of(surface.scenario)
    views = encoder.views(surface.scenario, surface.view_pair_draws(seed_index), np.array([point.strength]))
    weights = np.stack([step.weights for step in steps])[:, None, None, None]
    z = np.stack([normalised(encoder.directions(views, w))[0, 0] for w in weights])[..., nodes, :]  # (S, 2, n, d)
    shift = 1 / point.temperature
    loss = [round(float(step.loss), 5) for step in steps]
    uniformity = [round(float(step.uniformity_term - shift), 5) for step in steps]
    top = max(*loss, surface.chance_level) + 0.08
    texts = {
        "loss": _fixed(loss),
        "alignment": _fixed(step.alignment_term + shift for step in steps),
        "uniformity": _fixed(uniformity),
        "pairs": _fixed((step.alignment for step in steps), 3),
        "directions": _fixed(step.effective_directions for step in steps),
    }
    return {
        **whole_steps(z),
        "count": len(nodes),
        "columns": 1,
        "chance": round(surface.chance_level, 5),
        "shapes": shape_index(surface.scenario.graph.labels)[nodes].tolist(),
        "span": [min(top - LEAST_RANGE, min(uniformity) - 0.08), top],
        "pace": max(SLOWEST, len(steps) / LONGEST),
        "stride": max(1, round(len(steps) / STILL)),
        "steps": [
            {"k": k, "number": step.number, "loss": loss[k], "uniformity": uniformity[k]}
            for k, step in enumerate(steps)
        ],
        "words": {
            "dimension": surface.dimension,
            "texts": {**texts, "step": [f"{step.number} of {steps[-1].number}" for step in steps]},
            "told": [
                f"step {step.number}: loss {texts['loss'][k]}, directions {texts['directions'][k]}"
                for k, step in enumerate(steps)
            ],
        },
    }


def _fixed(values: Iterable[float], digits: int = 2) -> list[str]:
    """Return the texts of numbers; one that rounds to zero has no sign."""
    return [true_minus(f"{float(value):z.{digits}f}") for value in values]
