"""The last part of activity 2: inside collapse alignment is perfect, and worthless."""

import numpy as np

from explorer.model.surface import COLLAPSED_BELOW, Surface
from quizzes.activities.activity import Passage, Step
from quizzes.activities.facts import collapsed_row, direction
from quizzes.activities.shorthand import single_choice, stand_in
from quizzes.cells import tau


def flat_in_collapse(surface: Surface) -> str:
    """Which way ℓ_align goes along a row that is collapsed, with 0.02 as the least difference worth naming."""
    t = collapsed_row(surface)
    inside = np.flatnonzero(surface.collapse_region()[t])
    return direction(surface, "alignment", (t, int(inside[0])), (t, int(inside[-1])), least=0.02)


STEPS = (
    Step(
        name="collapse",
        kind="explore",
        title="Inside collapse",
        layer="effective_directions",
        holds=lambda surface: collapsed_row(surface) >= 0,
        text=(
            Passage(
                "Now go where all nodes share one direction (about 1 effective direction), and raise the "
                "strength again."
            ),
        ),
        checkpoints=(
            stand_in(
                lambda surface: f"Stand on a collapsed point (fewer than {COLLAPSED_BELOW:g} effective directions)",
                lambda surface, cell: bool(surface.collapse_region()[cell]),
                lambda surface: (
                    collapsed_row(surface),
                    int(np.flatnonzero(surface.collapse_region()[collapsed_row(surface)])[0]),
                ),
            ),
        ),
    ),
    Step(
        name="flat",
        kind="answer",
        title="Alignment in collapse",
        holds=lambda surface: collapsed_row(surface) >= 0,
        question=lambda surface: single_choice(
            f"At {tau(surface, collapsed_row(surface))}, inside the collapsed region, what does ℓ_align do when "
            "the strength grows?",
            {
                "rises": ("It rises there as well", "Look at its size: with one direction left, views cannot differ."),
                "stays": ("It stays flat, close to 0", "All views lie on one point, whatever the damage."),
                "falls": ("It falls", "Look at its size at both ends."),
            },
            flat_in_collapse,
        ),
        after=(
            Passage(
                "Perfect alignment is worthless here: an encoder that ignores its input agrees with itself. "
                "That is why alignment needs uniformity beside it.",
                lambda surface: flat_in_collapse(surface) == "stays",
            ),
        ),
    ),
)
