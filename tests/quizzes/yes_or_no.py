"""A question type of one file, which no other file has heard of."""

from dataclasses import dataclass
from typing import ClassVar

from quizzes.question import ALONE, InvalidAnswer, Mark, Question, Samples


@dataclass(frozen=True, kw_only=True)
class YesOrNo(Question):
    """Is it so?"""

    kind: ClassVar[str] = "yes or no"
    attempts: int | None = 1
    holds: bool = True

    def ask(self, surface, *, key, setting=ALONE):
        import streamlit as st

        st.markdown(self.prompt)
        yes, no = st.button("Yes, it is", key=f"{key}-yes"), st.button("No, it is not", key=f"{key}-no")
        return True if yes else False if no else None

    def parse(self, answer, surface):
        if not isinstance(answer, bool):
            raise InvalidAnswer("Say yes or no.")
        return answer

    def check(self, answer, surface):
        right = self.parse(answer, surface) is self.holds
        return Mark(right, float(right), "So it is." if right else "Think again.", "right" if right else "turned round")

    def say(self, answer):
        return "an emphatic yes" if answer else "a timid no"

    def truth(self, surface):
        return self.say(self.holds)

    def reveal(self, answer, surface, *, key):
        import streamlit as st

        st.markdown(f"The truth: {self.truth(surface)}")

    def well_posed(self, surface):
        return True

    def samples(self, surface):
        return Samples((self.holds,), (not self.holds,), (None, "yes"))


QUESTION = YesOrNo(identifier="new", prompt="Is the loss least at the lowest τ?", explanation="Because.")
