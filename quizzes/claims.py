"""Every claim that a page makes about a surface: ``python -m quizzes.claims`` prints where each holds."""

import sys
from collections.abc import Iterable, Iterator
from functools import partial

from explorer.charts.stage.sentences import BY_LAYER, STATE
from explorer.model.claims import CLAIMS, Claim, table
from explorer.model.scenario import SHIPPED
from explorer.model.surface import Surface
from explorer.model.surface_file import load_shipped
from quizzes.activities import ACTIVITIES, Passage, Step
from quizzes.activities.activity import always
from quizzes.challenges import CHALLENGES, Challenge
from quizzes.lesson import SAYINGS, SECTIONS
from quizzes.tour import CLAIMED


def every_claim() -> dict[str, Claim]:
    """Claims by name: about whole surfaces, about cells, and of tour, activities, lesson and challenges."""
    cells = dict.fromkeys([*STATE, *(one for group in BY_LAYER.values() for one in group)])
    found = [*CLAIMS.values(), *cells, *CLAIMED, *_activities(), *_lesson(), *_challenges()]
    names = [one.name for one in found]
    if len(set(names)) < len(names):
        raise ValueError(f"claims share a name: {sorted(name for name in names if names.count(name) > 1)}")
    return dict(zip(names, found, strict=True))


def _activities() -> Iterator[Claim]:
    for activity in ACTIVITIES:
        for step in activity.steps:
            name = f"{activity.name}/{step.name}"
            yield Claim(name, step.title, "the step", step.applies)
            for part, passages in (("text", step.text), ("after", step.after)):
                for number, passage in enumerate(passages, 1):
                    sentence = passage.text if isinstance(passage.text, str) else ""
                    holds = partial(_shown, step, passage)
                    yield Claim(f"{name} {part} {number}", sentence, "the step", holds)
        for number, onward in enumerate(activity.onwards, 1):
            yield Claim(f"{activity.name} onward {number}", onward.text, "the activity", onward.holds)


def _lesson() -> Iterator[Claim]:
    for section in SECTIONS:
        yield from _passages(f"lesson/{section.name}", (*section.text, *section.after))
    for saying in SAYINGS:
        yield from _passages(f"lesson/textbook/{saying.name}", saying.verdicts)


def _challenges() -> Iterator[Claim]:
    for challenge in CHALLENGES:
        yield Claim(f"challenge/{challenge.name}", challenge.title, "the map", challenge.applies)
        for number, passage in enumerate(challenge.why, 1):
            sentence = passage.text if isinstance(passage.text, str) else ""
            holds = partial(_told, challenge, passage)
            yield Claim(f"challenge/{challenge.name} why {number}", sentence, "the map", holds)


def _told(challenge: Challenge, passage: Passage, surface: Surface) -> bool:
    return challenge.applies(surface) and passage.holds(surface)


def _passages(name: str, passages: Iterable[Passage]) -> Iterator[Claim]:
    for number, passage in enumerate(passages, 1):
        sentence = passage.text if isinstance(passage.text, str) else ""
        over = "any surface" if passage.holds is always else "the map"
        yield Claim(f"{name} {number}", sentence, over, passage.holds)


def _shown(step: Step, passage: Passage, surface: Surface) -> bool:
    return step.applies(surface) and bool(passage.on(surface))


if __name__ == "__main__":
    sys.stdout.write(table(every_claim().values(), {name: load_shipped(name) for name in SHIPPED}) + "\n")
