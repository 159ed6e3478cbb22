"""Single and multiple choice, with feedback per choice."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from explorer.charts.texts import typeset
from explorer.model.surface import Surface
from quizzes.escaping import plain_markdown
from quizzes.question import ALONE, Answer, Bar, InvalidAnswer, Mark, Question, Samples, Setting, Summary, register

RIGHT, WRONG = "Right. ", "Not quite. "
NONE = "none"
"""Kept where it is said that no choice holds."""


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
    plain
        `text` without markdown, where that differs.
    """

    key: str
    text: str
    feedback: str
    when_right: str = ""
    plain: str = ""

    @property
    def words(self) -> str:
        """The text as a file or a table shows it."""
        return self.plain or self.text


@dataclass(frozen=True, kw_only=True)
class _Choices(Question):
    """What single and multiple choice share: the choices, their keys, and what a class took.

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

    def say(self, answer: Answer) -> str:
        texts = {choice.key: choice.words for choice in self.choices}
        return "; ".join(texts.get(key, "none of these") for key in _chosen(answer))

    def truth(self, surface: Surface) -> str:
        right = self.right_keys(surface)
        return "; ".join(choice.words for choice in self.choices if choice.key in right) or "None of these"

    def truth_markdown(self, surface: Surface) -> str:
        right = self.right_keys(surface)
        return "; ".join(choice.text for choice in self.choices if choice.key in right) or "None of these"

    def rewritten(self, write: Callable[[str], str]) -> Self:
        """The prompt and the choices are read."""
        choices = (replace(one, text=write(one.text), feedback=write(one.feedback)) for one in self.choices)
        return replace(super().rewritten(write), choices=tuple(choices))

    def worth(self, before: int) -> float:
        """Only the first answer earns points: a second try is for understanding, and guessing does not pay."""
        return 0.0 if before else 1.0

    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        """List the choices with a mark at the right and the chosen ones, and say why what was missed is right."""
        from quizzes.widgets.texts import show_choices

        right, chosen = self.right_keys(surface), _chosen(answer)
        said = {choice.feedback for choice in self.choices if choice.key in chosen}
        why = {choice.key: self._reason(choice, said) for choice in self.choices if choice.key in right - set(chosen)}
        show_choices([(choice.key, choice.text) for choice in self.choices], right, chosen, why)

    def _reason(self, choice: Choice, said: Collection[str]) -> str:
        """Why a right choice is right, unless an explanation or the feedback says it; markdown."""
        reason = choice.when_right or choice.feedback
        return "" if self.explanation or reason in said else plain_markdown(reason)

    def show_class(
        self, rounds: Mapping[int, Sequence[Answer]], surface: Surface, *, revealed: bool, large: bool, key: str
    ) -> None:
        from quizzes.widgets.votes import votes

        chosen = {number: [_chosen(answer) for answer in answers] for number, answers in rounds.items()}
        texts = [(choice.key, choice.text) for choice in self.choices]
        votes(texts, chosen, self.right_keys(surface) if revealed else None, large=large)

    def summarise(self, rounds: Mapping[int, Sequence[Answer]], surface: Surface) -> Summary:
        """How often each choice was taken."""
        right, chosen = self.right_keys(surface), {n: list(map(_chosen, answers)) for n, answers in rounds.items()}
        counts = {key: {n: sum(key in one for one in chosen[n]) for n in chosen} for key in (*self._keys(), NONE)}
        bars = [Bar(choice.words, choice.key in right, counts[choice.key]) for choice in self.choices]
        if any(counts[NONE].values()):
            bars.append(Bar("none of these", not right, counts[NONE]))
        return Summary(tuple(bars))

    def well_posed(self, surface: Surface) -> bool:
        """Keys are distinct and the right ones are among them."""
        keys, right = self._keys(), self.right_keys(surface)
        return len(set(keys)) == len(keys) and right <= set(keys)

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(choice.words for choice in self.choices)

    def rivals(self, surface: Surface, holds: Mapping[str, bool]) -> list[str]:
        """Choices with one text, wrong ones that hold, and right ones that do not."""
        right, times = self.right_keys(surface), Counter(self.options)
        twice = [choice.key for choice in self.choices if times[choice.text] > 1]
        return twice + [key for key, true in holds.items() if true != (key in right)]

    def _keys(self) -> list[str]:
        return [choice.key for choice in self.choices]

    def _choice(self, key: str) -> Choice:
        return next(choice for choice in self.choices if choice.key == key)

    def _text(self, key: str) -> str:
        return typeset(self._choice(key).text)


def _chosen(answer: Answer | None) -> list[str]:
    """The keys in an answer of either kind."""
    return [answer] if isinstance(answer, str) else list(answer or ())


def _letters(count: int, setting: Setting) -> None:
    """Say how the choices are called on the projector."""
    from quizzes.widgets.texts import show_note
    from quizzes.widgets.votes import LETTERS

    if setting.in_class:
        show_note(f"On the projector: {', '.join(LETTERS[:count])}, in this order.")


@register
@dataclass(frozen=True, kw_only=True)
class SingleChoice(_Choices):
    """The answer is the key of the one choice taken."""

    kind: ClassVar[str] = "single choice"
    attempts: int | None = 1

    def ask(self, surface: Surface, *, key: str, setting: Setting = ALONE) -> str | None:
        """Draw a radio list and a button."""
        import streamlit as st

        _letters(len(self.choices), setting)
        with st.form(f"{key}-form", border=False):
            chosen = st.radio(
                typeset(self.prompt), self._keys(), index=None, format_func=self._text, key=f"{key}-choice"
            )
            sent = st.form_submit_button("Submit")
        return (chosen or "") if sent else None

    def parse(self, answer: Answer, surface: Surface) -> str:
        if not isinstance(answer, str) or answer not in self._keys():
            raise InvalidAnswer("Choose one of the answers first.")
        return answer

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """Right, or the feedback of the choice made."""
        choice = self._choice(self.parse(answer, surface))
        if choice.key in self.right_keys(surface):
            return Mark(True, 1.0, f"{RIGHT}{choice.when_right or choice.feedback}".strip(), "right")
        return Mark(False, 0.0, f"{WRONG}{choice.feedback}".strip(), f"choice {choice.key}")

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

    def ask(self, surface: Surface, *, key: str, setting: Setting = ALONE) -> list[str] | None:
        """Draw a list of boxes and a button."""
        import streamlit as st

        from quizzes.widgets.boxes import boxes

        _letters(len(self.choices), setting)
        with st.form(f"{key}-form", border=False):
            st.markdown(typeset(self.prompt))
            texts = {choice.key: choice.text for choice in self.choices}
            ticked = boxes(texts | {NONE: "None of these"}, key=key)
            sent = st.form_submit_button("Submit")
        return ticked if sent else None

    def parse(self, answer: Answer, surface: Surface) -> list[str]:
        """Some of the keys, or that none of them holds."""
        if not isinstance(answer, list | tuple) or not answer or len(set(map(str, answer))) != len(answer):
            raise InvalidAnswer("Tick what holds, or “None of these”.")
        ticked = list(map(str, answer))
        if ticked != [NONE] and not set(ticked) <= set(self._keys()):
            raise InvalidAnswer("Tick what holds, or only “None of these”.")
        return ticked

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """Right if all are judged rightly; feedback on the first that is not."""
        ticked, right = set(self.parse(answer, surface)) - {NONE}, self.right_keys(surface)
        off = [key for key in self._keys() if (key in ticked) != (key in right)]
        if not off:
            return Mark(True, 1.0, "All of them judged rightly.", "right")
        score = max(0.0, 1 - 2 * len(off) / len(self.choices))
        start = f"{len(self.choices) - len(off)} of {len(self.choices)} judged rightly. "
        missed = "One that holds is not ticked: " if off[0] in right else "One that is ticked does not hold: "
        return Mark(False, score, start + missed + self._choice(off[0]).feedback, f"choice {off[0]}")

    def samples(self, surface: Surface) -> Samples:
        """The truth, and the truth with each choice turned."""
        right = self.right_keys(surface)
        wrong = tuple(sorted(right ^ {key}) or [NONE] for key in self._keys())
        invalid: tuple[Answer, ...] = ([], "a", None, [NONE, self._keys()[0]], ["no such key"], [[]])
        return Samples((sorted(right) or [NONE],), wrong, invalid)
