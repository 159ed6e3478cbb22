"""Free text with a checklist, rated by the student against a model answer; points of the map are looked for in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from explorer.charts.texts import place_text, typeset
from explorer.model.counts import counted
from explorer.model.surface import Surface
from quizzes.escaping import unmarked
from quizzes.question import ALONE, Answer, InvalidAnswer, Mark, Question, Samples, Setting, register
from quizzes.types.evidence import points_named, quotation

SHORTEST, LONGEST = 40, 4000


@register
@dataclass(frozen=True, kw_only=True)
class Explanation(Question):
    """The answer is ``{"text": …, "ticked": None | [numbers of the points covered]}``; it is stored for the instructor.

    Parameters
    ----------
    model_answer
        Markdown, shown after the text is submitted.
    checklist
        What a full answer says, a short sentence each.
    points
        How many points of the map the text is to name as evidence, each with a number read there. These are looked
        for in the text, not rated by the student.
    """

    kind: ClassVar[str] = "explanation"
    judged: ClassVar[bool] = False
    attempts: int | None = None
    model_answer: str
    checklist: tuple[str, ...]
    points: int = 0

    def ask(self, surface: Surface, *, key: str, setting: Setting = ALONE) -> dict | None:
        """First the text; then, beside the model answer, the checklist. Both submissions return an answer.

        In a class the model answer comes with the truth, so there it is the text alone.
        """
        import streamlit as st

        from quizzes.widgets import focus
        from quizzes.widgets.boxes import boxes

        stored = f"{key}:text"

        def add(quoted: str) -> None:
            st.session_state[f"{key}-text"] = _with_evidence(st.session_state.get(f"{key}-text", ""), quoted)

        if setting.last is not None:  # after a reload the text comes from the answer before
            for name in (stored, f"{key}-text"):
                st.session_state.setdefault(name, setting.last["text"])
        with st.form(f"{key}-form", border=False):
            st.markdown(typeset(self.prompt))
            typed = st.text_area("Your explanation", key=f"{key}-text", max_chars=LONGEST, height=160)
            if setting.in_class:
                st.caption(f"Two sentences or more; at least {SHORTEST} characters.")
            if self.points and setting.point is not None:
                quoted = quotation(surface, setting.point, self.hidden | setting.hidden)
                st.form_submit_button(
                    f"Add {place_text(setting.point.strength, setting.point.temperature)} to the text",
                    on_click=add,
                    args=(quoted,),
                    icon=":material/add_location:",
                )
            sent = st.form_submit_button("Submit")
        if sent and (setting.in_class or len(typed.strip()) < SHORTEST):
            return {"text": typed, "ticked": None}
        if sent:
            st.session_state[stored] = typed
        if setting.in_class or stored not in st.session_state:
            return None
        with st.form(f"{key}-rate", border=False):
            if self.points:
                st.markdown(f"**Evidence.** {self._evidence(st.session_state[stored], surface)[1]}")
            with st.container(key=focus.COMPARISON):
                st.markdown(typeset("**A model answer.** " + self.model_answer))
            st.markdown("Which of these does *your* text say?")
            ticked = boxes(dict(enumerate(self.checklist)), key=key)
            rated = st.form_submit_button("Done comparing")
        if rated:
            return {"text": st.session_state[stored], "ticked": ticked}
        return {"text": st.session_state[stored], "ticked": None} if sent else None

    def parse(self, answer: Answer, surface: Surface) -> dict:
        """A text of the right length, and points of the list if it is rated."""
        if not isinstance(answer, dict) or set(answer) != {"text", "ticked"} or not isinstance(answer["text"], str):
            raise InvalidAnswer("Write your explanation first.")
        length, ticked = len(answer["text"].strip()), answer["ticked"]
        if length < SHORTEST:
            raise InvalidAnswer(f"Write a little more: at least {SHORTEST} characters, two sentences will do.")
        if length > LONGEST:
            raise InvalidAnswer(f"Write a little less: at most {LONGEST} characters.")
        if ticked is None:
            return answer
        numbers = range(len(self.checklist))
        if not isinstance(ticked, list | tuple) or not all(type(n) is int and n in numbers for n in ticked):
            raise InvalidAnswer("Tick points of the list.")
        return answer

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """The student's own rating and the points that the text names; before the rating, only that it is kept."""
        parsed = self.parse(answer, surface)
        ticked, (found, evidence) = parsed["ticked"], self._evidence(parsed["text"], surface)
        if ticked is None:
            kept = "Kept. Now compare it with the model answer and tick what your text says."
            return Mark(None, None, f"{kept} {evidence}".strip(), "to rate")
        missing = [line for number, line in enumerate(self.checklist) if number not in ticked]
        lacking = self.points - found
        if not missing and not lacking:
            return Mark(True, 1.0, f"By your own rating it says all that matters. {evidence}".strip(), "right")
        score = 1 - (len(missing) + lacking) / (len(self.checklist) + self.points)
        worth = [f"Worth adding: {missing[0]}"] if missing else []
        return Mark(False, score, " ".join(filter(None, [*worth, evidence])), "incomplete")

    def _evidence(self, text: str, surface: Surface) -> tuple[int, str]:
        """How many of the points asked for the text names and bears out, and what to say of them."""
        if not self.points:
            return 0, ""
        points = points_named(text, surface)
        sound = [place_text(one.point.strength, one.point.temperature) for one in points if one.borne_out]
        bare = [place_text(one.point.strength, one.point.temperature) for one in points if not one.borne_out]
        found = min(len(sound), self.points)
        said = [f"Points found in your text, with a number read there: {'; '.join(sound)}."] if sound else []
        if found < self.points:
            if bare:
                said.append(f"Quote a number that the map has at {bare[0]}.")
            else:
                count = self.points - found
                several = "one more" if count == 1 else counted(count, "more point" if found else "point")
                said.append(f"Name {several} of the map by strength and τ, each with a number read there.")
        return found, " ".join(said)

    def closed(self, answers: Sequence[Answer], solved: bool) -> bool:
        """Once the text has been compared with the model answer."""
        return any(answer["ticked"] is not None for answer in answers)

    def say(self, answer: Answer) -> str:
        return answer["text"]

    def truth(self, surface: Surface) -> str:
        return unmarked(self.model_answer)

    def truth_markdown(self, surface: Surface) -> str:
        return self.model_answer

    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        from quizzes.widgets.texts import show_texts

        show_texts(answer["text"] if answer else None, self.model_answer)

    def well_posed(self, surface: Surface) -> bool:
        """There is a list to rate against."""
        return bool(self.checklist) and len(set(self.checklist)) == len(self.checklist)

    def samples(self, surface: Surface) -> Samples:
        """Rated in full; not or partly rated; and what is no explanation."""
        bare = "Lower temperatures weigh near negatives more strongly than far ones."
        corners = ((0, 0), (-1, -1), (0, -1), (-1, 0))
        cells = [(t % len(surface.temperatures), p % len(surface.strengths)) for t, p in corners[: self.points]]
        text = ". ".join([bare, *(quotation(surface, surface.point(*cell)) for cell in cells)])
        everything = list(range(len(self.checklist)))
        texts = ("", "short", "x" * 5000, 3)
        return Samples(
            ({"text": text, "ticked": everything},),
            (
                *({"text": text, "ticked": ticked} for ticked in (None, [], everything[1:])),
                *({"text": bare, "ticked": everything} for _ in range(min(self.points, 1))),
            ),
            (
                *(None, "", text, {"text": text}),
                *({"text": wrong, "ticked": None} for wrong in texts),
                *({"text": text, "ticked": ticked} for ticked in ([99], ["0"], "0")),
            ),
        )


def _with_evidence(typed: str, quoted: str) -> str:
    """A text with a point of the map at its end."""
    typed = typed.rstrip()
    joint = "" if not typed else " " if typed.endswith((".", "!", "?")) else ". "
    return f"{typed}{joint}At {quoted}."[:LONGEST]
