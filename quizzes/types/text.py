"""A short typed text, right if it reads as one of the accepted ones; how it is spelt hardly matters."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from explorer.charts.texts import typeset
from explorer.model.surface import Surface
from quizzes.escaping import plain_markdown
from quizzes.question import (
    ALONE,
    Answer,
    InvalidAnswer,
    Mark,
    Question,
    Samples,
    Setting,
    Summary,
    count_by,
    register,
)

LONGEST = 200
_AROUND = " .,;:!?…\"'«»“”„‘’"
_ACCENTS = range(0x300, 0x370)


def folded(text: str) -> str:
    """A text as it is compared: without regard to case, accents, hyphens, spaces and the punctuation around it.

    Examples
    --------
    >>> folded(" NT–Xent. ") == folded("nt xent")
    True
    >>> folded("-1") == folded("1")
    False
    """
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = unicodedata.normalize("NFC", "".join(char for char in bare if ord(char) not in _ACCENTS))
    words = " ".join(plain.strip(_AROUND).split())
    kept = []
    for place, char in enumerate(words):
        joins = char == " " or unicodedata.category(char) == "Pd"
        between = 0 < place < len(words) - 1 and words[place - 1].isalpha() and words[place + 1].isalpha()
        if not (joins and between):
            kept.append("-" if unicodedata.category(char) == "Pd" or char == "−" else char)
    return "".join(kept)


@register
@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """The answer is ``{"text": …}``.

    Parameters
    ----------
    accepted
        What counts, each as somebody might write it; compared as `normalised`.
    """

    kind: ClassVar[str] = "text"
    attempts: int | None = 1
    accepted: tuple[str, ...]

    def ask(self, surface: Surface, *, key: str, setting: Setting = ALONE) -> dict[str, str] | None:
        """Draw a box and a button."""
        import streamlit as st

        with st.form(f"{key}-form", border=False):
            st.markdown(typeset(self.prompt))
            typed = st.text_input("Your answer", key=f"{key}-text", max_chars=LONGEST)
            st.caption("A word or a few; capitals, accents and hyphens do not matter.")
            sent = st.form_submit_button("Submit")
        return {"text": typed} if sent else None

    def parse(self, answer: Answer, surface: Surface) -> dict[str, str]:
        """A text of one line with something to read in it."""
        return {"text": read_text(answer, LONGEST)}

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """Right if it reads as an accepted one."""
        text = self.parse(answer, surface)["text"]
        if folded(text) in map(folded, self.accepted):
            return Mark(True, 1.0, "Right.", "right")
        return Mark(False, 0.0, f"Not what is looked for: “{text}”", folded(text)[:80])

    def say(self, answer: Answer) -> str:
        return answer["text"]

    def truth(self, surface: Surface) -> str:
        return " or ".join(dict.fromkeys(self.accepted))

    def truth_markdown(self, surface: Surface) -> str:
        return plain_markdown(self.truth(surface))

    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        """Put the texts below each other."""
        from quizzes.widgets.texts import show_numbers

        show_numbers(None if answer is None else self.say(answer), self.truth(surface))

    def show_class(
        self, rounds: Mapping[int, Sequence[Answer]], surface: Surface, *, revealed: bool, large: bool, key: str
    ) -> None:
        """Count what was written. What only one student wrote is counted, not shown: a class sees no single answer."""
        from quizzes.widgets.votes import written_votes

        said = {number: [folded(answer["text"]) for answer in answers] for number, answers in rounds.items()}
        as_written = {folded(one["text"]): one["text"] for answers in rounds.values() for one in answers}
        written_votes(
            said,
            lambda text: plain_markdown(as_written[text]),
            right={folded(text) for text in self.accepted},
            revealed=revealed,
            large=large,
            others="other answer",
            none="No answer was given twice yet.",
        )

    def summarise(self, rounds: Mapping[int, Sequence[Answer]], surface: Surface) -> Summary:
        """How often each text was written; what only one student wrote is counted among the others."""
        right = {folded(text) for text in self.accepted}
        given = [answer["text"] for answers in rounds.values() for answer in answers]
        times, as_written = Counter(map(folded, given)), {folded(text): text for text in given}

        def name(answer: Answer) -> str:
            text = folded(answer["text"])
            return "right" if text in right else as_written[text] if times[text] > 1 else "other texts"

        return Summary(count_by(rounds, name, "right"))

    def well_posed(self, surface: Surface) -> bool:
        """Something counts."""
        return bool(self.accepted) and all(folded(text) for text in self.accepted)

    def samples(self, surface: Surface) -> Samples:
        """What counts, spelt otherwise too; other texts; and what is no text."""
        right = tuple({"text": text} for one in self.accepted for text in (one, f"  {one.upper()}. "))
        wrong = tuple({"text": text} for text in ("something else entirely", "=1+1", "<b>x</b>"))
        return Samples(right, wrong, (None, "", self.accepted[0], {}, {"text": ""}, {"text": " . "}, {"text": 3}))


def read_text(answer: Answer, longest: int) -> str:
    """The text of an answer. Raises InvalidAnswer if there is none, or too much."""
    if not isinstance(answer, dict) or set(answer) != {"text"} or not isinstance(answer["text"], str):
        raise InvalidAnswer("Type your answer first.")
    text = answer["text"].strip()
    if not any(unicodedata.category(char)[0] in "LNS" for char in text[:longest]):
        raise InvalidAnswer("Type your answer first.")
    if len(text) > longest:
        raise InvalidAnswer(f"Write less: at most {longest} characters.")
    return text
