"""The end of activity 2: whether too strong an augmentation hurts, or only where there is little room."""

from explorer.model import claims
from explorer.model.surface import Surface
from explorer.model.surface_file import load_shipped, openable
from quizzes.activities.activity import Beside, Passage, Step
from quizzes.activities.shorthand import predict, single_choice
from quizzes.cells import Cell, strength, tau


def sphere_of(surface: Surface) -> str:
    """Name of the surface on the sphere that is alike in all else."""
    return f"{surface.scenario.name}-sphere"


def hurts_on_the_circle_alone(surface: Surface) -> bool:
    """Whether the strongest augmentation costs accuracy at the lowest τ, and on the sphere does not."""
    if sphere_of(surface) not in openable() or not claims.too_strong_hurts_when_cold(surface):
        return False
    return bool(claims.strong_is_harmless_when_cold(load_shipped(sphere_of(surface))))


def cold_best(surface: Surface) -> Cell:
    """The strength of best accuracy at the lowest τ."""
    return 0, int(surface.accuracy[0].argmax())


def cold_accuracies(surface: Surface) -> tuple[float, float]:
    """Accuracy at the lowest τ, at its best strength and at the strongest."""
    return float(surface.accuracy[0].max()), float(surface.accuracy[0, -1])


STEPS = (
    Step(
        name="too-strong",
        kind="answer",
        title="At the cold end",
        layer="accuracy",
        holds=hurts_on_the_circle_alone,
        question=lambda surface: single_choice(
            f"Look at the accuracy at {tau(surface, 0)}. How does it go from its best, at "
            f"{strength(surface, cold_best(surface)[1])}, to {strength(surface, len(surface.strengths) - 1)}?",
            {
                "falls": (
                    "It falls",
                    "At this τ, views with little left in common give an embedding that is read worse.",
                ),
                "stays": ("It stays within its spread", "Read the accuracy and its ± at both ends."),
                "rises": ("It rises", "Read the accuracy at both ends."),
            },
            "falls",
        ),
    ),
    Step(
        name="sphere",
        kind="predict",
        title="Whose is the fall?",
        holds=hurts_on_the_circle_alone,
        beside=Beside(figure="accuracy-strength", scenario=sphere_of, place=lambda surface: (0, 0), once_done=True),
        text=(
            Passage(
                "The same graph, views and encoder, with one output more: directions on a **sphere** instead of a "
                "circle."
            ),
        ),
        question=lambda surface: predict(
            f"At {tau(surface, 0)}, from its best strength to the strongest: what does the accuracy do on the sphere?",
            {
                "same": ("It falls as much: the views are to blame", "The views are the same, and yet it does not."),
                "less": ("It falls, but by half as much", "It hardly falls at all."),
                "not": (
                    "It hardly falls",
                    "The damage is the same; there is room for the classes to stay apart.",
                ),
            },
            "not",
        ),
        after=(
            Passage(
                lambda surface: (
                    "On the circle from {:.2f} to {:.2f}, on the sphere from {:.2f} to {:.2f}. The damage is the "
                    "same, so what hurts is the lack of room on the circle.".format(
                        *cold_accuracies(surface), *cold_accuracies(load_shipped(sphere_of(surface)))
                    )
                )
            ),
        ),
    ),
)
