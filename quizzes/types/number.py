"""A number, with its tolerance said in words and feedback for the usual slips."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from explorer.charts.texts import percent, true_minus, typeset
from explorer.model.counts import counted
from explorer.model.surface import Surface
from explorer.model.typed_number import NoNumberError, typed_number
from quizzes.escaping import plain_markdown
from quizzes.question import ALONE, Answer, InvalidAnswer, Mark, Question, Samples, Setting, register


@dataclass(frozen=True)
class Tolerance:
    """How far from the truth still counts.

    Parameters
    ----------
    amount
        Surface -> largest absolute difference.
    words
        How the student is told, with ``{amount}`` for the figure.
    """

    amount: Callable[[Surface], float]
    words: str = "within {amount} counts"

    @classmethod
    def rounding(cls, digits: int) -> Tolerance:
        """For figures worked out by hand: one unit of the last digit asked for."""
        return cls(
            lambda surface: 1.001 * 10.0**-digits,
            f"give {counted(digits, 'decimal')}; within {{amount}} counts",
        )

    @classmethod
    def relative(cls, share: float, truth: Callable[[Surface], float]) -> Tolerance:
        """A share of the truth itself."""
        return cls(lambda surface: share * abs(truth(surface)), f"within {percent(share)} of the value counts")


@dataclass(frozen=True)
class Slip:
    """A usual wrong number: what it comes to, and what to say."""

    value: Callable[[Surface], float]
    message: str


@register
@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A typed number.

    Parameters
    ----------
    value
        Surface -> the true value.
    tolerance
        What still counts.
    slips
        Usual mistakes with their own feedback.
    unit
        Shown behind the box and accepted behind the number.
    where
        Plain sentence: what to look at next when the number is merely off.
    """

    kind: ClassVar[str] = "number"
    attempts: int | None = 3
    value: Callable[[Surface], float]
    tolerance: Tolerance
    slips: tuple[Slip, ...] = ()
    unit: str = ""
    where: str = ""

    def ask(self, surface: Surface, *, key: str, setting: Setting = ALONE) -> str | None:
        """Draw a text box and a button, and say the tolerance."""
        import streamlit as st

        with st.form(f"{key}-form", border=False):
            st.markdown(typeset(self.prompt))
            label = f"Your number ({plain_markdown(self.unit)})" if self.unit else "Your number"
            typed = st.text_input(label, key=f"{key}-number", max_chars=40)
            st.caption(self.tolerance_words(surface))
            sent = st.form_submit_button("Submit")
        return typed if sent else None

    def tolerance_words(self, surface: Surface) -> str:
        """The tolerance as the student reads it."""
        words = self.tolerance.words.format(amount=_rough(self.tolerance.amount(surface)))
        return words[:1].upper() + words[1:] + "."

    def parse(self, answer: Answer, surface: Surface) -> float:
        """The number that was typed, as `typed_number` reads it, with or without its unit."""
        if not isinstance(answer, str) and not _is_number(answer):
            raise InvalidAnswer("Type a number, for example 0.25.")
        if isinstance(answer, int) and abs(answer) >= 10**40:  # more digits than Python turns into text
            raise InvalidAnswer("Type a number of fewer digits.")
        if not isinstance(answer, str):
            if not math.isfinite(answer):
                raise InvalidAnswer("Type a finite number.")
            return float(answer)
        try:
            return typed_number(answer, self.unit)
        except NoNumberError as fault:
            raise InvalidAnswer(str(fault)) from None

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """Right within the tolerance; else the slip it equals, or how close it is."""
        number, truth, allowed = self.parse(answer, surface), self.value(surface), self.tolerance.amount(surface)
        off = abs(number - truth)
        if off <= allowed:
            return Mark(True, 1.0, f"Right: {self.truth(surface)}.", "right")
        for place, slip in enumerate(self.slips):
            if abs(number - slip.value(surface)) <= min(allowed, off / 2):
                return Mark(False, 0.0, slip.message, f"slip {place + 1}")
        direction = "too high" if number > truth else "too low"
        if off <= 3 * allowed:
            return Mark(False, 0.5, f"Close, but a little {direction}. {self._next()}".strip(), "near")
        if number * truth < 0:
            return Mark(False, 0.0, f"Check the sign first. {self._next()}".strip(), "sign")
        return Mark(False, 0.0, f"Your number is {direction}. {self._next()}".strip(), direction)

    def say(self, answer: Answer) -> str:
        return f"{true_minus(f'{answer:.10g}')}{self._unit()}"

    def truth(self, surface: Surface) -> str:
        return f"{_figure(self.value(surface), self.tolerance.amount(surface))}{self._unit()}"

    def truth_markdown(self, surface: Surface) -> str:
        return plain_markdown(self.truth(surface))

    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        """Put the two numbers side by side."""
        from quizzes.widgets.texts import show_numbers

        show_numbers(None if answer is None else self.say(answer), self.truth(surface))

    def show_class(
        self, rounds: Mapping[int, Sequence[Answer]], surface: Surface, *, revealed: bool, large: bool, key: str
    ) -> None:
        """Draw a dot for each number."""
        from quizzes.widgets.spread import spread

        truth = float(self.value(surface)) if revealed else None
        spread(rounds, truth=truth, large=large, key=f"{key}-numbers")

    def well_posed(self, surface: Surface) -> bool:
        """The truth is finite and no slip comes to the same number."""
        truth, allowed = self.value(surface), self.tolerance.amount(surface)
        if not (math.isfinite(truth) and math.isfinite(allowed) and allowed > 0):
            return False
        values = [slip.value(surface) for slip in self.slips]
        apart = all(abs(value - truth) > 2.5 * allowed for value in values)
        return apart and all(abs(a - b) > 2.5 * allowed for i, a in enumerate(values) for b in values[:i])

    def rivals(self, surface: Surface, holds: Mapping[str, bool]) -> list[str]:
        """Slips whose number is accepted."""
        value, allowed = self.value(surface), self.tolerance.amount(surface)
        return [slip.message for slip in self.slips if abs(slip.value(surface) - value) <= allowed]

    def samples(self, surface: Surface) -> Samples:
        """The truth, its near misses, its slips, and text that is no number."""
        truth, allowed = self.value(surface), self.tolerance.amount(surface)
        right = (repr(truth), f"{truth + 0.9 * allowed:.12g}", f" {truth:.12g} ".replace("-", "−"), truth)
        slips = tuple(f"{slip.value(surface):.12g}" for slip in self.slips)
        wrong = (f"{truth + 1.6 * allowed:.12g}", f"{truth - 50 * allowed:.12g}", *slips)
        texts = ("", "  ", "two", "1..2", "nan", "inf", "1e999", "1+1", "__import__('os')", "9" * 5000)
        return Samples(right, wrong, (*texts, None, [1], True, 10**5000))

    def _unit(self) -> str:
        return f" {self.unit}" if self.unit else ""

    def _next(self) -> str:
        return self.where or (self.hints[0] if self.hints else "")


def _is_number(value: Answer) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _figure(value: float, allowed: float) -> str:
    """A number with the decimals that `allowed` makes meaningful."""
    decimals = min(max(math.ceil(-math.log10(allowed)), 0), 6)
    return true_minus(f"{round(value, decimals):.10g}")


def _rough(allowed: float) -> str:
    """A tolerance in two digits, cut rather than rounded up, so that no more is promised than counts."""
    unit = 10.0 ** (math.floor(math.log10(allowed)) - 1)
    return f"{math.floor(allowed / unit * (1 + 1e-9)) * unit:.2g}"
