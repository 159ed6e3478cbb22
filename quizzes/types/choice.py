"""Single and multiple choice, with feedback per choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..question import Answer, Common, InvalidAnswer, Mark, Samples, register

if TYPE_CHECKING:
    from explorer.model.surface import Surface


RIGHT, WRONG = "Right. ", "Not quite. "


@dataclass(frozen=True)
class Choice:
    """One choice.

    Parameters
    ----------
    key
        Stored as the answer.
    text
        Markdown, ours.
    feedback
        Plain text: why it is right, or what it overlooks.
    when_right
        Plain text instead of it where the surface bears the choice out, if one text cannot serve for both.
    """

    key: str
    text: str
    feedback: str
    when_right: str = ""


@dataclass(frozen=True, kw_only=True)
class _Choices(Common):
    """What both kinds share.

    Parameters
    ----------
    choices
        In the order shown.
    right
        Surface -> keys of the right choices, or those keys where no surface bears on them.
    """

    choices: tuple[Choice, ...]
    right: frozenset[str] | Callable[[Surface], frozenset[str]]

    def right_keys(self, surface: Surface) -> frozenset[str]:
        """The keys of the right choices."""
        return frozenset(self.right(surface) if callable(self.right) else self.right)

    def truth(self, surface: Surface) -> str:
        """The text of the right choices."""
        right = self.right_keys(surface)
        return "; ".join(choice.text for choice in self.choices if choice.key in right) or "None of these"

    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        """List the choices with a mark at the right and the chosen ones."""
        from ..widgets.texts import show_choices

        chosen = {answer} if isinstance(answer, str) else set(answer or ())
        show_choices([(choice.key, choice.text) for choice in self.choices], self.right_keys(surface), chosen)

    def _keys(self) -> list[str]:
        return [choice.key for choice in self.choices]

    def _text(self, key: str) -> str:
        return next(choice.text for choice in self.choices if choice.key == key)

    def _feedback(self, key: str) -> str:
        return next(choice.feedback for choice in self.choices if choice.key == key)

    def well_posed(self, surface: Surface) -> bool:
        """Keys are distinct and the right ones are among them."""
        keys, right = self._keys(), self.right_keys(surface)
        return len(set(keys)) == len(keys) and right <= set(keys)


@register
@dataclass(frozen=True, kw_only=True)
class SingleChoice(_Choices):
    """Choose one."""

    kind: ClassVar[str] = "single choice"
    attempts: int | None = 1

    def ask(self, surface: Surface, *, key: str, disabled: bool = False) -> str | None:
        """Draw a radio list and a button."""
        import streamlit as st

        with st.form(f"{key}-form", border=False):
            chosen = st.radio(
                self.prompt, self._keys(), index=None, format_func=self._text, key=f"{key}-choice", disabled=disabled
            )
            sent = st.form_submit_button("Submit", disabled=disabled)
        return (chosen or "") if sent else None

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """Right, or the feedback of the choice made."""
        if not isinstance(answer, str) or answer not in self._keys():
            raise InvalidAnswer("Choose one of the answers first.")
        choice = next(choice for choice in self.choices if choice.key == answer)
        if answer in self.right_keys(surface):
            return Mark(True, 1.0, f"{RIGHT}{choice.when_right or choice.feedback}", "right")
        return Mark(False, 0.0, f"{WRONG}{choice.feedback}", f"choice {answer}")

    def well_posed(self, surface: Surface) -> bool:
        """Exactly one choice is right."""
        return super().well_posed(surface) and len(self.right_keys(surface)) == 1

    def samples(self, surface: Surface) -> Samples:
        """Every choice, and answers that are none."""
        right = self.right_keys(surface)
        wrong = tuple(key for key in self._keys() if key not in right)
        return Samples(tuple(right), wrong, ("", "no such key", 1, None, ["a"]))


@register
@dataclass(frozen=True, kw_only=True)
class MultipleChoice(_Choices):
    """Tick all that hold. Each choice judged rightly earns its share; chance level earns nothing."""

    kind: ClassVar[str] = "multiple choice"

    def ask(self, surface: Surface, *, key: str, disabled: bool = False) -> list[str] | None:
        """Draw a list of boxes and a button."""
        import streamlit as st

        with st.form(f"{key}-form", border=False):
            st.markdown(self.prompt)
            ticked = [c.key for c in self.choices if st.checkbox(c.text, key=f"{key}-{c.key}", disabled=disabled)]
            none = st.checkbox("None of these", key=f"{key}-none", disabled=disabled)
            sent = st.form_submit_button("Submit", disabled=disabled)
        if not sent:
            return None
        return [*ticked, "none"] if none else ticked

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """Right if all are judged rightly; feedback on the first that is not."""
        if not isinstance(answer, list | tuple) or not answer or len(set(map(str, answer))) != len(answer):
            raise InvalidAnswer("Tick what holds, or “None of these”.")
        ticked = frozenset() if list(answer) == ["none"] else frozenset(map(str, answer))
        if not ticked <= set(self._keys()):
            raise InvalidAnswer("Tick what holds, or only “None of these”.")
        right = self.right_keys(surface)
        off = [key for key in self._keys() if (key in ticked) != (key in right)]
        if not off:
            return Mark(True, 1.0, "All of them judged rightly.", "right")
        score = max(0.0, 1 - 2 * len(off) / len(self.choices))
        start = f"{len(self.choices) - len(off)} of {len(self.choices)} judged rightly. "
        missed = "One that holds is not ticked: " if off[0] in right else "One that is ticked does not hold: "
        return Mark(False, score, start + missed + self._feedback(off[0]), f"choice {off[0]}")

    def samples(self, surface: Surface) -> Samples:
        """The truth, and the truth with each choice turned."""
        right = self.right_keys(surface)
        wrong = tuple(sorted(right ^ {key}) or ["none"] for key in self._keys())
        return Samples(
            (sorted(right) or ["none"],), wrong, ([], "a", None, ["none", self._keys()[0]], ["no such key"], [[]])
        )
