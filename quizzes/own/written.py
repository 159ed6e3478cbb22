"""What all questions share that an instructor writes: a wording, an explanation, and no markup."""

import hashlib
import json
import math
import re
from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Any, ClassVar, Self

from explorer.model.typed_number import NoNumberError, typed_number
from quizzes.attempt import plain_text
from quizzes.escaping import plain_markdown
from quizzes.question import Question

LONGEST_PROMPT = 2000
LONGEST_LINE = 500
LONGEST_TITLE = 80
MOST_ATTEMPTS = 10


class NotReadable(ValueError):
    """A question or a file of questions that we cannot take; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Written(ABC):
    """A question as its author typed it. All texts are plain: nothing in them is markdown or HTML.

    Parameters
    ----------
    prompt
        What is asked.
    title
        A short name for lists and column heads; without one, the wording's first words.
    explanation
        Shown with the truth.
    attempts
        Answers that a student has in a round; None for no limit.
    """

    kind: ClassVar[str]
    about_map: ClassVar[bool] = False
    """Whether it takes the map to answer it."""

    prompt: str
    title: str = ""
    explanation: str = ""
    attempts: int | None = None

    @abstractmethod
    def question(self) -> Question:
        """The question that it becomes."""

    @abstractmethod
    def _own_faults(self) -> list[str]:
        """What has to be changed in what this kind adds."""

    @classmethod
    @abstractmethod
    def _own_fields(cls, fields: "Fields") -> dict[str, Any]:
        """What this kind adds, as `data` gave it."""

    def faults(self) -> list[str]:
        """What has to be changed before it can be asked, one sentence each."""
        found = [] if self.prompt.strip() else ["Write what is asked."]
        if len(self.prompt) > LONGEST_PROMPT:
            found.append(f"The wording has at most {LONGEST_PROMPT:,} characters.")
        if self.attempts is not None and not 1 <= self.attempts <= MOST_ATTEMPTS:
            found.append(f"A student has between 1 and {MOST_ATTEMPTS} attempts.")
        return found + self._own_faults()

    @property
    def name(self) -> str:
        """Its title, or the first words of its wording."""
        return self.title.strip() or " ".join(self.prompt.split())[:60] or "Question"

    @property
    def identifier(self) -> str:
        """Under which answers are kept: equal for equal questions, another as soon as one word changes."""
        digest = hashlib.sha256(json.dumps(self.data(), sort_keys=True).encode()).hexdigest()[:12]
        words = "_".join(re.findall(r"\w+", self.name)[:6])
        return f"{words[:40] or 'question'}.own.{digest}"

    def data(self) -> dict[str, Any]:
        """What JSON can hold of it; `quizzes.own.from_data` reads it back."""
        return {"kind": self.kind, **json.loads(json.dumps(asdict(self)))}

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        """The question that `data` gave.

        Raises
        ------
        NotReadable
            If something in it is of the wrong kind.
        """
        fields = Fields(data)
        known = [*cls.__dataclass_fields__, "kind"]
        for name in data:
            meant = get_close_matches(str(name), [one for one in known if one not in data], 1, 0.75)
            if name not in known and meant:
                raise NotReadable(f"A question has no “{plain_text(str(name), 30)}”; write “{meant[0]}”.")
        return cls(
            prompt=fields.text("prompt", LONGEST_PROMPT),
            title=fields.text("title", LONGEST_TITLE),
            explanation=fields.text("explanation", LONGEST_PROMPT),
            attempts=fields.attempts(),
            **cls._own_fields(fields),
        )

    def _shared(self) -> dict[str, Any]:
        """What every type of question takes."""
        return {
            "identifier": self.identifier,
            "prompt": plain_markdown(self.prompt.strip()),
            "explanation": plain_markdown(self.explanation.strip()),
            "attempts": self.attempts,
        }


class Fields:
    """Reads the fields of a JSON object, and says which one is not what it should be."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    def text(self, name: str, longest: int = LONGEST_LINE) -> str:
        """A text without control characters; empty where there is none."""
        value = self._data.get(name, "")
        if not isinstance(value, str):
            raise NotReadable(f"“{name}” should be a text.")
        if len(value) > longest:
            raise NotReadable(f"“{name}” has at most {longest:,} characters.")
        return plain_text(value, longest)

    def number(self, name: str, default: float) -> float:
        """A finite number; NotReadable for anything else, true and false too."""
        value = self._data.get(name, default)
        if isinstance(value, str):
            try:
                return typed_number(value)
            except NoNumberError as fault:
                raise NotReadable(f"“{name}” should be a number. {fault}") from None
        if isinstance(value, bool) or not isinstance(value, int | float) or not -1e300 < value < 1e300:
            raise NotReadable(f"“{name}” should be a number.")
        return float(value)

    def flag(self, name: str) -> bool:
        """A boolean, false where none is given; NotReadable for anything else."""
        value = self._data.get(name, False)
        if not isinstance(value, bool):
            raise NotReadable(f"“{name}” should be true or false.")
        return value

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        """One of the known words; the first where there is none."""
        value = self._data.get(name, known[0])
        if not isinstance(value, str) or value not in known:
            raise NotReadable(f"“{name}” should be one of {', '.join(known)}.")
        return value

    def several(self, name: str, most: int) -> list[Any]:
        """A list of at most so many entries, empty where none is given; NotReadable for anything else."""
        value = self._data.get(name, [])
        if not isinstance(value, list):
            raise NotReadable(f"“{name}” should be a list.")
        if len(value) > most:
            raise NotReadable(f"“{name}” has at most {most} entries.")
        return value

    def attempts(self) -> int | None:
        """A whole number, or none for no limit."""
        value = self._data.get("attempts")
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise NotReadable("“attempts” should be a whole number, or null for no limit.")
        return value


def finite(*numbers: float) -> bool:
    """Whether all of them are numbers."""
    return all(math.isfinite(number) for number in numbers)
