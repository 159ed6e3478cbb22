"""Activity 4: where representation collapse lies, and what theory says about its border."""

import numpy as np

from explorer.charts.stage import LAYERS
from explorer.model.scenario import SHIPPED
from explorer.model.surface import COLLAPSED_BELOW, Surface
from quizzes.activities import collapse_border
from quizzes.activities.activity import Activity, Onward, Passage, Step
from quizzes.activities.facts import has_border, hottest_row, hottest_uncollapsed, less_smoothing_spreads
from quizzes.activities.shorthand import predict, stand_in, visit_some
from quizzes.cells import Cell, tau
from quizzes.types import Region

EVERYTHING = frozenset({*LAYERS, "circle", "split", "sentences", "collapse", "theory"})


def example(surface: Surface) -> Cell:
    """A collapsed cell of the hottest row."""
    t = len(surface.temperatures) - 1
    return t, int(np.flatnonzero(surface.collapse_region()[t])[0])


def border(surface: Surface) -> tuple[Cell, ...]:
    """Two cells where collapse has just ended, in columns apart; fewer where fewer columns have a border."""
    order = dict.fromkeys((0, len(surface.strengths) // 4, *range(len(surface.strengths))))
    return tuple((hottest_uncollapsed(surface, p), p) for p in order if has_border(surface, p))[:2]


def beside_border(surface: Surface, cell: Cell) -> bool:
    """Whether a cell and the one above or below it differ in collapse."""
    region, (t, p) = surface.collapse_region(), cell
    near = region[max(t - 1, 0) : t + 2, p]
    return bool(near.any() and not near.all())


def _why_it_spreads(surface: Surface) -> str:
    return "Dropping edges smooths less, so nodes differ more. " if less_smoothing_spreads(surface) else ""


def _why_weak(surface: Surface) -> str:
    smooth = ", and unbroken smoothing leaves little to tell nodes apart" if less_smoothing_spreads(surface) else ""
    return f"The push is weak{smooth}."


def asked_of_the_hottest_row(surface: Surface) -> bool:
    """Whether that row is collapsed at one end or all along, and weight decay is what the push has lost to."""
    return surface.scenario.weight_decay > 0 and hottest_row(surface) in ("weak", "strong", "all")


ACTIVITY = Activity(
    name="find-collapse",
    title="Find collapse",
    aim="Reach representation collapse, bound it, and compare its border with theory.",
    minutes=10,
    start=lambda surface: surface.nearest(0.3, 0.5),
    hidden=EVERYTHING,
    layer="effective_directions",
    nothing=lambda surface: (
        "No step of this activity has a clear answer on this map."
        if surface.collapse_region().any()
        else "Nothing collapses on this map, so there is no border to find."
    ),
    steps=(
        Step(
            name="predict",
            kind="predict",
            title="Who collapses?",
            text=(
                Passage(
                    "In collapse the encoder gives every node the same direction. Here the loss pushes nodes apart "
                    "with a force that goes as 1/τ, and weight decay draws the encoder back to ignoring its input. "
                    "The map stays empty until you have predicted."
                ),
            ),
            question=lambda surface: predict(
                f"At the highest temperature, {tau(surface, len(surface.temperatures) - 1)}, at which strengths has "
                "the encoder collapsed?",
                {
                    "weak": (
                        "Only at the weak ones",
                        "The push is weak at every strength of this row; look how far collapse reaches.",
                        _why_weak(surface),
                    ),
                    "strong": (
                        "Only at the strong ones",
                        f"{_why_it_spreads(surface)}Look at both ends of the row.",
                    ),
                    "all": (
                        "At all of them",
                        f"{_why_it_spreads(surface)}Follow the row to its end.",
                        "On this graph the push is too weak at this τ, whatever the strength.",
                    ),
                    "none": ("At none", "The push goes as 1/τ, so it is at its weakest here. Look at the row."),
                },
                hottest_row,
            ),
            holds=asked_of_the_hottest_row,
            unlocks=EVERYTHING - {"collapse", "theory"},
        ),
        Step(
            name="reach",
            kind="explore",
            title="Reach it",
            layer="effective_directions",
            text=(
                Passage(
                    f"Fewer than {COLLAPSED_BELOW:g} effective directions is collapse. Watch the circle on the way."
                ),
            ),
            checkpoints=(
                stand_in(
                    lambda surface: "Stand on a collapsed point",
                    lambda surface, cell: bool(surface.collapse_region()[cell]),
                    example,
                ),
                visit_some(
                    lambda surface: "Stand on its border at two strengths (one step of τ up or down changes sides)",
                    beside_border,
                    2,
                    border,
                ),
            ),
            holds=lambda surface: hottest_row(surface) in ("weak", "strong", "all") and len(border(surface)) == 2,
        ),
        Step(
            name="bound",
            kind="answer",
            title="Bound the region",
            text=(
                Passage(
                    "Paint by dragging on the map, or add blocks with the sliders below. By keyboard the space bar "
                    "paints the cell under the cursor, and with Shift the block from the last one to it."
                ),
            ),
            question=lambda surface: Region(
                prompt=f"Mark all collapsed cells: fewer than {COLLAPSED_BELOW:g} effective directions.",
                region=lambda s: s.collapse_region(),
                layer="effective_directions",
                hidden=frozenset({"collapse", "theory"}),
                reveals=frozenset({"collapse"}),
                hints=("Find the border in three or four columns first, and then between them.",),
            ),
            unlocks=frozenset({"collapse"}),
        ),
        *collapse_border.STEPS,
    ),
    onwards=(
        Onward(
            text="Watch gradient descent leave collapse, or stay: *Train here*, on both sides of the border.",
            place=lambda surface: border(surface)[0],
            layer="effective_directions",
            panel="train_here",
            holds=lambda surface: bool(border(surface)),
        ),
        Onward(
            text="With little weight decay, does anything collapse?",
            place=lambda surface: border(surface)[0],
            layer="effective_directions",
            scenario=lambda surface: f"{surface.scenario.name}-light",
            holds=lambda surface: f"{surface.scenario.name}-light" in SHIPPED,
        ),
    ),
)
