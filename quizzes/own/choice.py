"""A choice that an instructor writes."""

from dataclasses import dataclass
from typing import Any, ClassVar

from quizzes.escaping import plain_markdown
from quizzes.own.written import LONGEST_LINE, Fields, NotReadable, Written
from quizzes.question import Question
from quizzes.types import Choice, MultipleChoice, SingleChoice

MOST = 10
KEYS = "abcdefghij"


@dataclass(frozen=True)
class Option:
    """One answer to choose.

    Parameters
    ----------
    text
        As the student reads it.
    right
        Whether it is to be chosen.
    feedback
        Why it is right, or what it overlooks.
    """

    text: str
    right: bool = False
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class WrittenChoice(Written):
    """Choose one, or tick all that hold.

    Parameters
    ----------
    options
        In the order shown.
    several
        Whether any number of them may be ticked.
    """

    kind: ClassVar[str] = "choice"
    options: tuple[Option, ...] = ()
    several: bool = False

    def question(self) -> Question:
        right = frozenset(key for key, option in zip(KEYS, self.options, strict=False) if option.right)
        choices = tuple(
            # Ticking, it has to be said which of them was judged wrongly.
            Choice(key, plain_markdown(one.text), one.feedback or (one.text if self.several else ""), plain=one.text)
            for key, one in zip(KEYS, self.options, strict=False)
        )
        made: type[SingleChoice] | type[MultipleChoice] = MultipleChoice if self.several else SingleChoice
        return made(choices=choices, right=right, **self._shared())

    def _own_faults(self) -> list[str]:
        texts = [" ".join(option.text.split()) for option in self.options]
        found = []
        if not 2 <= len(texts) <= MOST:
            found.append(f"Write between 2 and {MOST} choices.")
        if not all(texts):
            found.append("A choice has no text.")
        elif len(set(texts)) < len(texts):
            found.append("Two choices have the same text.")
        if not self.several and sum(option.right for option in self.options) != 1:
            found.append("Mark exactly one choice as right, or let several be ticked.")
        return found

    @classmethod
    def _own_fields(cls, fields: Fields) -> dict[str, Any]:
        options = fields.several("options", MOST)
        if not all(isinstance(one, dict) for one in options):
            raise NotReadable("Each of the “options” has a text, and may be right.")
        read = [Fields(one) for one in options]
        return {
            "several": fields.flag("several"),
            "options": tuple(
                Option(one.text("text").strip(), one.flag("right"), one.text("feedback", LONGEST_LINE).strip())
                for one in read
            ),
        }
