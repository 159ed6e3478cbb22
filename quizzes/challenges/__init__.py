"""Challenges on the map, as data, each shown where it can be met."""

from explorer.model.surface import Surface
from quizzes.challenges.challenge import KIND, Challenge
from quizzes.challenges.on_one_map import ON_ONE_MAP
from quizzes.challenges.on_two_maps import ON_TWO_MAPS

CHALLENGES = (*ON_ONE_MAP, *ON_TWO_MAPS)

__all__ = ["CHALLENGES", "KIND", "Challenge", "challenges_on"]


def challenges_on(surface: Surface) -> tuple[Challenge, ...]:
    """The challenges that a surface has."""
    return tuple(challenge for challenge in CHALLENGES if challenge.applies(surface))
