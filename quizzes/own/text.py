"""A text to type that an instructor asks for: a term that is judged, or a few sentences that are read."""

from dataclasses import dataclass
from typing import Any, ClassVar

from quizzes.escaping import plain_markdown
from quizzes.own.written import LONGEST_PROMPT, Fields, NotReadable, Written
from quizzes.question import Question
from quizzes.types import OpenText, Text
from quizzes.types.text import LONGEST, folded

MOST = 30


@dataclass(frozen=True, kw_only=True)
class WrittenText(Written):
    """A text to type, compared with those that count.

    Parameters
    ----------
    accepted
        What counts, however it is spelt. Without any, writing counts as taking part.
    model_answer
        Shown with the truth where nothing is judged.
    """

    kind: ClassVar[str] = "text"
    accepted: tuple[str, ...] = ()
    model_answer: str = ""

    def question(self) -> Question:
        """A text that is judged, or one that counts as taking part."""
        if self.accepted:
            return Text(accepted=self.accepted, **self._shared())
        return OpenText(model_answer=plain_markdown(self.model_answer.strip()), **self._shared())

    def _own_faults(self) -> list[str]:
        if not all(folded(text) for text in self.accepted):
            return ["An accepted answer has nothing to read."]
        return []

    @classmethod
    def _own_fields(cls, fields: Fields) -> dict[str, Any]:
        accepted = fields.several("accepted", MOST)
        if not all(isinstance(one, str) and len(one) <= LONGEST for one in accepted):
            raise NotReadable(f"Each of the “accepted” answers is a text of at most {LONGEST} characters.")
        return {
            "accepted": tuple(dict.fromkeys(one.strip() for one in accepted)),
            "model_answer": fields.text("model_answer", LONGEST_PROMPT),
        }
