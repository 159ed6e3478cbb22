"""A text that nobody judges: whoever writes has taken part, and the instructor reads it."""

from dataclasses import dataclass
from typing import ClassVar

from explorer.charts.texts import typeset
from explorer.model.surface import Surface
from quizzes.escaping import unmarked
from quizzes.question import ALONE, Answer, Mark, Question, Samples, Setting, register
from quizzes.types.text import read_text

LONGEST = 2000


@register
@dataclass(frozen=True, kw_only=True)
class OpenText(Question):
    """The answer is ``{"text": …}``; every one earns the score of taking part.

    Parameters
    ----------
    model_answer
        Markdown, shown with the truth; may be empty.
    """

    kind: ClassVar[str] = "open text"
    judged: ClassVar[bool] = False
    attempts: int | None = None
    model_answer: str = ""

    def ask(self, surface: Surface, *, key: str, setting: Setting = ALONE) -> dict[str, str] | None:
        """Draw a box and a button."""
        import streamlit as st

        with st.form(f"{key}-form", border=False):
            st.markdown(typeset(self.prompt))
            typed = st.text_area("Your answer", key=f"{key}-text", max_chars=LONGEST, height=140)
            st.caption("Any answer counts as taking part; your instructor reads it.")
            sent = st.form_submit_button("Submit")
        return {"text": typed} if sent else None

    def parse(self, answer: Answer, surface: Surface) -> dict[str, str]:
        """A text with something to read in it."""
        return {"text": read_text(answer, LONGEST)}

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """Taking part is all that counts."""
        self.parse(answer, surface)
        return Mark(True, 1.0, "Kept; it counts as taking part.", "kept")

    def say(self, answer: Answer) -> str:
        return answer["text"]

    def truth(self, surface: Surface) -> str:
        return unmarked(self.truth_markdown(surface))

    def truth_markdown(self, surface: Surface) -> str:
        return self.model_answer or "Any answer counts"

    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        from quizzes.widgets.texts import show_text, show_texts

        if self.model_answer:
            show_texts(self.say(answer) if answer else None, self.model_answer)
        elif answer:
            show_text(self.say(answer))

    def well_posed(self, surface: Surface) -> bool:
        """Every answer is right."""
        return True

    def samples(self, surface: Surface) -> Samples:
        """Any text; and what is none."""
        right = ({"text": "Because."}, {"text": "<b>x</b> =1+1 $x$"}, {"text": "x" * LONGEST})
        return Samples(right, (), (None, "", "text", {}, {"text": " "}, {"text": "x" * (LONGEST + 1)}, {"text": None}))
