"""Free text with a checklist: the student rates it against a model answer that appears after submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..question import Answer, Common, InvalidAnswer, Mark, Samples, register

if TYPE_CHECKING:
    from explorer.model.surface import Surface

SHORTEST, LONGEST = 40, 4000


@register
@dataclass(frozen=True, kw_only=True)
class Explanation(Common):
    """The answer is ``{"text": …, "ticked": None | [numbers of the points covered]}``; it is stored for the instructor.

    Parameters
    ----------
    model_answer
        Markdown, shown after the text is submitted.
    checklist
        What a full answer says, a short sentence each.
    """

    kind: ClassVar[str] = "explanation"
    attempts: int | None = None
    model_answer: str
    checklist: tuple[str, ...]

    def ask(self, surface: Surface, *, key: str, disabled: bool = False) -> dict | None:
        """First the text; then, beside the model answer, the checklist. Both submissions return an answer."""
        import streamlit as st

        stored = f"{key}:text"
        with st.form(f"{key}-form", border=False):
            st.markdown(self.prompt)
            typed = st.text_area(
                "Your explanation", key=f"{key}-text", disabled=disabled, max_chars=LONGEST, height=160
            )
            sent = st.form_submit_button("Submit", disabled=disabled)
        if sent:
            if len(typed.strip()) >= SHORTEST:
                st.session_state[stored] = typed
            else:
                return {"text": typed, "ticked": None}
        if stored not in st.session_state:
            return None
        with st.form(f"{key}-rate", border=False):
            st.markdown("**A model answer.** " + self.model_answer)
            st.markdown("Which of these does *your* text say?")
            ticked = [
                n for n, line in enumerate(self.checklist) if st.checkbox(line, key=f"{key}-{n}", disabled=disabled)
            ]
            rated = st.form_submit_button("Done comparing", disabled=disabled)
        if rated:
            return {"text": st.session_state[stored], "ticked": ticked}
        return {"text": st.session_state[stored], "ticked": None} if sent else None

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """The student's own rating; before it, only that the text is kept."""
        if not isinstance(answer, dict) or set(answer) != {"text", "ticked"} or not isinstance(answer["text"], str):
            raise InvalidAnswer("Write your explanation first.")
        length, ticked = len(answer["text"].strip()), answer["ticked"]
        if length < SHORTEST:
            raise InvalidAnswer(f"Write a little more: at least {SHORTEST} characters, two sentences will do.")
        if length > LONGEST:
            raise InvalidAnswer(f"Write a little less: at most {LONGEST} characters.")
        if ticked is None:
            return Mark(
                None, 0.0, "Kept. Now compare it with the model answer and tick what your text says.", "to rate"
            )
        numbers = range(len(self.checklist))
        if not isinstance(ticked, list | tuple) or not all(type(n) is int and n in numbers for n in ticked):
            raise InvalidAnswer("Tick points of the list.")
        missing = [self.checklist[n] for n in numbers if n not in ticked]
        score = 1 - len(missing) / len(self.checklist)
        if not missing:
            return Mark(True, 1.0, "By your own rating it says all that matters.", "right")
        return Mark(False, score, f"Worth adding: {missing[0]}", "incomplete")

    def truth(self, surface: Surface) -> str:
        """The model answer."""
        return self.model_answer

    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        """The student's text as text, then the model answer."""
        from ..widgets.texts import show_texts

        show_texts(answer["text"] if answer else None, self.model_answer)

    def well_posed(self, surface: Surface) -> bool:
        """There is a list to rate against."""
        return bool(self.checklist) and len(set(self.checklist)) == len(self.checklist)

    def samples(self, surface: Surface) -> Samples:
        """Rated in full; not or partly rated; and what is no explanation."""
        text, everything = (
            "Lower temperatures weigh near negatives more strongly than far ones.",
            list(range(len(self.checklist))),
        )
        return Samples(
            ({"text": text, "ticked": everything},),
            ({"text": text, "ticked": None}, {"text": text, "ticked": []}, {"text": text, "ticked": everything[1:]}),
            (None, "", text, {"text": "", "ticked": None}, {"text": "short", "ticked": None}, {"text": text},
             {"text": text, "ticked": [99]}, {"text": text, "ticked": ["0"]}, {"text": text, "ticked": "0"},
             {"text": "x" * 5000, "ticked": None}, {"text": 3, "ticked": None}),
        )  # fmt: skip
