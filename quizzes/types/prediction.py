"""A prediction: commit before the reveal, then the truth is laid over it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from explorer.model.surface import Surface
from quizzes.question import ALONE, Answer, Mark, OnMap, Question, Samples, Setting, Summary, register
from quizzes.types.choice import RIGHT, WRONG

LABEL = "Your prediction"
"""The inner question's prompt where the prediction's own says it all."""


@register
@dataclass(frozen=True, kw_only=True)
class Prediction(Question):
    """Another question, asked before the student can look.

    Parameters
    ----------
    inner
        What is asked: a choice, a number, a point or a region.
    """

    kind: ClassVar[str] = "prediction"
    attempts: int | None = 1
    inner: Question

    @property
    def prompts(self) -> tuple[str, ...]:
        """Its own and the inner question's, unless that is only a label."""
        inner = (prompt for prompt in self.inner.prompts if prompt != LABEL)
        return tuple(dict.fromkeys((*super().prompts, *inner)))

    @property
    def asked(self) -> Question:
        return self.inner

    @property
    def on_grid(self) -> bool:
        return self.inner.on_grid

    @property
    def takes_the_stage(self) -> bool:
        return self.inner.takes_the_stage

    @property
    def map_beside(self) -> bool:
        """Never: it is made before looking."""
        return False

    def introduce(self) -> None:
        """Draw the prompt with a word on what committing means."""
        from quizzes.widgets.texts import show_note, show_prompt

        show_prompt(self.prompt)
        show_note("Predict before you look. What happens is shown once you have answered.")
        self.inner.introduce()

    def ask(self, surface: Surface, *, key: str, setting: Setting = ALONE) -> Answer | None:
        """Draw the inner question, without what the prediction hides."""
        setting = replace(setting, hidden=setting.hidden | self.hidden)
        return self.inner.ask(surface, key=f"{key}-inner", setting=setting)

    def parse(self, answer: Answer, surface: Surface) -> Answer:
        return self.inner.parse(answer, surface)

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """The inner mark, said as a prediction that came true or did not."""
        mark = self.inner.check(answer, surface)
        start = "As predicted. " if mark.correct else "Not as predicted. "
        message = mark.message.removeprefix(RIGHT).removeprefix(WRONG)
        return Mark(mark.correct, mark.score, start + message, mark.feedback)

    def say(self, answer: Answer) -> str:
        return self.inner.say(answer)

    def truth(self, surface: Surface) -> str:
        return self.inner.truth(surface)

    def truth_markdown(self, surface: Surface) -> str:
        return self.inner.truth_markdown(surface)

    def rewritten(self, write: Callable[[str], str]) -> Self:
        """The inner question is read as well."""
        return replace(super().rewritten(write), inner=self.inner.rewritten(write))

    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        """Lay the truth over the prediction."""
        self.inner.reveal(answer, surface, key=f"{key}-inner")

    def on_map(self, answer: Answer | None, surface: Surface, *, truth: bool = True) -> OnMap:
        return self.inner.on_map(answer, surface, truth=truth)

    def show_class(
        self, rounds: Mapping[int, Sequence[Answer]], surface: Surface, *, revealed: bool, large: bool, key: str
    ) -> None:
        self.inner.show_class(rounds, surface, revealed=revealed, large=large, key=key)

    def summarise(self, rounds: Mapping[int, Sequence[Answer]], surface: Surface) -> Summary:
        return self.inner.summarise(rounds, surface)

    def well_posed(self, surface: Surface) -> bool:
        return self.inner.well_posed(surface)

    def samples(self, surface: Surface) -> Samples:
        return self.inner.samples(surface)
