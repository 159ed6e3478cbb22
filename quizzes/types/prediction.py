"""A prediction: commit before the reveal, then the truth is laid over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..question import Answer, Common, Mark, Question, Samples, register
from .choice import RIGHT, WRONG

if TYPE_CHECKING:
    from explorer.model.surface import Surface


@register
@dataclass(frozen=True, kw_only=True)
class Prediction(Common):
    """Another question, asked before the student can look.

    Parameters
    ----------
    inner
        What is asked: a choice, a number, a point or a region.
    hidden
        Layers and overlays that the page must hide until the student commits.
    reveals
        Overlays and layers to show afterwards.
    """

    kind: ClassVar[str] = "prediction"
    attempts: int | None = 1
    inner: Question
    hidden: frozenset[str] = frozenset()
    reveals: frozenset[str] = frozenset()

    def ask(self, surface: Surface, *, key: str, disabled: bool = False) -> Answer | None:
        """Draw the inner question with a word on what committing means."""
        import streamlit as st

        st.markdown(self.prompt)
        st.caption("Commit to a prediction; then the map shows what happens. A wrong prediction is worth making.")
        return self.inner.ask(surface, key=f"{key}-inner", disabled=disabled)

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """The inner mark, said as a prediction that came true or did not."""
        mark = self.inner.check(answer, surface)
        start = "As predicted. " if mark.correct else "Not as predicted. "
        message = mark.message.removeprefix(RIGHT).removeprefix(WRONG)
        return Mark(mark.correct, mark.score, start + message, mark.feedback)

    def truth(self, surface: Surface) -> str:
        """What happens."""
        return self.inner.truth(surface)

    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        """Lay the truth over the prediction."""
        self.inner.reveal(answer, surface, key=f"{key}-inner")

    def well_posed(self, surface: Surface) -> bool:
        """That of the inner question."""
        return self.inner.well_posed(surface)

    def samples(self, surface: Surface) -> Samples:
        """Those of the inner question."""
        return self.inner.samples(surface)
